/* SPDX-License-Identifier: Apache-2.0
 *
 * waiver_draft: an entry for a waiver file. A JSON string is a YAML string too. */
#include "waiver.h"

#include "codec.h"
#include "emit.h"

static struct str quoted(struct arena *a, struct str s) {
    return emit_to_str(a, value_new_string(a, s));
}

/* "[body, header]" of the finding's further kinds. */
static struct str further_kinds(struct arena *a, struct str also) {
    struct str list = STR("");
    while (also.data) {
        struct str kind = str_trim(str_cut(&also, ' '));
        if (kind.len > 0)
            list = str_printf(a, "%.*s%s%.*s", STR_ARG(list), list.len ? ", " : "", STR_ARG(quoted(a, kind)));
    }
    return list;
}

enum rc waiver_draft(const struct finding *finding, const struct waiver *by, struct arena *a, struct str *out,
                     struct fault *f) {
    if (str_trim(by->owner).len == 0)
        return fault_set(f, RC_USAGE, "a waiver has an owner: --owner NAME");
    if (!waiver_is_day(by->expires))
        return fault_set(f, RC_USAGE, "a waiver ends: --expires YYYY-MM-DD");
    struct str also = further_kinds(a, finding->also);
    struct str title = codec_printable(a, finding->title);
    struct str text = str_printf(a, "# %.*s, %.*s: %.*s\n- fingerprint: %.*s\n", STR_ARG(finding->surface),
                                 STR_ARG(finding->kind), STR_ARG(title), STR_ARG(quoted(a, finding->fingerprint)));
    if (also.len > 0)
        text = str_printf(a, "%.*s  also: [%.*s]\n", STR_ARG(text), STR_ARG(also));
    text = str_printf(a, "%.*s  owner: %.*s\n  reason: %.*s\n", STR_ARG(text), STR_ARG(quoted(a, by->owner)),
                      STR_ARG(quoted(a, by->reason)));
    if (by->issue.len > 0)
        text = str_printf(a, "%.*s  issue: %.*s\n", STR_ARG(text), STR_ARG(quoted(a, by->issue)));
    *out = str_printf(a, "%.*s  expires: %.*s\n", STR_ARG(text), STR_ARG(quoted(a, by->expires)));
    return RC_OK;
}
