/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of agent.h over HTTP. */
/* modules: lab_agent lab_call */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "agent.h"
#include "call.h"
#include "clock.h"

struct bench {
    struct agent *agent;
    struct call_pool *pool;
    struct arena arena;
};

static struct call_answer ask(struct bench *b, const char *method, const char *path, const char *body) {
    struct call_header credential = {STR("authorization"), STR("Bearer secret")};
    return call_send(b->pool,
                     &(struct call_request){
                         .method = method,
                         .url = arena_printf(&b->arena, "%s%s", agent_url(b->agent), path),
                         .headers = &credential,
                         .header_count = 1,
                         .body = str_from(body),
                         .timeout_ns = 10 * NS_PER_S,
                     },
                     &b->arena);
}

static int start(void **state) {
    static struct bench b;
    b = (struct bench){.pool = call_pool_new()};
    struct agent_options options = {.host = "127.0.0.1", .control_token = STR("secret")};
    *state = &b;
    return agent_start(&options, &b.agent, NULL) == RC_OK ? 0 : -1;
}

static int stop(void **state) {
    struct bench *b = *state;
    agent_stop(b->agent);
    call_pool_del(b->pool);
    arena_free(&b->arena);
    return 0;
}

static void agent__answers_every_method(void **state) {
    static const struct {
        const char *request, *answer, *type;
    } rows[] = {
        {"{\"jsonrpc\":\"2.0\",\"method\":\"task/create\",\"params\":{},\"id\":7}",
         "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}", "application/json"},
        {"{\"jsonrpc\":\"2.0\",\"method\":\"task/cancel\",\"params\":{},\"id\":\"a\\\"b\"}",
         "{\"jsonrpc\":\"2.0\",\"id\":\"a\\\"b\",\"result\":{}}", "application/json"},
        {"{\"method\":\"event/send\"}", "{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}", "application/json"},
        {"{\"method\":\"message/send\",\"id\":1}",
         "{\"type\":\"full\",\"index\":0,\"content\":{\"type\":\"text\",\"author\":\"agent\",\"content\":\"Done.\"}}\n"
         "{\"type\":\"done\",\"index\":0}\n",
         "application/x-ndjson"},
        {"{", "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"Invalid Request\"}}",
         "application/json"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct call_answer answer = ask(*state, "POST", "/api", rows[i].request);
        assert_int_equal(answer.status, 200);
        assert_string_equal(answer.body.data, rows[i].answer);
        assert_string_equal(answer.content_type.data, rows[i].type);
    }
}

static void agent__records_what_it_was_asked(void **state) {
    struct bench *b = *state;
    struct str before = ask(b, "GET", "/_nonesuch/log?since=999999", NULL).body;
    assert_true(str_starts_with(before, STR("{\"entries\":[],\"next\":")));
    ask(b, "POST", "/api",
        "{\"method\":\"event/send\",\"params\":{\"agent\":{\"id\":\"A\"},\"task\":{\"id\":\"T\"}},\"id\":1}");
    ask(b, "GET", "/hook/x?y", NULL);
    struct str log = ask(b, "GET", "/_nonesuch/log", NULL).body;
    assert_true(str_contains(log, STR("\"path\":\"/api\",\"method\":\"event/send\",\"agent\":\"A\",\"task\":\"T\","
                                      "\"status\":200}")));
    assert_true(str_contains(log, STR("\"path\":\"/hook/x\",\"method\":null,\"agent\":null,\"task\":null,"
                                      "\"status\":200}],")));
}

static void agent__meets_faults_by_method(void **state) {
    struct bench *b = *state;
    assert_int_equal(ask(b, "POST", "/_nonesuch/faults", "{\"endpoint\":\"task/cancel\",\"kind\":\"503\"}").status,
                     200);
    assert_int_equal(ask(b, "POST", "/api", "{\"method\":\"event/send\"}").status, 200);
    assert_int_equal(ask(b, "POST", "/api", "{\"method\":\"task/cancel\"}").status, 503);
    assert_int_equal(ask(b, "POST", "/api", "{\"method\":\"task/cancel\"}").status, 200);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agent__answers_every_method),
        cmocka_unit_test(agent__records_what_it_was_asked),
        cmocka_unit_test(agent__meets_faults_by_method),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
