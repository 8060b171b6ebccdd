/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of exit_code.h: never 0 for what proves nothing. */
/* modules: cli */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "exit_code.h"

#define CHECK_MAX 3

struct row {
    const char *name, *allowed;
    size_t check_count;
    struct {
        enum verdict verdict;
        enum doubt doubt;
    } checks[CHECK_MAX];
    bool has_finding, has_failed_control, was_stopped, has_unexercised;
    enum exit_code expected;
};

#define PASSED \
    { VERDICT_PASS, DOUBT_NONE }
#define FAILED \
    { VERDICT_FAIL, DOUBT_NONE }
#define DOUBTFUL(doubt_) \
    { VERDICT_INCONCLUSIVE, DOUBT_##doubt_ }

static const struct row rows[] = {
    {.name = "all passed", .checks = {PASSED, PASSED}, .check_count = 2, .expected = 0},
    {.name = "one failed", .checks = {PASSED, FAILED}, .check_count = 2, .has_finding = true, .expected = 1},
    {.name = "failed and inconclusive", .checks = {FAILED, DOUBTFUL(UNSTABLE)}, .check_count = 2, .expected = 1},
    {.name = "failed and stopped", .checks = {FAILED}, .check_count = 1, .was_stopped = true, .expected = 1},
    {.name = "nothing judged", .expected = 4},
    {.name = "a control failed", .checks = {PASSED}, .check_count = 1, .has_failed_control = true, .expected = 4},
    {.name = "a surface not exercised", .checks = {PASSED}, .check_count = 1, .has_unexercised = true, .expected = 4},
    {.name = "stopped", .checks = {PASSED}, .check_count = 1, .was_stopped = true, .expected = 4},
    {.name = "a doubt", .checks = {PASSED, DOUBTFUL(UNSTABLE)}, .check_count = 2, .expected = 4},
    {.name = "an accepted doubt",
     .checks = {PASSED, DOUBTFUL(UNSTABLE)},
     .check_count = 2,
     .allowed = "unstable",
     .expected = 0},
    {.name = "another doubt is accepted",
     .checks = {PASSED, DOUBTFUL(UNSTABLE)},
     .check_count = 2,
     .allowed = "dropped,timing",
     .expected = 4},
    {.name = "nothing but accepted doubts",
     .checks = {DOUBTFUL(UNSTABLE), DOUBTFUL(DROPPED)},
     .check_count = 2,
     .allowed = "unstable,dropped",
     .expected = 4},
    {.name = "a slot that was not reached",
     .checks = {PASSED, DOUBTFUL(NOT_EXERCISED)},
     .check_count = 2,
     .allowed = "unstable,timing,dropped",
     .expected = 4},
    {.name = "a failed control beside an accepted doubt",
     .checks = {PASSED, DOUBTFUL(DROPPED)},
     .check_count = 2,
     .has_failed_control = true,
     .allowed = "dropped",
     .expected = 4},
};

static enum exit_code code_of(const struct row *row) {
    struct check checks[CHECK_MAX] = {{.finding = SIZE_MAX}};
    struct finding finding = {.kind = STR("status")};
    struct control control = {.passed = !row->has_failed_control};
    for (size_t i = 0; i < row->check_count; i++) {
        checks[i] =
            (struct check){.verdict = row->checks[i].verdict, .doubt = row->checks[i].doubt, .finding = SIZE_MAX};
    }
    struct result result = {
        .checks = checks,
        .check_count = row->check_count,
        .findings = &finding,
        .finding_count = row->has_finding,
        .controls = &control,
        .control_count = 1,
        .surfaces_declared = 1,
        .surfaces_exercised = row->has_unexercised ? 0 : 1,
        .was_stopped = row->was_stopped,
    };
    struct doubt_set accepted = {0};
    if (row->allowed) {
        assert_int_equal(doubt_set_parse(str_from(row->allowed), &accepted, NULL), RC_OK);
    }
    return exit_code_of_result(&result, &accepted);
}

static void exit_code__of_results(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (code_of(&rows[i]) != rows[i].expected) {
            fail_msg("%s: %d, not %d", rows[i].name, (int)code_of(&rows[i]), (int)rows[i].expected);
        }
    }
}

static void exit_code__of_faults(void **state) {
    (void)state;
    static const struct {
        enum rc rc;
        enum exit_code set_up, work;
    } faults[] = {
        {RC_OK, 0, 0},    {RC_USAGE, 2, 2}, {RC_CONFIG, 2, 2}, {RC_PARSE, 2, 2},
        {RC_LIMIT, 2, 2}, {RC_NET, 3, 3},   {RC_IO, 2, 3},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        assert_int_equal(exit_code_of_set_up(faults[i].rc), faults[i].set_up);
        assert_int_equal(exit_code_of_work(faults[i].rc), faults[i].work);
    }
}

static void exit_code__worse_of_two(void **state) {
    (void)state;
    static const enum exit_code order[] = {EXIT_CODE_USAGE, EXIT_CODE_FOUND, EXIT_CODE_BROKE, EXIT_CODE_INCONCLUSIVE,
                                           EXIT_CODE_PASSED};
    for (size_t i = 0; i + 1 < sizeof order / sizeof *order; i++) {
        assert_int_equal(exit_code_worse(order[i], order[i + 1]), order[i]);
        assert_int_equal(exit_code_worse(order[i + 1], order[i]), order[i]);
    }
}

static void exit_code__doubts_never_accepted(void **state) {
    (void)state;
    static const char *const lists[] = {"control", "not_exercised", "standing", "stopped", "none", "", "unstable,"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct doubt_set set;
        struct fault f = {0};
        assert_int_equal(doubt_set_parse(str_from(lists[i]), &set, &f), RC_USAGE);
        assert_non_null(strstr(f.text, "there are: unstable, timing, dropped"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exit_code__of_results),
        cmocka_unit_test(exit_code__of_faults),
        cmocka_unit_test(exit_code__worse_of_two),
        cmocka_unit_test(exit_code__doubts_never_accepted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
