/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of decide. */
/* modules: oracle */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "decide.h"
#include "rows.h"

static void decide__tallies(void **state) {
    (void)state;
    static const struct {
        const char *row;
        struct tally tally;
        enum decision want;
    } rows[] = {
        {"nothing deviates", {.denied = 4, .absent = 4}, DECIDE_EQUAL},
        {"every one deviates, too few for the coin alone",
         {.denied = 6, .denied_deviating = 6, .absent = 6, .comparisons = 400, .fresh_deviating = 2},
         DECIDE_MORE},
        {"every one deviates, and a thousand absent ones never did",
         {.denied = 6, .denied_deviating = 6, .absent = 6, .pool = 1000, .comparisons = 400, .fresh_deviating = 2},
         DECIDE_FINDING},
        {"but no fresh reference showed it",
         {.denied = 6, .denied_deviating = 6, .absent = 6, .pool = 1000, .comparisons = 400},
         DECIDE_MORE},
        {"a pool of less than a thousand counts nothing",
         {.denied = 6, .denied_deviating = 6, .absent = 6, .pool = 999, .comparisons = 400, .fresh_deviating = 2},
         DECIDE_MORE},
        {"the coin alone suffices in the end",
         {.denied = 12, .denied_deviating = 12, .absent = 12, .comparisons = 400, .fresh_deviating = 8},
         DECIDE_FINDING},
        {"every second one, by the coin, when little is compared",
         {.denied = 24, .denied_deviating = 12, .absent = 24, .comparisons = 3, .fresh_deviating = 10},
         DECIDE_FINDING},
        {"three in ten, by the pool",
         {.denied = 24, .denied_deviating = 7, .absent = 24, .pool = 5000, .comparisons = 400, .fresh_deviating = 6},
         DECIDE_FINDING},
        {"three in ten, without a pool",
         {.denied = 24, .denied_deviating = 7, .absent = 24, .comparisons = 400, .fresh_deviating = 6},
         DECIDE_OPEN},
        {"a hiccup is looked at again",
         {.denied = 4, .denied_deviating = 1, .absent = 4, .comparisons = 9},
         DECIDE_MORE},
        {"and forgiven when it stays the only one",
         {.denied = 24, .denied_deviating = 1, .absent = 24, .pool = 5000, .comparisons = 400, .fresh_deviating = 1},
         DECIDE_EQUAL},
        {"no comparisons planned counts as one",
         {.denied = 8, .denied_deviating = 8, .absent = 8, .fresh_deviating = 4},
         DECIDE_FINDING},
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        row_int(rows[i].row, (int64_t)decide(&rows[i].tally), (int64_t)rows[i].want);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(decide__tallies)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
