/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of verdict.h. */
/* modules: model */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "verdict.h"

static void verdict_names__are_those_of_the_reports(void **state) {
    (void)state;
    assert_string_equal(verdict_name(VERDICT_PASS), "pass");
    assert_string_equal(verdict_name(VERDICT_NOT_APPLICABLE), "not_applicable");
    assert_string_equal(property_name(PROPERTY_NONDISCLOSURE), "nondisclosure");
    assert_string_equal(property_name(PROPERTY_AUTHENTICATION), "authentication");
    assert_string_equal(severity_name(SEVERITY_CRITICAL), "critical");
    assert_string_equal(doubt_name(DOUBT_NONE), "none");
}

static void doubt_find__reads_what_doubt_name_writes(void **state) {
    (void)state;
    for (int i = DOUBT_CONTROL; i <= DOUBT_STOPPED; i++) {
        enum doubt found = DOUBT_NONE;
        assert_true(doubt_find(str_from(doubt_name((enum doubt)i)), &found));
        assert_int_equal(found, i);
    }
    enum doubt untouched = DOUBT_CONTROL;
    assert_false(doubt_find(STR("none"), &untouched));
    assert_false(doubt_find(STR("control,unstable"), &untouched));
    assert_false(doubt_find(STR_NONE, &untouched));
    assert_int_equal(untouched, DOUBT_CONTROL);
}

static void result_count__counts_by_verdict_and_severity(void **state) {
    (void)state;
    struct check checks[] = {{.verdict = VERDICT_PASS},   {.verdict = VERDICT_PASS},
                             {.verdict = VERDICT_FAIL},   {.verdict = VERDICT_INCONCLUSIVE},
                             {.verdict = VERDICT_WAIVED}, {.verdict = VERDICT_NOT_APPLICABLE}};
    struct finding findings[] = {
        {.severity = SEVERITY_CRITICAL}, {.severity = SEVERITY_LOW}, {.severity = SEVERITY_LOW}};
    struct result r = {.checks = checks, .check_count = 6, .findings = findings, .finding_count = 3};
    struct verdict_counts counts = result_count(&r);
    assert_int_equal(counts.pass, 2);
    assert_int_equal(counts.fail, 1);
    assert_int_equal(counts.inconclusive, 1);
    assert_int_equal(counts.waived, 1);
    assert_int_equal(counts.not_applicable, 1);
    struct severity_counts severities = result_count_findings(&r);
    assert_int_equal(severities.critical, 1);
    assert_int_equal(severities.high, 0);
    assert_int_equal(severities.medium, 0);
    assert_int_equal(severities.low, 2);
}

static void result_verdict__is_strict(void **state) {
    static const struct {
        const char *name;
        enum verdict first, second; /* of the two checks; both speak of finding 0 */
        size_t findings, declared, exercised;
        bool control_passed, was_stopped;
        enum verdict expected;
    } rows[] = {
        {"all passed", VERDICT_PASS, VERDICT_PASS, 0, 2, 2, true, false, VERDICT_PASS},
        {"a failed check", VERDICT_PASS, VERDICT_FAIL, 1, 2, 2, true, false, VERDICT_FAIL},
        {"fail before inconclusive", VERDICT_INCONCLUSIVE, VERDICT_FAIL, 1, 2, 0, false, true, VERDICT_FAIL},
        {"a doubtful check", VERDICT_PASS, VERDICT_INCONCLUSIVE, 0, 2, 2, true, false, VERDICT_INCONCLUSIVE},
        {"a failed control", VERDICT_PASS, VERDICT_PASS, 0, 2, 2, false, false, VERDICT_INCONCLUSIVE},
        {"stopped", VERDICT_PASS, VERDICT_PASS, 0, 2, 2, true, true, VERDICT_INCONCLUSIVE},
        {"a surface left out", VERDICT_PASS, VERDICT_PASS, 0, 2, 1, true, false, VERDICT_INCONCLUSIVE},
        {"nothing judged", VERDICT_NOT_APPLICABLE, VERDICT_NOT_APPLICABLE, 0, 2, 2, true, false, VERDICT_INCONCLUSIVE},
        {"a waived finding", VERDICT_PASS, VERDICT_WAIVED, 1, 2, 2, true, false, VERDICT_PASS},
        {"a finding that nobody waived", VERDICT_PASS, VERDICT_PASS, 1, 2, 2, true, false, VERDICT_FAIL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct check checks[] = {{.verdict = rows[i].first}, {.verdict = rows[i].second}};
        struct finding findings[1] = {{.severity = SEVERITY_HIGH}};
        struct control control = {.passed = rows[i].control_passed};
        struct result r = {.checks = checks, .check_count = 2, .findings = findings, .finding_count = rows[i].findings};
        r.controls = &control;
        r.control_count = 1;
        r.surfaces_declared = rows[i].declared;
        r.surfaces_exercised = rows[i].exercised;
        r.was_stopped = rows[i].was_stopped;
        print_message("%s\n", rows[i].name);
        assert_int_equal(result_verdict(&r), rows[i].expected);
    }
}

static void result_verdict__of_nothing_is_inconclusive(void **state) {
    (void)state;
    struct result r = {0};
    assert_int_equal(result_verdict(&r), VERDICT_INCONCLUSIVE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verdict_names__are_those_of_the_reports),
        cmocka_unit_test(doubt_find__reads_what_doubt_name_writes),
        cmocka_unit_test(result_count__counts_by_verdict_and_severity),
        cmocka_unit_test(result_verdict__is_strict),
        cmocka_unit_test(result_verdict__of_nothing_is_inconclusive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
