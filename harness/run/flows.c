/* SPDX-License-Identifier: Apache-2.0
 *
 * flows: a flow ends at its first step that does not come out as expected; its cleanup is always sent. One that broke
 * or got lost is played again with new things. */
#include "flows.h"

#include "checks.h"
#include "clock.h"
#include "codec.h"
#include "findings.h"
#include "fixtures.h"
#include "flow_calls.h"
#include "flow_counters.h"
#include "flow_values.h"
#include "plan_flows.h"
#include "probe.h"

#define POLL_NS (20 * NS_PER_MS)
#define FAULT_TTL_MS 20000
#define EXCERPT_BYTES 160
#define ROUNDS_MAX 3
#define TIMES_TO_CONFIRM 2

enum ending { ENDING_HELD, ENDING_BROKEN, ENDING_LOST };

/* How a step came out. */
struct outcome_of_step {
    enum ending ending;
    const struct exchange *answer;
    struct calls calls;
    struct str feature, left, right; /* broken: what is wrong */
    struct str sentence;             /* the same in words */
    struct str reason;               /* lost: why */
    enum doubt doubt;
};

/* One flow on its way. */
struct journey {
    struct engine *engine;
    const struct flow_state *state;
    struct flow_values values;
    size_t step;                 /* the last that was played */
    struct outcome_of_step last; /* how it came out */
};

static const int weaknesses[] = {
    [FLOW_CONTRACT] = 684,   /* incorrect provision of specified functionality */
    [FLOW_FRESHNESS] = 613,  /* insufficient expiration */
    [FLOW_DUAL_WRITE] = 703, /* improper handling of exceptional conditions */
};

/* What a success is, and what it makes, as a surface says it. */
static struct surface surface_of(const struct flow_step *step) {
    return (struct surface){.expect = step->expect,
                            .expect_count = step->expect_count,
                            .is_rpc = step->is_rpc && step->expect_count == 0,
                            .created = step->created,
                            .created_resource = step->created_resource};
}

static bool is_lost(const struct flow_step *step, const struct exchange *x) {
    bool is_busy = exchange_header(x, "retry-after").data != NULL; /* whoever fails: this one says to come back */
    bool is_wanted = step->fault.kind && !is_busy;
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

static void break_step(struct outcome_of_step *o, struct str feature, struct str sentence, struct str left,
                       struct str right) {
    o->ending = ENDING_BROKEN;
    o->feature = feature;
    o->sentence = sentence;
    o->left = left;
    o->right = right;
}

static void lose_step(struct outcome_of_step *o, enum doubt doubt, struct str reason) {
    o->ending = ENDING_LOST;
    o->doubt = doubt;
    o->reason = reason;
}

static void judge_answer(struct journey *j, const struct flow_step *step, struct outcome_of_step *o) {
    struct engine *e = j->engine;
    struct surface s = surface_of(step);
    struct str left = STR_NONE, right = STR_NONE;
    *o = (struct outcome_of_step){.answer = o->answer, .calls = o->calls};
    if (is_lost(step, o->answer)) {
        lose_step(o, o->answer->outcome == OUTCOME_SKIPPED ? DOUBT_STOPPED : DOUBT_DROPPED,
                  str_printf(e->arena, "a step was not answered (%s, %d)", outcome_name(o->answer->outcome),
                             o->answer->status));
        return;
    }
    if (!probe_is_success(e, &s, o->answer)) {
        struct str wanted = expected_text(e, step);
        break_step(o, STR("status"),
                   str_printf(e->arena, "is answered %d, not %.*s", o->answer->status, STR_ARG(wanted)),
                   answer_text(e, o->answer), wanted);
        return;
    }
    for (size_t i = 0; i < step->capture_count; i++) {
        const struct capture_rule *capture = &step->captures[i];
        if (!flow_capture(&j->values, capture, o->answer)) {
            break_step(o, str_printf(e->arena, "body:%.*s", STR_ARG(capture->source)),
                       str_printf(e->arena, "has no %.*s", STR_ARG(capture->source)), answer_text(e, o->answer),
                       capture->field);
            return;
        }
    }
    const struct answer_rule *rule = flow_find_broken(&j->values, step, o->answer, &left, &right);
    if (rule) {
        break_step(o, str_printf(e->arena, "body:%.*s", STR_ARG(rule->pointer)),
                   str_printf(e->arena, "has something else at '%.*s'", STR_ARG(rule->pointer)), left, right);
    }
}

static void judge_calls(struct journey *j, const struct flow_step *step, struct outcome_of_step *o) {
    if (step->call_count == 0 || o->ending != ENDING_HELD) {
        return;
    }
    if (!o->calls.is_known) {
        lose_step(o, DOUBT_CONTROL, STR("the auth provider's log could not be read"));
        return;
    }
    struct str seen = STR_NONE;
    struct str missing = flow_calls_missing(&j->values, step, &o->calls, &seen);
    if (missing.data) {
        break_step(o, STR("calls"), STR("makes the auth provider be asked otherwise"), seen, missing);
    }
}

static void judge_counters(struct journey *j, const struct flow_step *step, struct outcome_of_step *o) {
    struct str seen = STR_NONE;
    struct str wanted = o->ending == ENDING_HELD ? flow_counters_wrong(j->engine, step, &seen) : STR_NONE;
    if (wanted.data) {
        break_step(o, STR("counters"), STR("moves the service's counters otherwise"), seen, wanted);
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

static void report(const struct journey *j, size_t tried) {
    struct engine *e = j->engine;
    const struct flow *flow = j->state->flow;
    const struct flow_step *step = &flow->steps[j->step];
    const struct outcome_of_step *o = &j->last;
    struct str label = str_printf(e->arena, "step %zu", j->step + 1);
    bool is_grave = flow->is_gate || flow->property == FLOW_FRESHNESS; /* what was taken back still works */
    struct sighting s = {.surface = j->state->surface,
                         .property = plan_flows_property(flow),
                         .kind = "contract",
                         .feature = str_printf(e->arena, "%.*s %.*s", STR_ARG(label), STR_ARG(o->feature)),
                         .left = o->left,
                         .right = o->right,
                         .variation = STR("plain"),
                         .principal = step->as,
                         .victim = e->pack->owner,
                         .severity = is_grave ? SEVERITY_HIGH : SEVERITY_MEDIUM,
                         .cwe = weaknesses[flow->property],
                         .seen = TIMES_TO_CONFIRM,
                         .tried = tried};
    s.sides[0] = (struct evidence){.label = label, .exchange = o->answer};
    s.title =
        str_printf(e->arena, "it does not hold that %.*s: %.*s, %.*s %.*s, %.*s", STR_ARG(flow->title), STR_ARG(label),
                   STR_ARG(step->request.method), STR_ARG(step->request.path), STR_ARG(o->sentence));
    checks_fail(e, j->state->check, findings_add(e, &s), s.title);
}

static enum rc play_step(struct journey *j, struct fault *f) {
    struct engine *e = j->engine;
    const struct flow_step *step = &j->state->flow->steps[j->step];
    struct request *request = ARENA_NEW(e->arena, struct request);
    struct fault unplayed = {0};
    j->last = (struct outcome_of_step){0};
    enum rc rc = flow_request(&j->values, step, request, f);
    if (rc != RC_OK) {
        return rc;
    }
    if (step->fault.kind && play_fault(e, step, &unplayed) != RC_OK) {
        lose_step(&j->last, DOUBT_CONTROL,
                  str_printf(e->arena, "no fault could be played at the auth provider: %s", unplayed.text));
        return RC_OK;
    }
    flow_counters_begin(e);
    rc = send_until(j, step, request, &j->last, f);
    if (step->fault.kind) {
        (void)!observer_clear_faults(&e->auth_provider, e->arena, NULL);
    }
    if (rc == RC_OK) {
        judge_calls(j, step, &j->last);
        judge_counters(j, step, &j->last);
    }
    return rc;
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

static enum rc play(struct journey *j, struct fault *f) {
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < j->state->flow->step_count && j->last.ending == ENDING_HELD; i++) {
        j->step = i;
        rc = play_step(j, f);
    }
    return rc == RC_OK ? clean_up(j, f) : rc;
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

static bool is_same_break(const struct journey *a, const struct journey *b) {
    return a->last.ending == ENDING_BROKEN && b->last.ending == ENDING_BROKEN && a->step == b->step &&
           str_eq(a->last.feature, b->last.feature);
}

static void leave_open(struct engine *e, const struct flow_state *state, const struct journey *broken,
                       const struct journey *last) {
    if (broken->last.ending == ENDING_BROKEN) {
        checks_doubt(e, state->check, DOUBT_UNSTABLE,
                     str_printf(e->arena, "step %zu once came out otherwise (%.*s: %.*s), and not again",
                                broken->step + 1, STR_ARG(broken->last.feature), STR_ARG(broken->last.left)));
    } else if (last->last.ending == ENDING_LOST) {
        checks_doubt(e, state->check, last->last.doubt, last->last.reason);
    }
}

/* What holds at once holds; what breaks has to break twice at the same place. */
static enum rc play_rounds(struct engine *e, const struct flow_state *state, struct fault *f) {
    struct journey broken = {0}, j = {0};
    for (size_t round = 0; round < ROUNDS_MAX && !engine_should_stop(e); round++) {
        j = (struct journey){.engine = e, .state = state, .values = {.engine = e}};
        enum rc rc = play(&j, f);
        if (rc != RC_OK) {
            return rc;
        }
        bool has_broken = broken.last.ending == ENDING_BROKEN;
        if (j.last.ending == ENDING_HELD && !has_broken) {
            checks_pass(e, state->check);
            return RC_OK;
        }
        if (is_same_break(&broken, &j)) {
            report(&j, round + 1);
            return RC_OK;
        }
        broken = j.last.ending == ENDING_BROKEN ? j : broken;
    }
    leave_open(e, state, &broken, &j);
    return RC_OK;
}

static enum rc judge_one(struct engine *e, const struct flow_state *state, struct fault *f) {
    if (state->obstacle.data) {
        checks_doubt(e, state->check, DOUBT_NOT_EXERCISED, state->obstacle);
        return RC_OK;
    }
    struct str missing = standing_obstacle(e, state->flow);
    if (missing.data) {
        checks_doubt(e, state->check, DOUBT_STANDING, missing);
        return RC_OK;
    }
    return play_rounds(e, state, f);
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
