/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: str_glob, str_distance, str_nearest, str_to_int64, str_replace, str_find_ascii_case,
 * clock_parse_duration. The input is a pattern, a line feed, and a text. Properties: a pattern without signs fits
 * itself alone; with a star on either side it fits whatever holds it; alternatives fit what one of them fits; a
 * distance is the same both ways, at most the longer length, and 0 between equals alone; a number or duration is read
 * as printf writes it; what was replaced is gone, and comes back when it is put back; upper and lower case are found
 * alike. */
/* modules: base */
#include <assert.h>

#include "clock.h"
#include "fuzz_target.h"
#include "str.h"

#define PATTERN_MAX 200

static bool has_sign(struct str s) {
    return str_find_char(s, '*', 0) >= 0 || str_find_char(s, '?', 0) >= 0 || str_find_char(s, '{', 0) >= 0;
}

static bool is_group_part(struct str s) {
    return str_find_char(s, '{', 0) < 0 && str_find_char(s, '}', 0) < 0 && str_find_char(s, ',', 0) < 0;
}

/* Printing stops at a NUL. */
static void check_glob(struct str pattern, struct str text, struct arena *a) {
    bool fits = str_glob(pattern, text);
    assert(has_sign(pattern) || fits == str_eq(pattern, text));
    if (pattern.len > PATTERN_MAX || str_find_char(pattern, '\0', 0) >= 0)
        return;
    assert(!fits || str_glob(str_printf(a, "*%.*s*", STR_ARG(pattern)), text));
    assert(has_sign(pattern) ||
           str_glob(str_printf(a, "*%.*s*", STR_ARG(pattern)), text) == str_contains(text, pattern));
    if (is_group_part(pattern))
        assert(str_glob(str_printf(a, "{nothing,%.*s}", STR_ARG(pattern)), text) ==
               (fits || str_eq(text, STR("nothing"))));
}

static void check_distance(struct str x, struct str y) {
    size_t there = str_distance(x, y);
    assert(there == str_distance(y, x));
    assert((there == 0) == str_eq(x, y) || there == SIZE_MAX);
    assert(there == SIZE_MAX || there <= (x.len > y.len ? x.len : y.len));
    struct str nearest = str_nearest(x, &y, 1);
    assert((nearest.data != NULL) == (there <= 2 && there < x.len && y.data));
}

static void check_numbers(struct str text, struct arena *a) {
    int64_t number = 0, duration_ns = -1;
    if (str_to_int64(text, &number)) {
        int64_t again = ~number;
        assert(str_to_int64(str_printf(a, "%lld", (long long)number), &again) && again == number);
    }
    if (!clock_parse_duration(text, &duration_ns)) {
        assert(duration_ns == -1);
        return;
    }
    assert(duration_ns >= 0 && clock_format_duration(a, duration_ns).len > 0);
    struct str digits = text;
    while (digits.data[digits.len - 1] > '9')
        digits.len--;
    assert(str_to_int64(digits, &number) && number <= duration_ns);
}

static void check_replace(struct str text, struct str what, struct arena *a) {
    static const char unused[] = "\x01\x02\x01";
    struct str mark = str_from(unused);
    if (what.len == 0 || str_contains(text, STR("\x01")) || str_contains(text, STR("\x02")))
        return;
    struct str gone = str_replace(a, text, what, mark);
    assert(!str_contains(gone, what) && str_eq(str_replace(a, gone, mark, what), text));
    struct str upper = str_upper_ascii(a, text), lower = str_lower_ascii(a, text);
    assert(str_eq_ascii_case(upper, lower));
    assert(str_find_ascii_case(upper, what, 0) == str_find_ascii_case(lower, what, 0));
    assert(str_find(text, what, 0) < 0 || str_find_ascii_case(text, what, 0) >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size < 4096 ? size : 4096);
    struct str pattern = str_cut(&text, '\n');
    struct arena a = {0};
    check_glob(pattern, text, &a);
    check_distance(pattern, text);
    check_numbers(pattern, &a);
    check_replace(text, pattern, &a);
    arena_free(&a);
    return 0;
}
