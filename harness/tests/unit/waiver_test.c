/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of waiver.h. What is refused is data: scenarios/refused/waivers-*. */
/* modules: waiver report */
#include <assert.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "explain.h"
#include "waiver.h"

#define TODAY "2026-11-24"
#define OWNED "owner: payments\n  reason: mended in June\n  expires: 2026-11-24\n"

/* A finding with two failed checks, and a passed one. */
struct bench {
    struct arena arena;
    struct finding finding;
    struct check checks[3];
    struct result result;
};

static int start(void **state) {
    struct bench *b = calloc(1, sizeof(*b));
    if (!b)
        return -1;
    b->finding = (struct finding){.fingerprint = STR("0123456789abcdef"),
                                  .kind = STR("status"),
                                  .surface = STR("get.tasks.by_id"),
                                  .variation = STR("plain"),
                                  .title = STR("a denied task is told from an absent one")};
    for (size_t i = 0; i < 2; i++)
        b->checks[i] = (struct check){.verdict = VERDICT_FAIL, .surface = STR("get.tasks.by_id"), .finding = 0};
    b->checks[2] = (struct check){.verdict = VERDICT_PASS, .surface = STR("get.agents"), .finding = SIZE_MAX};
    b->result = (struct result){.checks = b->checks, .check_count = 3, .findings = &b->finding, .finding_count = 1};
    *state = b;
    return 0;
}

static int stop(void **state) {
    struct bench *b = *state;
    arena_free(&b->arena);
    free(b);
    return 0;
}

static void apply(struct bench *b, const char *text) {
    struct waiver_list list;
    struct fault f = {0};
    if (waiver_load(str_from(text), "waivers.yaml", &b->arena, &list, &f) != RC_OK)
        fail_msg("%s", f.text);
    waiver_apply(&list, STR(TODAY), &b->arena, &b->result);
}

static void waiver_apply__decides_by_what_is_named(void **state) {
    (void)state;
    static const struct {
        const char *name, *also, *waivers;
        enum verdict verdict;
        enum waiver_state state;
    } rows[] = {
        {"fingerprint", "", "- fingerprint: \"0123456789abcdef\"\n  " OWNED, VERDICT_WAIVED, WAIVER_USED},
        {"another fingerprint", "", "- fingerprint: \"0123456789abcdee\"\n  " OWNED, VERDICT_FAIL, WAIVER_UNUSED},
        {"glob and kind", "", "- surface: get.tasks.*\n  kind: status\n  " OWNED, VERDICT_WAIVED, WAIVER_USED},
        {"another kind", "", "- surface: get.tasks.*\n  kind: body\n  " OWNED, VERDICT_FAIL, WAIVER_UNUSED},
        {"another surface", "", "- surface: get.agents\n  kind: status\n  " OWNED, VERDICT_FAIL, WAIVER_UNUSED},
        {"variation", "", "- surface: '*'\n  kind: status\n  variation: pl*\n  " OWNED, VERDICT_WAIVED, WAIVER_USED},
        {"another variation", "", "- surface: '*'\n  kind: status\n  variation: head\n  " OWNED, VERDICT_FAIL,
         WAIVER_UNUSED},
        {"a further kind that is not named", "body", "- fingerprint: \"0123456789abcdef\"\n  " OWNED, VERDICT_FAIL,
         WAIVER_INSUFFICIENT},
        {"a further kind that is named", "body", "- fingerprint: \"0123456789abcdef\"\n  also: [body]\n  " OWNED,
         VERDICT_WAIVED, WAIVER_USED},
        {"one of two further kinds", "body framing", "- fingerprint: \"0123456789abcdef\"\n  also: [body]\n  " OWNED,
         VERDICT_FAIL, WAIVER_INSUFFICIENT},
        {"two waivers together", "body",
         "- surface: '*'\n  kind: status\n  " OWNED "- surface: '*'\n  kind: body\n  " OWNED, VERDICT_WAIVED,
         WAIVER_USED},
        {"the further kind alone", "body", "- surface: '*'\n  kind: body\n  " OWNED, VERDICT_FAIL, WAIVER_INSUFFICIENT},
        {"expired yesterday", "",
         "- fingerprint: \"0123456789abcdef\"\n  owner: a\n  reason: b\n  expires: 2026-11-23\n", VERDICT_FAIL,
         WAIVER_EXPIRED},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        void *made = NULL;
        assert_int_equal(start(&made), 0);
        struct bench *b = made;
        assert(b);
        b->finding.also = str_from(rows[i].also);
        apply(b, rows[i].waivers);
        if (b->checks[0].verdict != rows[i].verdict || b->checks[1].verdict != rows[i].verdict ||
            b->checks[2].verdict != VERDICT_PASS || b->result.waivers[0].state != rows[i].state)
            fail_msg("%s: %s, %s", rows[i].name, verdict_name(b->checks[0].verdict),
                     waiver_state_name(b->result.waivers[0].state));
        (void)stop(&made);
    }
}

static void assert_says(struct str text, const char *part) {
    if (!str_contains(text, str_from(part)))
        fail_msg("'%s' is missing in: %.*s", part, STR_ARG(text));
}

static void waiver_apply__an_expired_one_names_owner_and_day(void **state) {
    struct bench *b = *state;
    apply(b, "- fingerprint: \"0123456789abcdef\"\n  owner: payments\n  reason: b\n  expires: 2026-11-23\n");
    assert_int_equal(result_verdict(&b->result), VERDICT_FAIL);
    assert_says(b->checks[0].reason, "'0123456789abcdef' of payments expired on 2026-11-23");
    assert_says(b->result.waivers[0].text, "the waiver of payments expired on 2026-11-23 and does not count");
}

static void waiver_apply__what_is_not_covered_is_named(void **state) {
    struct bench *b = *state;
    b->finding.also = STR("body framing");
    b->checks[0].reason = STR("told apart");
    apply(b, "- fingerprint: \"0123456789abcdef\"\n  also: [body]\n  " OWNED);
    assert_says(b->checks[0].reason, "told apart; the waiver '0123456789abcdef' of payments does not cover");
    assert_says(b->checks[0].reason, "also shows: framing");
}

static void waiver_apply__a_waived_run_passes(void **state) {
    struct bench *b = *state;
    apply(b, "- fingerprint: \"0123456789abcdef\"\n  issue: https://issues.example/7\n  " OWNED);
    assert_int_equal(result_verdict(&b->result), VERDICT_PASS);
    assert_true(str_eq(b->checks[1].reason,
                       STR("waived by payments until 2026-11-24: mended in June (https://issues.example/7)")));
    assert_int_equal(b->result.waivers[0].findings, 1);
    assert_int_equal(b->result.waivers[0].text.len, 0);
}

static void waiver_apply__unused_ones_say_why(void **state) {
    struct bench *b = *state;
    apply(b, "- surface: get.taks.*\n  kind: status\n  " OWNED "- surface: get.tasks.*\n  kind: body\n  " OWNED);
    assert_says(b->result.waivers[0].text, "no surface of this run matches");
    assert_says(b->result.waivers[1].text, "no finding at these surfaces is of this kind");
}

static void waiver_draft__is_accepted_and_waives(void **state) {
    struct bench *b = *state;
    struct waiver by = {.owner = STR("O'Neil: \"x\" #1"),
                        .reason = STR("known"),
                        .issue = STR("https://x/1"),
                        .expires = STR("2099-12-31")};
    struct str text;
    b->finding.also = STR("body framing");
    b->finding.title = STR("a\nb");
    assert_int_equal(waiver_draft(&b->finding, &by, &b->arena, &text, NULL), RC_OK);
    apply(b, str_cstr(&b->arena, text));
    assert_int_equal(b->checks[0].verdict, VERDICT_WAIVED);
    assert_true(str_eq(b->result.waivers[0].owner, by.owner));
}

static void waiver_draft__wants_owner_and_day(void **state) {
    struct bench *b = *state;
    struct waiver nobody = {.expires = STR("2099-12-31")}, never = {.owner = STR("a"), .expires = STR("2099-13-01")};
    struct waiver silent = {.owner = STR("a"), .expires = STR("2099-12-31")};
    struct waiver_list list;
    struct str text;
    assert_int_equal(waiver_draft(&b->finding, &nobody, &b->arena, &text, NULL), RC_USAGE);
    assert_int_equal(waiver_draft(&b->finding, &never, &b->arena, &text, NULL), RC_USAGE);
    assert_int_equal(waiver_draft(&b->finding, &silent, &b->arena, &text, NULL), RC_OK);
    assert_int_equal(waiver_load(text, "x", &b->arena, &list, NULL), RC_CONFIG);
}

static void waiver_is_day__knows_the_calendar(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool is_day;
    } rows[] = {{"2026-11-24", true},  {"2024-02-29", true},
                {"2000-02-29", true},  {"2026-02-29", false},
                {"2100-02-29", false}, {"2026-04-31", false},
                {"2026-00-10", false}, {"2026-13-01", false},
                {"2026-1-1", false},   {"2026-01-01 ", false},
                {"2026/01/01", false}, {"-026-01-01", false},
                {"0000-01-01", false}, {"", false}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (waiver_is_day(str_from(rows[i].text)) != rows[i].is_day)
            fail_msg("%s", rows[i].text);
    }
}

static void waiver_kinds__are_those_that_are_explained(void **state) {
    (void)state;
    for (size_t i = 0; i < explain_count(); i++) {
        const struct explain_topic *t = explain_at(i);
        bool is_known = t->group != EXPLAIN_KIND;
        for (size_t k = 0; k < waiver_kind_count(); k++)
            is_known |= str_eq(str_from(t->name), str_from(waiver_kind_at(k)));
        if (!is_known)
            fail_msg("%s cannot be waived", t->name);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waiver_apply__decides_by_what_is_named),
        cmocka_unit_test_setup_teardown(waiver_apply__an_expired_one_names_owner_and_day, start, stop),
        cmocka_unit_test_setup_teardown(waiver_apply__what_is_not_covered_is_named, start, stop),
        cmocka_unit_test_setup_teardown(waiver_apply__a_waived_run_passes, start, stop),
        cmocka_unit_test_setup_teardown(waiver_apply__unused_ones_say_why, start, stop),
        cmocka_unit_test_setup_teardown(waiver_draft__is_accepted_and_waives, start, stop),
        cmocka_unit_test_setup_teardown(waiver_draft__wants_owner_and_day, start, stop),
        cmocka_unit_test(waiver_is_day__knows_the_calendar),
        cmocka_unit_test(waiver_kinds__are_those_that_are_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
