/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of diff.h. */
/* modules: report */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "codec.h"
#include "diff.h"

static void diff_find__marks_what_a_person_reads_as_one_thing(void **state) {
    static const struct {
        const char *name, *a, *b, *marked_a, *marked_b;
    } rows[] = {
        {"equal texts", "same", "same", "same", "same"},
        {"both empty", "", "", "", ""},
        {"a whole number", "status 403!", "status 404!", "status ‹403›!", "status ‹404›!"},
        {"a whole word", "not found", "not bound", "not ‹found›", "not ‹bound›"},
        {"one side empty", "", "x-owner: acme", "", "‹x-owner: acme›"},
        {"an insertion", "ab", "axb", "‹ab›", "‹axb›"},
        {"a longer word", "task", "tasks", "‹task›", "‹tasks›"},
        {"punctuation alone", "a, b", "a; b", "a‹,› b", "a‹;› b"},
        {"an appended sign", "a", "a!", "a", "a‹!›"},
        {"a character with the same first byte", "(é)", "(è)", "(‹é›)", "(‹è›)"},
        {"a character with the same last byte", "(é)", "(\xc4\xa9)", "(‹é›)", "(‹\xc4\xa9›)"},
        {"a repeated character", "aaa", "aa", "‹aaa›", "‹aa›"},
        {"from the first to the last difference", "1 x 2", "3 x 4", "‹1 x 2›", "‹3 x 4›"},
        {"bytes that are no UTF-8", "\xff\x80", "\xff\x81", "‹\\xff\\x80›", "‹\\xff\\x81›"},
        {"control characters", "a\x1b", "a\x07", "a‹\\x1b›", "a‹\\x07›"},
    };
    (void)state;
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct str a = str_from(rows[i].a), b = str_from(rows[i].b);
        struct diff d = diff_find(a, b);
        struct diff_window in_a = diff_window(a, d.a, 100, 100), in_b = diff_window(b, d.b, 100, 100);
        struct str marked_a = diff_mark(&arena, &in_a, "‹", "›"), marked_b = diff_mark(&arena, &in_b, "‹", "›");
        print_message("%s\n", rows[i].name);
        assert_int_equal(d.is_equal, str_eq(a, b));
        assert_string_equal(str_cstr(&arena, marked_a), rows[i].marked_a);
        assert_string_equal(str_cstr(&arena, marked_b), rows[i].marked_b);
    }
    arena_free(&arena);
}

static void diff_window__cuts_between_characters(void **state) {
    static const struct {
        const char *name, *text;
        struct diff_range range;
        size_t context, inside;
        const char *marked;
    } rows[] = {
        {"all of it fits", "abcdef", {2, 4}, 9, 9, "ab‹cd›ef"},
        {"context is cut", "abcdefgh", {3, 5}, 1, 9, "…c‹de›f…"},
        {"no context", "abcd", {1, 2}, 0, 9, "…‹b›…"},
        {"the range is cut, nothing behind it", "abcdefgh", {1, 7}, 9, 2, "a‹bc…›"},
        {"before: no half character", "ééXéé", {4, 5}, 3, 9, "…é‹X›é…"},
        {"inside: no half character", "ééé", {0, 6}, 9, 3, "‹é…›"},
        {"inside: at least something", "é", {0, 2}, 9, 1, "‹\\xc3…›"},
        {"an empty range", "abc", {3, 3}, 1, 9, "…c"},
    };
    (void)state;
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct diff_window w = diff_window(str_from(rows[i].text), rows[i].range, rows[i].context, rows[i].inside);
        print_message("%s\n", rows[i].name);
        assert_string_equal(str_cstr(&arena, diff_mark(&arena, &w, "‹", "›")), rows[i].marked);
    }
    arena_free(&arena);
}

static void diff_boundary__never_splits_a_character(void **state) {
    (void)state;
    struct str s = STR("a\xf0\x9f\xa6\xa6z");
    static const size_t expected[] = {0, 1, 1, 1, 1, 5, 6, 6};
    for (size_t at = 0; at < sizeof(expected) / sizeof(*expected); at++) {
        assert_int_equal(diff_boundary(s, at), expected[at]);
        assert_true(codec_is_utf8(str_sub(s, 0, diff_boundary(s, at))));
    }
    assert_int_equal(diff_boundary(STR("\x80\x80\x80\x80\x80"), 4), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(diff_find__marks_what_a_person_reads_as_one_thing),
        cmocka_unit_test(diff_window__cuts_between_characters),
        cmocka_unit_test(diff_boundary__never_splits_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
