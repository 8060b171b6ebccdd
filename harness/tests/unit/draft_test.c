/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of draft.h. */
/* modules: report */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "draft.h"

#define SECRET "secret-of-mallory"

struct bench {
    struct arena arena;
    struct redactor redactor;
    struct report_options options;
    struct draft draft;
};

static int start(void **state) {
    static struct bench b;
    b = (struct bench){0};
    redactor_init(&b.redactor, &b.arena);
    redactor_add(&b.redactor, STR(SECRET));
    b.options.redactor = &b.redactor;
    b.draft.options = &b.options;
    *state = &b;
    return 0;
}

static int stop(void **state) {
    struct bench *b = *state;
    arena_free(&b->draft.scratch);
    arena_free(&b->arena);
    return 0;
}

static void assert_str(struct str s, const char *expected) {
    assert_true(str_eq(s, str_from(expected)));
}

static void draft_response_body__shows_by_kind_of_answer(void **state) {
    static const struct {
        const char *name, *body;
        int status;
        bool keep_raw;
        enum body_form form;
        const char *shown;
        size_t bytes;
    } rows[] = {
        {"no answer", "", 0, false, BODY_NONE, "", 0},
        {"a denied answer is shown", "denied", 403, false, BODY_WHOLE, "denied", 6},
        {"an empty body is a body", "", 404, false, BODY_WHOLE, "", 0},
        {"a successful one is withheld", "rows", 200, false, BODY_WITHHELD, "", 4},
        {"an empty one has nothing to withhold", "", 204, false, BODY_WHOLE, "", 0},
        {"unless raw evidence is wanted", "rows", 200, true, BODY_WHOLE, "rows", 4},
        {"a big one is cut", "0123456789abc", 404, false, BODY_CUT, "0123456789", 13},
        {"between characters", "012345678é", 404, false, BODY_CUT, "012345678", 11},
        {"a secret is hidden, then counted as received", "a " SECRET, 404, false, BODY_WHOLE, "a ***", 19},
    };
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct exchange x = {.status = rows[i].status, .body = str_from(rows[i].body)};
        b->options.keep_raw = rows[i].keep_raw;
        struct body_view v = draft_response_body(&b->draft, &x, 10);
        print_message("%s\n", rows[i].name);
        assert_int_equal(v.form, rows[i].form);
        assert_str(v.shown, rows[i].shown);
        assert_int_equal(v.bytes, rows[i].bytes);
        assert_int_equal(v.sha256.len, v.form == BODY_CUT || v.form == BODY_WITHHELD ? 64 : 0);
    }
}

static void draft_request_header__hides_secret_values(void **state) {
    struct bench *b = *state;
    struct header secret = {.name = STR("x-api-key"), .secret = secret_wrap(STR("short"))};
    struct header open = {.name = STR("accept"), .value = STR("a/b")};
    struct header leaking = {.name = STR("cookie"), .value = STR("k=" SECRET)};
    assert_str(draft_request_header(&b->draft, &secret), "x-api-key: ***");
    assert_str(draft_request_header(&b->draft, &open), "accept: a/b");
    assert_str(draft_request_header(&b->draft, &leaking), "cookie: k=***");
}

static void draft_status_line__says_why_there_is_none(void **state) {
    struct bench *b = *state;
    struct exchange answered = {.status = 404, .version = STR("HTTP/1.1"), .reason = STR("Not Found")};
    struct exchange without_reason = {.status = 404, .version = STR("HTTP/2")};
    struct exchange lost = {.outcome = OUTCOME_TIMEOUT};
    assert_str(draft_status_line(&b->draft, &answered), "HTTP/1.1 404 Not Found");
    assert_str(draft_status_line(&b->draft, &without_reason), "HTTP/2 404");
    assert_str(draft_status_line(&b->draft, &lost), "no answer: timeout");
}

static void draft_mark_sides__marks_both(void **state) {
    static const struct mark mark = {"<", ">", .context = 10, .inside = 10};
    struct bench *b = *state;
    struct str marked[2];
    draft_mark_sides(&b->draft, (struct str[]){STR("code 1"), STR("code 2")}, &mark, marked);
    assert_str(marked[0], "code <1>");
    assert_str(marked[1], "code <2>");
    draft_mark_sides(&b->draft, (struct str[]){STR("there"), STR("")}, &mark, marked);
    assert_str(marked[0], "<there>");
    assert_str(marked[1], "(nothing)");
}

static void draft_count__groups_thousands(void **state) {
    struct bench *b = *state;
    assert_str(draft_count(&b->draft, 0, "check"), "0 checks");
    assert_str(draft_count(&b->draft, 1, "check"), "1 check");
    assert_str(draft_count(&b->draft, 999, "check"), "999 checks");
    assert_str(draft_count(&b->draft, 1000, "check"), "1 000 checks");
    assert_str(draft_count(&b->draft, 12345678, "check"), "12 345 678 checks");
}

#define WITH_BENCH(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_BENCH(draft_response_body__shows_by_kind_of_answer),
        WITH_BENCH(draft_request_header__hides_secret_values),
        WITH_BENCH(draft_status_line__says_why_there_is_none),
        WITH_BENCH(draft_mark_sides__marks_both),
        WITH_BENCH(draft_count__groups_thousands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
