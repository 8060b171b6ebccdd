/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of campaign.h: findings of an earlier campaign, sent again to a lab with a defect. */
/* modules: campaign lab_deployment */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "campaign.h"
#include "curl_transport.h"
#include "deployment.h"
#include "mutate.h"
#include "rows.h"
#include "scenario.h"

#define SURFACE "rpc.unknown_method.fuzz_0000000"
#define ADDRESS "rpc.event_send.by_id"
#define LEAK "{\"params\":{\"task_id\":\"@@REF9@@\",\"debug\":0}}"
#define TIGHT "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"task/interrupt\",\"params\":{\"task_id\":\"@@REF9@@\"}}"

struct bench {
    struct arena arena;
    struct deployment *lab;
    struct pack pack;
    struct target target;
    struct transport *transport, *control;
    struct result result;
};

static int start(void **state) {
    static struct bench b;
    const struct str defects[] = {STR("fuzz-debug-name")};
    const struct deployment_options with = {.defects = defects, .defect_count = ROWS(defects)};
    const struct scenario_inputs inputs = {0};
    const struct curl_transport_options one = {.lanes = 1}, few = {.lanes = 4};
    b = (struct bench){0};
    *state = &b;
    struct str pack = scenario_embedded_pack(STR("agentex"))->text;
    bool is_up =
        deployment_start(&with, &b.lab, NULL) == RC_OK &&
        scenario_load_pack(pack, "agentex", &b.arena, &b.pack, NULL) == RC_OK &&
        scenario_load_target(deployment_target(b.lab), "lab", &b.pack, &inputs, &b.arena, &b.target, NULL) == RC_OK &&
        curl_transport_new(&few, &b.transport, NULL) == RC_OK && curl_transport_new(&one, &b.control, NULL) == RC_OK;
    return is_up ? 0 : -1;
}

static int stop(void **state) {
    struct bench *b = *state;
    curl_transport_del(b->transport);
    curl_transport_del(b->control);
    deployment_stop(b->lab);
    arena_free(&b->arena);
    return 0;
}

static void replay_with(struct bench *b, const struct finding *findings, size_t count,
                        const struct campaign_options *options) {
    const struct run_options run = {.seed = 1};
    const struct campaign_setting setting = {.run = {.pack = &b->pack,
                                                     .target = &b->target,
                                                     .transport = b->transport,
                                                     .control = b->control,
                                                     .options = &run},
                                             .options = options};
    const struct finding **then = ARENA_ARRAY(&b->arena, const struct finding *, count);
    struct fault f = {0};
    for (size_t i = 0; i < count; i++)
        then[i] = &findings[i];
    if (campaign_replay(&setting, then, count, &b->arena, &b->result, &f) != RC_OK)
        fail_msg("%s", f.text);
}

static void replay(struct bench *b, const struct finding *findings, size_t count) {
    replay_with(b, findings, count, &(struct campaign_options){.is_isolated = true, .patience_ns = 1});
}

static const struct check *check_at(const struct bench *b, struct str surface) {
    const struct check *found = NULL;
    for (size_t i = 0; i < b->result.check_count; i++) {
        if (str_eq(b->result.checks[i].surface, surface))
            found = &b->result.checks[i];
    }
    assert_non_null(found);
    return found;
}

static struct body_reference task[] = {{.text = STR("@@REF9@@"), .field = STR("task.id")}};
static struct body_reference lost[] = {{.text = STR("@@REF9@@"), .field = STR("planet.id")}};
static struct body_reference wrong[] = {{.text = STR("nine"), .field = STR("task.id")}};
static struct body_reference foreign[] = {{.text = STR("old-agent"), .field = STR("planet.id"), .is_own = true}};

/* Of another's making: it would stand for anything, or for nothing at all. */
static struct body_reference empty[] = {{.text = {"", 0}, .field = STR("agent.id"), .is_own = true}};
static struct body_reference brief[] = {{.text = STR("e"), .field = STR("agent.id"), .is_own = true}};

#define BODY(text_, envelope_, address_, references_)                                               \
    {                                                                                               \
        .is_there = true, .text = STR(text_), .envelope = STR(envelope_), .address = STR(address_), \
        .references = (references_), .reference_count = 1                                           \
    }

static const struct {
    const char *row;
    const char *kind;
    enum property property;
    struct made_up_body body;
    enum verdict verdict;
    enum doubt doubt;
    const char *reason;
} rows[] = {
    {"shows", "body", PROPERTY_NONDISCLOSURE, BODY(LEAK, "plain", ADDRESS, task), VERDICT_FAIL, DOUBT_NONE, ""},
    {"reveals", "reveal", PROPERTY_REVEAL, BODY(LEAK, "plain", ADDRESS, task), VERDICT_FAIL, DOUBT_NONE, ""},
    {"shows in another way", "access", PROPERTY_PERMISSION, BODY(LEAK, "utf-8", ADDRESS, task), VERDICT_FAIL,
     DOUBT_NONE, ""},
    {"does not", "body", PROPERTY_NONDISCLOSURE, BODY(TIGHT, "plain", ADDRESS, task), VERDICT_PASS, DOUBT_NONE, ""},
    {"no failure", "status", PROPERTY_ROBUSTNESS, BODY(TIGHT, "gzip", ADDRESS, task), VERDICT_PASS, DOUBT_NONE, ""},
    {"no effect", "effect", PROPERTY_EFFECTS, BODY(TIGHT, "plain", ADDRESS, task), VERDICT_PASS, DOUBT_NONE, ""},
    {"no dispatch", "dispatch", PROPERTY_UNKNOWN_METHOD, BODY("{\"method\":\"x/y\"}", "plain", ADDRESS, task),
     VERDICT_PASS, DOUBT_NONE, ""},
    {"no body", "body", PROPERTY_NONDISCLOSURE, {0}, VERDICT_INCONCLUSIVE, DOUBT_NOT_EXERCISED, "no body to send"},
    {"an envelope of another version", "body", PROPERTY_NONDISCLOSURE, BODY(LEAK, "brotli", ADDRESS, task),
     VERDICT_INCONCLUSIVE, DOUBT_NOT_EXERCISED, "no envelope 'brotli'"},
    {"an address of another pack", "body", PROPERTY_NONDISCLOSURE, BODY(LEAK, "plain", "rpc.orbit", task),
     VERDICT_INCONCLUSIVE, DOUBT_NOT_EXERCISED, "'rpc.orbit'"},
    {"a thing of another pack", "body", PROPERTY_NONDISCLOSURE, BODY(LEAK, "plain", ADDRESS, lost),
     VERDICT_INCONCLUSIVE, DOUBT_NOT_EXERCISED, "'planet.id'"},
    {"an own thing of another pack", "body", PROPERTY_NONDISCLOSURE, BODY("[\"old-agent\"]", "plain", ADDRESS, foreign),
     VERDICT_INCONCLUSIVE, DOUBT_NOT_EXERCISED, "'planet.id'"},
    {"an own thing without a text", "body", PROPERTY_NONDISCLOSURE, BODY(TIGHT, "plain", ADDRESS, empty),
     VERDICT_INCONCLUSIVE, DOUBT_NOT_EXERCISED, "'agent.id' in the body is too short"},
    {"an own thing of one letter", "body", PROPERTY_NONDISCLOSURE, BODY(TIGHT, "plain", ADDRESS, brief),
     VERDICT_INCONCLUSIVE, DOUBT_NOT_EXERCISED, "'agent.id' in the body is too short"},
    {"a reference that is no marker", "body", PROPERTY_NONDISCLOSURE, BODY(LEAK, "plain", ADDRESS, wrong),
     VERDICT_INCONCLUSIVE, DOUBT_NOT_EXERCISED, "'task.id'"},
    {"a marker of nothing", "body", PROPERTY_NONDISCLOSURE, BODY("[\"@@REF1@@\"]", "plain", ADDRESS, task),
     VERDICT_INCONCLUSIVE, DOUBT_NOT_EXERCISED, "does not say what the markers"},
    {"a method that is known now", "dispatch", PROPERTY_UNKNOWN_METHOD, BODY(TIGHT, "plain", ADDRESS, task),
     VERDICT_INCONCLUSIVE, DOUBT_NOT_EXERCISED, "knows the method now"},
};

static struct str surface_of(struct bench *b, size_t i) {
    return str_printf(&b->arena, SURFACE "%zu", i);
}

static void campaign_replay__says_of_each_finding_what_became_of_it(void **state) {
    struct bench *b = *state;
    struct finding then[ROWS(rows)] = {0};
    for (size_t i = 0; i < ROWS(rows); i++)
        then[i] = (struct finding){.surface = surface_of(b, i),
                                   .kind = str_from(rows[i].kind),
                                   .property = rows[i].property,
                                   .made_up = rows[i].body};
    replay(b, then, ROWS(rows));
    for (size_t i = 0; i < ROWS(rows); i++) {
        const struct check *c = check_at(b, then[i].surface);
        row_int(rows[i].row, c->verdict, rows[i].verdict);
        row_int(rows[i].row, c->doubt, rows[i].doubt);
        if (!str_contains(c->reason, str_from(rows[i].reason)))
            fail_msg("%s: %.*s", rows[i].row, STR_ARG(c->reason));
    }
    assert_false(b->result.was_stopped);
    assert_int_equal(b->result.finding_count, 3);
    assert_int_equal(b->result.ledger.fixtures_left, 0);
}

/* What is found again can be sent again; of what is not, both answers are there. */
static void campaign_replay__has_the_body_and_the_answers(void **state) {
    struct bench *b = *state;
    struct finding then[] = {{.surface = surface_of(b, 0), .kind = STR("body"), .made_up = rows[0].body},
                             {.surface = surface_of(b, 3), .kind = STR("body"), .made_up = rows[3].body}};
    replay(b, then, ROWS(then));
    const struct made_up_body *again = &b->result.findings[0].made_up;
    assert_true(again->is_there && again->reference_count == 1 && !str_contains(again->text, STR("@@REF9@@")));
    assert_true(str_eq(again->references[0].field, STR("task.id")) && str_eq(again->address, STR(ADDRESS)));
    assert_true(str_contains(again->text, again->references[0].text));
    const struct check *c = check_at(b, then[1].surface);
    assert_non_null(c->last[0].exchange);
    assert_non_null(c->last[1].exchange);
    assert_true(c->last[0].exchange->status > 0 && c->last[0].exchange->status == c->last[1].exchange->status);
    assert_true(str_eq(c->last[0].label, STR("denied")) && str_eq(c->last[1].label, STR("absent")));
}

/* An id of that campaign is one of today when it is sent. */
static void campaign_replay__own_things_are_those_of_today(void **state) {
    struct bench *b = *state;
    struct body_reference references[] = {{.text = STR("@@REF9@@"), .field = STR("task.id")},
                                          {.text = STR("old-agent"), .field = STR("agent.id"), .is_own = true}};
    struct finding then = {.surface = surface_of(b, 0),
                           .kind = STR("body"),
                           .made_up = BODY("{\"params\":{\"task_id\":\"@@REF9@@\",\"debug\":\"old-agent\"}}", "plain",
                                           ADDRESS, references)};
    then.made_up.reference_count = ROWS(references);
    replay(b, &then, 1);
    assert_int_equal(b->result.finding_count, 1);
    const struct made_up_body *again = &b->result.findings[0].made_up;
    assert_false(str_contains(again->text, STR("old-agent")));
    assert_int_equal(again->reference_count, 2);
    assert_true(again->references[1].is_own && str_eq(again->references[1].field, STR("agent.id")));
}

static void campaign_replay__ends_at_so_many_findings(void **state) {
    struct bench *b = *state;
    struct finding then[] = {{.surface = surface_of(b, 0), .kind = STR("body"), .made_up = rows[0].body},
                             {.surface = surface_of(b, 1), .kind = STR("body"), .made_up = rows[0].body}};
    replay_with(b, then, ROWS(then), &(struct campaign_options){.max_findings = 1, .is_isolated = true});
    assert_true(b->result.was_stopped && b->result.finding_count == 1);
    assert_int_equal(check_at(b, then[1].surface)->doubt, DOUBT_STOPPED);
}

/* It may end a server. */
static void campaign_replay__a_large_body_goes_to_who_is_isolated(void **state) {
    struct bench *b = *state;
    struct finding then = {.surface = surface_of(b, 0), .kind = STR("status"), .property = PROPERTY_ROBUSTNESS};
    char *large = arena_alloc(&b->arena, MUTATE_BODY_BYTES + 1, 1);
    memset(large, '1', MUTATE_BODY_BYTES + 1);
    then.made_up = (struct made_up_body){.is_there = true,
                                         .text = str_of(large, MUTATE_BODY_BYTES + 1),
                                         .envelope = STR("plain"),
                                         .address = STR(ADDRESS)};
    replay_with(b, &then, 1, &(struct campaign_options){0});
    assert_true(str_contains(check_at(b, then.surface)->reason, STR("environment: isolated")));
    replay(b, &then, 1);
    assert_int_equal(check_at(b, then.surface)->verdict, VERDICT_PASS);
}

/* It may mix up the requests of others. */
static void campaign_replay__a_false_length_goes_to_who_is_isolated(void **state) {
    struct bench *b = *state;
    struct finding then = {.surface = surface_of(b, 0), .kind = STR("status"), .made_up = rows[0].body};
    then.made_up.envelope = STR("lengths-equal");
    replay_with(b, &then, 1, &(struct campaign_options){0});
    assert_true(str_contains(check_at(b, then.surface)->reason, STR("environment: isolated")));
    assert_int_equal(check_at(b, then.surface)->doubt, DOUBT_NOT_EXERCISED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(campaign_replay__says_of_each_finding_what_became_of_it),
        cmocka_unit_test(campaign_replay__has_the_body_and_the_answers),
        cmocka_unit_test(campaign_replay__own_things_are_those_of_today),
        cmocka_unit_test(campaign_replay__ends_at_so_many_findings),
        cmocka_unit_test(campaign_replay__a_large_body_goes_to_who_is_isolated),
        cmocka_unit_test(campaign_replay__a_false_length_goes_to_who_is_isolated),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
