/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of shell.h. */
/* modules: wire */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "rows.h"
#include "shell.h"

#define OUT_BYTES 1000

static void shell_append_word__quotes(void **state) {
    static const struct {
        const char *name, *text, *want;
    } rows[] = {
        {"nothing", "", "''"},
        {"a plain word", "GET", "'GET'"},
        {"what a shell would expand", "$x `y` \"z\" \\ *", "'$x `y` \"z\" \\ *'"},
        {"a single quote", "it's", "'it'\\''s'"},
        {"a letter that is no ASCII", "\xc3\xa9", "'\xc3\xa9'"},
        {"an escape of a terminal", "a\x1b[2J", "\"$(printf 'a\\033\\1332J')\""},
        {"bytes that are no UTF-8", "\xff%", "\"$(printf '\\377\\045')\""},
        {"a right-to-left mark", "\xe2\x80\xae", "\"$(printf '\\342\\200\\256')\""},
        {"a digit behind an octal number", "\t1", "\"$(printf '\\0111')\""},
    };
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct buf out;
        buf_init(&out, OUT_BYTES);
        shell_append_word(&out, str_from(rows[i].text), &a);
        row_str(rows[i].name, buf_str(&out), rows[i].want);
        buf_free(&out);
    }
    arena_free(&a);
}

static void shell_append_format__holds_any_byte(void **state) {
    struct buf out;
    (void)state;
    buf_init(&out, OUT_BYTES);
    shell_append_format(&out, STR("-a\0%\n"));
    row_str("format", buf_str(&out), "'\\055a\\000\\045\\012'");
    buf_free(&out);
}

static void shell_append_comment__stays_on_its_line(void **state) {
    struct arena a = {0};
    struct buf out;
    (void)state;
    buf_init(&out, OUT_BYTES);
    shell_append_comment(&out, STR("a\nrm\r"), &a);
    row_str("comment", buf_str(&out), "# a\\nrm\\x0d\n");
    buf_free(&out);
    arena_free(&a);
}

static void shell_variable__is_a_name(void **state) {
    static const struct {
        const char *name, *first, *second, *want;
    } rows[] = {
        {"of a principal and a header", "mallory", "x-api-key", "MALLORY_X_API_KEY"},
        {"not beginning with a digit", "1st", "a", "_1ST_A"},
        {"nothing but letters, digits and _", "a b", "c;$\xc3\xa9", "A_B_C____"},
        {"of nothing", "", "", "_"},
    };
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++)
        row_str(rows[i].name, shell_variable(&a, str_from(rows[i].first), str_from(rows[i].second)), rows[i].want);
    arena_free(&a);
}

static void shell_can_hold__all_but_nul(void **state) {
    (void)state;
    assert_true(shell_can_hold(STR("a\n\xff")));
    assert_true(shell_can_hold(STR("")));
    assert_false(shell_can_hold(STR("a\0b")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shell_append_word__quotes),
        cmocka_unit_test(shell_append_format__holds_any_byte),
        cmocka_unit_test(shell_append_comment__stays_on_its_line),
        cmocka_unit_test(shell_variable__is_a_name),
        cmocka_unit_test(shell_can_hold__all_but_nul),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
