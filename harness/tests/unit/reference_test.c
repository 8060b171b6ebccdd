/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of reference.h over HTTP, as part of a whole lab: what owners can do, that denied answers are those of absent
 * things byte by byte, and that the defects of the table act where they say. */
/* modules: lab_deployment */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "lab_bench.h"
#include "reference.h"
#include "rows.h"

static const struct {
    const char *line, *body;
    int status;
    const char *holds; /* in the body */
} owner_rows[] = {
    {"GET /tasks/{task}", NULL, 200, "\"params\":{\"note\":\"secret\"}"},
    {"GET /tasks/{task}?relationships=agents", NULL, 200, "\"agents\":[{\"id\":\"{agent}\""},
    {"GET /tasks/name/job-0001", NULL, 200, "\"id\":\"{task}\""},
    {"GET /tasks?agent_id={agent}", NULL, 200, "\"id\":\"{task}\""},
    {"GET /tasks?agent_name=talker", NULL, 200, "[]"},
    {"GET /tasks/{task}/query/status", NULL, 200, "RUNNING"},
    {"POST /tasks/{task}/export", NULL, 200, "\"messages\":[{\"id\":\"{message}\""},
    {"PUT /tasks/{task}", "{\"task_metadata\":{\"a\":1},\"merge_params\":{\"b\":2}}", 200,
     "\"params\":{\"note\":\"secret\",\"b\":2},\"task_metadata\":{\"a\":1}"},
    {"PUT /tasks/{task}", "{\"task_metadata\":[]}", 422, "body.task_metadata: Input should be a valid dictionary"},
    {"PUT /tasks/{task}", "{\"task_metadata\":", 422, "{\"status_code\":10422,\"message\":"},
    {"PUT /messages/{message}", "{\"task_id\":\"{task}\",\"content\":" TEXT "}", 200, "\"id\":\"{message}\""},
    {"PUT /messages/batch", "{\"task_id\":\"{task}\",\"updates\":{\"" ABSENT_HEX "\":" TEXT "}}", 404,
     "Item with id '" ABSENT_HEX "' does not exist."},
    {"GET /messages/paginated?task_id={task}&limit=1", NULL, 200, "\"has_more\":false"},
    {"GET /messages", NULL, 422, "query.task_id: Field required"},
    {"POST /states", "{\"task_id\":\"{task}\",\"agent_id\":\"{agent}\",\"state\":{}}", 400, "Item already exists."},
    {"GET /states", NULL, 200, "\"id\":\"{state}\""},
    {"GET /events?task_id={task}&agent_id={agent}", NULL, 200, "\"id\":\"{event}\""},
    {"GET /events/{event}", NULL, 200, "\"sequence_id\":1"},
    {"PUT /tracker/{tracker}", "{\"status\":\"on\",\"last_processed_event_id\":\"{event}\"}", 200, "\"{event}\""},
    {"POST /checkpoints/put", "{\"thread_id\":\"{task}\",\"checkpoint_id\":\"c\",\"checkpoint\":{\"v\":1}}", 200,
     "\"c\""},
    {"POST /checkpoints/get-tuple", "{\"thread_id\":\"{task}\"}", 200, "\"checkpoint\":{\"v\":1}"},
    {"GET /agent_api_keys/name/k?agent_id={agent}", NULL, 200, "\"id\":\"{key}\""},
    {"GET /agent_api_keys?agent_name=worker", NULL, 200, "\"id\":\"{key}\""},
    {"POST /agent_api_keys", "{\"agent_name\":\"worker\",\"name\":\"k\"}", 409, "already exists for agent ID {agent}."},
    {"POST /agents/{talker}/rpc",
     "{\"method\":\"message/send\",\"params\":{\"task_id\":\"{task}\",\"content\":" TEXT "}}", 200,
     "\"author\":\"agent\""},
    {"POST /agents/{talker}/rpc",
     "{\"method\":\"message/send\",\"params\":{\"task_name\":\"job-0001\",\"stream\":true,\"content\":" TEXT "}}", 200,
     "{\"type\":\"done\",\"index\":0},\"error\":null,\"id\":null}\n"},
    {"POST /agents/name/worker/rpc", "{\"method\":\"task/create\",\"params\":{\"name\":\"job-0001\"}}", 200,
     "\"{task}\""},
    {"POST /agents/{talker}/rpc", "{\"method\":\"event/send\",\"params\":{\"task_id\":\"{task}\"}}", 200,
     "\"code\":-32602"},
    {"POST /agents/{agent}/rpc", "{\"method\":\"task/destroy\",\"params\":{\"task_id\":\"{task}\"}}", 422,
     "body.method: "},
    {"POST /tasks/{task}", NULL, 405, "{\"detail\":\"Method Not Allowed\"}"},
    {"GET /tasks/", NULL, 307, ""},
    {"GET /nothing", NULL, 404, "{\"detail\":\"Not Found\"}"},
    {"POST /tasks/{task}/interrupt", "{\"reason\":\"wait\"}", 200,
     "\"status\":\"INTERRUPTED\",\"status_reason\":\"wait\""},
    {"POST /agents/{agent}/rpc", "{\"method\":\"task/cancel\",\"params\":{\"task_id\":\"{task}\"}}", 200,
     "\"CANCELED\""},
    {"POST /tasks/{task}/complete", NULL, 400, "Task {task} cannot be transitioned (current status: CANCELED)."},
};

static void reference__serves_the_owner(void **state) {
    struct bench *b = *state;
    for (size_t i = 0; i < ROWS(owner_rows); i++) {
        const char *line = fill(b, owner_rows[i].line);
        const char *body = owner_rows[i].body ? fill(b, owner_rows[i].body) : NULL;
        struct answer a = ask(b, "alice", line, body);
        row_int(line, a.status, owner_rows[i].status);
        if (!str_contains(a.raw, str_from(fill(b, owner_rows[i].holds))))
            fail_msg("%s: no '%s' in %.*s", line, owner_rows[i].holds, STR_ARG(a.raw));
    }
}

static const struct {
    const char *line, *body, *present, *absent;
} hidden_rows[] = {
    {"GET /tasks/@", NULL, "{task}", ABSENT_ID},
    {"GET /tasks/name/@", NULL, "job-0001", "job-0002"},
    {"PUT /tasks/@", "{\"task_metadata\":3}", "{task}", ABSENT_ID},
    {"PUT /tasks/name/@", "{}", "job-0001", "job-0002"},
    {"DELETE /tasks/@", NULL, "{task}", ABSENT_ID},
    {"POST /tasks/@/cancel", "{}", "{task}", ABSENT_ID},
    {"GET /tasks/@/stream", NULL, "{task}", ABSENT_ID},
    {"GET /tasks?agent_id=@", NULL, "{agent}", ABSENT_ID},
    {"GET /messages?task_id=@", NULL, "{task}", ABSENT_ID},
    {"POST /messages", "{\"task_id\":\"@\",\"content\":5}", "{task}", ABSENT_ID},
    {"GET /messages/@", NULL, "{message}", ABSENT_HEX},
    {"DELETE /states/@", NULL, "{state}", ABSENT_HEX},
    {"GET /events/@", NULL, "{event}", ABSENT_ID},
    {"PUT /tracker/@", "{}", "{tracker}", ABSENT_ID},
    {"POST /checkpoints/delete-thread", "{\"thread_id\":\"@\"}", "{task}", ABSENT_ID},
    {"GET /agents/@", NULL, "{agent}", ABSENT_ID},
    {"DELETE /agents/name/@", NULL, "worker", "shirks"},
    {"DELETE /agent_api_keys/@", NULL, "{key}", ABSENT_ID},
    {"GET /agent_api_keys/name/k?agent_id=@", NULL, "{agent}", ABSENT_ID},
    {"POST /agents/@/rpc", "{\"method\":\"task/create\",\"params\":{}}", "{agent}", ABSENT_ID},
    {"POST /agents/{own}/rpc", "{\"method\":\"task/cancel\",\"params\":{\"task_id\":\"@\"}}", "{task}", ABSENT_ID},
    {"POST /agents/{own}/rpc", "{\"method\":\"event/send\",\"params\":{\"task_name\":\"@\"}}", "job-0001", "job-0002"},
    {"POST /agents/{own}/rpc",
     "{\"method\":\"message/send\",\"params\":{\"task_id\":\"@\",\"stream\":true,\"content\":" TEXT "}}", "{task}",
     ABSENT_ID},
    {"POST /agents/{own}/rpc", "{\"method\":\"nothing\",\"params\":{\"task_id\":\"@\"}}", "{task}", ABSENT_ID},
};

static struct str probe(struct bench *b, const char *who, size_t row, const char *reference) {
    struct arena *a = &b->arena;
    struct str line = str_replace(a, str_from(hidden_rows[row].line), STR("@"), str_from(reference));
    struct str body = str_replace(a, str_from(hidden_rows[row].body), STR("@"), str_from(reference));
    line = str_replace(a, line, STR("{own}"), str_from(b->stranger_agent));
    struct answer got = ask(b, who, str_cstr(a, line), body.data ? str_cstr(a, body) : NULL);
    return mask(b, got.raw, reference);
}

static void check_hidden(struct bench *b, const char *who) {
    for (size_t i = 0; i < ROWS(hidden_rows); i++) {
        struct str denied = probe(b, who, i, fill(b, hidden_rows[i].present));
        struct str absent = probe(b, who, i, hidden_rows[i].absent);
        if (!str_eq(denied, absent))
            fail_msg("%s as %s:\n%.*s\n%.*s", hidden_rows[i].line, who, STR_ARG(denied), STR_ARG(absent));
    }
}

static void reference__answers_denied_as_absent(void **state) {
    check_hidden(*state, "mallory");
    check_hidden(*state, "olga");
    check_hidden(*state, "x-other: nobody");
}

static const struct {
    const char *kind, *body;
    int status;
} fault_rows[] = {
    {"503", "{\"message\":\"Service temporarily unavailable\",\"code\":503,\"data\":null}", 503},
    {"502", "{\"message\":\"Bad gateway\",\"code\":502,\"data\":null}", 502},
    {"garbage", "{\"message\":\"Bad gateway\",\"code\":502,\"data\":null}", 502},
    {"404", NULL, 404},
};

/* The next question of that endpoint about mallory meets a fault. */
static void play_fault(struct bench *b, const char *endpoint, const char *kind) {
    control(b, "POST /_nonesuch/faults",
            arena_printf(&b->arena,
                         "{\"endpoint\":\"%s\",\"principal\":\"mallory\",\"kind\":\"%s\",\"count\":1,"
                         "\"ttl_ms\":10000}",
                         endpoint, kind));
}

static void reference__fails_closed_and_alike(void **state) {
    struct bench *b = *state;
    const char *present = fill(b, "GET /tasks/{task}"), *absent = "GET /tasks/" ABSENT_ID;
    for (size_t i = 0; i < ROWS(fault_rows); i++) {
        play_fault(b, "check", fault_rows[i].kind);
        struct answer denied = ask(b, "mallory", present, NULL);
        play_fault(b, "check", fault_rows[i].kind);
        struct answer none = ask(b, "mallory", absent, NULL);
        row_int(fault_rows[i].kind, denied.status, fault_rows[i].status);
        row_int(fault_rows[i].kind, none.status, fault_rows[i].status);
        if (fault_rows[i].body)
            row_str(fault_rows[i].kind, denied.body, fault_rows[i].body);
        assert_int_equal(denied.body.len, none.body.len);
    }
}

static void reference__retries_the_dual_write(void **state) {
    struct bench *b = *state;
    play_fault(b, "register", "503");
    play_fault(b, "register", "502");
    struct answer made = rpc(b, "mallory", b->stranger_agent, "task/create", "{\"name\":\"retried\"}");
    const char *id = pick(b, made, "/result/id");
    assert_string_equal(pick(b, ask(b, "mallory", "GET /tasks/name/retried", NULL), "/id"), id);
    for (int i = 0; i < 4; i++)
        play_fault(b, "register", "503");
    made = rpc(b, "mallory", b->stranger_agent, "task/create", "{\"name\":\"lost\"}");
    assert_string_equal(pick(b, made, "/error/message"), "Service temporarily unavailable");
    assert_int_equal(ask(b, "mallory", "GET /tasks/name/lost", NULL).status, 404);
}

static void reference__takes_no_bare_identity(void **state) {
    struct bench *b = *state;
    const char *line = fill(b, "GET /agents/{agent}");
    assert_int_equal(ask(b, NULL, line, NULL).status, 401);
    assert_int_equal(ask(b, arena_printf(&b->arena, "x-agent-identity: %s", b->agent), line, NULL).status, 401);
    struct answer bad_key = ask(b, "x-agent-api-key: ak_nothing", line, NULL);
    assert_int_equal(bad_key.status, 401);
    row_str("a bad key", bad_key.body, "{\"detail\":\"Agent Unauthorized\"}");
    assert_int_equal(ask(b, NULL, "GET /healthz", NULL).status, 200);
}

/* Another tenant's and a colleague's names are free: one's own thing comes out, the other stays as it was. */
static void reference__gives_everybody_names_of_his_own(void **state) {
    struct bench *b = *state;
    const char *own = b->stranger_agent;
    struct answer made = rpc(b, "mallory", own, "task/create", "{\"name\":\"job-0001\"}");
    const char *task = pick(b, made, "/result/id");
    assert_string_not_equal(task, b->task);
    assert_string_equal(pick(b, rpc(b, "mallory", own, "task/create", "{\"name\":\"job-0001\"}"), "/result/id"), task);
    assert_string_equal(pick(b, ask(b, "mallory", "GET /tasks/name/job-0001", NULL), "/id"), task);
    assert_string_equal(pick(b, ask(b, "alice", "GET /tasks/name/job-0001", NULL), "/id"), b->task);
    assert_string_not_equal(make_agent(b, "olga", "worker", "sync"), b->agent);
    struct answer pod = ask(b, NULL, "POST /agents/register",
                            "{\"name\":\"worker\",\"acp_url\":\"http://127.0.0.1:1\",\"acp_type\":\"sync\"}");
    assert_string_not_equal(pick(b, pod, "/id"), b->agent);
    assert_string_equal(pick(b, ask(b, "alice", "GET /agents/name/worker", NULL), "/id"), b->agent);
}

static void reference__forgets_what_is_deleted(void **state) {
    struct bench *b = *state;
    assert_int_equal(ask(b, "alice", fill(b, "DELETE /agent_api_keys/name/k?agent_name=worker"), NULL).status, 200);
    assert_int_equal(ask(b, "alice", fill(b, "GET /agent_api_keys/{key}"), NULL).status, 404);
    assert_int_equal(ask(b, "alice", "DELETE /tasks/name/job-0001", NULL).status, 200);
    assert_int_equal(ask(b, "alice", fill(b, "GET /tasks/{task}"), NULL).status, 404);
    assert_int_equal(ask(b, "alice", fill(b, "GET /messages/{message}"), NULL).status, 404);
    struct answer again = rpc(b, "alice", b->agent, "task/create", "{\"name\":\"job-0001\"}");
    assert_string_not_equal(pick(b, again, "/result/id"), b->task);
    assert_int_equal(ask(b, "alice", fill(b, "DELETE /agents/{agent}"), NULL).status, 200);
    assert_int_equal(ask(b, "alice", "GET /agents/name/worker", NULL).status, 404);
}

static void reference__plays_its_defects(void **state) {
    (void)state;
    struct bench b;
    const struct str defects[] = {STR("status-403-by-id"), STR("words-no-full-stop")};
    start_with(&b, defects, ROWS(defects));
    assert_int_equal(ask(&b, "mallory", fill(&b, "GET /tasks/{task}"), NULL).status, 403);
    assert_int_equal(ask(&b, "mallory", "GET /tasks/" ABSENT_ID, NULL).status, 404);
    assert_int_equal(ask(&b, "mallory", fill(&b, "PUT /tasks/{task}"), "{}").status, 404);
    struct answer denied = ask(&b, "olga", "DELETE /tasks/name/job-0001", NULL);
    row_str("denied", denied.body,
            "{\"message\":\"Item with name 'job-0001' does not exist\",\"code\":404,\"data\":null}");
    assert_int_equal(ask(&b, "alice", fill(&b, "GET /tasks/{task}"), NULL).status, 200);
    stop(&b);
}

static void reference__refuses_unknown_defects(void **state) {
    (void)state;
    struct fault f = {0};
    struct reference *r = NULL;
    const struct str wrong = STR("status-403-by-it");
    struct reference_options options = {.host = "127.0.0.1",
                                        .database = ":memory:",
                                        .auth_url = "http://127.0.0.1:1",
                                        .defects = &wrong,
                                        .defect_count = 1};
    assert_int_equal(reference_start(&options, &r, &f), RC_USAGE);
    assert_string_equal(f.text, "no defect is called 'status-403-by-it' (did you mean 'status-403-by-id'?)");
    assert_null(r);
}

static void reference__describes_its_defects(void **state) {
    (void)state;
    assert_true(reference_defect_count() >= 50);
    assert_null(reference_defect(reference_defect_count()));
    for (size_t i = 0; i < reference_defect_count(); i++) {
        const struct defect_info *d = reference_defect(i);
        assert_true(d->id[0] && d->title[0] && d->class_name[0] && d->kind[0] && d->property[0] && d->surfaces[0]);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(d->id, reference_defect(k)->id);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference__takes_no_bare_identity),
        cmocka_unit_test(reference__answers_denied_as_absent),
        cmocka_unit_test(reference__fails_closed_and_alike),
        cmocka_unit_test(reference__retries_the_dual_write),
        cmocka_unit_test(reference__serves_the_owner),
        cmocka_unit_test(reference__gives_everybody_names_of_his_own),
        cmocka_unit_test(reference__forgets_what_is_deleted),
        cmocka_unit_test(reference__plays_its_defects),
        cmocka_unit_test(reference__refuses_unknown_defects),
        cmocka_unit_test(reference__describes_its_defects),
    };
    return cmocka_run_group_tests(tests, start, stop_bench);
}
