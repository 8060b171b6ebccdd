/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of scenario: the embedded pack, and what small packs and target files become. What is refused has a
 * folder of its own (refused_test). */
/* modules: base doc model scenario */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "clock.h"
#include "emit.h"
#include "rows.h"
#include "scenario.h"

static struct arena memory;
static struct pack agentex;

static int load_agentex(void **state) {
    (void)state;
    struct fault f = {0};
    char line[1024];
    const struct scenario_embedded *embedded = scenario_embedded_pack(STR("agentex"));
    assert_non_null(embedded);
    if (scenario_load_pack(embedded->text, "agentex", &memory, &agentex, &f) != RC_OK)
        fail_msg("%s", fault_describe(&f, line, sizeof(line)));
    return 0;
}

static int forget(void **state) {
    (void)state;
    arena_free(&memory);
    return 0;
}

static const struct surface *find_surface(const struct pack *p, const char *id) {
    for (size_t i = 0; i < p->surface_count; i++) {
        if (str_eq(p->surfaces[i].id, str_from(id)))
            return &p->surfaces[i];
    }
    fail_msg("no surface %s", id);
    return NULL;
}

static struct str guards_of(const struct surface *s) {
    struct str all = STR("");
    for (size_t i = 0; i < s->guard_count; i++)
        all = str_printf(&memory, "%.*s%s%.*s.%.*s", STR_ARG(all), i > 0 ? " " : "", STR_ARG(s->guards[i].type),
                         STR_ARG(s->guards[i].operation));
    return all;
}

static struct str slot_of(const struct pack *p, struct slot slot) {
    const struct resource *r = &p->resources[slot.resource];
    return str_printf(&memory, "%.*s.%.*s%s", STR_ARG(r->name), STR_ARG(r->fields[slot.field].name),
                      slot.is_below_slot ? "!" : "");
}

static void scenario__the_embedded_packs(void **state) {
    (void)state;
    assert_int_equal(scenario_embedded_count(), 2);
    assert_string_equal(scenario_embedded_at(0)->name, "agentex");
    assert_string_equal(scenario_embedded_at(1)->name, "auth-provider");
    assert_null(scenario_embedded_at(2));
    assert_null(scenario_embedded_pack(STR("agent")));
}

static void scenario__the_agentex_pack(void **state) {
    (void)state;
    row_str("name", agentex.name, "agentex");
    assert_int_equal(agentex.policy, POLICY_HIDE_UNREADABLE);
    assert_int_equal(agentex.absent_status, 404);
    assert_int_equal(agentex.principal_count, 9);
    assert_true(agentex.principals[8].is_guest && agentex.principals[8].host == 5);
    assert_int_equal(agentex.rpc_parameter_count, 9);
    row_str("owner", agentex.principals[agentex.owner].name, "alice");
    assert_int_equal(agentex.permission_count, 4);
    assert_int_equal(agentex.resource_count, 15);
    assert_true(agentex.surface_count >= 100);
    assert_int_equal(agentex.variable_count, 2);
    assert_int_equal(agentex.unknown.endpoint_count, 3);
    row_str("slot", slot_of(&agentex, agentex.unknown.slot), "task.id");
}

static void scenario__surfaces_of_agentex(void **state) {
    (void)state;
    static const struct {
        const char *id, *slot, *other, *guards;
        char flags[4]; /* Mutating, Destructive, Secondary, Creates */
    } rows[] = {
        {"get.tasks.by_id", "task.id", NULL, "task.read", ""},
        {"delete.tasks.by_name", "task.name", NULL, "task.delete", "MD"},
        {"post.tasks.export.by_id", "task.id", NULL, "task.read", ""},
        {"put.messages.by_id", "message.id", "task.id", "task.update", "MS"},
        {"put.messages.by_id@task.id", "task.id", "message.id!", "task.update", "M"},
        {"put.messages.batch.by_task_id@message.id", "message.id", "task.id", "task.update", "MS"},
        {"post.states.by_task_id@agent.id", "agent.id", "task.id", "task.update agent.read", "MD"},
        {"get.events.by_task_id@event.id", "event.id", "async_task.id", "task.read agent.read", "S"},
        {"put.tracker.by_id@event.id", "event.id", "tracker.id", "task.execute", "MS"},
        {"put.tracker.by_id", "tracker.id", "event.id!", "task.execute", "M"},
        {"delete.agent_api_keys.by_name@agent.id", "agent.id", "api_key.name!", "api_key.delete agent.update", "MD"},
        {"rpc.message_send@agent.id", "agent.id", "task.id", "agent.execute task.update", "M"},
        {"rpc.message_send.by_name.stream.at_name", "task.name", "agent.name", "agent.execute task.update", "MC"},
        {"rpc.event_send@agent.name", "async_agent.name", "async_task.id", "agent.execute task.update", "M"},
        {"rpc.task_cancel.by_id", "async_task.id", "async_agent.id", "agent.execute task.cancel", "MD"},
        {"rpc.task_create.name", "task.name", "agent.id", "agent.execute task.read", "MC"},
        {"rpc.event_send@deployment.id.at_preview", "async_deployment.id", "async_agent.id",
         "agent.execute task.update", "MS"},
        {"rpc.message_send@agent.id.at_preview", "agent.id", "deployment.id!", "agent.execute task.update", "M"},
        {"delete.agents.deployments.by_id.at_deployment_id@deployment.id", "deployment.id", "agent.id", "agent.delete",
         "MDS"},
        {"get.agents.schedules.by_id.at_schedule_name", "agent.id", "schedule.name!", "schedule.read agent.read", ""},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        const struct surface *s = find_surface(&agentex, rows[i].id);
        row_str(rows[i].id, slot_of(&agentex, s->slot), rows[i].slot);
        row_str(rows[i].id, s->other_count > 0 ? slot_of(&agentex, s->others[0]) : STR_NONE, rows[i].other);
        row_str(rows[i].id, guards_of(s), rows[i].guards);
        row_int(rows[i].id, s->is_mutating, memchr(rows[i].flags, 'M', 4) != NULL);
        row_int(rows[i].id, s->is_destructive, memchr(rows[i].flags, 'D', 4) != NULL);
        row_int(rows[i].id, s->is_secondary, memchr(rows[i].flags, 'S', 4) != NULL);
        row_int(rows[i].id, s->absent == ABSENT_CREATES, memchr(rows[i].flags, 'C', 4) != NULL);
    }
}

static void scenario__the_agent_of_a_method_is_tested_once_per_endpoint(void **state) {
    (void)state;
    size_t count = 0;
    for (size_t i = 0; i < agentex.surface_count; i++)
        count += str_glob(STR("rpc.*@agent.*"), agentex.surfaces[i].id);
    assert_int_equal(count, 5 * 3);
}

static void scenario__rpc_bodies(void **state) {
    (void)state;
    const struct surface *s = find_surface(&agentex, "rpc.task_cancel.by_name.at_name");
    row_str("path", s->request.path, "/agents/name/${async_agent.name}/rpc");
    row_str(
        "body", emit_to_str(&memory, s->request.body),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"task/cancel\",\"params\":{\"task_name\":\"${async_task.name}\"}}");
    s = find_surface(&agentex, "rpc.event_send.by_id.at_preview");
    row_str("preview", s->request.path, "/agents/${async_agent.id}/deployments/${async_deployment.id}/rpc");
    row_int("beside its task a deployment is a reference of its own", s->others[1].is_below_slot, false);
    s = find_surface(&agentex, "rpc.message_send.by_id.stream");
    assert_true(value_bool(value_point(s->request.body, STR("/params/stream")), false));
    s = find_surface(&agentex, "rpc.message_send.by_name");
    row_str("created", s->created.source, "/result/0/task_id");
    row_str("of", agentex.resources[s->created_resource].name, "task");
    assert_true(find_surface(&agentex, "rpc.message_send.by_id")->created_resource == NONE);
}

static void scenario__resources_of_agentex(void **state) {
    (void)state;
    static const struct {
        const char *name, *type, *parent;
        bool is_visible_text;
    } rows[] = {
        {"agent", "agent", NULL, true},           {"async_agent", "agent", NULL, true},
        {"task", "task", "agent", true},          {"async_task", "task", "async_agent", true},
        {"message", "task", "task", true},        {"event", "task", "async_task", true},
        {"tracker", "task", "async_task", false}, {"api_key", "api_key", "agent", false},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        const struct resource *r = &agentex.resources[pack_find_resource(&agentex, str_from(rows[i].name))];
        row_str(rows[i].name, r->type, rows[i].type);
        row_str(rows[i].name, r->parent == NONE ? STR_NONE : agentex.resources[r->parent].name, rows[i].parent);
        row_int(rows[i].name, r->is_visible_text, rows[i].is_visible_text);
    }
    const struct resource *copy = &agentex.resources[pack_find_resource(&agentex, STR("async_task"))];
    row_str("a copy names itself", copy->read.path, "/tasks/${async_task.id}");
    row_str("and its own parent", copy->create[0].request.path, "/agents/${async_agent.id}/rpc");
    assert_true(copy->fields[0].is_chosen && !copy->fields[1].is_chosen);
    assert_int_equal(copy->fields[1].absent, ABSENT_UUID4);
    row_str("unseen", copy->remove_unseen.path, "/tasks/name/${async_task.name}");
    assert_true(agentex.resources[pack_find_resource(&agentex, STR("state"))].is_only_child);
}

static void scenario__parents_stand_before_children(void **state) {
    (void)state;
    struct pack p;
    struct fault f = {0};
    struct str text =
        STR("nonesuch: 1\npack: x\npermissions: { a: { owner: [read] } }\nprincipals: { o: { tenant: t } }\n"
            "resources:\n"
            "  c: { parent: b, create: { request: 'POST /c', capture: { id: 'header:location' } } }\n"
            "  b: { parent: a, create: { request: 'POST /b', capture: { id: /id } } }\n"
            "  a: { create: { request: 'POST /a', capture: { id: /id } } }\n"
            "surfaces: [ 'GET /c/${c.id} needs a.read' ]\n");
    assert_int_equal(scenario_load_pack(text, "x", &memory, &p, &f), RC_OK);
    row_str("first", p.resources[0].name, "a");
    row_str("last", p.resources[2].name, "c");
    row_str("type of its ancestor", p.resources[2].type, "a");
    assert_int_equal(p.resources[2].create[0].captures[0].from, EXTRACT_HEADER);
    assert_int_equal(p.surfaces[0].place.line, 9);
}

static const char *environment(const char *name) {
    return strcmp(name, "TOKEN") == 0 ? "from-environment" : NULL;
}

#define TARGET                                                                                                         \
    "base_url: http://h:1/x/\nenvironment: isolated\nhttp2: prior_knowledge\nprincipals:\n"                            \
    "  alice: { bearer: '${env:TOKEN}', subject: user-1, header: { x-account: '42' } }\n"                              \
    "  erin: { basic: 'erin:secret' }\n  victor: { basic: { user: victor, password: secret }, cookie: 'a=b' }\n"       \
    "  robot: { bearer: of-another-pack }\nskip: { olga: on leave }\nvariables: { acp_url: 'http://a' }\nsettle: 2s\n" \
    "limits: { jobs: 8, rate_limit: 200/s, max_time: 20m }\ntls: { cacert: ca.pem }\n"                                 \
    "observers: { auth_provider: { control: 'http://c/', token: '$${' } }\n"

static struct target load_target(const char *text, const struct variable *variables, size_t count) {
    struct target t = {0};
    struct fault f = {0};
    char line[1024];
    struct scenario_inputs inputs = {.get_environment = environment, .variables = variables, .variable_count = count};
    if (scenario_load_target(str_from(text), "t.yaml", &agentex, &inputs, &memory, &t, &f) != RC_OK)
        fail_msg("%s", fault_describe(&f, line, sizeof(line)));
    return t;
}

static void scenario__a_target(void **state) {
    (void)state;
    struct target t = load_target(TARGET, NULL, 0);
    row_str("base", t.base_url, "http://h:1/x");
    assert_int_equal(t.environment, ENVIRONMENT_ISOLATED);
    assert_int_equal(t.environment_line, 2);
    assert_int_equal(t.environment_column, 14);
    assert_int_equal(t.http2, HTTP2_PRIOR_KNOWLEDGE);
    assert_int_equal(t.settle_ns, 2 * NS_PER_S);
    assert_int_equal(t.limits.jobs, 8);
    assert_int_equal(t.limits.rate_per_s, 200);
    assert_int_equal(t.limits.max_time_ns, 20 * 60 * NS_PER_S);
    assert_int_equal(t.limits.max_requests, 0);
    row_str("cacert", t.cacert, "ca.pem");
    row_str("control", t.auth_provider.control, "http://c");
    row_str("token", secret_unwrap(t.auth_provider.token), "${");
    assert_int_equal(t.agent.control.len, 0);
    row_str("variable", t.variables[0].value, "http://a");
}

static void scenario__credentials(void **state) {
    (void)state;
    struct target t = load_target(TARGET, NULL, 0);
    static const struct {
        const char *name, *header, *value, *subject, *skip;
        size_t count;
        bool is_given;
    } rows[] = {
        {"alice", "Authorization", "Bearer from-environment", "user-1", NULL, 2, true},
        {"erin", "Authorization", "Basic ZXJpbjpzZWNyZXQ=", "erin", NULL, 1, true},
        {"victor", "Authorization", "Basic dmljdG9yOnNlY3JldA==", "victor", NULL, 2, true},
        {"rita", NULL, NULL, "rita", NULL, 0, false},
        {"olga", NULL, NULL, "olga", "on leave", 0, false},
        {"nobody", NULL, NULL, "nobody", NULL, 0, true},
    };
    assert_int_equal(t.credential_count, agentex.principal_count);
    for (size_t i = 0; i < ROWS(rows); i++) {
        const struct credential *c = &t.credentials[pack_find_principal(&agentex, str_from(rows[i].name))];
        row_int(rows[i].name, (int64_t)c->header_count, (int64_t)rows[i].count);
        row_int(rows[i].name, c->is_given, rows[i].is_given);
        row_str(rows[i].name, c->subject, rows[i].subject);
        row_str(rows[i].name, c->skip_reason, rows[i].skip);
        if (c->header_count > 0) {
            row_str(rows[i].name, c->headers[0].name, rows[i].header);
            row_str(rows[i].name, secret_unwrap(c->headers[0].secret), rows[i].value);
            assert_int_equal(c->headers[0].value.len, 0);
        }
    }
}

static void scenario__given_variables_win(void **state) {
    (void)state;
    struct variable given[] = {{.name = STR("acp_url"), .value = STR("http://b")}};
    struct target t = load_target(TARGET, given, 1);
    row_str("over the target's", t.variables[0].value, "http://b");
    t = load_target("base_url: http://h\nprincipals: { alice: { bearer: t } }\n", given, 1);
    row_str("alone", t.variables[0].value, "http://b");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenario__the_embedded_packs),
        cmocka_unit_test(scenario__the_agentex_pack),
        cmocka_unit_test(scenario__surfaces_of_agentex),
        cmocka_unit_test(scenario__the_agent_of_a_method_is_tested_once_per_endpoint),
        cmocka_unit_test(scenario__rpc_bodies),
        cmocka_unit_test(scenario__resources_of_agentex),
        cmocka_unit_test(scenario__parents_stand_before_children),
        cmocka_unit_test(scenario__a_target),
        cmocka_unit_test(scenario__credentials),
        cmocka_unit_test(scenario__given_variables_win),
    };
    return cmocka_run_group_tests(tests, load_agentex, forget);
}
