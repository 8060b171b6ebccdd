/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of signed_rank, against values worked out by hand. */
/* modules: stats */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "signed_rank.h"

#define TOLERANCE 1e-9

static void signed_rank_p__exact_values(void **state) {
    (void)state;
    static const struct {
        const char *row;
        double values[6];
        size_t count;
        double want;
    } rows[] = {
        {"nothing", {0}, 0, 1},
        {"zeros say nothing", {0, 0, 0}, 3, 1},
        {"one", {7}, 1, 1},
        {"two alike", {1, 2}, 2, 0.5},
        {"three alike, of one size", {1, 1, 1}, 3, 0.25},
        {"three negative ones", {-1, -2, -9}, 3, 0.25},
        {"a zero among them", {1, 0, 2, 3}, 4, 0.25},
        {"the largest is against it", {1, 2, 3, 4, -5}, 5, 0.625},
        {"the smallest is against it", {-1, 2, 3, 4, 5}, 5, 0.125},
        {"equal sizes share their ranks", {1, 1, -1}, 3, 1},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        double got = signed_rank_p(rows[i].values, rows[i].count);
        if (fabs(got - rows[i].want) > TOLERANCE)
            fail_msg("%s: got %.12g, want %.12g", rows[i].row, got, rows[i].want);
    }
}

static void signed_rank_p__as_small_as_the_coins_allow(void **state) {
    (void)state;
    double values[SIGNED_RANK_MAX];
    for (size_t i = 0; i < SIGNED_RANK_MAX; i++)
        values[i] = (double)(i % 5 + 1);
    assert_true(fabs(signed_rank_p(values, 28) / (2 * pow(2, -28)) - 1) < TOLERANCE);
    assert_true(fabs(signed_rank_p(values, SIGNED_RANK_MAX) / (2 * pow(2, -64)) - 1) < TOLERANCE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signed_rank_p__exact_values),
        cmocka_unit_test(signed_rank_p__as_small_as_the_coins_allow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
