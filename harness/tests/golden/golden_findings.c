/* SPDX-License-Identifier: Apache-2.0
 *
 * golden_findings: a run that found things: another tenant's task is read, 403 tells denied from absent, a header
 * does, a canary is revealed; a control failed, and some checks are inconclusive for one reason, one for another. */
#include "golden_parts.h"
#include "golden_results.h"

#define URL "http://127.0.0.1:5003"
#define CURL_HEAD "curl -sS -i --path-as-is -H \"x-api-key: $NONESUCH_MALLORY\" "
#define HEARTBEAT "the heartbeat of zoe failed after request 4100: look at her credential"

enum { READ_TASK, STATUS_403, REVEAL_LIST, HEADER_OWNER };

static const struct golden_check checks[] = {
    {"get.tasks.by_id", "mallory", "plain", PROPERTY_PERMISSION, VERDICT_FAIL, DOUBT_NONE, "hidden", "", READ_TASK},
    {"delete.tasks.by_name", "mallory", "plain", PROPERTY_NONDISCLOSURE, VERDICT_FAIL, DOUBT_NONE, "hidden", "",
     STATUS_403},
    {"delete.tasks.by_name", "nick", "plain", PROPERTY_NONDISCLOSURE, VERDICT_FAIL, DOUBT_NONE, "hidden", "",
     STATUS_403},
    {"get.agents.by_id", "mallory", "method-head", PROPERTY_NONDISCLOSURE, VERDICT_FAIL, DOUBT_NONE, "hidden", "",
     HEADER_OWNER},
    {"get.tasks", "mallory", "plain", PROPERTY_REVEAL, VERDICT_FAIL, DOUBT_NONE, "no reveal", "", REVEAL_LIST},
    {"get.messages", "zoe", "plain", PROPERTY_NONDISCLOSURE, VERDICT_INCONCLUSIVE, DOUBT_CONTROL, "hidden", HEARTBEAT,
     SIZE_MAX},
    {"get.states", "zoe", "plain", PROPERTY_NONDISCLOSURE, VERDICT_INCONCLUSIVE, DOUBT_CONTROL, "hidden", HEARTBEAT,
     SIZE_MAX},
    {"get.spans", "mallory", "plain", PROPERTY_NONDISCLOSURE, VERDICT_INCONCLUSIVE, DOUBT_DROPPED, "hidden",
     "6 of 8 samples timed out", SIZE_MAX},
    {"get.events", "zoe", "plain", PROPERTY_NONDISCLOSURE, VERDICT_INCONCLUSIVE, DOUBT_CONTROL, "hidden", HEARTBEAT,
     SIZE_MAX},
    {"get.tracker", "zoe", "plain", PROPERTY_NONDISCLOSURE, VERDICT_INCONCLUSIVE, DOUBT_CONTROL, "hidden", HEARTBEAT,
     SIZE_MAX},
    {"get.tracker", "mallory", "plain", PROPERTY_NONDISCLOSURE, VERDICT_PASS, DOUBT_NONE, "hidden", "", SIZE_MAX},
};

static struct golden_exchange absent(void) {
    return (struct golden_exchange){
        .method = STR("GET"),
        .url = STR(URL "/tasks/0e7a"),
        .status = 404,
        .reason = STR("Not Found"),
        .lines = STR("Content-Type: application/json\nContent-Length: 33\n"),
        .body = STR("{\"message\":\"Task 0e7a not found\"}"),
    };
}

static struct finding build_read_task(struct arena *a) {
    struct golden_exchange denied = absent(), missing = absent();
    denied.url = STR(URL "/tasks/5b1d");
    denied.status = 200;
    denied.reason = STR("OK");
    denied.body = STR("{\"id\":\"5b1d\",\"name\":\"canary-of-owner\"}");
    denied.waits_us = STR("1890 1204 1175 1231");
    missing.waits_us = STR("742 698 731 705");
    return (struct finding){
        .fingerprint = STR("00112233445566aa"),
        .property = PROPERTY_PERMISSION,
        .severity = SEVERITY_CRITICAL,
        .cwe = 639,
        .kind = STR("access"),
        .feature = STR("status"),
        .pack = STR("agentex"),
        .surface = STR("get.tasks.by_id"),
        .variation = STR("plain"),
        .principals = STR("mallory"),
        .title = STR("A stranger reads another tenant's task"),
        .left = STR("200"),
        .right = STR("404"),
        .cost = STR("any account; ids must be known; one request"),
        .sides = {golden_side(a, "denied", STR("5b1d"), &denied), golden_side(a, "absent", STR("0e7a"), &missing)},
        .curl = STR(CURL_HEAD URL "/tasks/5b1d\n" CURL_HEAD URL "/tasks/0e7a"),
        .seen = 4,
        .tried = 4,
    };
}

static struct finding build_status(struct arena *a) {
    struct golden_exchange denied = absent();
    denied.method = STR("DELETE");
    denied.url = STR(URL "/tasks/name/quiet-otter-7");
    denied.status = 403;
    denied.reason = STR("Forbidden");
    denied.body = STR("{\"message\":\"You may not delete this task\"}");
    struct golden_exchange missing = absent();
    missing.method = STR("DELETE");
    missing.url = STR(URL "/tasks/name/brave-heron-2");
    denied.waits_us = STR("1000 1000 1000 1000 1000 1000 1000 1000");
    missing.waits_us = denied.waits_us;
    return (struct finding){
        .fingerprint = STR("1122334455667788"),
        .property = PROPERTY_NONDISCLOSURE,
        .severity = SEVERITY_HIGH,
        .cwe = 204,
        .kind = STR("status"),
        .also = STR("body header"),
        .feature = STR("status"),
        .pack = STR("agentex"),
        .surface = STR("delete.tasks.by_name"),
        .variation = STR("plain"),
        .principals = STR("mallory, nick"),
        .title = STR("The status tells a denied task from an absent one"),
        .left = STR("403"),
        .right = STR("404"),
        .cost = STR("any account; names can be guessed; one request per name"),
        .sides = {golden_side(a, "denied", STR("quiet-otter-7"), &denied),
                  golden_side(a, "absent", STR("brave-heron-2"), &missing)},
        .curl = STR(CURL_HEAD "-X DELETE " URL "/tasks/name/quiet-otter-7\n" CURL_HEAD "-X DELETE " URL
                              "/tasks/name/brave-heron-2"),
        .seen = 8,
        .tried = 8,
    };
}

static struct finding build_reveal(struct arena *a) {
    struct golden_exchange list = absent();
    list.url = STR(URL "/tasks");
    list.status = 200;
    list.reason = STR("OK");
    list.body = STR("[{\"name\":\"own\"},{\"name\":\"canary-of-owner\"}]");
    list.waits_us = STR("2310");
    return (struct finding){
        .fingerprint = STR("ffeeddccbbaa0099"),
        .property = PROPERTY_REVEAL,
        .severity = SEVERITY_HIGH,
        .cwe = 203,
        .kind = STR("reveal"),
        .feature = STR("canary of task.name"),
        .pack = STR("agentex"),
        .surface = STR("get.tasks"),
        .variation = STR("plain"),
        .principals = STR("mallory"),
        .title = STR("A list shows the name of another tenant's task"),
        .left = STR("canary-of-owner"),
        .cost = STR("any account; one request"),
        .sides = {golden_side(a, "answer", STR_NONE, &list)},
        .curl = STR(CURL_HEAD URL "/tasks"),
        .seen = 1,
        .tried = 1,
    };
}

static struct finding build_header(struct arena *a) {
    struct golden_exchange denied = absent();
    denied.method = STR("HEAD");
    denied.lines = STR("Content-Type: application/json\nX-Owner: acme\nContent-Length: 33\n");
    denied.body = STR("");
    struct golden_exchange missing = absent();
    missing.method = STR("HEAD");
    missing.body = STR("");
    return (struct finding){
        .fingerprint = STR("99aabbccddeeff00"),
        .property = PROPERTY_NONDISCLOSURE,
        .severity = SEVERITY_MEDIUM,
        .cwe = 203,
        .kind = STR("header"),
        .feature = STR("header:x-owner"),
        .pack = STR("agentex"),
        .surface = STR("get.agents.by_id"),
        .variation = STR("method-head"),
        .principals = STR("mallory"),
        .title = STR("A header stands in the answer for a denied agent alone"),
        .left = STR("X-Owner: acme"),
        .right = STR(""),
        .cost = STR("any account; ids must be known; one request"),
        .sides = {golden_side(a, "denied", STR("5b1d"), &denied), golden_side(a, "absent", STR("0e7a"), &missing)},
        .curl = STR(CURL_HEAD "-I " URL "/agents/5b1d"),
        .seen = 4,
        .tried = 4,
    };
}

void golden_build_findings(struct arena *a, struct result *r) {
    struct golden_exchange lost = absent();
    lost.status = 0;
    const struct control controls[] = {
        {.id = STR("owner/get.tasks.by_id"), .passed = true},
        {.id = STR("heartbeat/zoe"), .reason = STR(HEARTBEAT), .exchange = golden_exchange(a, &lost)},
    };
    const struct finding findings[] = {
        [READ_TASK] = build_read_task(a),
        [STATUS_403] = build_status(a),
        [REVEAL_LIST] = build_reveal(a),
        [HEADER_OWNER] = build_header(a),
    };
    golden_begin(a, r);
    golden_set_checks(a, r, checks, GOLDEN_COUNT(checks));
    r->controls = GOLDEN_COPY(a, struct control, controls);
    r->control_count = GOLDEN_COUNT(controls);
    r->findings = GOLDEN_COPY(a, struct finding, findings);
    r->finding_count = GOLDEN_COUNT(findings);
    r->surfaces_exercised = 44;
    r->was_stopped = true;
}
