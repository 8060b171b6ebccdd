/* SPDX-License-Identifier: Apache-2.0
 *
 * route: cutting and comparing. */
#include "route.h"

#define ANY "{}"

static size_t count_of(struct str s, char c) {
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++) {
        count += s.data[i] == c;
    }
    return count;
}

/* The hole that starts at `at`: `{…}` or `${…}`; its length, 0 when none does. */
static size_t hole_at(struct str s, size_t at) {
    size_t open = s.data[at] == '$' ? at + 1 : at;
    if (open >= s.len || s.data[open] != '{') {
        return 0;
    }
    ptrdiff_t close = str_find_char(s, '}', open);
    return close < 0 ? 0 : (size_t)close + 1 - at;
}

static struct str without_query(struct str path) {
    for (size_t i = 0; i < path.len; i++) {
        size_t hole = hole_at(path, i);
        if (hole > 0) {
            i += hole - 1;
        } else if (path.data[i] == '?' || path.data[i] == '#') {
            return str_sub(path, 0, i);
        }
    }
    return path;
}

static struct str fold_holes(struct arena *a, struct str segment) {
    if (str_find_char(segment, '{', 0) < 0) {
        return segment;
    }
    char *out = ARENA_ARRAY(a, char, 2 * segment.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < segment.len; i++) {
        size_t hole = hole_at(segment, i);
        if (hole == 0) {
            out[len++] = segment.data[i];
            continue;
        }
        out[len++] = '{';
        out[len++] = '}';
        i += hole - 1;
    }
    return str_of(out, len);
}

struct str route_segment(struct str path, size_t index) {
    struct str rest = without_query(path);
    for (size_t i = 0; rest.data;) {
        struct str segment = str_cut(&rest, '/');
        if (segment.len > 0 && i++ == index) {
            return segment;
        }
    }
    return STR_NONE;
}

struct route_path route_path_read(struct arena *a, struct str path) {
    struct str rest = without_query(path);
    struct route_path out = {.segments = ARENA_ARRAY(a, struct str, count_of(rest, '/') + 1)};
    while (rest.data) {
        struct str segment = str_cut(&rest, '/');
        if (segment.len > 0) {
            out.segments[out.count++] = fold_holes(a, segment);
        }
    }
    return out;
}

size_t route_names(struct arena *a, struct str segment, struct str **out) {
    struct str *names = ARENA_ARRAY(a, struct str, count_of(segment, '{'));
    size_t count = 0;
    for (size_t i = 0; i < segment.len; i++) {
        size_t hole = hole_at(segment, i);
        if (hole == 0) {
            continue;
        }
        size_t open = segment.data[i] == '$' ? 2 : 1;
        names[count++] = str_sub(segment, i + open, hole - open - 1);
        i += hole - 1;
    }
    *out = names;
    return count;
}

bool route_path_equal(const struct route_path *a, const struct route_path *b) {
    bool is_equal = a->count == b->count;
    for (size_t i = 0; is_equal && i < a->count; i++) {
        is_equal = str_eq(a->segments[i], b->segments[i]);
    }
    return is_equal;
}

size_t route_path_fit(const struct route_path *declared, const struct route_path *path) {
    if (declared->count != path->count) {
        return 0;
    }
    size_t fit = 1;
    for (size_t i = 0; i < path->count; i++) {
        bool is_same = str_eq(declared->segments[i], path->segments[i]);
        if (!is_same && !str_eq(declared->segments[i], STR(ANY))) {
            return 0;
        }
        fit += is_same;
    }
    return fit;
}

bool route_path_strip(const struct route_path *base, const struct route_path *path, struct route_path *out) {
    struct route_path head = {.segments = path->segments, .count = base->count};
    if (base->count == 0 || base->count > path->count || route_path_fit(base, &head) == 0) {
        return false;
    }
    *out = (struct route_path){.segments = path->segments + base->count, .count = path->count - base->count};
    return true;
}
