/* SPDX-License-Identifier: Apache-2.0
 *
 * controls: the proofs without which nothing counts. */
#include "controls.h"

#include "calls.h"
#include "calls.h"
#include "checks.h"
#include "clock.h"
#include "codec.h"
#include "fixtures.h"
#include "probe.h"
#include "render.h"

#define SETTLE_DEFAULT_NS (2 * NS_PER_S)
#define SETTLE_POLL_NS (20 * NS_PER_MS)
#define EXCERPT_BYTES 120
#define IDENTITY_ROUNDS 3

struct str controls_answer_text(struct engine *e, const struct exchange *x) {
    if (!x) {
        return STR("nothing");
    }
    if (x->outcome != OUTCOME_ANSWERED) {
        return str_from(outcome_name(x->outcome));
    }
    struct str body = codec_printable(e->arena, str_sub(x->body, 0, EXCERPT_BYTES));
    return str_printf(e->arena, "%d %.*s", x->status, STR_ARG(body));
}

static void lose(struct engine *e, size_t principal, struct str reason, const struct exchange *x) {
    if (!e->has_standing[principal]) {
        return;
    }
    e->has_standing[principal] = false;
    e->standing_reason[principal] = reason;
    struct str id = str_printf(e->arena, "standing/%.*s", STR_ARG(e->pack->principals[principal].name));
    checks_add_control(e, id, false, reason, x);
}

void controls_credentials(struct engine *e) {
    const struct pack *p = e->pack;
    e->has_standing = ARENA_ARRAY(e->arena, bool, p->principal_count);
    e->standing_reason = ARENA_ARRAY(e->arena, struct str, p->principal_count);
    e->is_alive = ARENA_ARRAY(e->arena, bool, p->principal_count);
    for (size_t i = 0; i < p->principal_count; i++) {
        const struct credential *c = &e->target->credentials[i];
        e->is_alive[i] = true;
        e->has_standing[i] = p->principals[i].is_anonymous || c->is_given;
        if (!e->has_standing[i]) {
            struct str name = p->principals[i].name;
            e->standing_reason[i] = c->skip_reason.len ? str_printf(e->arena, "%.*s is skipped by the target: %.*s",
                                                                    STR_ARG(name), STR_ARG(c->skip_reason))
                                                       : str_printf(e->arena,
                                                                    "the target names no credential for %.*s: add it "
                                                                    "under `principals`, or give a reason under `skip`",
                                                                    STR_ARG(name));
        }
    }
}

/* Whose home, or whose granted thing, a principal reads to show his standing. */
static bool standing_request(struct engine *e, size_t principal, size_t grant, struct request *out) {
    const struct pack *p = e->pack;
    const struct fixture *x = NULL;
    if (grant == NONE) {
        x = e->homes[principal] ? e->homes[principal]->members[e->heartbeat_resource] : NULL;
    } else {
        const struct grant *g = &p->principals[principal].grants[grant];
        bool can_read = pack_role_grants(p, g->type, g->role, STR("read"));
        for (size_t i = 0; can_read && !x && i < p->resource_count; i++) {
            bool is_it = e->is_needed[i] && str_eq(p->resources[i].type, g->type) && p->resources[i].has_read &&
                         fixtures_has(e->pool[0], i);
            x = is_it ? e->pool[0]->members[i] : NULL;
        }
    }
    if (!x || x->state != FIXTURE_MADE) {
        return false;
    }
    struct render r = {.engine = e, .principal = principal, .fixture = x};
    return render_request(&r, &p->resources[x->resource].read, out, NULL) == RC_OK;
}

/* Repeats a read until it succeeds or the settle time is over. */
enum rc controls_settle(struct engine *e, const struct request *request, const struct exchange **last,
                        struct fault *f) {
    int64_t limit_ns = e->target->settle_ns ? e->target->settle_ns : SETTLE_DEFAULT_NS;
    int64_t end_ns = clock_monotonic_ns() + limit_ns;
    struct sequence sequence = {.requests = request, .count = 1};
    for (;;) {
        struct exchange *answer;
        enum rc rc = engine_send(e, &sequence, 1, &answer, f);
        if (rc != RC_OK) {
            return rc;
        }
        *last = answer;
        bool is_final = exchange_is_success(answer) || answer->status == e->pack->unauthenticated_status;
        if (is_final || clock_monotonic_ns() >= end_ns || engine_should_stop(e)) {
            return RC_OK;
        }
        clock_sleep_ns(SETTLE_POLL_NS);
    }
}

static enum rc show_home(struct engine *e, size_t principal, struct fault *f) {
    if (e->heartbeat_resource == NONE) {
        return RC_OK;
    }
    struct str name = e->pack->principals[principal].name;
    struct str resource = render_resource(e, e->heartbeat_resource);
    if (!fixtures_has(e->homes[principal], e->heartbeat_resource)) {
        lose(e, principal,
             str_printf(e->arena, "%.*s: is the credential valid and not expired, and may he create here?",
                        STR_ARG(fixtures_failure(e->homes[principal], e->heartbeat_resource))),
             NULL);
        return RC_OK;
    }
    struct request *request = ARENA_NEW(e->arena, struct request); /* outlives the call: answers refer to it */
    const struct exchange *last = NULL;
    if (!standing_request(e, principal, NONE, request)) {
        return RC_OK;
    }
    enum rc rc = controls_settle(e, request, &last, f);
    if (rc == RC_OK && !exchange_is_success(last)) {
        lose(e, principal,
             str_printf(e->arena,
                        "%.*s made %.*s and cannot read it (%.*s): nothing he is refused later would prove anything",
                        STR_ARG(name), STR_ARG(resource), STR_ARG(controls_answer_text(e, last))),
             last);
    }
    return rc;
}

static enum rc show_grant(struct engine *e, size_t principal, size_t grant, struct fault *f) {
    const struct grant *g = &e->pack->principals[principal].grants[grant];
    struct request *request = ARENA_NEW(e->arena, struct request); /* outlives the call: answers refer to it */
    const struct exchange *last = NULL;
    if (!standing_request(e, principal, grant, request)) {
        return RC_OK;
    }
    enum rc rc = controls_settle(e, request, &last, f);
    if (rc == RC_OK && !exchange_is_success(last)) {
        lose(e, principal,
             str_printf(e->arena,
                        "the role %.*s on %.*s of %.*s never showed: reading one is answered %.*s. Raise `settle` in "
                        "the target if grants "
                        "take longer to work",
                        STR_ARG(g->role), STR_ARG(g->type), STR_ARG(e->pack->principals[principal].name),
                        STR_ARG(controls_answer_text(e, last))),
             last);
    }
    return rc;
}

/* The pack's principal who goes by this name at the provider; NONE. */
static size_t find_subject(const struct engine *e, struct str subject) {
    for (size_t i = 0; i < e->target->credential_count; i++) {
        if (str_eq(e->target->credentials[i].subject, subject)) {
            return i;
        }
    }
    return NONE;
}

/* Whom the provider takes him for, when that is another principal of the pack; NONE: himself, or nobody known. */
static size_t taken_for(const struct engine *e, size_t principal, const struct calls *calls) {
    size_t other = NONE;
    for (size_t i = 0; i < calls->count; i++) {
        size_t who = find_subject(e, calls->items[i]->principal);
        if (who == principal) {
            return NONE;
        }
        other = who != NONE ? who : other;
    }
    return other;
}

/* Once more, when it seems so: others may ask the same provider meanwhile. */
static enum rc ask_identity(struct engine *e, size_t principal, const struct request *request, size_t *other,
                            const struct exchange **answer, struct fault *f) {
    enum rc rc = RC_OK;
    size_t seen = NONE;
    *other = NONE;
    for (size_t round = 0; rc == RC_OK && round < IDENTITY_ROUNDS && (round == 0 || *other != NONE); round++) {
        struct calls calls = {0};
        calls_begin(e);
        rc = calls_listen(e, request, answer, &calls, f);
        seen = rc == RC_OK ? taken_for(e, principal, &calls) : NONE;
        *other = round == 0 || seen == *other ? seen : NONE;
    }
    return rc;
}

static enum rc show_identity(struct engine *e, size_t principal, struct fault *f) {
    struct request *request = ARENA_NEW(e->arena, struct request);
    const struct exchange *answer = NULL;
    size_t other = NONE;
    if (!standing_request(e, principal, NONE, request)) {
        return RC_OK;
    }
    enum rc rc = ask_identity(e, principal, request, &other, &answer, f);
    if (other != NONE) {
        struct str name = e->pack->principals[principal].name, taken = e->pack->principals[other].name;
        lose(e, principal,
             str_printf(
                 e->arena,
                 "the auth provider takes the credential of %.*s for %.*s: give him his own, or say in the target "
                 "which `subject` he is there",
                 STR_ARG(name), STR_ARG(taken)),
             answer);
    }
    return rc;
}

enum rc controls_standing(struct engine *e, struct fault *f) {
    const struct pack *p = e->pack;
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < p->principal_count; i++) {
        if (p->principals[i].is_anonymous || !e->is_asked[i]) {
            continue;
        }
        if (!e->has_standing[i]) {
            struct str id = str_printf(e->arena, "standing/%.*s", STR_ARG(p->principals[i].name));
            checks_add_control(e, id, false, e->standing_reason[i], NULL);
            continue;
        }
        rc = show_home(e, i, f);
        for (size_t g = 0; rc == RC_OK && e->has_standing[i] && g < p->principals[i].grant_count; g++) {
            rc = show_grant(e, i, g, f);
        }
        bool has_home = e->has_standing[i] && e->heartbeat_resource != NONE; /* a pack of flows alone has none */
        if (rc == RC_OK && has_home && observer_is_present(&e->auth_provider)) {
            rc = show_identity(e, i, f);
        }
        if (rc == RC_OK && e->has_standing[i] && e->heartbeat_resource != NONE) {
            checks_add_control(e, str_printf(e->arena, "standing/%.*s", STR_ARG(p->principals[i].name)), true, STR_NONE,
                               NULL);
        }
    }
    return rc;
}

static enum rc show_apart(struct engine *e, size_t reader, size_t owner, struct fault *f) {
    const struct pack *p = e->pack;
    struct render r = {.engine = e, .principal = reader, .fixture = e->homes[owner]->members[e->heartbeat_resource]};
    struct request *request = ARENA_NEW(e->arena, struct request);
    enum rc rc = render_request(&r, &p->resources[e->heartbeat_resource].read, request, f);
    struct sequence sequence = {.requests = request, .count = 1};
    struct exchange *answer;
    rc = rc == RC_OK ? probe_ask(e, &sequence, 1, &answer, f) : rc;
    if (rc == RC_OK) {
        bool is_apart = !exchange_is_success(answer);
        struct str id = str_printf(e->arena, "tenants/%.*s-%.*s", STR_ARG(p->principals[reader].name),
                                   STR_ARG(p->principals[owner].name));
        struct str reason = is_apart
                                ? STR_NONE
                                : str_printf(e->arena,
                                             "%.*s of tenant %.*s reads %.*s of %.*s of tenant %.*s: either that is "
                                             "the leak, or both credentials are of one "
                                             "tenant. Check the target's credentials",
                                             STR_ARG(p->principals[reader].name), STR_ARG(p->principals[reader].tenant),
                                             STR_ARG(render_resource(e, e->heartbeat_resource)),
                                             STR_ARG(p->principals[owner].name), STR_ARG(p->principals[owner].tenant));
        checks_add_control(e, id, is_apart, reason, answer);
    }
    return rc;
}

enum rc controls_tenants(struct engine *e, struct fault *f) {
    const struct pack *p = e->pack;
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < p->principal_count; i++) {
        bool is_stranger = i != p->owner && e->homes[i] && e->has_standing[i] &&
                           !str_eq(p->principals[i].tenant, p->principals[p->owner].tenant);
        if (is_stranger && fixtures_has(e->homes[i], e->heartbeat_resource) &&
            fixtures_has(e->homes[p->owner], e->heartbeat_resource)) {
            rc = show_apart(e, i, p->owner, f);
            rc = rc == RC_OK ? show_apart(e, p->owner, i, f) : rc;
        }
    }
    return rc;
}

static struct str owner_failure(struct engine *e, const struct owner_control *c, const struct exchange *x,
                                bool is_after) {
    const struct family *family = is_after ? c->after : c->before;
    if (!fixtures_has(family, c->surface->slot.resource)) {
        return fixtures_failure(family, c->surface->slot.resource);
    }
    return str_printf(e->arena,
                      "the owner's own request is answered %.*s%s: what others are refused here proves nothing. Check "
                      "the pack's request against the deployment",
                      STR_ARG(controls_answer_text(e, x)),
                      is_after ? " at the end, though it worked at the start" : "");
}

static void take_passes_back(struct engine *e, const struct surface *s, struct str reason) {
    for (size_t i = 0; i < e->result->check_count; i++) {
        struct check *check = &e->result->checks[i];
        if (str_eq(check->surface, s->id) && check->verdict == VERDICT_PASS) {
            check->verdict = VERDICT_INCONCLUSIVE;
            check->doubt = DOUBT_CONTROL;
            check->reason = reason;
            engine_tell_check(e, i);
        }
    }
}

static void close_control(struct engine *e, struct owner_control *c, const struct exchange *x, bool is_after) {
    bool passed = x && probe_is_success(e, c->surface, x);
    struct str reason = passed ? STR_NONE : owner_failure(e, c, x, is_after);
    if (!is_after) {
        c->first = passed ? x : NULL;
        c->control =
            checks_add_control(e, str_printf(e->arena, "owner/%.*s", STR_ARG(c->surface->id)), passed, reason, x);
        e->result->surfaces_exercised += passed;
        return;
    }
    struct control *control = &e->result->controls[c->control];
    if (control->passed && !passed) {
        *control = (struct control){.id = control->id, .reason = reason, .exchange = x};
        take_passes_back(e, c->surface, reason);
    }
}

static bool owner_request(struct engine *e, const struct owner_control *c, const struct family *family,
                          struct request *out) {
    return fixtures_has(family, c->surface->slot.resource) &&
           probe_request(e, c->surface, family->owner, family, out, NULL) == RC_OK;
}

enum rc controls_owner(struct engine *e, struct fault *f) {
    size_t count = 0;
    struct owner_control **asked = ARENA_ARRAY(e->arena, struct owner_control *, e->owner_control_count);
    struct request *requests = ARENA_ARRAY(e->arena, struct request, e->owner_control_count);
    struct sequence *sequences = ARENA_ARRAY(e->arena, struct sequence, e->owner_control_count);
    for (size_t i = 0; i < e->owner_control_count; i++) {
        struct owner_control *c = &e->owner_controls[i];
        if (owner_request(e, c, c->before, &requests[count])) {
            sequences[count] = (struct sequence){.requests = &requests[count], .count = 1};
            asked[count++] = c;
        } else {
            close_control(e, c, NULL, /* is_after = */ false);
        }
    }
    struct exchange **answers = ARENA_ARRAY(e->arena, struct exchange *, count + 1);
    enum rc rc = probe_ask(e, sequences, count, answers, f);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        fixtures_adopt(e, asked[i]->surface, e->pack->owner, answers[i]);
        close_control(e, asked[i], answers[i], /* is_after = */ false);
    }
    return rc;
}

/* A lost answer says nothing of the owner. */
static enum rc listen_patiently(struct engine *e, const struct request *request, const struct exchange **answer,
                                struct calls *calls, struct fault *f) {
    enum rc rc = calls_listen(e, request, answer, calls, f);
    for (size_t tries = 1; rc == RC_OK && probe_is_dropped(*answer) && tries < PROBE_TRIES_MAX; tries++) {
        rc = engine_should_stop(e) ? RC_OK : calls_listen(e, request, answer, calls, f);
    }
    return rc;
}

enum rc controls_owner_again(struct engine *e, struct fault *f) {
    calls_begin(e);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < e->owner_control_count && !engine_should_stop(e); i++) {
        struct owner_control *c = &e->owner_controls[i];
        struct request request;
        if (!owner_request(e, c, c->after, &request)) {
            close_control(e, c, NULL, /* is_after = */ true);
            continue;
        }
        struct calls calls;
        const struct exchange *answer;
        rc = listen_patiently(e, &request, &answer, &calls, f);
        if (rc == RC_OK && answer->outcome != OUTCOME_SKIPPED) {
            fixtures_adopt(e, c->surface, e->pack->owner, answer);
            close_control(e, c, answer, /* is_after = */ true);
            calls_judge_owner(e, c, answer, &calls);
        }
    }
    return rc;
}
