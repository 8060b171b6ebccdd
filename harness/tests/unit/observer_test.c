/* SPDX-License-Identifier: Apache-2.0
 *
 * The control API of recording servers, played by a script. */
/* modules: observer */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "buf.h"
#include "observer.h"
#include "scripted_transport.h"

/* Answers with `status` and `body`, and remembers what it was asked. */
struct control {
    int status;
    enum outcome outcome;
    const char *body;
    size_t asked;
    struct arena arena;
    struct str seen; /* "METHOD URL AUTHORIZATION BODY\n" of each request */
    struct script script;
    struct transport transport;
};

static void answer(void *self, const struct request *request, struct arena *a, struct exchange *out) {
    (void)a;
    struct control *c = self;
    c->asked++;
    assert_int_equal(request->header_count, 1);
    c->seen = str_printf(&c->arena, "%.*s%.*s %.*s %.*s: %.*s %.*s\n", STR_ARG(c->seen), STR_ARG(request->method),
                         STR_ARG(request->url), STR_ARG(request->headers[0].name),
                         STR_ARG(secret_unwrap(request->headers[0].secret)), STR_ARG(request->body));
    out->outcome = c->outcome;
    out->status = c->status;
    out->decoded = str_from(c->body);
}

static struct observer observe(struct control *c) {
    c->script = (struct script){.answer = answer, .self = c};
    c->transport = scripted_transport(&c->script);
    return (struct observer){
        .transport = &c->transport,
        .address = {.control = STR("http://127.0.0.1:9/"), .token = secret_wrap(STR("sesame"))},
    };
}

static void observer_mark__asks_where_the_log_ends(void **state) {
    (void)state;
    struct control c = {.status = 200, .body = "{\"next\":17,\"entries\":[]}"};
    struct observer o = observe(&c);
    struct fault f = {0};
    int64_t next = 0;
    assert_true(observer_is_present(&o));
    assert_int_equal(observer_mark(&o, &c.arena, &next, &f), RC_OK);
    assert_int_equal(next, 17);
    assert_true(str_eq(c.seen, STR("GET http://127.0.0.1:9/_nonesuch/log?since=9223372036854775807&limit=2000 "
                                   "Authorization: Bearer sesame \n")));
    arena_free(&c.arena);
}

static void observer_read__gives_entries_of_both_kinds(void **state) {
    (void)state;
    struct control c = {.status = 200,
                        .body = "{\"next\":9,\"entries\":["
                                "{\"seq\":7,\"endpoint\":\"check\",\"principal\":\"mallory\",\"type\":\"task\","
                                "\"selector\":\"t-1\",\"operation\":\"update\",\"status\":403,"
                                "\"parent\":{\"type\":\"agent\",\"selector\":\"a-1\"}},"
                                "{\"seq\":8,\"method\":\"message/send\",\"task\":\"t-2\"}]}"};
    struct observer o = observe(&c);
    struct fault f = {0};
    struct observation_entry *e = NULL;
    size_t count = 0;
    assert_int_equal(observer_read(&o, 7, &c.arena, &e, &count, &f), RC_OK);
    assert_int_equal(count, 2);
    assert_int_equal(e[0].seq, 7);
    assert_int_equal(e[0].status, 403);
    assert_true(str_eq(e[0].endpoint, STR("check")) && str_eq(e[0].principal, STR("mallory")));
    assert_true(str_eq(e[0].type, STR("task")) && str_eq(e[0].selector, STR("t-1")));
    assert_true(str_eq(e[0].operation, STR("update")));
    assert_true(str_eq(e[0].parent_type, STR("agent")) && str_eq(e[0].parent, STR("a-1")));
    assert_true(str_eq(e[1].endpoint, STR("message/send")));
    assert_null(e[1].parent.data);
    assert_null(e[1].operation.data);
    assert_true(str_contains(observation_text(&e[1], &c.arena), STR("t-2")));
    assert_int_equal(c.asked, 1);
    arena_free(&c.arena);
}

static void observer_read_writes__leaves_questions_out_that_a_server_gives_all_the_same(void **state) {
    (void)state;
    struct control c = {.status = 200,
                        .body = "{\"entries\":[{\"seq\":7,\"endpoint\":\"check\"},{\"seq\":8,\"endpoint\":\"grant\"},"
                                "{\"seq\":9,\"endpoint\":\"/v1/authz/deregister\"}],\"next\":10}"};
    struct observer o = observe(&c);
    struct fault f = {0};
    struct observation_entry *e = NULL;
    size_t count = 0;
    assert_int_equal(observer_read_writes(&o, 7, &c.arena, &e, &count, &f), RC_OK);
    assert_int_equal(count, 2);
    assert_int_equal(e[0].seq, 8);
    assert_int_equal(e[1].seq, 9);
    assert_true(str_contains(c.seen, STR("since=7&limit=2000&endpoint=grant,revoke,register,deregister ")));
    arena_free(&c.arena);
}

/* Pages of 2000 as long as `since` is below 25001. */
static void answer_page(void *self, const struct request *request, struct arena *a, struct exchange *out) {
    size_t *asked = self;
    (*asked)++;
    int64_t since = 0;
    struct str rest = str_from_index(request->url, (size_t)str_find(request->url, STR("since="), 0) + 6);
    assert_true(str_to_int64(str_cut(&rest, '&'), &since));
    struct buf body;
    buf_init(&body, 1u << 20);
    buf_append_cstr(&body, "{\"next\":25001,\"entries\":[");
    for (int64_t seq = since; seq < since + 2000 && seq < 25001; seq++) {
        buf_printf(&body, "%s{\"seq\":%lld}", seq == since ? "" : ",", (long long)seq);
    }
    buf_append_cstr(&body, "]}");
    out->status = 200;
    out->decoded = str_copy(a, buf_str(&body));
    buf_free(&body);
}

static void observer_read__turns_pages(void **state) {
    (void)state;
    size_t asked = 0;
    struct script script = {.answer = answer_page, .self = &asked};
    struct transport transport = scripted_transport(&script);
    struct observer o = {.transport = &transport, .address = {.control = STR("http://h")}};
    struct arena a = {0};
    struct fault f = {0};
    struct observation_entry *e = NULL;
    size_t count = 0;
    assert_int_equal(observer_read(&o, 1, &a, &e, &count, &f), RC_OK);
    assert_int_equal(count, 25000);
    assert_int_equal(asked, 13);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(e[i].seq, i + 1);
    }
    arena_free(&a);
}

static void observer_grant__writes_each(void **state) {
    (void)state;
    struct control c = {.status = 204, .body = ""};
    struct observer o = observe(&c);
    struct fault f = {0};
    const struct observer_grant grants[] = {
        {STR("bob"), STR("task"), STR("t-1"), STR("editor")},
        {STR("carol"), STR("task"), STR("t-1"), STR("viewer")},
    };
    assert_int_equal(observer_grant(&o, grants, 2, /* is_removal = */ false, &c.arena, &f), RC_OK);
    assert_int_equal(observer_grant(&o, grants, 1, /* is_removal = */ true, &c.arena, &f), RC_OK);
    assert_int_equal(observer_grant(&o, grants, 0, /* is_removal = */ true, &c.arena, &f), RC_OK);
    struct str expected = STR("PUT http://127.0.0.1:9/_nonesuch/grants Authorization: Bearer sesame "
                              "{\"principal\":\"bob\",\"type\":\"task\",\"selector\":\"t-1\",\"role\":\"editor\"}\n"
                              "PUT http://127.0.0.1:9/_nonesuch/grants Authorization: Bearer sesame "
                              "{\"principal\":\"carol\",\"type\":\"task\",\"selector\":\"t-1\",\"role\":\"viewer\"}\n"
                              "DELETE http://127.0.0.1:9/_nonesuch/grants Authorization: Bearer sesame "
                              "{\"principal\":\"bob\",\"type\":\"task\",\"selector\":\"t-1\",\"role\":\"editor\"}\n");
    assert_true(str_eq(c.seen, expected));
    arena_free(&c.arena);
}

static const struct {
    const char *behaviour;
    struct control control;
    enum rc rc;
    const char *says;
} FAULT_ROWS[] = {
    {"token refused", {.status = 401}, RC_CONFIG, "refuses the token"},
    {"not found", {.status = 404}, RC_CONFIG, "correct the address"},
    {"not JSON", {.status = 200, .body = "<html>"}, RC_CONFIG, "not a control API"},
    {"other JSON", {.status = 200, .body = "{\"next\":\"1\",\"entries\":[]}"}, RC_CONFIG, "not a control API"},
    {"time-out", {.outcome = OUTCOME_TIMEOUT}, RC_NET, "no complete answer (timeout)"},
    {"refused", {.outcome = OUTCOME_REFUSED}, RC_NET, "nothing could be sent"},
    {"too large", {.outcome = OUTCOME_TOO_LARGE}, RC_LIMIT, "too large"},
};

static void observer_read__says_what_is_wrong(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof(FAULT_ROWS) / sizeof(FAULT_ROWS[0]); i++) {
        struct control c = FAULT_ROWS[i].control;
        struct observer o = observe(&c);
        struct fault f = {0};
        struct observation_entry *e = NULL;
        size_t count = 7;
        enum rc rc = observer_read(&o, 1, &c.arena, &e, &count, &f);
        if (rc != FAULT_ROWS[i].rc || !strstr(f.text, FAULT_ROWS[i].says) || strstr(f.text, "sesame")) {
            fail_msg("%s: %d %s", FAULT_ROWS[i].behaviour, (int)rc, f.text);
        }
        assert_int_equal(count, 7);
        arena_free(&c.arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(observer_mark__asks_where_the_log_ends),
        cmocka_unit_test(observer_read__gives_entries_of_both_kinds),
        cmocka_unit_test(observer_read__turns_pages),
        cmocka_unit_test(observer_read_writes__leaves_questions_out_that_a_server_gives_all_the_same),
        cmocka_unit_test(observer_grant__writes_each),
        cmocka_unit_test(observer_read__says_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
