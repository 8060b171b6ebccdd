/* SPDX-License-Identifier: Apache-2.0 */
/* modules: campaign */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdlib.h>

#include "suspects.h"

static void suspects__one_of_a_kind_waits(void **state) {
    struct suspects *s = calloc(1, sizeof *s);
    struct suspect one;
    (void)state;
    assert_non_null(s);
    assert_true(suspects_add(s, ORACLE_METHOD, 7, STR("first"), 0));
    assert_false(suspects_add(s, ORACLE_METHOD, 7, STR("second"), 0));
    assert_true(suspects_add(s, ORACLE_ROBUST, 7 + SUSPECTS_KNOWN, STR(""), 5));
    assert_true(suspects_take(s, &one));
    assert_true(one.oracle == ORACLE_METHOD && str_eq(str_of(one.body, one.len), STR("first")));
    free(one.body);
    assert_int_equal(one.envelope, 0);
    /* It is looked into, or told: still one of a kind. */
    assert_false(suspects_add(s, ORACLE_METHOD, 7, STR("third"), 0));
    assert_true(suspects_take(s, &one));
    assert_true(one.oracle == ORACLE_ROBUST && one.len == 0 && one.envelope == 5);
    free(one.body);
    assert_false(suspects_take(s, &one));
    free(s);
}

static void suspects__what_does_not_confirm_is_tried_a_few_times(void **state) {
    struct suspects *s = calloc(1, sizeof *s);
    (void)state;
    assert_non_null(s);
    for (size_t i = 0; i < SUSPECTS_TRIES; i++) {
        struct suspect one;
        assert_true(suspects_add(s, ORACLE_DIFFERENCE, 0, STR("x"), 0));
        assert_true(suspects_take(s, &one));
        free(one.body);
        suspects_release(s, 0);
    }
    assert_false(suspects_add(s, ORACLE_DIFFERENCE, 0, STR("x"), 0));
    free(s);
}

static void suspects__no_more_wait_than_there_is_room(void **state) {
    struct suspects *s = calloc(1, sizeof *s);
    (void)state;
    assert_non_null(s);
    for (uint64_t i = 1; i <= SUSPECTS_WAITING; i++) {
        assert_true(suspects_add(s, ORACLE_DIFFERENCE, i, STR("x"), 0));
    }
    assert_false(suspects_add(s, ORACLE_DIFFERENCE, 1u << 20, STR("x"), 0));
    suspects_free(s);
    assert_true(suspects_add(s, ORACLE_DIFFERENCE, 1u << 20, STR("x"), 0));
    suspects_free(s);
    free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(suspects__one_of_a_kind_waits),
        cmocka_unit_test(suspects__what_does_not_confirm_is_tried_a_few_times),
        cmocka_unit_test(suspects__no_more_wait_than_there_is_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
