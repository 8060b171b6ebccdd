/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of reference.h over HTTP: deployments and their history, spans, schedules, webhooks, and agents that act for
 * themselves. */
/* modules: lab_deployment */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "lab_bench.h"

#define ABSENT "5b0f6f0c-7f4e-4f0e-8a52-0d2f3c1b9a77"
#define INPUT "\"interval_seconds\":60,\"initial_input\":{\"content\":\"go\"}"
#define TIMES "\"name\":\"n\",\"start_time\":\"2026-01-01T00:00:00Z\""

static int start_more(void **state) {
    int rc = start(state);
    make_more(*state);
    return rc;
}

static const struct {
    const char *line, *body;
    int status;
    const char *holds;
} owner_rows[] = {
    {"GET /agents/{agent}/deployments", NULL, 200, "[{\"id\":\"{deployment}\",\"agent_id\":\"{agent}\""},
    {"GET /agents/{agent}/deployments/{deployment}", NULL, 200, "\"is_production\":false"},
    {"POST /agents/{agent}/deployments", "{}", 422, "body.docker_image: Field required"},
    {"GET /agents/{talker}/deployments/{deployment}", NULL, 404,
     "Deployment {deployment} not found for agent {talker}"},
    {"POST /agents/{agent}/deployments/{deployment}/promote", NULL, 200, "\"is_production\":true"},
    {"GET /agents/{agent}", NULL, 200, "\"production_deployment_id\":\"{deployment}\""},
    {"POST /agents/{agent}/deployments/{deployment}/rpc",
     "{\"method\":\"event/send\",\"params\":{\"task_id\":\"{task}\"}}", 200, "\"error\":null"},
    {"POST /agents/{agent}/deployments/{deployment}/rpc", "{\"method\":\"x\",\"params\":{}}", 422, "body.method: "},
    {"GET /deployment-history/{release}", NULL, 200, "\"agent_id\":\"{agent}\""},
    {"GET /deployment-history?agent_name=worker", NULL, 200, "\"id\":\"{release}\""},
    {"GET /deployment-history", NULL, 422, "query.agent_id: Field required"},
    {"GET /spans/{span}", NULL, 200, "\"trace_id\":\"trace-1\""},
    {"PATCH /spans/{span}", "{\"output\":{\"v\":1}}", 200, "\"output\":{\"v\":1}"},
    {"PATCH /spans/{span}", "{\"output\":1}", 422, "body.output: Input should be a valid dictionary"},
    {"GET /spans?task_id={task}", NULL, 200, "[{\"id\":\"{span}\""},
    {"GET /spans?trace_id=trace-1", NULL, 200, "[{\"id\":\"{span}\""},
    {"GET /spans?trace_id=trace-2", NULL, 200, "[]"},
    {"POST /spans", "{\"task_id\":\"{task}\",\"parent_id\":\"{span}\",\"trace_id\":\"t\"," TIMES "}", 200,
     "\"parent_id\":\"{span}\""},
    {"POST /spans", "{\"parent_id\":\"{span}\",\"trace_id\":\"t\"," TIMES "}", 404, "Item with id '{span}'"},
    {"GET /agents/{agent}/schedules", NULL, 200, "\"total\":1"},
    {"GET /agents/{talker}/schedules", NULL, 200, "{\"run_schedules\":[],\"total\":0}"},
    {"GET /agents/{agent}/schedules/name/nightly", NULL, 200, "\"id\":\"{schedule}\""},
    {"GET /agents/{talker}/schedules/{schedule}", NULL, 404,
     "Run schedule '{schedule}' for agent '{talker}' does not exist."},
    {"PATCH /agents/{agent}/schedules/{schedule}", "{\"cron_expression\":\"0 1 * * *\"}", 200,
     "\"cron_expression\":\"0 1 * * *\",\"interval_seconds\":null"},
    {"PATCH /agents/{agent}/schedules/{schedule}", "{\"name\":\"-x\"}", 422, "body.name: String should match"},
    {"POST /agents/{agent}/schedules", "{\"name\":\"nightly\"," INPUT "}", 400, "Item already exists."},
    {"POST /agents/{agent}/schedules", "{\"name\":\"x\",\"initial_input\":{}}", 422, "Provide exactly one of"},
    {"POST /agents/{agent}/schedules/{schedule}/trigger", NULL, 200, "\"num_actions_taken\":1"},
    {"POST /agents/{agent}/schedules/name/nightly/pause", NULL, 200, "\"paused\":true"},
    {"POST /agents/{agent}/schedules/{schedule}/resume", NULL, 200, "\"paused\":false"},
    {"POST /agents/{agent}/schedules/name/nightly/skip", NULL, 200, "\"skips_next\":true"},
    {"POST /agents/{agent}/schedules/{schedule}/unskip", NULL, 200, "\"skips_next\":false"},
};

static void reference__serves_what_hangs_on_agents(void **state) {
    struct bench *b = *state;
    for (size_t i = 0; i < ROWS(owner_rows); i++) {
        const char *line = fill(b, owner_rows[i].line);
        struct answer a = ask(b, "alice", line, owner_rows[i].body ? fill(b, owner_rows[i].body) : NULL);
        row_int(line, a.status, owner_rows[i].status);
        if (!str_contains(a.raw, str_from(fill(b, owner_rows[i].holds))))
            fail_msg("%s: no '%s' in %.*s", line, fill(b, owner_rows[i].holds), STR_ARG(a.raw));
    }
}

static const struct {
    const char *line, *body, *present;
} hidden_rows[] = {
    {"POST /agents/@/deployments", "{}", "{agent}"},
    {"GET /agents/@/deployments", NULL, "{agent}"},
    {"GET /agents/@/deployments/{deployment}", NULL, "{agent}"},
    {"GET /agents/{own}/deployments/@", NULL, "{deployment}"},
    {"DELETE /agents/{own}/deployments/@", NULL, "{deployment}"},
    {"POST /agents/{own}/deployments/@/promote", NULL, "{deployment}"},
    {"POST /agents/{own}/deployments/@/rpc", "{\"method\":\"task/create\",\"params\":{}}", "{deployment}"},
    {"GET /deployment-history?agent_id=@", NULL, "{agent}"},
    {"GET /deployment-history/@", NULL, "{release}"},
    {"GET /spans/@", NULL, "{span}"},
    {"PATCH /spans/@", "{\"output\":1}", "{span}"},
    {"GET /spans?task_id=@", NULL, "{task}"},
    {"GET /spans?trace_id=@", NULL, "trace-1"},
    {"POST /spans", "{\"task_id\":\"@\",\"trace_id\":\"t\"," TIMES "}", "{task}"},
    {"POST /spans", "{\"parent_id\":\"@\",\"trace_id\":\"t\"," TIMES "}", "{span}"},
    {"POST /agents/@/schedules", "{}", "{agent}"},
    {"GET /agents/@/schedules", NULL, "{agent}"},
    {"GET /agents/@/schedules/{schedule}", NULL, "{agent}"},
    {"GET /agents/{agent}/schedules/@", NULL, "{schedule}"},
    {"GET /agents/{own}/schedules/@", NULL, "{schedule}"},
    {"DELETE /agents/{agent}/schedules/name/@", NULL, "nightly"},
    {"POST /agents/{agent}/schedules/@/trigger", NULL, "{schedule}"},
    {"GET /agents/forward/name/@/hook", NULL, "worker"},
    {"POST /agents/forward/name/@/a/b?c=d", "{}", "worker"},
};

static struct str probe(struct bench *b, const char *who, size_t row, const char *reference) {
    struct arena *a = &b->arena;
    struct str line = str_replace(a, str_from(fill(b, hidden_rows[row].line)), STR("@"), str_from(reference));
    struct str body = str_replace(a, str_from(hidden_rows[row].body), STR("@"), str_from(reference));
    line = str_replace(a, line, STR("{own}"), str_from(b->stranger_agent));
    struct answer got = ask(b, who, str_cstr(a, line), body.data ? str_cstr(a, body) : NULL);
    return mask(b, got.raw, reference);
}

static void check_hidden(struct bench *b, const char *who) {
    for (size_t i = 0; i < ROWS(hidden_rows); i++) {
        const char *present = fill(b, hidden_rows[i].present);
        bool is_id = strlen(present) == strlen(ABSENT);
        struct str denied = probe(b, who, i, present);
        struct str absent = probe(b, who, i, is_id ? ABSENT : strlen(present) == 7 ? "trace-2" : "shirks");
        bool is_alike = str_eq(denied, absent);
        if (!is_alike)
            fail_msg("%s as %s:\n%.*s\n%.*s", hidden_rows[i].line, who, STR_ARG(denied), STR_ARG(absent));
    }
}

static void reference__hides_what_hangs_on_agents(void **state) {
    check_hidden(*state, "mallory");
    check_hidden(*state, "olga");
    check_hidden(*state, "x-other: nobody");
}

/* A span of no task is its maker's alone. */
static void reference__keeps_loose_spans_to_their_maker(void **state) {
    struct bench *b = *state;
    struct answer made = ask(b, "alice", "POST /spans", "{\"trace_id\":\"loose\"," TIMES "}");
    const char *line = arena_printf(&b->arena, "GET /spans/%s", pick(b, made, "/id"));
    assert_int_equal(ask(b, "alice", line, NULL).status, 200);
    assert_int_equal(ask(b, "olga", line, NULL).status, 404);
    row_str("in a colleague's list", ask(b, "olga", "GET /spans?trace_id=loose", NULL).body, "[]");
    assert_true(ask(b, "alice", "GET /spans?trace_id=loose", NULL).body.len > 2);
}

static const struct {
    const char *line, *body;
    int status;
} agent_rows[] = {
    {"GET /agents/{agent}", NULL, 200},
    {"GET /tasks/{task}", NULL, 200},
    {"PUT /tasks/{task}", "{\"task_metadata\":{\"by\":\"agent\"}}", 200},
    {"POST /messages", "{\"task_id\":\"{task}\",\"content\":" TEXT "}", 200},
    {"GET /events/{event}", NULL, 200},
    {"GET /spans/{span}", NULL, 200},
    {"GET /agents/{talker}", NULL, 404},
    {"GET /tasks/{foreign}", NULL, 404},
    {"DELETE /tasks/{task}", NULL, 403},
    {"DELETE /agents/{agent}", NULL, 403},
    {"POST /agents/{agent}/deployments", "{\"docker_image\":\"x\"}", 403},
    {"GET /agents/{agent}/schedules/{schedule}", NULL, 404},
    {"POST /agents/register-build", "{\"name\":\"other\"}", 403},
};

static void reference__lets_agents_act_for_themselves(void **state) {
    struct bench *b = *state;
    const char *key = arena_printf(&b->arena, "x-agent-api-key: %s", b->agent_key);
    struct answer other = rpc(b, "mallory", b->stranger_agent, "task/create", "{\"name\":\"theirs\"}");
    struct str foreign = str_from(pick(b, other, "/result/id"));
    for (size_t i = 0; i < ROWS(agent_rows); i++) {
        struct str line = str_replace(&b->arena, str_from(fill(b, agent_rows[i].line)), STR("{foreign}"), foreign);
        struct answer a =
            ask(b, key, str_cstr(&b->arena, line), agent_rows[i].body ? fill(b, agent_rows[i].body) : NULL);
        row_int(agent_rows[i].line, a.status, agent_rows[i].status);
    }
    struct answer list = ask(b, key, "GET /agents", NULL);
    row_str("it lists itself", value_string(value_point(list.json, STR("/0/id")), STR_NONE), b->agent);
    row_int("alone", value_point(list.json, STR("/1")) != NULL, false);
    const char *webhook = arena_printf(&b->arena, "x-agent-api-key: %s", b->webhook_key);
    row_int("a webhook's key is none", ask(b, webhook, fill(b, "GET /agents/{agent}"), NULL).status, 401);
}

static void reference__hands_proven_webhooks_on(void **state) {
    struct bench *b = *state;
    const char *proof = arena_printf(&b->arena, "x-agent-api-key: %s", b->webhook_key);
    const char *own = arena_printf(&b->arena, "x-agent-api-key: %s", b->agent_key);
    row_str("proven", ask(b, proof, "POST /agents/forward/name/worker/a/b?c=d", "{}").body, "{\"status\":\"ok\"}");
    row_int("by GET", ask(b, proof, "GET /agents/forward/name/worker/a", NULL).status, 200);
    row_int("another agent", ask(b, proof, "GET /agents/forward/name/talker/a", NULL).status, 401);
    row_int("another kind of key", ask(b, own, "GET /agents/forward/name/worker/a", NULL).status, 401);
    row_int("the owner's token", ask(b, "alice", "GET /agents/forward/name/worker/a", NULL).status, 401);
}

/* A name taken by a colleague on one and the same agent is free: one's own schedule comes out. */
static void reference__gives_everybody_schedules_of_his_own(void **state) {
    struct bench *b = *state;
    control(b, "PUT /_nonesuch/grants",
            arena_printf(&b->arena,
                         "{\"principal\":\"erin\",\"type\":\"agent\",\"selector\":\"%s\",\"role\":\"editor\"}",
                         b->agent));
    struct answer made = ask(b, "erin", fill(b, "POST /agents/{agent}/schedules"), "{\"name\":\"nightly\"," INPUT "}");
    const char *id = pick(b, made, "/id");
    assert_string_not_equal(id, b->schedule);
    const char *by_name = fill(b, "GET /agents/{agent}/schedules/name/nightly");
    assert_string_equal(pick(b, ask(b, "erin", by_name, NULL), "/id"), id);
    assert_string_equal(pick(b, ask(b, "alice", by_name, NULL), "/id"), b->schedule);
    assert_int_equal(ask(b, "erin", fill(b, "GET /agents/{agent}/schedules/{schedule}"), NULL).status, 404);
}

static void reference__describes_its_routes(void **state) {
    struct bench *b = *state;
    struct answer a = ask(b, NULL, "GET /openapi.json", NULL);
    const struct value *path = value_point(a.json, STR("/paths/~1agents~1{id}~1schedules~1name~1{schedule_name}"));
    row_str("a parameter", value_string(value_point(path, STR("/patch/parameters/1/name")), STR_NONE), "schedule_name");
    const struct value *forward = value_point(a.json, STR("/paths/~1agents~1forward~1name~1{name}~1{path}"));
    assert_true(value_get_c(forward, "get") && value_get_c(forward, "post"));
}

static void reference__forgets_deleted_children(void **state) {
    struct bench *b = *state;
    assert_int_equal(ask(b, "alice", fill(b, "DELETE /agents/{agent}/deployments/{deployment}"), NULL).status, 200);
    assert_int_equal(ask(b, "alice", fill(b, "GET /agents/{agent}/deployments/{deployment}"), NULL).status, 404);
    assert_int_equal(ask(b, "alice", fill(b, "DELETE /agents/{agent}/schedules/name/nightly"), NULL).status, 200);
    assert_int_equal(ask(b, "alice", fill(b, "GET /agents/{agent}/schedules/{schedule}"), NULL).status, 404);
    assert_int_equal(ask(b, "alice", fill(b, "DELETE /tasks/{task}"), NULL).status, 200);
    assert_int_equal(ask(b, "alice", fill(b, "GET /spans/{span}"), NULL).status, 404);
    assert_int_equal(ask(b, "alice", fill(b, "DELETE /agents/{agent}"), NULL).status, 200);
    assert_int_equal(ask(b, "alice", fill(b, "GET /deployment-history/{release}"), NULL).status, 404);
    const char *key = arena_printf(&b->arena, "x-agent-api-key: %s", b->agent_key);
    assert_int_equal(ask(b, key, "GET /agents", NULL).status, 401);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference__hides_what_hangs_on_agents),
        cmocka_unit_test(reference__serves_what_hangs_on_agents),
        cmocka_unit_test(reference__keeps_loose_spans_to_their_maker),
        cmocka_unit_test(reference__lets_agents_act_for_themselves),
        cmocka_unit_test(reference__hands_proven_webhooks_on),
        cmocka_unit_test(reference__gives_everybody_schedules_of_his_own),
        cmocka_unit_test(reference__describes_its_routes),
        cmocka_unit_test(reference__forgets_deleted_children),
    };
    return cmocka_run_group_tests(tests, start_more, stop_bench);
}
