/* SPDX-License-Identifier: Apache-2.0
 *
 * capture: the whole body is tried as one value first, then line by line. */
#include "capture.h"

#include <inttypes.h>

#include "parse.h"
#include "stream.h"

static bool extract_text(const struct value *v, struct arena *a, struct str *out) {
    if (value_is(v, VALUE_STRING) && v->string.len > 0) {
        *out = v->string;
        return true;
    }
    if (value_is(v, VALUE_INT)) {
        *out = str_printf(a, "%" PRId64, v->integer);
        return true;
    }
    return false;
}

static bool extract_pointer(struct str pointer, struct str text, struct arena *a, struct str *out) {
    struct value *root = NULL;
    struct fault ignored = {0};
    if (parse_json(text, a, &root, &ignored) != RC_OK) {
        return false;
    }
    return extract_text(value_point(root, pointer), a, out);
}

static bool extract_from_lines(struct str pointer, struct str text, struct arena *a, struct str *out) {
    struct str *lines = NULL;
    size_t count = split_ndjson(text, a, &lines);
    for (size_t i = 0; i < count && count > 1; i++) {
        if (extract_pointer(pointer, lines[i], a, out)) {
            return true;
        }
    }
    return false;
}

static bool extract_header(struct str name, const struct exchange *x, struct arena *a, struct str *out) {
    struct str value = exchange_header(x, str_cstr(a, name));
    if (value.len == 0) {
        return false;
    }
    *out = value;
    return true;
}

bool capture_extract(const struct capture_rule *rule, const struct exchange *x, struct arena *a, struct str *out) {
    if (rule->from == EXTRACT_HEADER) {
        return extract_header(rule->source, x, a, out);
    }
    return extract_pointer(rule->source, x->decoded, a, out) || extract_from_lines(rule->source, x->decoded, a, out);
}
