/* SPDX-License-Identifier: Apache-2.0
 *
 * pack_source: where packs come from. */
#include "pack_source.h"

#include <string.h>

#include "file.h"
#include "limits.h"
#include "options.h"

static enum rc refuse_name(const char *name, struct arena *a, struct fault *f) {
    size_t count = scenario_embedded_count();
    struct str *names = ARENA_ARRAY(a, struct str, count);
    struct str all = STR("");
    for (size_t i = 0; i < count; i++) {
        names[i] = str_from(scenario_embedded_at(i)->name);
        all = str_printf(a, "%.*s%s%.*s", STR_ARG(all), i > 0 ? ", " : "", STR_ARG(names[i]));
    }
    return fault_set(f, RC_USAGE,
                     "there is no pack '%.80s' in the program%s; there are: %.*s; a file is named with its path", name,
                     options_hint(a, str_from(name), names, count), STR_ARG(all));
}

bool pack_source_is_file(const char *name_or_path) {
    return strpbrk(name_or_path, "/.") != NULL;
}

enum rc pack_source_load(const char *name_or_path, struct arena *a, struct pack *out, struct fault *f) {
    if (!pack_source_is_file(name_or_path)) {
        const struct scenario_embedded *embedded = scenario_embedded_pack(str_from(name_or_path));
        return embedded ? scenario_load_pack(embedded->text, name_or_path, a, out, f) : refuse_name(name_or_path, a, f);
    }
    struct str text;
    enum rc rc = file_read(name_or_path, LIMIT_DOCUMENT_BYTES, a, &text, f);
    return rc == RC_OK ? scenario_load_pack(text, name_or_path, a, out, f) : rc;
}
