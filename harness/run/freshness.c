/* SPDX-License-Identifier: Apache-2.0
 *
 * freshness: a new grant works and a revoked one stops working. */
#include "freshness.h"

#include "checks.h"
#include "clock.h"
#include "findings.h"
#include "fixtures.h"
#include "plan.h"
#include "probe.h"
#include "render.h"

#define POLL_NS (20 * NS_PER_MS)
#define CWE_INCORRECT_AUTHORIZATION 863
#define CWE_STALE_PERMISSION 613 /* insufficient expiration */

/* Of the pack's principals, the first whose role on this type grants reading. NONE: nobody. */
static size_t find_reader(const struct engine *e, struct str type) {
    for (size_t i = 0; i < e->pack->principal_count; i++) {
        struct str role = pack_role_of(e->pack, i, type);
        bool is_asked = i != e->pack->owner && e->is_asked[i] && e->has_standing[i];
        if (is_asked && role.data && pack_role_grants(e->pack, type, role, STR("read"))) {
            return i;
        }
    }
    return NONE;
}

static const struct surface *surface_of(struct engine *e, size_t resource) {
    const struct resource *r = &e->pack->resources[resource];
    struct surface *s = ARENA_NEW(e->arena, struct surface);
    size_t field = resource_find_field(r, STR("id"));
    *s = (struct surface){.id = str_printf(e->arena, "freshness.%.*s", STR_ARG(r->name)),
                          .request = r->read,
                          .slot = {.resource = resource, .field = field == NONE ? 0 : field},
                          .created_resource = NONE};
    return s;
}

static void plan_one(struct engine *e, size_t resource, size_t reader) {
    bool *own = ARENA_ARRAY(e->arena, bool, e->pack->resource_count);
    own[resource] = true;
    struct family *family = fixtures_plan_family(e, e->pack->owner, e->pool[0], own);
    family->members[resource]->is_shared = true; /* to nobody, until it is this thing's turn */
    struct freshness *x = &e->freshness[e->freshness_count++];
    *x = (struct freshness){.surface = surface_of(e, resource), .fixture = family->members[resource], .reader = reader};
    struct str name = e->pack->principals[reader].name;
    x->granted_check = checks_add(e, x->surface, name, STR("granted"), PROPERTY_FRESHNESS, STR("allowed"));
    x->revoked_check = checks_add(e, x->surface, name, STR("revoked"), PROPERTY_FRESHNESS, STR("hidden"));
}

void freshness_plan(struct engine *e) {
    const struct pack *p = e->pack;
    e->freshness = ARENA_ARRAY(e->arena, struct freshness, p->resource_count);
    for (size_t i = 0; i < p->resource_count && observer_is_present(&e->auth_provider); i++) {
        bool is_it = e->is_needed[i] && p->resources[i].share == SHARE_CONTROL && p->resources[i].has_read;
        size_t reader = is_it ? find_reader(e, p->resources[i].type) : NONE;
        if (reader != NONE) {
            plan_one(e, i, reader);
        }
    }
}

/* Reads until the answer is a success (or none), or the bound is over. */
static enum rc read_until(struct engine *e, const struct freshness *x, bool wants_success, const struct exchange **last,
                          struct fault *f) {
    struct render r = {.engine = e, .principal = x->reader, .fixture = x->fixture};
    struct request *request = ARENA_NEW(e->arena, struct request);
    enum rc rc = render_request(&r, &x->surface->request, request, f);
    int64_t end_ns = clock_monotonic_ns() + e->pack->freshness_ns;
    while (rc == RC_OK) {
        struct sequence sequence = {.requests = request, .count = 1};
        struct exchange *answer;
        rc = engine_send(e, &sequence, 1, &answer, f);
        if (rc != RC_OK) {
            break;
        }
        *last = answer;
        bool is_told = !probe_is_dropped(answer) && exchange_is_success(answer) == wants_success;
        if (is_told || clock_monotonic_ns() >= end_ns || engine_should_stop(e)) {
            break;
        }
        clock_sleep_ns(POLL_NS);
    }
    return rc;
}

static bool grant(struct engine *e, const struct freshness *x, bool is_removal) {
    struct str type = e->pack->resources[x->fixture->resource].type;
    struct observer_grant g = {.principal = e->target->credentials[x->reader].subject,
                               .type = type,
                               .selector = x->fixture->values[x->surface->slot.field],
                               .role = pack_role_of(e->pack, x->reader, type)};
    return observer_grant(&e->auth_provider, &g, 1, is_removal, e->arena, NULL) == RC_OK;
}

static void report(struct engine *e, const struct freshness *x, const struct exchange *answer, bool is_revoked) {
    struct sighting s = {.surface = x->surface,
                         .property = PROPERTY_FRESHNESS,
                         .kind = is_revoked ? "access" : "refusal",
                         .feature = is_revoked ? STR("revoked") : STR("granted"),
                         .left = str_printf(e->arena, "%d", answer->status),
                         .right = is_revoked ? STR("absence") : STR("a success"),
                         .variation = is_revoked ? STR("revoked") : STR("granted"),
                         .principal = x->reader,
                         .victim = e->pack->owner,
                         .severity = is_revoked ? SEVERITY_HIGH : SEVERITY_LOW,
                         .cwe = is_revoked ? CWE_STALE_PERMISSION : CWE_INCORRECT_AUTHORIZATION,
                         .seen = 1,
                         .tried = 1};
    s.sides[0] =
        (struct evidence){.label = is_revoked ? STR("after revocation") : STR("after grant"), .exchange = answer};
    struct str bound = clock_format_duration(e->arena, e->pack->freshness_ns);
    s.title = str_printf(e->arena, "a %s role %s after %.*s", is_revoked ? "revoked" : "granted",
                         is_revoked ? "still works" : "does not work", STR_ARG(bound));
    checks_fail(e, is_revoked ? x->revoked_check : x->granted_check, findings_add(e, &s), s.title);
}

static void doubt_both(struct engine *e, const struct freshness *x, enum doubt doubt, struct str reason) {
    checks_doubt(e, x->granted_check, doubt, reason);
    checks_doubt(e, x->revoked_check, doubt, reason);
}

/* Lost answers say neither that a role works nor that it does not. */
static bool is_lost(struct engine *e, const struct freshness *x, const struct exchange *answer) {
    if (!probe_is_dropped(answer)) {
        return false;
    }
    doubt_both(e, x, DOUBT_DROPPED, STR("the reader was not answered (time-out, reset, 429, 503, stopped)"));
    return true;
}

static enum rc judge_one(struct engine *e, const struct freshness *x, struct fault *f) {
    const struct exchange *answer = NULL;
    enum rc rc = read_until(e, x, /* wants_success = */ false, &answer, f);
    if (rc != RC_OK || is_lost(e, x, answer)) {
        return rc;
    }
    if (exchange_is_success(answer)) {
        doubt_both(e, x, DOUBT_NOT_EXERCISED, STR("he reads it without a grant already"));
        return RC_OK;
    }
    if (!grant(e, x, /* is_removal = */ false)) {
        doubt_both(e, x, DOUBT_STANDING, STR("the role could not be granted at the auth provider"));
        return RC_OK;
    }
    rc = read_until(e, x, /* wants_success = */ true, &answer, f);
    if (rc != RC_OK || is_lost(e, x, answer)) {
        return rc;
    }
    if (!exchange_is_success(answer)) {
        report(e, x, answer, /* is_revoked = */ false);
        return RC_OK;
    }
    checks_pass(e, x->granted_check);
    if (!grant(e, x, /* is_removal = */ true)) {
        checks_doubt(e, x->revoked_check, DOUBT_STANDING, STR("the role could not be taken back at the auth provider"));
        return RC_OK;
    }
    rc = read_until(e, x, /* wants_success = */ false, &answer, f);
    if (rc != RC_OK || is_lost(e, x, answer)) {
        return rc;
    }
    if (exchange_is_success(answer)) {
        report(e, x, answer, /* is_revoked = */ true);
    } else {
        checks_pass(e, x->revoked_check);
    }
    return RC_OK;
}

enum rc freshness_judge(struct engine *e, struct fault *f) {
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < e->freshness_count && !engine_should_stop(e); i++) {
        const struct freshness *x = &e->freshness[i];
        if (x->fixture->state != FIXTURE_MADE || !e->has_standing[x->reader]) {
            doubt_both(e, x, DOUBT_STANDING,
                       x->fixture->failure.data ? x->fixture->failure : e->standing_reason[x->reader]);
            continue;
        }
        rc = judge_one(e, x, f);
    }
    return rc;
}
