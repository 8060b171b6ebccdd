/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of str. */
/* modules: base */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "str.h"
#include "rows.h"

static void str__comparisons(void **state) {
    (void)state;
    assert_true(str_eq(STR("a"), STR("a")) && str_eq(STR_NONE, STR("")) && !str_eq(STR("a"), STR("ab")));
    assert_true(str_eq_ascii_case(STR("aBc-\xc3"), STR("AbC-\xc3")) && !str_eq_ascii_case(STR("["), STR("{")));
    assert_true(str_cmp(STR("a"), STR("ab")) < 0 && str_cmp(STR("b"), STR("ab")) > 0);
    assert_true(str_cmp(STR_NONE, STR("")) == 0 && str_cmp(STR("\xff"), STR("a")) > 0);
    assert_true(str_starts_with(STR("abc"), STR("ab")) && !str_starts_with(STR("a"), STR("ab")));
    assert_true(str_starts_with(STR_NONE, STR("")) && str_ends_with(STR_NONE, STR("")));
    assert_true(str_ends_with(STR("abc"), STR("bc")) && !str_ends_with(STR("c"), STR("bc")));
}

static void str__find(void **state) {
    (void)state;
    static const struct {
        const char *row, *text, *needle;
        size_t from;
        int64_t want, want_any_case;
    } rows[] = {
        {"at the start", "abcabc", "abc", 0, 0, 0},
        {"from a place on", "abcabc", "abc", 1, 3, 3},
        {"not there", "abcabc", "abd", 0, -1, -1},
        {"in another case", "xABC", "abc", 0, -1, 1},
        {"an empty needle", "abc", "", 3, 3, 3},
        {"an empty needle past the end", "abc", "", 4, -1, -1},
        {"a needle longer than the rest", "abc", "bcd", 1, -1, -1},
        {"after a false start", "aab", "ab", 0, 1, 1},
        {"nothing in nothing", NULL, NULL, 0, 0, 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct str text = str_from(rows[i].text), needle = str_from(rows[i].needle);
        row_int(rows[i].row, str_find(text, needle, rows[i].from), rows[i].want);
        row_int(rows[i].row, str_find_ascii_case(text, needle, rows[i].from), rows[i].want_any_case);
    }
    assert_true(str_contains(STR("abc"), STR("b")) && !str_contains(STR("abc"), STR("d")));
}

static void str__parts_are_clamped(void **state) {
    (void)state;
    row_str("sub", str_sub(STR("abcdef"), 2, 3), "cde");
    row_str("sub past the end", str_sub(STR("abc"), 2, 9), "c");
    row_str("sub behind the end", str_sub(STR("abc"), 9, 1), "");
    row_str("rest", str_from_index(STR("abc"), 1), "bc");
    row_str("rest of nothing", str_from_index(STR_NONE, 1), NULL);
    row_str("trim", str_trim(STR(" \t a b\r\n")), "a b");
    row_str("trim all", str_trim(STR(" \t\r\n")), "");
}

static void str__cut_gives_every_part(void **state) {
    (void)state;
    struct str rest = STR("a,,b,");
    const char *const want[] = {"a", "", "b", ""};
    size_t parts = 0;
    while (rest.data) {
        struct str part = str_cut(&rest, ',');
        assert_true(parts < ROWS(want));
        row_str("part", part, want[parts++]);
    }
    assert_int_equal(parts, ROWS(want));
}

static void str__copies(void **state) {
    (void)state;
    struct arena a = {0};
    row_str("copy", str_copy(&a, str_sub(STR("abc"), 0, 2)), "ab");
    assert_string_equal(str_cstr(&a, STR_NONE), "");
    row_str("printf", str_printf(&a, "%d%s", 1, "x"), "1x");
    row_str("grouped", str_grouped(&a, 1008214), "1 008 214");
    row_str("too short to be grouped", str_grouped(&a, 999), "999");
    row_str("lower", str_lower_ascii(&a, STR("ABc-\xc3\x84")), "abc-\xc3\x84");
    row_str("upper", str_upper_ascii(&a, STR("abC1")), "ABC1");
    arena_free(&a);
}

static void str__replace(void **state) {
    (void)state;
    static const struct {
        const char *row, *text, *what, *with, *want;
    } rows[] = {
        {"every one", "a-b-c", "-", "+", "a+b+c"},
        {"by something longer", "aXb", "X", "123", "a123b"},
        {"by nothing", "a--b", "-", "", "ab"},
        {"at both ends", "xax", "x", "yy", "yyayy"},
        {"not what it put itself", "aa", "a", "aa", "aaaa"},
        {"none", "abc", "z", "y", "abc"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++)
        row_str(rows[i].row, str_replace(&a, str_from(rows[i].text), str_from(rows[i].what), str_from(rows[i].with)),
                rows[i].want);
    arena_free(&a);
}

static void str__to_int64(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool is_number;
        int64_t want;
    } rows[] = {
        {"0", true, 0},
        {"-1", true, -1},
        {"007", true, 7},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"-9223372036854775809", false, 0},
        {"92233720368547758070", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1x", false, 0},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        int64_t got = 0;
        row_int(rows[i].text, str_to_int64(str_from(rows[i].text), &got), rows[i].is_number);
        row_int(rows[i].text, got, rows[i].want);
    }
}

static const struct {
    const char *pattern, *text;
    bool want;
} globs[] = {
    {"", "", true},
    {"", "a", false},
    {"*", "", true},
    {"*", "anything", true},
    {"a*c", "abbbc", true},
    {"a*c", "abbb", false},
    {"*.get.*", "agent.get.name", true},
    {"a?c", "abc", true},
    {"a?c", "ac", false},
    {"{get,put}-x", "put-x", true},
    {"{get,put}-x", "pet-x", false},
    {"a{,b}c", "ac", true},
    {"a{b,}c", "abc", true},
    {"{a*,b?}z", "axxz", true},
    {"{a*,b?}z", "bxz", true},
    {"{a*,b?}z", "bxxz", false},
    {"{a,b}{c,d}", "bd", true},
    {"{}x", "x", true},
    {"{a", "{a", true},
    {"a,b", "a,b", true},
    {"a}", "a}", true},
    {"*a*a*a*a*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
};

static void str__glob(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS(globs); i++)
        row_int(globs[i].pattern, str_glob(str_from(globs[i].pattern), str_from(globs[i].text)), globs[i].want);
}

static void str__a_glob_too_long_matches_nothing(void **state) {
    (void)state;
    char stars[513];
    for (size_t i = 0; i < sizeof stars; i++)
        stars[i] = '*';
    assert_true(str_glob(str_of(stars, 512), STR("x")));
    assert_false(str_glob(str_of(stars, 513), STR("x")));
}

static void str__distance(void **state) {
    (void)state;
    assert_int_equal(str_distance(STR("kitten"), STR("sitting")), 3);
    assert_int_equal(str_distance(STR(""), STR("abc")), 3);
    assert_int_equal(str_distance(STR("polcy"), STR("policy")), 1);
    char longer[65] = {0};
    assert_true(str_distance(str_of(longer, 65), STR("")) == SIZE_MAX);
    assert_int_equal(str_distance(str_of(longer, 64), STR("")), 64);
}

static void str__nearest(void **state) {
    (void)state;
    const struct str known[] = {STR("pack"), STR("policy"), STR("target"), STR("id")};
    row_str("one letter missing", str_nearest(STR("polcy"), known, ROWS(known)), "policy");
    row_str("the best, not the first", str_nearest(STR("pace"), known, ROWS(known)), "pack");
    row_str("far from all", str_nearest(STR("observer"), known, ROWS(known)), NULL);
    row_str("nothing of a short word would stay", str_nearest(STR("xy"), known, ROWS(known)), NULL);
    row_str("no candidates", str_nearest(STR("pack"), NULL, 0), NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(str__comparisons),
        cmocka_unit_test(str__find),
        cmocka_unit_test(str__parts_are_clamped),
        cmocka_unit_test(str__cut_gives_every_part),
        cmocka_unit_test(str__copies),
        cmocka_unit_test(str__replace),
        cmocka_unit_test(str__to_int64),
        cmocka_unit_test(str__glob),
        cmocka_unit_test(str__a_glob_too_long_matches_nothing),
        cmocka_unit_test(str__distance),
        cmocka_unit_test(str__nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
