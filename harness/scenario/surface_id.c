/* SPDX-License-Identifier: Apache-2.0
 *
 * surface_id: ids out of methods and paths. */
#include "surface_id.h"

static bool is_id_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
}

static bool has_hole(struct str segment) {
    return str_find(segment, STR("${"), 0) >= 0;
}

/* "id" of "${task.id}". */
static struct str field_of(struct str segment) {
    ptrdiff_t dot = str_find_char(segment, '.', 0);
    ptrdiff_t close = dot < 0 ? -1 : str_find_char(segment, '}', (size_t)dot);
    return close < 0 ? STR_NONE : str_sub(segment, (size_t)dot + 1, (size_t)(close - dot) - 1);
}

static struct str only_id_chars(struct arena *a, struct str text) {
    char *out = arena_copy(a, text.data, text.len);
    for (size_t i = 0; i < text.len; i++) {
        if (!is_id_char(out[i])) {
            out[i] = '_';
        }
    }
    return str_of(out, text.len);
}

static struct str with_key(struct arena *a, struct str id, struct str key) {
    struct str whole = key.data ? str_printf(a, "%.*s.by_%.*s", STR_ARG(id), STR_ARG(key)) : id;
    return only_id_chars(a, whole);
}

/* ".at_deployment_id" for what a path names behind its first reference. */
static struct str further_references(struct arena *a, struct str path) {
    struct str text = STR("");
    bool is_first = true;
    while (path.data) {
        struct str segment = str_cut(&path, '/');
        if (!has_hole(segment)) {
            continue;
        }
        ptrdiff_t open = str_find(segment, STR("${"), 0);
        ptrdiff_t close = str_find_char(segment, '}', (size_t)open);
        if (!is_first && close > 0) {
            struct str name = str_sub(segment, (size_t)open + 2, (size_t)(close - open) - 2);
            text = str_printf(a, "%.*s.at_%.*s", STR_ARG(text), STR_ARG(str_replace(a, name, STR("."), STR("_"))));
        }
        is_first = false;
    }
    return text;
}

struct str surface_id_http(struct arena *a, struct str method, struct str path, struct str key) {
    struct str id = str_lower_ascii(a, method);
    struct str rest = str_cut(&path, '?');
    struct str further = further_references(a, rest);
    while (rest.data) {
        struct str segment = str_cut(&rest, '/');
        struct str ahead = rest;
        struct str next = str_cut(&ahead, '/');
        bool repeats_field = has_hole(next) && str_eq(segment, field_of(next));
        if (segment.len > 0 && !has_hole(segment) && !repeats_field) {
            id = str_printf(a, "%.*s.%.*s", STR_ARG(id), STR_ARG(segment));
        }
    }
    struct str base = with_key(a, id, key);
    return only_id_chars(a, str_printf(a, "%.*s%.*s", STR_ARG(base), STR_ARG(further)));
}

struct str surface_id_rpc(struct arena *a, struct str rpc_method, struct str key) {
    char *method = arena_copy(a, rpc_method.data, rpc_method.len);
    for (size_t i = 0; i < rpc_method.len; i++) {
        method[i] = is_id_char(method[i]) && method[i] != '.' ? method[i] : '_';
    }
    return with_key(a, str_printf(a, "rpc.%s", method), key);
}

bool surface_id_is_valid(struct str id) {
    for (size_t i = 0; i < id.len; i++) {
        if (!is_id_char(id.data[i])) {
            return false;
        }
    }
    return id.len > 0 && id.len <= 120;
}
