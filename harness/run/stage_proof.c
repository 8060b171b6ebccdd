/* SPDX-License-Identifier: Apache-2.0
 *
 * stage_proof: the controls of a campaign: the guest works, is a stranger to the denied things, creates nothing, and
 * his requests get as far as to a task of his host. */
#include "checks.h"
#include "controls.h"
#include "fixtures.h"
#include "probe.h"
#include "render.h"
#include "stage_private.h"

static void prove(struct stage *s, const char *what, struct str of, bool passed, struct str reason,
                  const struct exchange *x) {
    struct str id = str_printf(s->engine.arena, "%s/%.*s", what, STR_ARG(of));
    checks_add_control(&s->engine, id, passed, passed ? STR_NONE : reason, x);
    s->is_sound &= passed;
}

static enum rc ask(struct stage *s, const struct request *request, const struct exchange **out, struct fault *f) {
    struct sequence sequence = {.requests = request, .count = 1};
    struct exchange *answer;
    enum rc rc = probe_ask(&s->engine, &sequence, 1, &answer, f);
    if (rc == RC_OK) {
        *out = answer;
    }
    return rc;
}

static enum rc read_as_guest(struct stage *s, const struct fixture *x, struct request **out, struct fault *f) {
    struct render r = {.engine = &s->engine, .principal = s->guest, .fixture = x};
    *out = ARENA_NEW(s->engine.arena, struct request);
    return render_request(&r, &s->engine.pack->resources[x->resource].read, *out, f);
}

enum rc stage_knock(struct stage *s, const struct exchange **out, struct fault *f) {
    struct request *request;
    struct engine *e = &s->engine;
    enum rc rc = read_as_guest(s, e->homes[s->host]->members[e->heartbeat_resource], &request, f);
    if (rc != RC_OK) {
        return rc;
    }
    request_set_header(request, (struct header){.name = STR("Connection"), .value = STR("close")}, e->arena);
    return ask(s, request, out, f);
}

/* His roles show within the settle time. */
static enum rc prove_standing(struct stage *s, struct fault *f) {
    struct engine *e = &s->engine;
    struct request *request;
    const struct exchange *x;
    enum rc rc = read_as_guest(s, e->homes[s->host]->members[e->heartbeat_resource], &request, f);
    rc = rc == RC_OK ? controls_settle(e, request, &x, f) : rc;
    if (rc == RC_OK) {
        struct str name = e->pack->principals[s->guest].name;
        prove(s, "standing", name, exchange_is_success(x),
              str_printf(e->arena, "%.*s reads a thing on which he was given a role, and is answered %.*s",
                         STR_ARG(name), STR_ARG(controls_answer_text(e, x))),
              x);
    }
    return rc;
}

static enum rc prove_stranger(struct stage *s, struct fault *f) {
    struct engine *e = &s->engine;
    size_t resource = s->seeds[0].surface->slot.resource;
    struct request *request;
    const struct exchange *x;
    if (!e->pack->resources[resource].has_read) {
        return RC_OK;
    }
    enum rc rc = read_as_guest(s, s->victims[0]->members[resource], &request, f);
    rc = rc == RC_OK ? ask(s, request, &x, f) : rc;
    if (rc == RC_OK) {
        struct str name = e->pack->principals[s->guest].name;
        prove(s, "stranger", name, !exchange_is_success(x),
              str_printf(e->arena, "%.*s can read the things that have to be denied to him", STR_ARG(name)), x);
    }
    return rc;
}

/* A seed's request about `value`. */
static enum rc send_seed(struct stage *s, const struct stage_seed *seed, struct str value, const struct exchange **out,
                         struct fault *f) {
    struct engine *e = &s->engine;
    struct render r = {
        .engine = e, .principal = s->guest, .surface = seed->surface, .slot_value = value, .others = e->homes[s->host]};
    struct request *request = ARENA_NEW(e->arena, struct request);
    enum rc rc = render_request(&r, &seed->surface->request, request, f);
    return rc == RC_OK ? ask(s, request, out, f) : rc;
}

static enum rc refuse_creator(struct stage *s, const struct stage_seed *seed, const struct exchange *x,
                              struct fault *f) {
    struct engine *e = &s->engine;
    if (seed->surface->absent != ABSENT_CREATES || !probe_is_success(e, seed->surface, x)) {
        return RC_OK;
    }
    fixtures_adopt(e, seed->surface, s->guest, x);
    return fault_set(f, RC_USAGE,
                     "%.*s may create things at %.*s, and a campaign would make one with every body: take the "
                     "permission to create away from him",
                     STR_ARG(e->pack->principals[s->guest].name), STR_ARG(seed->surface->id));
}

/* A thing of his host is answered otherwise than an absent one: the request gets as far as to the guard of its slot.
 * (What would create is refused before that.) */
static enum rc prove_reached(struct stage *s, const struct stage_seed *seed, struct fault *f) {
    struct engine *e = &s->engine;
    const struct slot *slot = &seed->surface->slot;
    const struct fixture *own = e->homes[s->host]->members[slot->resource];
    const struct exchange *absent, *reached;
    struct str value = own->values[slot->field];
    const struct field *field = &e->pack->resources[slot->resource].fields[slot->field];
    enum rc rc = send_seed(s, seed, render_absent(e, field, value), &absent, f);
    rc = rc == RC_OK ? refuse_creator(s, seed, absent, f) : rc;
    rc = rc == RC_OK ? send_seed(s, seed, value, &reached, f) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    bool is_refused = seed->surface->absent == ABSENT_CREATES && absent->status == e->pack->denied_status;
    bool is_reached = absent->status != reached->status || is_refused;
    s->exercised += is_reached;
    prove(s, "reached", seed->surface->id, is_reached,
          str_printf(e->arena, "a thing of his own is answered %.*s, and so is an absent one",
                     STR_ARG(controls_answer_text(e, absent))),
          reached);
    return RC_OK;
}

enum rc stage_prove(struct stage *s, struct fault *f) {
    enum rc rc = prove_standing(s, f);
    rc = rc == RC_OK ? prove_stranger(s, f) : rc;
    for (size_t i = 0; rc == RC_OK && i < s->seed_count; i++) {
        if (s->seeds[i].method.data) {
            rc = prove_reached(s, &s->seeds[i], f);
        } else {
            s->exercised++;
        }
    }
    return rc;
}
