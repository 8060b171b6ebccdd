/* SPDX-License-Identifier: Apache-2.0
 *
 * golden_many: 5 000 checks of 125 surfaces by 8 principals, and 200 findings, each with both answers. */
#include "golden_parts.h"
#include "golden_results.h"

#define SURFACES 125
#define VARIATIONS 5
#define FINDINGS 200
#define TIMES 8
#define CHECKS (SURFACES * PRINCIPALS * VARIATIONS)
#define URL "http://127.0.0.1:5003"

enum { PRINCIPALS = 8 };

static const char *const principals[PRINCIPALS] = {"mallory", "olga",   "erin",   "rita",
                                                   "alice",   "victor", "nobody", "everyone"};
static const char *const variations[VARIATIONS] = {"plain", "among_victims", "deleted", "head", "malformed_json"};
static const char *const resources[] = {"tasks", "agents", "messages", "states",
                                        "spans", "events", "tracker",  "checkpoints"};
static const char *const verbs[] = {"get", "put", "delete", "post", "rpc"};

static struct str make_surface(struct arena *a, size_t index) {
    const char *verb = verbs[index % (sizeof(verbs) / sizeof(*verbs))];
    const char *resource = resources[index % (sizeof(resources) / sizeof(*resources))];
    return str_printf(a, "%s.%s.by_id.%zu@task.id", verb, resource, index);
}

static struct str make_id(struct arena *a, size_t index) {
    return str_printf(a, "%08zx-cf2a-4d57-95aa-c8335988d674", index * 2654435761u % 0xffffffffu);
}

static void build_check(struct arena *a, size_t index, struct check *c) {
    size_t surface = index / (PRINCIPALS * VARIATIONS);
    *c = (struct check){
        .surface = make_surface(a, surface),
        .principal = str_from(principals[index / VARIATIONS % PRINCIPALS]),
        .variation = str_from(variations[index % VARIATIONS]),
        .property = index % 3 == 0 ? PROPERTY_REVEAL : PROPERTY_NONDISCLOSURE,
        .expected = index % 3 == 0 ? STR("nothing unreadable") : STR("hidden"),
        .group_count = 2,
        .request_count = 8,
        .finding = SIZE_MAX,
    };
    c->id = str_printf(a, "agentex/%.*s/%.*s/%.*s/%s", STR_ARG(c->surface), STR_ARG(c->principal),
                       STR_ARG(c->variation), property_name(c->property));
    if (index % 25 == 7 && index / 25 < FINDINGS) {
        c->verdict = VERDICT_FAIL;
        c->finding = index / 25;
    } else if (index % 97 == 0) {
        c->verdict = VERDICT_INCONCLUSIVE;
        c->doubt = index % 2 == 0 ? DOUBT_DROPPED : DOUBT_UNSTABLE;
        c->reason = index % 2 == 0 ? STR("6 of 8 samples timed out")
                                   : STR("two absent answers do not agree in body:/data/0/at");
    } else if (index % 211 == 0) {
        c->verdict = VERDICT_WAIVED;
        c->reason = STR("waived by ops until 2027-01-01: the role is being renamed");
    } else if (index % 31 == 0) {
        c->verdict = VERDICT_NOT_APPLICABLE;
        c->reason = STR("the pack leaves HEAD out");
    }
}

static struct evidence build_side(struct arena *a, size_t index, struct str id, bool is_denied) {
    struct golden_exchange x = {
        .method = STR("GET"),
        .url = str_printf(a, URL "/tasks/%.*s", STR_ARG(id)),
        .status = is_denied ? 403 : 404,
        .reason = is_denied ? STR("Forbidden") : STR("Not Found"),
        .lines = str_printf(a,
                            "Date: Tue, 24 Nov 2026 04:05:0%d GMT\nserver: uvicorn\ncontent-type: application/json\n"
                            "x-request-id: %.*s\n%scontent-length: %d\n",
                            is_denied ? 6 : 7, 8, id.data, is_denied ? "x-owner: acme\n" : "", is_denied ? 141 : 104),
        .body = is_denied
                    ? str_printf(a,
                                 "{\"message\":\"Principal lacks permission on item with id '%.*s'.\",\"code\":403,"
                                 "\"data\":{\"owner\":\"canary-1f2e3d4c-0a1b2c3d\"}}",
                                 STR_ARG(id))
                    : str_printf(a, "{\"message\":\"Item with id '%.*s' does not exist.\",\"code\":404,\"data\":null}",
                                 STR_ARG(id)),
        .waits_us = STR(""),
    };
    for (size_t i = 0; i < TIMES; i++) {
        size_t wait_us = (is_denied ? 900 : 600) + (index * TIMES + i) * 2654435761u % 400;
        x.waits_us = str_printf(a, "%.*s%s%zu", STR_ARG(x.waits_us), i > 0 ? " " : "", wait_us);
    }
    return golden_side(a, is_denied ? "denied" : "absent", id, &x);
}

static struct finding build_finding(struct arena *a, size_t index) {
    static const int cwes[] = {
        [SEVERITY_LOW] = 863, [SEVERITY_MEDIUM] = 203, [SEVERITY_HIGH] = 204, [SEVERITY_CRITICAL] = 639};
    static const char *const kinds[] = {[SEVERITY_LOW] = "policy",
                                        [SEVERITY_MEDIUM] = "header",
                                        [SEVERITY_HIGH] = "status",
                                        [SEVERITY_CRITICAL] = "access"};
    enum severity severity = index < 10    ? SEVERITY_CRITICAL
                             : index < 120 ? SEVERITY_HIGH
                             : index < 180 ? SEVERITY_MEDIUM
                                           : SEVERITY_LOW;
    struct str denied = make_id(a, index + 1), absent = make_id(a, index + 1000);
    return (struct finding){
        .fingerprint = str_printf(a, "%016zx", index * 0x9e3779b9u + 1),
        .severity = severity,
        .cwe = cwes[severity],
        .kind = str_from(kinds[severity]),
        .also = STR("body header framing"),
        .feature = STR("status"),
        .pack = STR("agentex"),
        .surface = make_surface(a, index * 25 / (PRINCIPALS * VARIATIONS)),
        .variation = STR("plain"),
        .principals = STR("rita,olga,mallory"),
        .title = STR("a denied task is told from an absent one by its status"),
        .left = STR("403"),
        .right = STR("404"),
        .cost = STR(
            "an account of the same tenant with a lesser role; the identifier must be known or guessed; one request a "
            "bit; no side effect"),
        .sides = {build_side(a, index, denied, /* is_denied = */ true),
                  build_side(a, index, absent, /* is_denied = */ false)},
        .curl = str_printf(a, "curl -sS -i --path-as-is -H \"x-api-key: $MALLORY_X_API_KEY\" " URL "/tasks/%.*s",
                           STR_ARG(denied)),
        .seen = 6,
        .tried = 6,
    };
}

void golden_build_many(struct arena *a, struct result *r) {
    golden_begin(a, r);
    r->surfaces_declared = SURFACES;
    r->surfaces_exercised = SURFACES;
    r->checks = ARENA_ARRAY(a, struct check, CHECKS);
    r->check_count = CHECKS;
    for (size_t i = 0; i < CHECKS; i++)
        build_check(a, i, &r->checks[i]);
    r->findings = ARENA_ARRAY(a, struct finding, FINDINGS);
    r->finding_count = FINDINGS;
    for (size_t i = 0; i < FINDINGS; i++)
        r->findings[i] = build_finding(a, i);
}
