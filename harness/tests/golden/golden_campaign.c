/* SPDX-License-Identifier: Apache-2.0
 *
 * golden_campaign: a fuzz campaign of a night that found one thing: a body with `stream` tells denied from absent. */
#include "clock.h"
#include "golden_parts.h"
#include "golden_results.h"

#define URL "http://127.0.0.1:5003/agents/9c41/rpc"
#define SURFACE "rpc.message_send.task_id"
#define HOUR_NS (3600 * NS_PER_S)

static const struct golden_check checks[] = {
    {SURFACE ".fuzz_1c5f0a77", "fay", "plain", PROPERTY_NONDISCLOSURE, VERDICT_FAIL, DOUBT_NONE, "as an absent one", "",
     0},
    {"rpc.task_cancel.task_id", "fay", "fuzzed", PROPERTY_NONDISCLOSURE, VERDICT_PASS, DOUBT_NONE, "as an absent one",
     "", SIZE_MAX},
    {"rpc.unknown", "fay", "fuzzed", PROPERTY_UNKNOWN_METHOD, VERDICT_PASS, DOUBT_NONE, "as an absent one", "",
     SIZE_MAX},
};

static struct golden_exchange answer(struct str request, struct str body) {
    return (struct golden_exchange){.method = STR("POST"),
                                    .url = STR(URL),
                                    .request_body = request,
                                    .status = 200,
                                    .reason = STR("OK"),
                                    .lines = STR("Content-Type: application/json\n"),
                                    .body = body};
}

static struct made_up_body build_body(struct arena *a) {
    static const struct body_reference references[] = {{.text = STR("@@REF1@@"), .field = STR("task.id")},
                                                       {.text = STR("9c41"), .field = STR("agent.id"), .is_own = true}};
    return (struct made_up_body){
        .is_there = true,
        .text = STR("{\"method\":\"message/"
                    "send\",\"params\":{\"task_id\":\"@@REF1@@\",\"agent_id\":\"9c41\",\"stream\":true},\"id\":1}"),
        .envelope = STR("plain"),
        .address = STR(SURFACE),
        .references = GOLDEN_COPY(a, struct body_reference, references),
        .reference_count = GOLDEN_COUNT(references)};
}

static struct finding build_stream(struct arena *a) {
    struct golden_exchange denied =
        answer(STR("{\"method\":\"message/"
                   "send\",\"params\":{\"task_id\":\"5b1d\",\"agent_id\":\"9c41\",\"stream\":true},\"id\":1}"),
               STR("{\"error\":{\"code\":-32003,\"message\":\"denied\"},\"id\":1}"));
    struct golden_exchange absent =
        answer(STR("{\"method\":\"message/"
                   "send\",\"params\":{\"task_id\":\"0e7a\",\"agent_id\":\"9c41\",\"stream\":true},\"id\":1}"),
               STR("{\"error\":{\"code\":-32602,\"message\":\"not found\"},\"id\":1}"));
    return (struct finding){
        .fingerprint = STR("1c5f0a771c5f0a77"),
        .property = PROPERTY_NONDISCLOSURE,
        .severity = SEVERITY_HIGH,
        .cwe = 204,
        .kind = STR("rpc"),
        .feature = STR("rpc code"),
        .pack = STR("agentex"),
        .surface = STR(SURFACE ".fuzz_1c5f0a77"),
        .variation = STR("plain"),
        .principals = STR("fay"),
        .title = STR("a body tells a denied thing from an absent one, by its rpc code"),
        .left = STR("-32003"),
        .right = STR("-32602"),
        .sides = {golden_side(a, "denied", STR("5b1d"), &denied), golden_side(a, "absent", STR("0e7a"), &absent)},
        .curl = STR("curl -sS -i --path-as-is -H \"x-api-key: $NONESUCH_FAY\" -X POST " URL),
        .seen = 1,
        .tried = 1,
        .made_up = build_body(a),
    };
}

/* A parser that takes more than the contract does, one call that it does not take, and a body that is no text. */
static struct conformance readings(struct arena *a) {
    static const struct {
        enum conformance_reading reading;
        bool is_taken;
        const char *subject, *reason;
        size_t bodies;
        int status;
        int64_t code;
        const char *example;
        size_t example_bytes; /* 0: it is shown as a whole */
    } rows[] = {
        {CONFORMANCE_MALFORMED, true, "", "expected a key in double quotes", 1204, 404, 0,
         "{\"method\":\"task/cancel\",\"params\":{\"task_id\":\"0e7a\",}}", 0},
        {CONFORMANCE_MALFORMED, true, "", "bytes that are not UTF-8", 77, 404, 0,
         "{\"method\":\"task/cancel\",\"params\":{\"task_id\":\"0e7a\"},\"\xff\":0}", 0},
        {CONFORMANCE_INVALID, true, "event/send", "body.params: Input should be a valid dictionary", 41, 200, -32001,
         "{\"method\":\"event/send\",\"params\":[\"0e7a\"]}", 0},
        {CONFORMANCE_UNKNOWN_METHOD, true, "", "", 30, 404, 0,
         "{\"method\":\"Task/Cancel\",\"params\":{\"task_id\":\"0e7a\"}}", 0},
        {CONFORMANCE_WELL_FORMED, false, "message/send", "", 7, 422, 0,
         "{\"method\":\"message/send\",\"params\":{\"task_id\":\"0e7a\",\"content\":{\"type\":\"data\"", 5120},
        {CONFORMANCE_WELL_FORMED, false, "task/interrupt", "", 2, 200, -32601,
         "{\"method\":\"task/interrupt\",\"params\":{\"task_name\":\"</script><b>|`0e7a`\"}}", 0},
    };
    struct conformance c = {.is_compared = true, .alike = 676639, .otherwise = 1361, .undecided = 412};
    c.kinds = ARENA_ARRAY(a, struct conformance_kind, GOLDEN_COUNT(rows));
    for (; c.kind_count < GOLDEN_COUNT(rows); c.kind_count++) {
        struct str example = str_from(rows[c.kind_count].example);
        size_t bytes = rows[c.kind_count].example_bytes;
        c.kinds[c.kind_count] = (struct conformance_kind){.reading = rows[c.kind_count].reading,
                                                          .is_taken = rows[c.kind_count].is_taken,
                                                          .subject = str_from(rows[c.kind_count].subject),
                                                          .reason = str_from(rows[c.kind_count].reason),
                                                          .bodies = rows[c.kind_count].bodies,
                                                          .status = rows[c.kind_count].status,
                                                          .code = rows[c.kind_count].code,
                                                          .example = example,
                                                          .example_bytes = bytes > 0 ? bytes : example.len};
    }
    return c;
}

/* Much that is new at the start, a little later, nothing towards the morning. */
static struct campaign_record night(struct arena *a) {
    static const struct {
        int64_t half_hours;
        size_t requests, news;
    } rows[] = {{0, 0, 0},        {1, 90000, 231},    {2, 180000, 290},  {4, 361000, 344},
                {8, 719000, 371}, {12, 1080000, 380}, {16, 1440000, 380}};
    struct campaign_record r = {.is_there = true,
                                .tally = {.bodies = 700000,
                                          .pairs = 699000,
                                          .lost = 1000,
                                          .names = 40000,
                                          .requests = 1440000,
                                          .confirming = 2900,
                                          .by_status_class = {2, 0, 1399998, 0, 39000, 1000},
                                          .news = 380,
                                          .looks = 720,
                                          .suspicions = 9,
                                          .confirmed = 3,
                                          .flaky = 1,
                                          .not_reproduced = 5,
                                          .known = 412,
                                          .restarts = 1,
                                          .blocked_ns = 3 * HOUR_NS,
                                          .elapsed_ns = 8 * HOUR_NS}};
    r.conformance = readings(a);
    r.points = ARENA_ARRAY(a, struct campaign_point, GOLDEN_COUNT(rows));
    for (; r.point_count < GOLDEN_COUNT(rows); r.point_count++)
        r.points[r.point_count] = (struct campaign_point){.at_ns = rows[r.point_count].half_hours * HOUR_NS / 2,
                                                          .requests = rows[r.point_count].requests,
                                                          .news = rows[r.point_count].news};
    return r;
}

void golden_build_campaign(struct arena *a, struct result *r) {
    const struct control controls[] = {{.id = STR("liveness/target"), .passed = true}};
    const struct finding findings[] = {build_stream(a)};
    golden_begin(a, r);
    golden_set_checks(a, r, checks, GOLDEN_COUNT(checks));
    r->controls = GOLDEN_COPY(a, struct control, controls);
    r->control_count = GOLDEN_COUNT(controls);
    r->findings = GOLDEN_COPY(a, struct finding, findings);
    r->finding_count = GOLDEN_COUNT(findings);
    r->options = STR("nonesuch fuzz -t target.yaml --max-time 8h");
    r->surfaces_declared = r->surfaces_exercised = 3;
    r->duration_ns = 8 * HOUR_NS;
    r->campaign = night(a);
    r->ledger.requests = r->campaign.tally.requests + r->campaign.tally.confirming;
}
