/* SPDX-License-Identifier: Apache-2.0
 *
 * What a step makes a service count, heard on loopback. */
/* modules: run */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "datagram.h"
#include "flow_counters.h"

static const struct row {
    const char *behaviour, *datagram;
    int64_t rise;
    enum environment environment;
    bool is_right;
} ROWS[] = {
    {"as said", "w:1|c|#op:x", 1, ENVIRONMENT_ISOLATED, true},
    {"in two pieces", "w:1|c|#op:x\nw:1|c|#op:x", 2, ENVIRONMENT_ISOLATED, true},
    {"never", "g:1|g", 1, ENVIRONMENT_ISOLATED, false},
    {"under another tag", "w:1|c|#op:y", 1, ENVIRONMENT_ISOLATED, false},
    {"too often", "w:2|c|#op:x", 1, ENVIRONMENT_ISOLATED, false},
    {"though it must not", "w:1|c|#op:x", 0, ENVIRONMENT_ISOLATED, false},
    {"not, as it must not", "w:1|c|#op:y", 0, ENVIRONMENT_ISOLATED, true},
    {"more, where others are served too", "w:3|c|#op:x", 1, ENVIRONMENT_STAGING, true},
    {"at all, where others are served too", "w:3|c|#op:x", 0, ENVIRONMENT_STAGING, true},
    {"never, where others are served too", "g:1|g", 1, ENVIRONMENT_STAGING, false},
};

static bool is_right(const struct row *row, struct counters *counters, struct arena *a) {
    struct run_setting setting = {.counters = counters};
    struct target target = {.environment = row->environment};
    struct engine e = {.setting = &setting, .target = &target, .arena = a};
    struct expected_counter wanted = {.name = STR("w"), .tag = STR("op:x"), .rise = row->rise};
    struct flow_step step = {.counters = &wanted, .counter_count = 1};
    struct str seen = STR_NONE;
    flow_counters_begin(&e);
    datagram_send(counters_address(counters), row->datagram);
    return !flow_counters_wrong(&e, &step, &seen).data;
}

static void flow_counters__rise_as_said(void **state) {
    (void)state;
    struct arena a = {0};
    struct counters *counters = NULL;
    assert_int_equal(counters_open(STR("127.0.0.1:0"), &counters, NULL), RC_OK);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        if (is_right(&ROWS[i], counters, &a) != ROWS[i].is_right) {
            fail_msg("%s", ROWS[i].behaviour);
        }
    }
    counters_close(counters);
    arena_free(&a);
}

static void flow_counters__nobody_listens(void **state) {
    (void)state;
    struct arena a = {0};
    struct run_setting setting = {0};
    struct engine e = {.setting = &setting, .arena = &a};
    struct expected_counter wanted = {.name = STR("w"), .rise = 1};
    struct flow_step step = {.counters = &wanted, .counter_count = 1};
    struct str seen = STR_NONE;
    flow_counters_begin(&e);
    assert_null(flow_counters_wrong(&e, &step, &seen).data);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flow_counters__rise_as_said),
        cmocka_unit_test(flow_counters__nobody_listens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
