/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of time_axis.h. */
/* modules: report */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "rows.h"
#include "time_axis.h"

/* "0 2 4 ms" */
static struct str write_axis(const struct time_axis *axis, struct arena *a) {
    struct str text = STR("");
    for (int64_t i = axis->first; i <= axis->last; i++)
        text = str_printf(a, "%.*s%.*s ", STR_ARG(text), STR_ARG(time_axis_label(axis, i, a)));
    return str_printf(a, "%.*s%.*s", STR_ARG(text), STR_ARG(time_axis_unit(axis)));
}

static void time_axis_of__has_round_ticks_around_the_times(void **state) {
    (void)state;
    static const struct {
        const char *name, *ticks;
        int64_t least_ns, most_ns;
    } rows[] = {
        {"both ends are ticks", "1 2 3 4 5 6 ms", 1000000, 6000000},
        {"from nothing", "0 2 4 6 8 10 12 ms", 845000, 10623000},
        {"below a millisecond", "400 500 600 700 800 µs", 412000, 790000},
        {"seconds", "0 10 20 30 s", 2000000, 30000000000},
        {"equal", "1.220 1.225 1.230 1.235 1.240 1.245 1.250 ms", 1234567, 1234567},
        {"equal, and big", "98.5 99.0 99.5 100.0 100.5 101.0 ms", 99800000, 99800000},
        {"nearly equal", "98.5 99.0 99.5 100.0 100.5 101.0 101.5 ms", 99999000, 100001000},
        {"zero", "0 10 20 30 40 50 ns", 0, 0},
        {"one", "0 20 40 60 ns", 1, 1},
        {"negative", "-3 -2 -1 0 1 2 µs", -3000, 2000},
        {"all there is", "-10000000000 -5000000000 0 5000000000 10000000000 s", INT64_MIN, INT64_MAX},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct arena a = {0};
        struct time_axis axis = time_axis_of(rows[i].least_ns, rows[i].most_ns);
        row_str(rows[i].name, write_axis(&axis, &a), rows[i].ticks);
        arena_free(&a);
    }
}

static void time_axis_of__holds_what_it_is_made_of(void **state) {
    (void)state;
    static const int64_t times[] = {INT64_MIN, -1000000007, -1, 0, 1, 99, 100, 101, 4999, 5000, 123456789, INT64_MAX};
    for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
        for (size_t j = i; j < sizeof(times) / sizeof(*times); j++) {
            struct time_axis axis = time_axis_of(times[i], times[j]);
            assert_true(axis.first < axis.last && axis.last - axis.first < TIME_AXIS_TICKS_MAX);
            assert_true(time_axis_place(&axis, (double)times[i]) >= 0 && time_axis_place(&axis, (double)times[j]) <= 1);
            assert_true(time_axis_place(&axis, (double)times[i]) <= time_axis_place(&axis, (double)times[j]));
        }
    }
}

static void time_axis_place__is_linear(void **state) {
    (void)state;
    struct time_axis axis = {.step_ns = 1000, .first = 2, .last = 4};
    assert_true(time_axis_place(&axis, 2000) == 0 && time_axis_place(&axis, 3000) == 0.5);
    assert_true(time_axis_place(&axis, 3500) == 0.75 && time_axis_place(&axis, 4000) == 1);
}

static void time_axis_write__has_three_digits(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double ns;
    } rows[] = {{"0 ns", 0},          {"999 ns", 999},       {"1.00 µs", 1000},     {"412 µs", 412000},
                {"1.23 ms", 1234567}, {"12.3 ms", 12345678}, {"123 ms", 123456789}, {"1.50 s", 1.5e9},
                {"9000 s", 9e12},     {"-1.23 ms", -1234567}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct arena a = {0};
        row_str(rows[i].text, time_axis_write(rows[i].ns, &a), rows[i].text);
        arena_free(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_axis_of__has_round_ticks_around_the_times),
        cmocka_unit_test(time_axis_of__holds_what_it_is_made_of),
        cmocka_unit_test(time_axis_place__is_linear),
        cmocka_unit_test(time_axis_write__has_three_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
