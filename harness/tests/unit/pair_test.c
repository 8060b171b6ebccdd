/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of pair.h: one pair against a server in memory. */
/* modules: run http */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "pair.h"
#include "rows.h"
#include "scripted_transport.h"

#define DENIED "11111111-2222-4333-8444-555555555555"
#define OTHER "66666666-7777-4888-8999-aaaaaaaaaaaa"
#define OWN "bbbbbbbb-cccc-4ddd-8eee-ffffffffffff"
#define ABSENT "01234567-89ab-4cde-8f01-23456789abcd"
#define NOT_FOUND "HTTP/1.1 404 Not Found\r\n\r\n{\"detail\":\"no such task\"}"
#define FORBIDDEN "HTTP/1.1 403 Forbidden\r\n\r\n{\"detail\":\"no\"}"
#define OK "HTTP/1.1 200 OK\r\n\r\n{\"id\":\"x\"}"
#define ECHOED "HTTP/1.1 404 Not Found\r\n\r\n{\"detail\":\"no task %REF%\"}"

/* What each class is answered; NULL: the connection is refused. %REF% is what was asked for. */
struct server {
    const char *denied, *other, *absent, *own;
    struct arena arena;
    struct str last_url, last_body, last_header, absents[64];
    size_t denied_asked, absent_asked, own_asked;
};

static struct str reference_in(const struct request *r) {
    ptrdiff_t at = str_find(r->url, STR("/tasks/"), 0);
    return at < 0 ? STR_NONE : str_from_index(r->url, (size_t)at + strlen("/tasks/"));
}

static const char *choose(struct server *s, struct str reference) {
    if (str_eq(reference, STR(DENIED)) || str_eq(reference, STR(OTHER))) {
        s->denied_asked++;
        return str_eq(reference, STR(DENIED)) || !s->other ? s->denied : s->other;
    }
    if (str_eq(reference, STR(OWN))) {
        s->own_asked++;
        return s->own;
    }
    s->absents[s->absent_asked++ % 64] = str_copy(&s->arena, reference);
    return s->absent;
}

static void answer(void *self, const struct request *request, struct arena *a, struct exchange *out) {
    struct server *s = self;
    struct str reference = reference_in(request);
    s->last_url = str_copy(&s->arena, request->url);
    s->last_body = str_copy(&s->arena, request->body);
    s->last_header = request->header_count > 0 ? str_copy(&s->arena, request->headers[0].value) : STR_NONE;
    const char *raw = choose(s, reference);
    if (!raw) {
        out->outcome = OUTCOME_REFUSED;
        return;
    }
    struct str text = str_replace(a, str_from(raw), STR("%REF%"), reference);
    assert_true(scripted_answer_parse(text, a, out));
}

struct outcome_of_pair {
    struct arena arena;
    struct result result;
    struct pair_answers answers;
    struct fault fault;
    enum rc rc;
};

static void execute(struct outcome_of_pair *o, struct server *s, const struct pair *pair) {
    *o = (struct outcome_of_pair){0};
    struct script script = {.answer = answer, .self = s};
    struct transport transport = scripted_transport(&script);
    struct pack pack;
    struct target target;
    pair_describe(pair, STR("http://h"), &o->arena, &pack, &target);
    struct run_options options = {.seed = 7};
    struct run_setting setting = {
        .pack = &pack, .target = &target, .transport = &transport, .control = &transport, .options = &options};
    o->rc = pair_execute(&setting, pair, &o->arena, &o->result, &o->answers, &o->fault);
}

static void release(struct outcome_of_pair *o, struct server *s) {
    arena_free(&o->arena);
    arena_free(&s->arena);
}

static const struct str denied_one[] = {STR(DENIED)};
static const struct str denied_two[] = {STR(DENIED), STR(OTHER)};

static struct pair pair_of(struct str control) {
    return (struct pair){.method = STR("GET"),
                         .path = STR("/tasks/{ref}"),
                         .denied = denied_one,
                         .denied_count = 1,
                         .control = control,
                         .absent_status = 404,
                         .groups = 6};
}

struct verdict_row {
    const char *behaviour;
    struct server server;
    bool has_control;
    enum verdict verdict;
    const char *words; /* of the reason or the title */
};

static const struct verdict_row VERDICT_ROWS[] = {
    {"alike, and the slot is reached", {.denied = NOT_FOUND, .absent = NOT_FOUND, .own = OK}, true, VERDICT_PASS, NULL},
    {"alike without a control", {.denied = NOT_FOUND, .absent = NOT_FOUND}, false, VERDICT_INCONCLUSIVE, "--control"},
    {"alike, but the control is not found either",
     {.denied = NOT_FOUND, .absent = NOT_FOUND, .own = NOT_FOUND},
     true,
     VERDICT_INCONCLUSIVE,
     "control is answered 404"},
    {"another status", {.denied = FORBIDDEN, .absent = NOT_FOUND}, false, VERDICT_FAIL, "status"},
    {"a success", {.denied = OK, .absent = NOT_FOUND}, false, VERDICT_FAIL, "let through"},
    {"alike, but no absence",
     {.denied = FORBIDDEN, .absent = FORBIDDEN, .own = OK},
     true,
     VERDICT_INCONCLUSIVE,
     "--expect-absent 403"},
    {"two server errors",
     {.denied = "HTTP/1.1 500 Oops\r\n\r\n", .absent = "HTTP/1.1 500 Oops\r\n\r\n", .own = OK},
     true,
     VERDICT_INCONCLUSIVE,
     "prove nothing"},
    {"no credential",
     {.denied = "HTTP/1.1 401 No\r\n\r\n", .absent = "HTTP/1.1 401 No\r\n\r\n"},
     false,
     VERDICT_INCONCLUSIVE,
     "credential"},
    {"an echo is no difference", {.denied = ECHOED, .absent = ECHOED, .own = OK}, true, VERDICT_PASS, NULL},
};

static struct str told(const struct result *r) {
    return r->finding_count > 0 ? r->findings[0].title : r->checks[0].reason;
}

static void pair__gives_the_verdict_of_a_run(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS(VERDICT_ROWS); i++) {
        const struct verdict_row *row = &VERDICT_ROWS[i];
        struct server server = row->server;
        struct pair pair = pair_of(row->has_control ? STR(OWN) : STR_NONE);
        struct outcome_of_pair o;
        execute(&o, &server, &pair);
        row_int(row->behaviour, o.rc, RC_OK);
        row_int(row->behaviour, result_verdict(&o.result), row->verdict);
        if (row->words && !str_contains(told(&o.result), str_from(row->words)))
            fail_msg("%s: '%.*s'", row->behaviour, STR_ARG(told(&o.result)));
        release(&o, &server);
    }
}

static void pair__judges_each_denied_reference_by_itself(void **state) {
    (void)state;
    struct server server = {.denied = NOT_FOUND, .other = FORBIDDEN, .absent = NOT_FOUND, .own = OK};
    struct pair pair = pair_of(STR(OWN));
    pair.denied = denied_two;
    pair.denied_count = 2;
    struct outcome_of_pair o;
    execute(&o, &server, &pair);
    assert_int_equal(result_count(&o.result).pass, 2); /* the first, and that nothing is revealed */
    assert_int_equal(result_count(&o.result).fail, 1);
    assert_int_equal(server.own_asked, 1);
    assert_int_equal(o.answers.count, 4);
    row_str("first", o.answers.items[0].text, "12 × 404 Not Found");
    row_str("second", o.answers.items[1].text, "12 × 403 Forbidden");
    row_str("absent", o.answers.items[2].text, "24 × 404 Not Found");
    row_str("control", o.answers.items[3].text, "1 × 200 OK");
    release(&o, &server);
}

static void pair__takes_absent_references_in_turn(void **state) {
    (void)state;
    struct server server = {.denied = NOT_FOUND, .absent = NOT_FOUND, .own = OK};
    struct pair pair = pair_of(STR(OWN));
    const struct given_absent absents[] = {{.value = STR(ABSENT)}, {.form = ABSENT_HEX24}};
    pair.absents = absents;
    pair.absent_count = 2;
    struct outcome_of_pair o;
    execute(&o, &server, &pair);
    assert_int_equal(server.absent_asked, 12);
    for (size_t i = 0; i < 12; i++)
        assert_int_equal(server.absents[i].len, i % 2 == 0 ? strlen(ABSENT) : 24);
    assert_false(str_eq(server.absents[1], server.absents[3]));
    row_str("made", o.answers.items[1].reference, "hex24, new each time");
    row_str("named", o.answers.items[2].reference, ABSENT);
    release(&o, &server);
}

static void pair__does_not_take_an_uneven_echo_for_a_difference(void **state) {
    (void)state;
    struct server server = {.denied = ECHOED, .absent = ECHOED, .own = OK};
    struct pair pair = pair_of(STR(OWN));
    const struct str denied[] = {STR("ab"), STR(DENIED)};
    const struct given_absent absents[] = {{.value = STR("nobody")}};
    pair.denied = denied;
    pair.denied_count = 1;
    pair.absents = absents;
    pair.absent_count = 1;
    struct outcome_of_pair o;
    execute(&o, &server, &pair);
    assert_int_equal(result_verdict(&o.result), VERDICT_INCONCLUSIVE);
    assert_true(str_contains(o.result.checks[0].reason, STR("unequal length")));
    release(&o, &server);
}

static void pair__fills_path_header_and_body(void **state) {
    (void)state;
    struct server server = {.denied = NOT_FOUND, .absent = NOT_FOUND};
    const struct str denied[] = {STR("a \"b\" cdefghi")};
    const struct given_absent absents[] = {{.value = STR("x \"y\" zzzzzzz")}};
    const struct header headers[] = {{.name = STR("X-Task"), .value = STR("<${ref}> ${HOME}")}};
    struct pair pair = {.method = STR("POST"),
                        .path = STR("/q?$filter=${x}&id={ref}"),
                        .headers = headers,
                        .header_count = 1,
                        .body = STR("{ \"a\": \"{ref}\", \"b\":\"$5 ${x}\" }"),
                        .has_body = true,
                        .denied = denied,
                        .denied_count = 1,
                        .absents = absents,
                        .absent_count = 1,
                        .absent_status = 404,
                        .groups = 1};
    struct outcome_of_pair o;
    execute(&o, &server, &pair);
    bool is_denied = str_contains(server.last_header, STR("a \"b\""));
    row_str("path", server.last_url,
            is_denied ? "http://h/q?$filter=${x}&id=a%20%22b%22%20cdefghi"
                      : "http://h/q?$filter=${x}&id=x%20%22y%22%20zzzzzzz");
    row_str("header", server.last_header, is_denied ? "<a \"b\" cdefghi> ${HOME}" : "<x \"y\" zzzzzzz> ${HOME}");
    row_str("body", server.last_body,
            is_denied ? "{ \"a\": \"a \\\"b\\\" cdefghi\", \"b\":\"$5 ${x}\" }"
                      : "{ \"a\": \"x \\\"y\\\" zzzzzzz\", \"b\":\"$5 ${x}\" }");
    release(&o, &server);
}

static void pair__says_that_nobody_is_there(void **state) {
    (void)state;
    struct server server = {0};
    struct pair pair = pair_of(STR_NONE);
    struct outcome_of_pair o;
    execute(&o, &server, &pair);
    assert_int_equal(o.rc, RC_NET);
    release(&o, &server);
}

struct check_row {
    const char *behaviour, *path, *denied, *other, *absent, *control, *words;
};

static const struct check_row CHECK_ROWS[] = {
    {"right", "/tasks/{ref}", DENIED, NULL, ABSENT, OWN, NULL},
    {"like", "/tasks/{ref}", DENIED, NULL, NULL, NULL, NULL},
    {"no slot", "/tasks/1", DENIED, NULL, NULL, NULL, "has no {ref}"},
    {"a slot of another name", "/tasks/{task_id}", DENIED, NULL, NULL, NULL, "'{task_id}'"},
    {"empty", "/tasks/{ref}", "", NULL, ABSENT, NULL, "empty"},
    {"an empty absent one", "/tasks/{ref}", DENIED, NULL, "", NULL, "empty"},
    {"denied and absent", "/tasks/{ref}", DENIED, NULL, DENIED, NULL, "as denied and as absent"},
    {"denied and control", "/tasks/{ref}", DENIED, NULL, NULL, DENIED, "as denied and as control"},
    {"control and absent", "/tasks/{ref}", DENIED, NULL, OWN, OWN, "as control and as absent"},
    {"twice", "/tasks/{ref}", DENIED, DENIED, NULL, NULL, "twice"},
    {"a number that is counted up", "/tasks/{ref}", "123456", NULL, NULL, NULL, "--absent VALUE"},
    {"a short word", "/tasks/{ref}", "bob", NULL, NULL, NULL, "--absent VALUE"},
    {"a number with its absent one", "/tasks/{ref}", "123456", NULL, "999999", NULL, NULL},
};

static void pair__is_checked_before_anything_is_sent(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS(CHECK_ROWS); i++) {
        const struct check_row *row = &CHECK_ROWS[i];
        const struct str denied[] = {str_from(row->denied), str_from(row->other)};
        const struct given_absent absent = {.value = str_from(row->absent)};
        struct pair pair = pair_of(str_from(row->control));
        pair.path = str_from(row->path);
        pair.denied = denied;
        pair.denied_count = row->other ? 2 : 1;
        pair.absents = &absent;
        pair.absent_count = row->absent ? 1 : 0;
        struct fault f = {0};
        row_int(row->behaviour, pair_check(&pair, &f), row->words ? RC_USAGE : RC_OK);
        if (row->words && !strstr(f.text, row->words))
            fail_msg("%s: '%s'", row->behaviour, f.text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pair__gives_the_verdict_of_a_run),
        cmocka_unit_test(pair__judges_each_denied_reference_by_itself),
        cmocka_unit_test(pair__takes_absent_references_in_turn),
        cmocka_unit_test(pair__does_not_take_an_uneven_echo_for_a_difference),
        cmocka_unit_test(pair__fills_path_header_and_body),
        cmocka_unit_test(pair__says_that_nobody_is_there),
        cmocka_unit_test(pair__is_checked_before_anything_is_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
