/* SPDX-License-Identifier: Apache-2.0
 *
 * openapi_source: read, judge, tell. */
#include "openapi_source.h"

#include "codec.h"
#include "parse.h"

enum rc openapi_source_judge(const char *path, const struct pack *pack, struct arena *a, const struct coverage **out,
                             struct fault *f) {
    if (!path) {
        *out = NULL;
        return RC_OK;
    }
    struct value *document;
    struct coverage *coverage = ARENA_NEW(a, struct coverage);
    enum rc rc = parse_file(path, a, &document, f);
    rc = rc == RC_OK ? coverage_judge(document, pack, a, coverage, f) : rc;
    if (rc != RC_OK) {
        fault_name_file(f, path);
        return rc;
    }
    *out = coverage;
    return RC_OK;
}

/* What the pack says too much stands in the pack, everything else in the document. */
static struct str place_of(const char *path, const struct gap *gap, struct arena *a) {
    return gap->place.line > 0 ? str_printf(a, "%s:%d:%d", gap->place.file, gap->place.line, gap->place.column)
                               : str_printf(a, "%s#%.*s", path, STR_ARG(gap->pointer));
}

struct str openapi_source_gaps(const char *path, const struct coverage *coverage, struct arena *a) {
    struct str *lines = ARENA_ARRAY(a, struct str, coverage->gap_count);
    size_t len = 0;
    for (size_t i = 0; i < coverage->gap_count; i++) {
        const struct gap *gap = &coverage->gaps[i];
        struct str place = place_of(path, gap, a);
        struct str line = str_printf(a, "%.*s: %s: %.*s", STR_ARG(place), gap_kind_name(gap->kind), STR_ARG(gap->what));
        lines[i] = codec_printable(a, line);
        len += lines[i].len + 1;
    }
    char *all = ARENA_ARRAY(a, char, len + 1);
    size_t at = 0;
    for (size_t i = 0; i < coverage->gap_count; i++) {
        for (size_t k = 0; k < lines[i].len; k++) {
            all[at++] = lines[i].data[k];
        }
        all[at++] = '\n';
    }
    return str_of(all, at);
}
