/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of tail, against values worked out by hand. */
/* modules: stats */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "tail.h"

#define TOLERANCE 1e-9

static void assert_near(const char *row, double got, double want) {
    if (fabs(got - want) > TOLERANCE * (want > 0 ? want : 1))
        fail_msg("%s: got %.12g, want %.12g", row, got, want);
}

static void tail_binomial__exact_values(void **state) {
    (void)state;
    static const struct {
        const char *row;
        size_t k, n;
        double p, want;
    } rows[] = {
        {"none is certain", 0, 4, 0.5, 1},
        {"none of none", 0, 0, 0.5, 1},
        {"more than there are", 5, 4, 0.5, 0},
        {"never", 1, 4, 0, 0},
        {"always", 4, 4, 1, 1},
        {"two of two coins", 2, 2, 0.5, 0.25},
        {"at least one of three coins", 1, 3, 0.5, 0.875},
        {"at least two of four", 2, 4, 0.1, 0.0523},
        {"four of four at 3/1000", 4, 4, 0.003, 8.1e-11},
        {"all of them is certain, not more", 1, 100000, 0.5, 1},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_near(rows[i].row, tail_binomial(rows[i].k, rows[i].n, rows[i].p), rows[i].want);
}

static void tail_all_on_one_side__exact_values(void **state) {
    (void)state;
    static const struct {
        const char *row;
        size_t k, n, m;
        double want;
    } rows[] = {
        {"none", 0, 4, 4, 1},           {"one of one and one", 1, 1, 1, 0.5},
        {"no other side", 3, 4, 0, 1},  {"four of four and four", 4, 4, 4, 1.0 / 70},
        {"two of three", 2, 3, 3, 0.2}, {"24 of 24 and 24", 24, 24, 24, 1 / 32247603683100.0},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_near(rows[i].row, tail_all_on_one_side(rows[i].k, rows[i].n, rows[i].m), rows[i].want);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tail_binomial__exact_values),
        cmocka_unit_test(tail_all_on_one_side__exact_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
