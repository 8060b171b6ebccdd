/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of clock. */
/* modules: base */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "clock.h"
#include "rows.h"

static void clock__time_moves_forwards(void **state) {
    (void)state;
    int64_t before = clock_monotonic_ns();
    clock_sleep_ns(-1);
    clock_sleep_ns(NS_PER_US);
    assert_true(clock_monotonic_ns() >= before + NS_PER_US);
    assert_true(clock_wall_ns() > INT64_C(1700000000) * NS_PER_S);
}

static void clock__rfc3339(void **state) {
    (void)state;
    struct arena a = {0};
    row_str("epoch", clock_format_rfc3339(&a, 0), "1970-01-01T00:00:00.000000Z");
    row_str("microseconds", clock_format_rfc3339(&a, INT64_C(1795493106123456789)), "2026-11-24T04:05:06.123456Z");
    row_str("before the epoch", clock_format_rfc3339(&a, -1), "1969-12-31T23:59:59.999999Z");
    row_str("leap day", clock_format_rfc3339(&a, INT64_C(1709164800) * NS_PER_S), "2024-02-29T00:00:00.000000Z");
    arena_free(&a);
}

static const struct {
    const char *text;
    bool want;
    int64_t ns;
} durations[] = {
    {"500ms", true, 500 * NS_PER_MS},
    {"20s", true, 20 * NS_PER_S},
    {"5m", true, 300 * NS_PER_S},
    {"8h", true, 28800 * NS_PER_S},
    {"50us", true, 50 * NS_PER_US},
    {"1d", true, 86400 * NS_PER_S},
    {"0s", true, 0},
    {"5", false, 0},
    {"s", false, 0},
    {"", false, 0},
    {"-5s", false, 0},
    {"-0s", false, 0},
    {"1.5s", false, 0},
    {"5 s", false, 0},
    {"5S", false, 0},
    {"5s ", false, 0},
    {"106752d", false, 0},
    {"9223372036854775808us", false, 0},
};

static void clock__parse_duration(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS(durations); i++) {
        int64_t ns = 0;
        row_int(durations[i].text, clock_parse_duration(str_from(durations[i].text), &ns), durations[i].want);
        row_int(durations[i].text, ns, durations[i].ns);
    }
}

static void clock__format_duration(void **state) {
    (void)state;
    static const struct {
        int64_t ns;
        const char *want;
    } rows[] = {
        {0, "0 ns"},
        {999, "999 ns"},
        {120 * NS_PER_US, "120 us"},
        {850 * NS_PER_MS, "850 ms"},
        {6100 * NS_PER_MS, "6.1 s"},
        {59999 * NS_PER_MS, "59.9 s"},
        {60 * NS_PER_S, "1 min"},
        {125 * NS_PER_S, "2 min 5 s"},
        {3 * 3600 * NS_PER_S, "3 h"},
        {(3 * 3600 + 120) * NS_PER_S, "3 h 2 min"},
        {26 * 3600 * NS_PER_S, "1 d 2 h"},
        {-850 * NS_PER_MS, "-850 ms"},
        {INT64_MIN, "-106751 d 23 h"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++)
        row_str(rows[i].want, clock_format_duration(&a, rows[i].ns), rows[i].want);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clock__time_moves_forwards),
        cmocka_unit_test(clock__rfc3339),
        cmocka_unit_test(clock__parse_duration),
        cmocka_unit_test(clock__format_duration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
