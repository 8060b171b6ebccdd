/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of replay.h. */
/* modules: report golden */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "golden_results.h"
#include "replay.h"
#include "rows.h"

static int start(void **state) {
    static struct arena a;
    *state = &a;
    return 0;
}

static int stop(void **state) {
    arena_free(*state);
    return 0;
}

static void replay_choose__by_fingerprint_or_surface(void **state) {
    static const struct {
        const char *row, *words[2];
        size_t count, chosen;
    } rows[] = {
        {"no word", {0}, 0, 4},
        {"a whole fingerprint", {"1122334455667788"}, 1, 1},
        {"its beginning", {"1122"}, 1, 1},
        {"a surface", {"get.tasks.by_id"}, 1, 1},
        {"a glob", {"get.*"}, 1, 3},
        {"two that mean the same", {"1122", "delete.*"}, 2, 1},
        {"two", {"1122", "get.tasks"}, 2, 2},
    };
    struct arena *a = *state;
    struct result r;
    golden_build_findings(a, &r);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct str words[2] = {str_from(rows[i].words[0]), str_from(rows[i].words[1])};
        struct replay_choice choice;
        struct fault f = {0};
        row_int(rows[i].row, replay_choose(&r, words, rows[i].count, a, &choice, &f), RC_OK);
        row_int(rows[i].row, (int64_t)choice.count, (int64_t)rows[i].chosen);
    }
}

static void replay_choose__refuses_a_word_that_chooses_none(void **state) {
    static const char *const rows[] = {"112", "0123456789abcdef", "get.agents", ""};
    struct arena *a = *state;
    struct result r;
    golden_build_findings(a, &r);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct str words[2] = {STR("1122"), str_from(rows[i])};
        struct replay_choice choice;
        struct fault f = {0};
        row_int(rows[i], replay_choose(&r, words, 2, a, &choice, &f), RC_USAGE);
    }
}

static void replay_judge__says_what_became_of_it(void **state) {
    static const struct {
        const char *row, *surface;
        enum property property;
        enum verdict verdict;
        enum replay_state want;
    } rows[] = {
        {"passed", "s", PROPERTY_NONDISCLOSURE, VERDICT_PASS, REPLAY_GONE},
        {"in doubt", "s", PROPERTY_NONDISCLOSURE, VERDICT_INCONCLUSIVE, REPLAY_UNDECIDED},
        {"not applicable", "s", PROPERTY_NONDISCLOSURE, VERDICT_NOT_APPLICABLE, REPLAY_UNDECIDED},
        {"of another property", "s", PROPERTY_REVEAL, VERDICT_PASS, REPLAY_UNDECIDED},
        {"of another surface", "t", PROPERTY_NONDISCLOSURE, VERDICT_PASS, REPLAY_UNDECIDED},
    };
    (void)state;
    struct finding then = {.surface = STR("s"), .fingerprint = STR("aaaa")};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct check check = {
            .surface = str_from(rows[i].surface), .property = rows[i].property, .verdict = rows[i].verdict};
        struct result now = {.checks = &check, .check_count = 1};
        row_int(rows[i].row, replay_judge(&then, &now).state, rows[i].want);
    }
}

static void replay_judge__one_doubt_among_passes_is_not_gone(void **state) {
    (void)state;
    struct finding then = {.surface = STR("s"), .variation = STR("plain")};
    struct check checks[] = {{.surface = STR("s"), .variation = STR("plain"), .verdict = VERDICT_PASS},
                             {.surface = STR("s"), .variation = STR("head"), .verdict = VERDICT_INCONCLUSIVE}};
    struct result now = {.checks = checks, .check_count = 2};
    struct replay r = replay_judge(&then, &now);
    assert_int_equal(r.state, REPLAY_UNDECIDED);
    assert_ptr_equal(r.check, &checks[1]);
}

/* An access shows in a variation, and the check of that is one of another property. */
static void replay_judge__what_was_not_varied_again_is_not_gone(void **state) {
    (void)state;
    struct finding then = {.surface = STR("s"), .property = PROPERTY_PERMISSION, .variation = STR("agent_key")};
    struct check checks[] = {
        {.surface = STR("s"), .property = PROPERTY_PERMISSION, .variation = STR("plain"), .verdict = VERDICT_PASS},
        {.surface = STR("s"),
         .property = PROPERTY_NONDISCLOSURE,
         .variation = STR("agent_key"),
         .verdict = VERDICT_PASS}};
    struct result now = {.checks = checks, .check_count = 1};
    assert_int_equal(replay_judge(&then, &now).state, REPLAY_UNDECIDED);
    now.check_count = 2;
    assert_int_equal(replay_judge(&then, &now).state, REPLAY_GONE);
}

static void replay_judge__a_body_that_shows_something_else_still_shows(void **state) {
    static const struct {
        const char *row;
        bool is_then, is_now;
        enum replay_state want;
    } rows[] = {
        {"a body, then and now", true, true, REPLAY_REPRODUCED},
        {"a body then", true, false, REPLAY_UNDECIDED},
        {"no body", false, false, REPLAY_UNDECIDED},
    };
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct finding then = {.surface = STR("s.fuzz_1"), .property = PROPERTY_NONDISCLOSURE},
                       other = {.surface = STR("s.fuzz_1"), .property = PROPERTY_PERMISSION};
        then.made_up.is_there = rows[i].is_then;
        other.made_up.is_there = rows[i].is_now;
        struct result now = {.findings = &other, .finding_count = 1};
        row_int(rows[i].row, replay_judge(&then, &now).state, rows[i].want);
    }
}

static void replay_describe__reproduced(void **state) {
    struct arena *a = *state;
    struct result then, now;
    golden_build_findings(a, &then);
    golden_build_findings(a, &now);
    struct replay r = replay_judge(&then.findings[1], &now);
    row_str("the same", replay_describe(&r, &(struct report_options){0}, a),
            "reproduced  high  The status tells a denied task from an absent one\n"
            "  at delete.tasks.by_name as mallory, nick, plain, 1122334455667788\n"
            "  then  denied  HTTP/1.1 ‹403 Forbidden›\n"
            "  then  absent  HTTP/1.1 ‹404 Not Found›\n"
            "  now   denied  HTTP/1.1 ‹403 Forbidden›\n"
            "  now   absent  HTTP/1.1 ‹404 Not Found›\n");
    now.findings[1].fingerprint = STR("0000111122223333");
    assert_true(str_contains(replay_describe(&r, &(struct report_options){0}, a),
                             STR("  now in another way: The status tells a denied task from an absent one\n")));
}

static void replay_describe__gone_shows_both_answers(void **state) {
    struct arena *a = *state;
    struct result then;
    golden_build_findings(a, &then);
    struct check check = {.surface = STR("delete.tasks.by_name"), .variation = STR("plain"), .verdict = VERDICT_PASS};
    check.last[0] = then.findings[1].sides[1];
    check.last[0].label = STR("denied");
    check.last[1] = then.findings[1].sides[1];
    struct result now = {.checks = &check, .check_count = 1};
    struct replay r = replay_judge(&then.findings[1], &now);
    row_str("gone", replay_describe(&r, &(struct report_options){0}, a),
            "not reproduced  high  The status tells a denied task from an absent one\n"
            "  at delete.tasks.by_name as mallory, nick, plain, 1122334455667788\n"
            "  then  denied  HTTP/1.1 ‹403 Forbidden›\n"
            "  then  absent  HTTP/1.1 ‹404 Not Found›\n"
            "  now   denied  HTTP/1.1 404 Not Found  {\"message\":\"Task 0e7a not found\"}\n"
            "  now   absent  HTTP/1.1 404 Not Found  {\"message\":\"Task 0e7a not found\"}\n");
}

static void replay_describe__is_harmless_and_keeps_secrets(void **state) {
    struct arena *a = *state;
    struct result then;
    golden_build_hostile(a, &then);
    struct redactor redactor;
    redactor_init(&redactor, a);
    redactor_add(&redactor, STR(GOLDEN_SECRET));
    struct report_options options = {.redactor = &redactor};
    for (size_t i = 0; i < then.finding_count; i++) {
        struct replay r = replay_judge(&then.findings[i], &then);
        struct str text = replay_describe(&r, &options, a);
        assert_false(str_contains(text, STR(GOLDEN_SECRET)));
        assert_true(str_find_char(text, '\033', 0) < 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replay_choose__by_fingerprint_or_surface),
        cmocka_unit_test(replay_choose__refuses_a_word_that_chooses_none),
        cmocka_unit_test(replay_judge__says_what_became_of_it),
        cmocka_unit_test(replay_judge__one_doubt_among_passes_is_not_gone),
        cmocka_unit_test(replay_judge__what_was_not_varied_again_is_not_gone),
        cmocka_unit_test(replay_judge__a_body_that_shows_something_else_still_shows),
        cmocka_unit_test(replay_describe__reproduced),
        cmocka_unit_test(replay_describe__gone_shows_both_answers),
        cmocka_unit_test(replay_describe__is_harmless_and_keeps_secrets),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
