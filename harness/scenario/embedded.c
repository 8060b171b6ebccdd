/* SPDX-License-Identifier: Apache-2.0
 *
 * embedded: look-ups in the files that the build put into the program. */
#include <assert.h>

#include "embedded_files.h"

static const struct scenario_embedded *find(const struct scenario_embedded *files, size_t count, struct str name) {
    for (size_t i = 0; i < count; i++) {
        if (str_eq(str_from(files[i].name), name)) {
            return &files[i];
        }
    }
    return NULL;
}

const struct scenario_embedded *scenario_embedded_pack(struct str name) {
    return find(embedded_packs, embedded_pack_count, name);
}

size_t scenario_embedded_count(void) {
    return embedded_pack_count;
}

const struct scenario_embedded *scenario_embedded_at(size_t index) {
    return index < embedded_pack_count ? &embedded_packs[index] : NULL;
}

struct str embedded_schema(const char *name) {
    const struct scenario_embedded *schema = find(embedded_schemas, embedded_schema_count, str_from(name));
    assert(schema);
    return schema->text;
}
