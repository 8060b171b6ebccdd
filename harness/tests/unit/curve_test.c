/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of curve.h. */
/* modules: campaign */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "curve.h"

#define TICK_NS (10 * (int64_t)1000000)

static void curve__has_few_points_however_long_it_lasts(void **state) {
    struct arena a = {0};
    struct curve c = {0};
    (void)state;
    int64_t end_ns = 0;
    for (size_t i = 0; i < 200000; i++) {
        end_ns = (int64_t)i * TICK_NS;
        if (curve_is_due(&c, end_ns)) {
            curve_add(&c, (struct campaign_point){.at_ns = end_ns, .requests = 2 * i, .news = i / 100});
        }
    }
    size_t count;
    struct campaign_point last = {.at_ns = end_ns + 1, .requests = 400000, .news = 2000};
    const struct campaign_point *points = curve_close(&c, last, &count, &a);
    assert_in_range(count, CURVE_POINTS / 4, CURVE_POINTS);
    assert_int_equal(points[0].at_ns, 0);
    assert_memory_equal(&points[count - 1], &last, sizeof last);
    for (size_t i = 1; i < count; i++) {
        assert_true(points[i].at_ns > points[i - 1].at_ns && points[i].requests >= points[i - 1].requests);
    }
    arena_free(&a);
}

static void curve__of_a_moment_has_its_end(void **state) {
    struct arena a = {0};
    struct curve c = {0};
    size_t count;
    (void)state;
    const struct campaign_point *points = curve_close(&c, (struct campaign_point){.requests = 3}, &count, &a);
    assert_true(count == 1 && points[0].requests == 3);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(curve__has_few_points_however_long_it_lasts),
                                       cmocka_unit_test(curve__of_a_moment_has_its_end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
