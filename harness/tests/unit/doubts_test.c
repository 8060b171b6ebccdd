/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of doubts.h. */
/* modules: report golden */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "doubts.h"
#include "golden_results.h"
#include "rows.h"

static void doubts_group__brings_together_what_has_one_reason(void **state) {
    struct arena a = {0};
    struct result r = {0};
    struct report_options options = {0};
    (void)state;
    golden_build_findings(&a, &r);
    struct draft d = {.result = &r, .options = &options};
    struct doubt_groups all = doubts_group(&d);
    row_int("groups", (int64_t)all.count, 2);
    row_int("of the heartbeat", (int64_t)all.groups[0].count, 4);
    row_str("in the order of the result", all.groups[0].checks[0]->surface, "get.messages");
    row_str("the last", all.groups[0].checks[3]->surface, "get.tracker");
    row_int("of the time-outs", (int64_t)all.groups[1].count, 1);
    arena_free(&d.scratch);
    arena_free(&a);
}

static void doubts_group__is_empty_without_a_doubt(void **state) {
    struct arena a = {0};
    struct result r = {0};
    struct report_options options = {0};
    (void)state;
    golden_build_pass(&a, &r);
    struct draft d = {.result = &r, .options = &options};
    row_int("groups", (int64_t)doubts_group(&d).count, 0);
    arena_free(&d.scratch);
    arena_free(&a);
}

static void doubts_show_ids__counts_what_it_leaves_out(void **state) {
    const struct check checks[] = {{.id = STR("a")}, {.id = STR("b\n")}, {.id = STR("c")}};
    const struct check *const pointers[] = {&checks[0], &checks[1], &checks[2]};
    struct report_options options = {0};
    struct draft d = {.options = &options};
    struct doubt_group g = {.checks = pointers, .count = 3};
    (void)state;
    row_str("fewer", doubts_show_ids(&d, &g, 2), "a, b\\n and 1 more");
    row_str("as many", doubts_show_ids(&d, &g, 3), "a, b\\n, c");
    arena_free(&d.scratch);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubts_group__brings_together_what_has_one_reason),
        cmocka_unit_test(doubts_group__is_empty_without_a_doubt),
        cmocka_unit_test(doubts_show_ids__counts_what_it_leaves_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
