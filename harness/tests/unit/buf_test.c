/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of buf. */
/* modules: base */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "buf.h"
#include "rows.h"

static void buf__appends(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b, 1000);
    assert_true(buf_append(&b, "ab", 2) && buf_append_str(&b, STR("cd")) && buf_append_cstr(&b, "ef"));
    assert_true(buf_append_char(&b, 'g') && buf_printf(&b, "%d", 12) && buf_append_cstr(&b, NULL));
    assert_string_equal(b.data, "abcdefg12");
    assert_int_equal(b.len, 9);
    buf_free(&b);
}

static void buf__grows(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b, 100000);
    for (int i = 0; i < 10000; i++)
        assert_true(buf_append_cstr(&b, "0123456789"));
    assert_int_equal(b.len, 100000);
    assert_int_equal(strlen(b.data), 100000);
    assert_false(b.truncated);
    buf_free(&b);
}

static void buf__the_ceiling_cuts(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b, 5);
    assert_false(buf_append_cstr(&b, "abcdefgh"));
    assert_true(b.truncated);
    assert_string_equal(b.data, "abcde");
    assert_false(buf_append_char(&b, 'x'));
    assert_string_equal(b.data, "abcde");
    buf_clear(&b);
    assert_true(buf_append_cstr(&b, "12") && !b.truncated);
    assert_false(buf_printf(&b, "%s", "3456"));
    assert_string_equal(b.data, "12345");
    buf_free(&b);
}

static void buf__a_full_buf_takes_nothing_more_but_nothing(void **state) {
    (void)state;
    struct buf b;
    buf_init(&b, 2);
    assert_true(buf_append_cstr(&b, "ab") && buf_append_cstr(&b, ""));
    assert_false(b.truncated);
    buf_free(&b);
    struct buf none;
    buf_init(&none, 0);
    assert_false(buf_append_char(&none, 'x'));
    assert_int_equal(none.len, 0);
    buf_free(&none);
}

static void buf__empty_ones_are_fine(void **state) {
    (void)state;
    struct buf b = {0};
    row_str("str of an empty buf", buf_str(&b), "");
    buf_clear(&b);
    buf_free(&b);
    buf_free(NULL);
}

static void buf__prints_at_every_distance_from_the_capacity_and_the_ceiling(void **state) {
    (void)state;
    for (size_t before = 0; before <= 140; before++) {
        struct buf b;
        buf_init(&b, 130);
        for (size_t i = 0; i < before; i++)
            buf_append_char(&b, 'x');
        bool is_whole = before + 6 <= 130;
        assert_int_equal(buf_printf(&b, "%s%d", "abc", 123), is_whole);
        assert_int_equal(b.len, is_whole ? before + 6 : 130);
        assert_int_equal(b.data[b.len], '\0');
        assert_true(!is_whole || str_ends_with(buf_str(&b), STR("abc123")));
        buf_free(&b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buf__appends),
        cmocka_unit_test(buf__grows),
        cmocka_unit_test(buf__the_ceiling_cuts),
        cmocka_unit_test(buf__a_full_buf_takes_nothing_more_but_nothing),
        cmocka_unit_test(buf__empty_ones_are_fine),
        cmocka_unit_test(buf__prints_at_every_distance_from_the_capacity_and_the_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
