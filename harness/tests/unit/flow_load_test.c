/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of flow_load: what flows become, and packs that hold nothing else. What is refused has a folder of its own
 * (refused_test). */
/* modules: base doc model scenario */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "clock.h"
#include "rows.h"
#include "scenario.h"

static const char PACK[] =
    "nonesuch: 1\npack: x\nbase: provider\nfreshness: 3s\nvariables: { region: where }\n"
    "principals: { alice: { tenant: acme }, olga: { tenant: acme } }\n"
    "flows:\n"
    "  - id: a.b\n"
    "    title: something holds\n"
    "    property: dual_write\n"
    "    gate: true\n"
    "    tags: [slow]\n"
    "    steps:\n"
    "      - { as: alice, request: 'POST /x/${region}', body: { n: '${new.n}' }, capture: { all: '', id: /id, etag: "
    "'header:etag' } }\n"
    "      - as: none\n"
    "        request: GET /x/${id}\n"
    "        headers: { x-key: '${etag}' }\n"
    "        expect: [404, 410]\n"
    "        expect_body: { '': '${all}' }\n"
    "        contains: { /items: { id: '${id}' } }\n"
    "        lacks: { /items: 7 }\n"
    "        unless_body: { /unscoped: true }\n"
    "        within: freshness\n"
    "      - as: olga\n"
    "        request: GET /y\n"
    "        fault: { endpoint: register, principal: alice, kind: '502', count: 2 }\n"
    "        calls:\n"
    "          - check task ${id} update\n"
    "          - { call: 'register task *', parent: 'agent ${alice.subject}', times: 0, status: 503 }\n"
    "        within: 50ms\n"
    "    cleanup: [ { as: alice, request: 'DELETE /x/${id}' } ]\n";

static struct arena memory;
static struct pack pack;

static int load(void **state) {
    (void)state;
    struct fault f = {0};
    char line[1024];
    if (scenario_load_pack(str_from(PACK), "x", &memory, &pack, &f) != RC_OK)
        fail_msg("%s", fault_describe(&f, line, sizeof(line)));
    return 0;
}

static int forget(void **state) {
    (void)state;
    arena_free(&memory);
    return 0;
}

static void flow_load__a_pack_of_flows_alone(void **state) {
    (void)state;
    assert_int_equal(pack.surface_count + pack.resource_count + pack.permission_count, 0);
    assert_int_equal(pack.flow_count, 1);
    row_str("base", pack.base, "provider");
    const struct flow *flow = &pack.flows[0];
    row_str("id", flow->id, "a.b");
    row_str("title", flow->title, "something holds");
    assert_int_equal(flow->property, FLOW_DUAL_WRITE);
    assert_true(flow->is_gate);
    row_str("tag", flow->tags[0], "slow");
    assert_int_equal(flow->step_count, 3);
    assert_int_equal(flow->cleanup_count, 1);
    assert_int_equal(flow->reference_count, 0);
    assert_int_equal(flow->place.line, 8);
}

static void flow_load__captures(void **state) {
    (void)state;
    const struct flow_step *step = &pack.flows[0].steps[0];
    assert_int_equal(step->as, 0);
    assert_int_equal(step->expect_count, 0);
    assert_int_equal(step->capture_count, 3);
    row_str("all of it", step->captures[0].source, "");
    row_str("a pointer", step->captures[1].source, "/id");
    assert_int_equal(step->captures[2].from, EXTRACT_HEADER);
    assert_null(step->fault.kind);
}

static void flow_load__what_is_expected_of_an_answer(void **state) {
    (void)state;
    const struct flow_step *step = &pack.flows[0].steps[1];
    assert_true(step->as == NONE);
    assert_int_equal(step->expect[1], 410);
    assert_int_equal(step->within_ns, 3 * NS_PER_S);
    assert_int_equal(step->rule_count, 3);
    assert_int_equal(step->excuse_count, 1);
    assert_int_equal(step->rules[0].match, MATCH_EQUAL);
    assert_int_equal(step->rules[1].match, MATCH_CONTAINS);
    assert_int_equal(step->rules[2].match, MATCH_LACKS);
    row_str("pointer", step->rules[2].pointer, "/items");
}

static void flow_load__faults_and_calls(void **state) {
    (void)state;
    const struct flow_step *step = &pack.flows[0].steps[2];
    assert_int_equal(step->within_ns, 50 * NS_PER_MS);
    row_str("endpoint", step->fault.endpoint, "register");
    assert_string_equal(step->fault.kind, "502");
    assert_int_equal(step->fault.principal, 0);
    assert_int_equal(step->fault.count, 2);
    assert_int_equal(step->call_count, 2);
    row_str("selector", step->calls[0].selector, "${id}");
    row_str("operation", step->calls[0].operation, "update");
    assert_true(step->calls[0].times == NONE);
    assert_null(step->calls[1].operation.data);
    row_str("parent type", step->calls[1].parent_type, "agent");
    row_str("parent", step->calls[1].parent, "${alice.subject}");
    assert_int_equal(step->calls[1].times, 0);
    assert_int_equal(step->calls[1].status, 503);
}

static enum rc load_target(const char *text, struct target *out, struct fault *f) {
    return scenario_load_target(str_from(text), "t.yaml", &pack, NULL, &memory, out, f);
}

static void flow_load__the_service_that_a_pack_judges(void **state) {
    (void)state;
    struct target t = {0};
    struct fault f = {0};
    assert_int_equal(load_target("base_url: http://h\nservices: { provider: 'http://p/' }\nvariables: { region: r }\n"
                                 "principals: { alice: { bearer: t } }\n",
                                 &t, &f),
                     RC_OK);
    row_str("base", t.base_url, "http://p");
    assert_int_equal(load_target("base_url: http://h\nprincipals: { alice: { bearer: t } }\n", &t, &f), RC_CONFIG);
    assert_string_equal(f.text, "the pack 'x' judges the service 'provider': name its base URL under `services`");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flow_load__a_pack_of_flows_alone),          cmocka_unit_test(flow_load__captures),
        cmocka_unit_test(flow_load__what_is_expected_of_an_answer),  cmocka_unit_test(flow_load__faults_and_calls),
        cmocka_unit_test(flow_load__the_service_that_a_pack_judges),
    };
    return cmocka_run_group_tests(tests, load, forget);
}
