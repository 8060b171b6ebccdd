/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of baseline.h. */
/* modules: report */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "baseline.h"

static void baseline_apply__tells_new_known_and_fixed(void **state) {
    (void)state;
    struct arena a = {0};
    struct finding before[] = {{.fingerprint = STR("known")},
                               {.fingerprint = STR("mended"), .surface = STR("a")},
                               {.fingerprint = STR("not judged"), .surface = STR("b")},
                               {.fingerprint = STR("in doubt"), .surface = STR("c")}};
    struct finding after[] = {{.fingerprint = STR("fresh")}, {.fingerprint = STR("known")}};
    struct check checks[] = {{.surface = STR("a"), .verdict = VERDICT_PASS},
                             {.surface = STR("b"), .verdict = VERDICT_PASS, .property = PROPERTY_REVEAL},
                             {.surface = STR("c"), .verdict = VERDICT_PASS},
                             {.surface = STR("c"), .verdict = VERDICT_INCONCLUSIVE}};
    struct result old = {.findings = before, .finding_count = 4};
    struct result now = {.findings = after, .finding_count = 2, .checks = checks, .check_count = 4};
    baseline_apply(&old, &a, &now);
    assert_int_equal(after[0].novelty, NOVELTY_NEW);
    assert_int_equal(after[1].novelty, NOVELTY_KNOWN);
    assert_int_equal(baseline_count_new(&now), 1);
    assert_int_equal(now.fixed_count, 1);
    assert_true(str_eq(now.fixed[0].fingerprint, STR("mended")));
    assert_true(str_ends_with(baseline_describe(&now, &a), STR("1 new, 1 known, 1 fixed\n")));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(baseline_apply__tells_new_known_and_fixed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
