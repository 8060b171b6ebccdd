/* SPDX-License-Identifier: Apache-2.0
 *
 * flows: a flow ends at its first step that does not come out as expected; its cleanup is always sent. */
#include "flows.h"

#include "checks.h"
#include "clock.h"
#include "codec.h"
#include "findings.h"
#include "fixtures.h"
#include "flow_calls.h"
#include "flow_values.h"
#include "plan.h"
#include "probe.h"

#define POLL_NS (20 * NS_PER_MS)
#define FAULT_TTL_MS 20000
#define EXCERPT_BYTES 160

enum ending { ENDING_HELD, ENDING_BROKEN, ENDING_LOST };

/* How a step came out. */
struct outcome_of_step {
    enum ending ending;
    const struct exchange *answer;
    struct calls calls;
    struct str feature, left, right; /* what is wrong */
};

/* One flow on its way. */
struct journey {
    struct engine *engine;
    const struct flow_state *state;
    struct flow_values values;
};

static const struct {
    enum property property;
    int cwe;
} by_property[] = {
    [FLOW_CONTRACT] = {PROPERTY_CONTRACT, 684},     /* incorrect provision of specified functionality */
    [FLOW_FRESHNESS] = {PROPERTY_FRESHNESS, 613},   /* insufficient expiration */
    [FLOW_DUAL_WRITE] = {PROPERTY_DUAL_WRITE, 703}, /* improper handling of exceptional conditions */
};

static bool is_everybody_asked(const struct engine *e, const struct flow *flow) {
    for (size_t i = 0; i < flow->step_count; i++) {
        if (flow->steps[i].as != NONE && !e->is_asked[flow->steps[i].as]) {
            return false;
        }
    }
    return true;
}

static struct str obstacle_of(const struct engine *e, const struct flow *flow) {
    for (size_t i = 0; i < flow->step_count; i++) {
        const struct flow_step *step = &flow->steps[i];
        if ((step->call_count > 0 || step->fault.kind) && !observer_is_present(&e->auth_provider)) {
            return STR("observer auth_provider is absent");
        }
        if (step->fault.kind && !e->target->are_faults_allowed) {
            return STR("the target does not say `faults: allowed`");
        }
    }
    return STR_NONE;
}

static void select_one(struct engine *e, const struct flow *flow) {
    struct surface *s = ARENA_NEW(e->arena, struct surface);
    *s = (struct surface){.id = str_printf(e->arena, "flow.%.*s", STR_ARG(flow->id)),
                          .request = flow->steps[0].request,
                          .slot = {.resource = NONE, .field = NONE},
                          .created_resource = NONE,
                          .tags = flow->tags,
                          .tag_count = flow->tag_count,
                          .is_mutating = true,
                          .place = flow->place};
    if (!plan_is_selected(e->options, s)) {
        return;
    }
    e->flows[e->flow_count++] = (struct flow_state){.flow = flow, .surface = s, .check = NONE};
    for (size_t i = 0; i < flow->reference_count; i++) {
        plan_need_resource(e, flow->references[i].resource);
    }
}

void flows_select(struct engine *e) {
    const struct pack *p = e->pack;
    e->flows = ARENA_ARRAY(e->arena, struct flow_state, p->flow_count);
    for (int is_gate = 1; is_gate >= 0; is_gate--) {
        for (size_t i = 0; i < p->flow_count; i++) {
            if (p->flows[i].is_gate == (is_gate == 1)) {
                select_one(e, &p->flows[i]);
            }
        }
    }
}

static struct str first_sender(const struct engine *e, const struct flow *flow) {
    for (size_t i = 0; i < flow->step_count; i++) {
        if (flow->steps[i].as != NONE) {
            return e->pack->principals[flow->steps[i].as].name;
        }
    }
    return STR("everyone");
}

void flows_plan(struct engine *e) {
    for (size_t i = 0; i < e->flow_count; i++) {
        struct flow_state *s = &e->flows[i];
        s->obstacle = obstacle_of(e, s->flow);
        if ((s->obstacle.data && !s->flow->is_gate) || !is_everybody_asked(e, s->flow)) {
            continue;
        }
        s->check = checks_add(e, s->surface, first_sender(e, s->flow), STR("plain"),
                              by_property[s->flow->property].property, STR("every step holds"));
    }
}

size_t flows_requests(const struct engine *e) {
    size_t count = 0;
    for (size_t i = 0; i < e->flow_count; i++) {
        bool is_played = e->flows[i].check != NONE;
        count += is_played ? e->flows[i].flow->step_count + e->flows[i].flow->cleanup_count : 0;
    }
    return count;
}

size_t flows_not_planned(const struct engine *e, struct str *out) {
    size_t count = 0;
    for (size_t i = 0; i < e->flow_count; i++) {
        if (e->flows[i].obstacle.data) {
            out[count++] = str_printf(e->arena, "%.*s is not played: %.*s", STR_ARG(e->flows[i].surface->id),
                                      STR_ARG(e->flows[i].obstacle));
        }
    }
    return count;
}

/* What a success is, and what it makes, as a surface says it. */
static struct surface surface_of(const struct flow_step *step) {
    return (struct surface){.expect = step->expect,
                            .expect_count = step->expect_count,
                            .is_rpc = step->is_rpc && step->expect_count == 0,
                            .created = step->created,
                            .created_resource = step->created_resource};
}

static bool is_lost(const struct flow_step *step, const struct exchange *x) {
    bool is_wanted = step->fault.kind != NULL;
    for (size_t i = 0; i < step->expect_count; i++) {
        is_wanted |= step->expect[i] == x->status;
    }
    return x->outcome != OUTCOME_ANSWERED || (probe_is_dropped(x) && !is_wanted);
}

static struct str expected_text(struct engine *e, const struct flow_step *step) {
    if (step->expect_count == 0) {
        return step->is_rpc ? STR("a success without an error") : STR("a success");
    }
    struct str text = STR("");
    for (size_t i = 0; i < step->expect_count; i++) {
        text = str_printf(e->arena, "%.*s%s%d", STR_ARG(text), i ? " or " : "", step->expect[i]);
    }
    return text;
}

static struct str answer_text(struct engine *e, const struct exchange *x) {
    struct str body = codec_printable(e->arena, str_sub(x->decoded, 0, EXCERPT_BYTES));
    return str_printf(e->arena, "%d %.*s", x->status, STR_ARG(body));
}

static void break_step(struct outcome_of_step *o, struct str feature, struct str left, struct str right) {
    o->ending = ENDING_BROKEN;
    o->feature = feature;
    o->left = left;
    o->right = right;
}

static void judge_answer(struct journey *j, const struct flow_step *step, struct outcome_of_step *o) {
    struct engine *e = j->engine;
    struct surface s = surface_of(step);
    struct str left = STR_NONE, right = STR_NONE;
    *o = (struct outcome_of_step){.answer = o->answer, .calls = o->calls};
    if (is_lost(step, o->answer)) {
        o->ending = ENDING_LOST;
        return;
    }
    if (!probe_is_success(e, &s, o->answer)) {
        break_step(o, STR("status"), answer_text(e, o->answer), expected_text(e, step));
        return;
    }
    for (size_t i = 0; i < step->capture_count; i++) {
        if (!flow_capture(&j->values, &step->captures[i], o->answer)) {
            break_step(o, str_printf(e->arena, "body:%.*s", STR_ARG(step->captures[i].source)),
                       answer_text(e, o->answer), str_printf(e->arena, "%.*s", STR_ARG(step->captures[i].field)));
            return;
        }
    }
    const struct answer_rule *rule = flow_find_broken(&j->values, step, o->answer, &left, &right);
    if (rule) {
        break_step(o, str_printf(e->arena, "body:%.*s", STR_ARG(rule->pointer)), left, right);
    }
}

static void judge_calls(struct journey *j, const struct flow_step *step, struct outcome_of_step *o) {
    if (step->call_count == 0 || o->ending != ENDING_HELD) {
        return;
    }
    if (!o->calls.is_known) {
        o->ending = ENDING_LOST;
        return;
    }
    struct str seen = STR_NONE;
    struct str missing = flow_calls_missing(&j->values, step, &o->calls, &seen);
    if (missing.data) {
        break_step(o, STR("calls"), seen, missing);
    }
}

static enum rc send(struct journey *j, const struct flow_step *step, const struct request *request,
                    struct outcome_of_step *o, struct fault *f) {
    struct engine *e = j->engine;
    if (step->call_count > 0) {
        calls_begin(e);
        return calls_listen(e, request, &o->answer, &o->calls, f);
    }
    struct sequence sequence = {.requests = request, .count = 1};
    struct exchange *answer = NULL;
    enum rc rc = engine_send(e, &sequence, 1, &answer, f);
    o->answer = answer;
    return rc;
}

/* Sends until all holds or the step's time is over. */
static enum rc send_until(struct journey *j, const struct flow_step *step, const struct request *request,
                          struct outcome_of_step *o, struct fault *f) {
    struct engine *e = j->engine;
    int64_t end_ns = clock_monotonic_ns() + step->within_ns;
    for (;;) {
        enum rc rc = send(j, step, request, o, f);
        if (rc != RC_OK) {
            return rc;
        }
        judge_answer(j, step, o);
        struct surface s = surface_of(step);
        if (step->as != NONE) {
            fixtures_adopt(e, &s, step->as, o->answer);
        }
        if (o->ending == ENDING_HELD || clock_monotonic_ns() >= end_ns || engine_should_stop(e)) {
            return RC_OK;
        }
        clock_sleep_ns(POLL_NS);
    }
}

static enum rc play_fault(struct engine *e, const struct flow_step *step, struct fault *f) {
    struct observer_fault fault = {.endpoint = step->fault.endpoint,
                                   .principal = e->target->credentials[step->fault.principal].subject,
                                   .kind = step->fault.kind,
                                   .count = step->fault.count,
                                   .ttl_ms = FAULT_TTL_MS};
    return observer_play_fault(&e->auth_provider, &fault, e->arena, f);
}

static void doubt(const struct journey *j, enum doubt why, struct str reason) {
    checks_doubt(j->engine, j->state->check, why, reason);
}

static void report(struct journey *j, size_t index, const struct outcome_of_step *o) {
    struct engine *e = j->engine;
    const struct flow *flow = j->state->flow;
    const struct flow_step *step = &flow->steps[index];
    struct str label = str_printf(e->arena, "step %zu", index + 1);
    bool is_grave = flow->is_gate || flow->property == FLOW_FRESHNESS; /* what was taken back still works */
    struct sighting s = {.surface = j->state->surface,
                         .property = by_property[flow->property].property,
                         .kind = "contract",
                         .feature = str_printf(e->arena, "%.*s %.*s", STR_ARG(label), STR_ARG(o->feature)),
                         .left = o->left,
                         .right = o->right,
                         .variation = STR("plain"),
                         .principal = step->as,
                         .victim = e->pack->owner,
                         .severity = is_grave ? SEVERITY_HIGH : SEVERITY_MEDIUM,
                         .cwe = by_property[flow->property].cwe,
                         .seen = 1,
                         .tried = 1};
    s.sides[0] = (struct evidence){.label = label, .exchange = o->answer};
    s.title = str_printf(e->arena, "it does not hold that %.*s: %.*s, %.*s %.*s, wants %.*s", STR_ARG(flow->title),
                         STR_ARG(label), STR_ARG(step->request.method), STR_ARG(step->request.path), STR_ARG(o->right));
    checks_fail(e, j->state->check, findings_add(e, &s), s.title);
}

/* False in `is_held`: the flow ends here, and its check is closed. */
static enum rc play_step(struct journey *j, size_t index, bool *is_held, struct fault *f) {
    struct engine *e = j->engine;
    const struct flow_step *step = &j->state->flow->steps[index];
    struct request *request = ARENA_NEW(e->arena, struct request);
    struct outcome_of_step o = {0};
    struct fault unplayed = {0};
    *is_held = false;
    enum rc rc = flow_request(&j->values, step, request, f);
    if (rc != RC_OK) {
        return rc;
    }
    if (step->fault.kind && play_fault(e, step, &unplayed) != RC_OK) {
        doubt(j, DOUBT_CONTROL,
              str_printf(e->arena, "no fault could be played at the auth provider: %s", unplayed.text));
        return RC_OK;
    }
    rc = send_until(j, step, request, &o, f);
    if (step->fault.kind) {
        (void)!observer_clear_faults(&e->auth_provider, e->arena, NULL);
    }
    if (rc != RC_OK) {
        return rc;
    }
    judge_calls(j, step, &o);
    *is_held = o.ending == ENDING_HELD;
    if (o.ending == ENDING_LOST) {
        doubt(j, o.answer->outcome == OUTCOME_SKIPPED ? DOUBT_STOPPED : DOUBT_DROPPED,
              str_printf(e->arena, "step %zu was not answered (%s, %d), or the provider's log could not be read",
                         index + 1, outcome_name(o.answer->outcome), o.answer->status));
    } else if (o.ending == ENDING_BROKEN) {
        report(j, index, &o);
    }
    return RC_OK;
}

/* A step whose holes were never filled has nothing to remove. */
static enum rc clean_up(struct journey *j, struct fault *f) {
    struct engine *e = j->engine;
    const struct flow *flow = j->state->flow;
    bool was_cleaning = e->is_cleaning;
    enum rc rc = RC_OK;
    e->is_cleaning = true;
    for (size_t i = 0; rc == RC_OK && i < flow->cleanup_count; i++) {
        struct request *request = ARENA_NEW(e->arena, struct request);
        struct fault unfilled = {0};
        struct outcome_of_step unused = {0};
        if (flow_request(&j->values, &flow->cleanup[i], request, &unfilled) == RC_OK) {
            rc = send(j, &flow->cleanup[i], request, &unused, f);
        }
    }
    e->is_cleaning = was_cleaning;
    return rc;
}

/* Who has to take part cannot, or what has to be there is not. STR_NONE: the flow can be played. */
static struct str standing_obstacle(const struct engine *e, const struct flow *flow) {
    for (size_t i = 0; i < flow->step_count; i++) {
        size_t as = flow->steps[i].as;
        if (as != NONE && !e->has_standing[as]) {
            return e->standing_reason[as];
        }
    }
    for (size_t i = 0; i < flow->reference_count; i++) {
        if (!fixtures_has(e->pool[0], flow->references[i].resource)) {
            return fixtures_failure(e->pool[0], flow->references[i].resource);
        }
    }
    return STR_NONE;
}

static enum rc judge_one(struct engine *e, const struct flow_state *state, struct fault *f) {
    struct journey j = {.engine = e, .state = state, .values = {.engine = e}};
    if (state->obstacle.data) {
        doubt(&j, DOUBT_NOT_EXERCISED, state->obstacle);
        return RC_OK;
    }
    struct str missing = standing_obstacle(e, state->flow);
    if (missing.data) {
        doubt(&j, DOUBT_STANDING, missing);
        return RC_OK;
    }
    bool is_held = true;
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && is_held && i < state->flow->step_count; i++) {
        rc = play_step(&j, i, &is_held, f);
    }
    if (rc == RC_OK && is_held) {
        checks_pass(e, state->check);
    }
    return rc == RC_OK ? clean_up(&j, f) : rc;
}

enum rc flows_judge(struct engine *e, struct fault *f) {
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < e->flow_count && !engine_should_stop(e); i++) {
        if (e->flows[i].check != NONE) {
            rc = judge_one(e, &e->flows[i], f);
        }
    }
    return rc;
}
