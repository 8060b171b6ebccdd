/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of auth_provider.h over HTTP: who is told what, and what is written down. */
/* modules: lab_auth_provider lab_call */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "auth_provider.h"
#include "call.h"
#include "clock.h"
#include "emit.h"
#include "parse.h"

#define ALICE "{\"user_id\":\"alice\",\"account_id\":\"acme\",\"service_account_id\":null,\"metadata\":{}}"
#define ERIN "{\"user_id\":\"erin\",\"account_id\":\"acme\",\"service_account_id\":null,\"metadata\":{}}"
#define VICTOR "{\"user_id\":\"victor\",\"account_id\":\"acme\",\"service_account_id\":null,\"metadata\":{}}"
#define OLGA "{\"user_id\":\"olga\",\"account_id\":\"acme\",\"service_account_id\":null,\"metadata\":{}}"
#define ROBOT "{\"user_id\":null,\"account_id\":\"acme\",\"service_account_id\":\"robot\",\"metadata\":{}}"
#define MALLORY "{\"user_id\":\"mallory\",\"account_id\":\"globex\",\"service_account_id\":null,\"metadata\":{}}"
#define FORGED "{\"user_id\":\"alice\",\"account_id\":\"globex\",\"service_account_id\":null,\"metadata\":{}}"
#define AGENT "{\"agent_id\":\"agent-1\",\"account_id\":\"acme\"}"
#define FORGED_AGENT "{\"agent_id\":\"agent-1\",\"account_id\":\"globex\"}"
#define OTHER_AGENT "{\"agent_id\":\"agent-9\",\"account_id\":\"acme\"}"
#define NOBODY "{}"

static const char principals[] =
    "{\"tenants\":{\"acme\":{\"users\":{\"alice\":{\"token\":\"ta\"},\"erin\":{\"token\":\"te\"},"
    "\"victor\":{\"token\":\"tv\"},\"olga\":{\"token\":\"to\"}},"
    "\"service_accounts\":{\"robot\":{\"token\":\"tr\"}}},"
    "\"globex\":{\"users\":{\"mallory\":{\"token\":\"tm\"}}}}}";

struct bench {
    struct auth_provider *provider;
    struct call_pool *pool;
    struct arena arena;
};

static struct call_answer ask_as(struct bench *b, const char *method, const char *path, const char *token,
                                 const char *body) {
    struct call_header credential = {STR("authorization"), str_printf(&b->arena, "Bearer %s", token)};
    return call_send(b->pool,
                     &(struct call_request){
                         .method = method,
                         .url = arena_printf(&b->arena, "%s%s", auth_provider_url(b->provider), path),
                         .headers = &credential,
                         .header_count = 1,
                         .body = str_from(body),
                         .timeout_ns = 10 * NS_PER_S,
                     },
                     &b->arena);
}

static struct call_answer post(struct bench *b, const char *path, const char *body) {
    return ask_as(b, "POST", path, "", body);
}

static int check(struct bench *b, const char *principal, const char *type, const char *selector, const char *op) {
    const char *body = arena_printf(
        &b->arena, "{\"principal\":%s,\"resource\":{\"type\":\"%s\",\"selector\":\"%s\"},\"operation\":\"%s\"}",
        principal, type, selector, op);
    return post(b, "/v1/authz/check", body).status;
}

static int registers(struct bench *b, const char *principal, const char *type, const char *selector,
                     const char *parent) {
    const char *body =
        arena_printf(&b->arena, "{\"principal\":%s,\"resource\":{\"type\":\"%s\",\"selector\":\"%s\"},\"parent\":%s}",
                     principal, type, selector, parent);
    return post(b, "/v1/authz/register", body).status;
}

static int control_grant(struct bench *b, const char *method, const char *name, const char *type, const char *role) {
    const char *body =
        arena_printf(&b->arena, "{\"principal\":\"%s\",\"type\":\"%s\",\"selector\":\"%s\",\"role\":\"%s\"}", name,
                     type, arena_printf(&b->arena, "%s-1", type), role);
    return ask_as(b, method, "/_nonesuch/grants", "secret", body).status;
}

/* alice owns agent-1 and its task-1, api_key-1, schedule-1; erin edits, victor views the agent and the task. */
static int start(void **state) {
    static struct bench b;
    b = (struct bench){.pool = call_pool_new()};
    struct value *document = NULL;
    if (parse_json(str_from(principals), &b.arena, &document, NULL) != RC_OK) {
        return -1;
    }
    struct auth_provider_options options = {
        .host = "127.0.0.1", .control_token = STR("secret"), .principals = document};
    if (auth_provider_start(&options, &b.provider, NULL) != RC_OK) {
        return -1;
    }
    const char *parent = "{\"type\":\"agent\",\"selector\":\"agent-1\"}";
    registers(&b, ALICE, "agent", "agent-1", "null");
    registers(&b, ALICE, "task", "task-1", parent);
    registers(&b, ALICE, "api_key", "api_key-1", parent);
    registers(&b, ALICE, "schedule", "schedule-1", parent);
    control_grant(&b, "PUT", "erin", "agent", "editor");
    control_grant(&b, "PUT", "erin", "task", "editor");
    control_grant(&b, "PUT", "victor", "agent", "viewer");
    control_grant(&b, "PUT", "victor", "task", "viewer");
    *state = &b;
    return 0;
}

static int stop(void **state) {
    struct bench *b = *state;
    auth_provider_stop(b->provider);
    call_pool_del(b->pool);
    arena_free(&b->arena);
    return 0;
}

static void auth_provider__authn(void **state) {
    static const struct {
        const char *token;
        int status;
        const char *body;
    } rows[] = {
        {"ta", 200, ALICE},
        {"tr", 200, ROBOT},
        {"tm", 200, MALLORY},
        {"", 401, "{\"message\":\"Unauthorized\"}"},
        {"nobody", 401, "{\"message\":\"Unauthorized\"}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bench *b = *state;
        struct call_answer answer = ask_as(b, "POST", "/v1/authn", rows[i].token, NULL);
        assert_int_equal(answer.status, rows[i].status);
        assert_string_equal(answer.body.data, rows[i].body);
        assert_true(str_eq(answer.content_type, STR("application/json")));
    }
}

static const char *const operations[] = {"read", "update", "delete", "execute", "cancel", "create", "fly"};

/* One letter an operation, in that order; '-' where it is denied. */
static const struct {
    const char *behaviour, *principal, *type, *selector, *allowed;
} matrix[] = {
    {"owner of a task may all", ALICE, "task", "task-1", "rudxc--"},
    {"editor of a task", ERIN, "task", "task-1", "ru-----"},
    {"viewer of a task", VICTOR, "task", "task-1", "r------"},
    {"colleague", OLGA, "task", "task-1", "-------"},
    {"service account", ROBOT, "task", "task-1", "-------"},
    {"stranger", MALLORY, "task", "task-1", "-------"},
    {"owner's name under another account", FORGED, "task", "task-1", "-------"},
    {"no principal", NOBODY, "task", "task-1", "-------"},
    {"owner of an agent", ALICE, "agent", "agent-1", "rudx---"},
    {"editor of an agent", ERIN, "agent", "agent-1", "ru-x---"},
    {"viewer of an agent", VICTOR, "agent", "agent-1", "r------"},
    {"owner of an api key and of its agent", ALICE, "api_key", "api_key-1", "rud----"},
    {"the agent's editor has nothing on its keys", ERIN, "api_key", "api_key-1", "-------"},
    {"owner of a schedule and of its agent", ALICE, "schedule", "schedule-1", "rud----"},
    {"stranger at the key", MALLORY, "api_key", "api_key-1", "-------"},
    {"unknown selector", ALICE, "task", "task-2", "-------"},
    {"known selector of another type", ALICE, "agent", "task-1", "-------"},
    {"unknown type", ALICE, "message", "task-1", "-------"},
    {"creation is open to every principal", MALLORY, "task", "*", "-----c-"},
    {"but not of unknown types", MALLORY, "message", "*", "-------"},
    {"nor to nobody", NOBODY, "task", "*", "-------"},
    {"an agent reads itself", AGENT, "agent", "agent-1", "r------"},
    {"and works on its tasks", AGENT, "task", "task-1", "ru-----"},
    {"but has nothing on its keys", AGENT, "api_key", "api_key-1", "-------"},
    {"nor on its schedules", AGENT, "schedule", "schedule-1", "-------"},
    {"and makes nothing", AGENT, "task", "*", "-------"},
    {"an agent under another account", FORGED_AGENT, "agent", "agent-1", "-------"},
    {"an agent that is not registered", OTHER_AGENT, "agent", "agent-9", "-------"},
};

static void auth_provider__permission_matrix(void **state) {
    for (size_t i = 0; i < sizeof matrix / sizeof *matrix; i++) {
        char seen[] = "-------";
        for (size_t k = 0; k < sizeof operations / sizeof *operations; k++) {
            int status = check(*state, matrix[i].principal, matrix[i].type, matrix[i].selector, operations[k]);
            assert_true(status == 200 || status == 403);
            seen[k] = status == 403 ? '-' : "rudxccf"[k];
        }
        if (strcmp(seen, matrix[i].allowed) != 0) {
            fail_msg("%s: %s, not %s", matrix[i].behaviour, seen, matrix[i].allowed);
        }
    }
}

static void auth_provider__two_factor(void **state) {
    assert_int_equal(control_grant(*state, "PUT", "olga", "api_key", "owner"), 200);
    assert_int_equal(check(*state, OLGA, "api_key", "api_key-1", "read"), 200);
    assert_int_equal(check(*state, OLGA, "api_key", "api_key-1", "delete"), 403);
    assert_int_equal(control_grant(*state, "PUT", "olga", "agent", "editor"), 200);
    assert_int_equal(check(*state, OLGA, "api_key", "api_key-1", "delete"), 200);
    assert_int_equal(control_grant(*state, "DELETE", "olga", "agent", "editor"), 200);
    assert_int_equal(check(*state, OLGA, "api_key", "api_key-1", "update"), 403);
    assert_int_equal(control_grant(*state, "DELETE", "olga", "api_key", "owner"), 200);
    assert_int_equal(check(*state, OLGA, "api_key", "api_key-1", "read"), 403);
}

static void auth_provider__agents_register_nothing(void **state) {
    assert_int_equal(registers(*state, AGENT, "task", "task-a", "{\"type\":\"agent\",\"selector\":\"agent-1\"}"), 403);
    assert_int_equal(registers(*state, ALICE, "task", "task-a", "{\"type\":\"agent\",\"selector\":\"agent-9\"}"), 200);
    assert_int_equal(check(*state, AGENT, "task", "task-a", "read"), 403);
}

static void auth_provider__changing_schedules_takes_the_agent_s_consent(void **state) {
    assert_int_equal(control_grant(*state, "PUT", "victor", "schedule", "editor"), 200);
    assert_int_equal(control_grant(*state, "PUT", "erin", "schedule", "editor"), 200);
    assert_int_equal(check(*state, VICTOR, "schedule", "schedule-1", "read"), 200);
    assert_int_equal(check(*state, VICTOR, "schedule", "schedule-1", "update"), 403);
    assert_int_equal(check(*state, ERIN, "schedule", "schedule-1", "update"), 200);
    assert_int_equal(check(*state, ERIN, "schedule", "schedule-1", "delete"), 403);
}

static void auth_provider__keys_follow_the_agent_s_owner(void **state) {
    assert_int_equal(registers(*state, ROBOT, "agent", "agent-r", "null"), 200);
    assert_int_equal(registers(*state, OLGA, "api_key", "key-r", "{\"type\":\"agent\",\"selector\":\"agent-r\"}"), 200);
    assert_int_equal(check(*state, ROBOT, "api_key", "key-r", "delete"), 200);
    assert_int_equal(check(*state, ALICE, "api_key", "key-r", "read"), 403);
    assert_int_equal(registers(*state, OLGA, "task", "task-r", "{\"type\":\"agent\",\"selector\":\"agent-r\"}"), 200);
    assert_int_equal(check(*state, ROBOT, "task", "task-r", "read"), 403);
}

static void auth_provider__grants_do_not_cross_tenants(void **state) {
    assert_int_equal(control_grant(*state, "PUT", "mallory", "task", "owner"), 200);
    assert_int_equal(check(*state, MALLORY, "task", "task-1", "read"), 403);
    assert_int_equal(control_grant(*state, "DELETE", "mallory", "task", "owner"), 200);
}

static void auth_provider__denied_and_unknown_answer_alike(void **state) {
    struct bench *b = *state;
    struct call_answer denied =
        post(b, "/v1/authz/check",
             "{\"principal\":" MALLORY ",\"resource\":{\"type\":\"task\",\"selector\":\"task-1\"},"
             "\"operation\":\"read\"}");
    struct call_answer unknown =
        post(b, "/v1/authz/check",
             "{\"principal\":" MALLORY ",\"resource\":{\"type\":\"task\",\"selector\":\"task-9\"},"
             "\"operation\":\"read\"}");
    assert_int_equal(denied.status, 403);
    assert_int_equal(unknown.status, 403);
    assert_true(str_eq(denied.body, unknown.body));
}

static void auth_provider__life_of_a_resource(void **state) {
    struct bench *b = *state;
    const char *body =
        "{\"principal\":" OLGA ",\"resource\":{\"type\":\"task\",\"selector\":\"t\"},\"operation\":\"create\"}";
    assert_int_equal(post(b, "/v1/authz/grant", body).status, 200);
    assert_int_equal(check(b, OLGA, "task", "t", "read"), 403);
    assert_int_equal(registers(b, OLGA, "task", "t", "null"), 200);
    assert_int_equal(check(b, OLGA, "task", "t", "cancel"), 200);
    assert_int_equal(registers(b, OLGA, "task", "t", "null"), 200);
    assert_int_equal(registers(b, ALICE, "task", "t", "null"), 409);
    assert_int_equal(registers(b, MALLORY, "task", "t", "null"), 409);
    assert_int_equal(registers(b, NOBODY, "task", "t3", "null"), 403);
    assert_int_equal(post(b, "/v1/authz/revoke", body).status, 200);
    assert_int_equal(check(b, OLGA, "task", "t", "read"), 403);
    assert_int_equal(post(b, "/v1/authz/grant", body).status, 200);
    assert_int_equal(check(b, OLGA, "task", "t", "read"), 200);
    assert_int_equal(post(b, "/v1/authz/deregister", body).status, 200);
    assert_int_equal(check(b, OLGA, "task", "t", "read"), 403);
    assert_int_equal(post(b, "/v1/authz/deregister", body).status, 200);
}

static void auth_provider__search(void **state) {
    static const struct {
        const char *body, *items;
    } rows[] = {
        {"{\"principal\":" ERIN ",\"filter_resource\":\"task\",\"filter_operation\":\"update\"}",
         "{\"items\":[\"task-1\"]}"},
        {"{\"principal\":" VICTOR ",\"filter_resource\":\"task\",\"filter_operation\":\"update\"}", "{\"items\":[]}"},
        {"{\"principal\":" VICTOR ",\"filter_resource\":\"task\",\"filter_operation\":\"read\"}",
         "{\"items\":[\"task-1\"]}"},
        {"{\"principal\":" MALLORY ",\"filter_resource\":\"task\",\"filter_operation\":\"read\"}", "{\"items\":[]}"},
        {"{\"principal\":" FORGED ",\"filter_resource\":\"task\",\"filter_operation\":\"read\"}", "{\"items\":[]}"},
        {"{\"principal\":" NOBODY ",\"filter_resource\":\"task\",\"filter_operation\":\"read\"}", "{\"items\":[]}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct call_answer answer = post(*state, "/v1/authz/search", rows[i].body);
        assert_int_equal(answer.status, 200);
        assert_string_equal(answer.body.data, rows[i].items);
    }
}

static const struct {
    const char *method, *path, *token, *body;
    int status;
} refusals[] = {
    {"GET", "/v1/authz/check", "", NULL, 405},
    {"POST", "/v1/authz/fly", "", "{}", 404},
    {"POST", "/v1/authz/check", "", "{", 422},
    {"POST", "/v1/authz/check", "", "[]", 422},
    {"POST", "/v1/authz/grant", "", "{\"principal\":" ALICE ",\"resource\":{\"type\":\"task\",\"selector\":\"*\"}}",
     422},
    {"POST", "/v1/authz/register", "", "{\"principal\":" ALICE ",\"resource\":{\"type\":\"x\",\"selector\":\"1\"}}",
     422},
    {"GET", "/_nonesuch/log", "wrong", NULL, 401},
    {"GET", "/_nonesuch/log?since=x", "secret", NULL, 422},
    {"GET", "/_nonesuch/nothing", "secret", NULL, 404},
    {"GET", "/_nonesuch/nothing", "", NULL, 401},
    {"PUT", "/_nonesuch/grants", "ta", "{}", 401},
    {"PUT", "/_nonesuch/grants", "secret", "{", 422},
    {"PUT", "/_nonesuch/grants", "secret",
     "{\"principal\":\"erin\",\"type\":\"task\",\"selector\":\"task-1\",\"role\":\"king\"}", 422},
    {"PUT", "/_nonesuch/grants", "secret",
     "{\"principal\":\"erin\",\"type\":\"task\",\"selector\":\"task-9\",\"role\":\"owner\"}", 404},
    {"PUT", "/_nonesuch/grants", "secret",
     "{\"principal\":\"eve\",\"type\":\"task\",\"selector\":\"task-1\",\"role\":\"owner\"}", 404},
    {"POST", "/_nonesuch/faults", "secret", "{\"endpoint\":\"check\",\"kind\":\"fire\"}", 422},
    {"POST", "/_nonesuch/faults", "secret", "{\"kind\":\"503\"}", 422},
    {"POST", "/_nonesuch/faults", "secret", "{\"endpoint\":\"check\",\"kind\":\"503\",\"count\":0}", 422},
};

static void auth_provider__refusals(void **state) {
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        int status = ask_as(*state, refusals[i].method, refusals[i].path, refusals[i].token, refusals[i].body).status;
        assert_int_equal(status, refusals[i].status);
    }
}

static const struct value *read_log(struct bench *b, int64_t since) {
    const char *path = arena_printf(&b->arena, "/_nonesuch/log?since=%lld", (long long)since);
    struct call_answer answer = ask_as(b, "GET", path, "secret", NULL);
    struct value *log = NULL;
    assert_int_equal(parse_json(answer.body, &b->arena, &log, NULL), RC_OK);
    return log;
}

static void auth_provider__every_question_is_recorded(void **state) {
    struct bench *b = *state;
    int64_t since = value_int(value_get_c(read_log(b, 0), "next"), -1);
    check(b, MALLORY, "task", "task-1", "read");
    ask_as(b, "POST", "/v1/authn", "wrong", NULL);
    registers(b, ALICE, "task", "task-7", "{\"type\":\"agent\",\"selector\":\"agent-1\"}");
    const struct value *log = read_log(b, since);
    struct str text = emit_to_str(&b->arena, log);
    const char *wanted = arena_printf(
        &b->arena,
        "{\"entries\":["
        "{\"seq\":%lld,\"endpoint\":\"check\",\"principal\":\"mallory\",\"type\":\"task\",\"selector\":\"task-1\","
        "\"operation\":\"read\",\"parent\":null,\"status\":403},"
        "{\"seq\":%lld,\"endpoint\":\"authn\",\"principal\":null,\"type\":null,\"selector\":null,\"operation\":null,"
        "\"parent\":null,\"status\":401},"
        "{\"seq\":%lld,\"endpoint\":\"register\",\"principal\":\"alice\",\"type\":\"task\",\"selector\":\"task-7\","
        "\"operation\":null,\"parent\":{\"type\":\"agent\",\"selector\":\"agent-1\"},\"status\":200}],"
        "\"next\":%lld}",
        (long long)since, (long long)since + 1, (long long)since + 2, (long long)since + 3);
    assert_string_equal(text.data, wanted);
    assert_int_equal(value_get_c(read_log(b, since + 3), "entries")->count, 0);
}

static void set_fault(struct bench *b, const char *rule) {
    assert_int_equal(ask_as(b, "POST", "/_nonesuch/faults", "secret", rule).status, 200);
}

static void auth_provider__faults(void **state) {
    struct bench *b = *state;
    static const struct {
        const char *kind;
        int status;
    } rows[] = {{"503", 503}, {"502", 502}, {"404", 404}, {"garbage", 200}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        set_fault(b,
                  arena_printf(&b->arena, "{\"endpoint\":\"check\",\"principal\":\"erin\",\"kind\":\"%s\",\"count\":2}",
                               rows[i].kind));
        assert_int_equal(check(b, ALICE, "task", "task-1", "read"), 200);
        assert_int_equal(check(b, ERIN, "task", "task-1", "cancel"), rows[i].status);
        assert_int_equal(check(b, ERIN, "task", "task-1", "cancel"), rows[i].status);
        assert_int_equal(check(b, ERIN, "task", "task-1", "cancel"), 403);
    }
}

static void auth_provider__a_fault_changes_nothing(void **state) {
    struct bench *b = *state;
    set_fault(b, "{\"endpoint\":\"register\",\"kind\":\"503\",\"ttl_ms\":10000}");
    assert_int_equal(registers(b, ALICE, "task", "task-lost", "null"), 503);
    assert_int_equal(check(b, ALICE, "task", "task-lost", "read"), 403);
    set_fault(b, "{\"endpoint\":\"*\",\"kind\":\"503\",\"count\":1000}");
    assert_int_equal(ask_as(b, "DELETE", "/_nonesuch/faults", "secret", NULL).status, 200);
    assert_int_equal(registers(b, ALICE, "task", "task-lost", "null"), 200);
    assert_int_equal(check(b, ALICE, "task", "task-lost", "read"), 200);
}

static void auth_provider__a_time_out_is_silence(void **state) {
    struct bench *b = *state;
    set_fault(b, "{\"endpoint\":\"authn\",\"principal\":\"alice\",\"kind\":\"timeout\"}");
    struct call_header credential = {STR("authorization"), STR("Bearer ta")};
    struct call_request request = {
        .url = arena_printf(&b->arena, "%s/v1/authn", auth_provider_url(b->provider)),
        .headers = &credential,
        .header_count = 1,
        .timeout_ns = 50 * NS_PER_MS,
    };
    struct call_answer answer = call_send(b->pool, &request, &b->arena);
    assert_true(answer.timed_out);
    assert_int_equal(answer.status, 0);
    request.timeout_ns = 10 * NS_PER_S;
    assert_int_equal(call_send(b->pool, &request, &b->arena).status, 200);
}

static void auth_provider__principals_are_checked(void **state) {
    static const struct {
        const char *document, *pointer;
    } rows[] = {
        {"[]", ""},
        {"{\"tenant\":{}}", "/tenant"},
        {"{\"tenants\":{\"acme\":{\"people\":{}}}}", "/tenants/acme/people"},
        {"{\"tenants\":{\"acme\":{\"users\":{\"alice\":{\"token\":\"\"}}}}}", "/tenants/acme/users/alice"},
        {"{\"tenants\":{\"acme\":{\"users\":{\"alice\":{\"token\":\"t\",\"x\":1}}}}}", "/tenants/acme/users/alice"},
        {"{\"tenants\":{\"a\":{\"users\":{\"x\":{\"token\":\"t\"},\"y\":{\"token\":\"t\"}}}}}", "/tenants/a/users/y"},
        {"{\"tenants\":{\"a\":{\"users\":{\"x\":{\"token\":\"1\"}}},\"b\":{\"users\":{\"x\":{\"token\":\"2\"}}}}}",
         "/tenants/b/users/x"},
    };
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct value *document = NULL;
        assert_int_equal(parse_json_placed(str_from(rows[i].document), &b->arena, &document, NULL), RC_OK);
        struct auth_provider_options options = {.host = "127.0.0.1", .principals = document};
        struct auth_provider *p = NULL;
        struct fault f = {0};
        assert_int_equal(auth_provider_start(&options, &p, &f), RC_CONFIG);
        assert_string_equal(f.pointer, rows[i].pointer);
        assert_true(f.line == 1 && f.column >= 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(auth_provider__authn),
        cmocka_unit_test(auth_provider__permission_matrix),
        cmocka_unit_test(auth_provider__two_factor),
        cmocka_unit_test(auth_provider__grants_do_not_cross_tenants),
        cmocka_unit_test(auth_provider__denied_and_unknown_answer_alike),
        cmocka_unit_test(auth_provider__search),
        cmocka_unit_test(auth_provider__agents_register_nothing),
        cmocka_unit_test(auth_provider__changing_schedules_takes_the_agent_s_consent),
        cmocka_unit_test(auth_provider__keys_follow_the_agent_s_owner),
        cmocka_unit_test(auth_provider__life_of_a_resource),
        cmocka_unit_test(auth_provider__refusals),
        cmocka_unit_test(auth_provider__every_question_is_recorded),
        cmocka_unit_test(auth_provider__faults),
        cmocka_unit_test(auth_provider__a_fault_changes_nothing),
        cmocka_unit_test(auth_provider__a_time_out_is_silence),
        cmocka_unit_test(auth_provider__principals_are_checked),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
