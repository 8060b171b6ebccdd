/* SPDX-License-Identifier: Apache-2.0
 *
 * run: judges one deployment by one pack. */
#include "run.h"

#include <string.h>

#include "calls.h"
#include "checks.h"
#include "claims.h"
#include "clock.h"
#include "codec.h"
#include "controls.h"
#include "effects.h"
#include "faults.h"
#include "findings.h"
#include "fixtures.h"
#include "flows.h"
#include "freshness.h"
#include "judge.h"
#include "plan.h"
#include "plan_flows.h"
#include "plan_variations.h"
#include "probe.h"
#include "received_secrets.h"
#include "uncovered.h"

#define TAG_BYTES 4

bool engine_should_stop(const struct engine *e) {
    const struct run_options *o = e->options;
    bool is_out_of_time = o->max_time_ns > 0 && clock_monotonic_ns() - e->started_ns > o->max_time_ns;
    bool is_full = o->max_failures > 0 && e->result->finding_count >= o->max_failures;
    size_t max_requests = o->max_requests ? o->max_requests : RUN_MAX_REQUESTS;
    return is_out_of_time || is_full || e->requests_done >= max_requests || (o->stop && atomic_load(o->stop));
}

void engine_report_progress(struct engine *e) {
    if (e->options->progress) {
        struct run_progress p = {.phase = e->phase,
                                 .done = e->requests_done,
                                 .planned = e->requests_planned,
                                 .findings = e->result->finding_count};
        e->options->progress(e->options->progress_self, &p);
    }
}

void engine_tell_start(const struct engine *e) {
    const struct run_events *events = e->options->events;
    if (events) {
        events->started(events->self, e->result);
    }
}

void engine_tell_check(const struct engine *e, size_t check) {
    const struct run_events *events = e->options->events;
    if (events) {
        events->closed(events->self, &e->result->checks[check]);
    }
}

void engine_tell_sighting(const struct engine *e, size_t finding) {
    const struct run_events *events = e->options->events;
    if (events) {
        events->sighted(events->self, &e->result->findings[finding]);
    }
}

void engine_count(struct engine *e, const struct sequence *sequences, size_t count, struct exchange **answers) {
    struct ledger *l = &e->result->ledger;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < sequences[i].count; j++) {
            const struct exchange *x = &answers[i][j];
            if (x->outcome == OUTCOME_SKIPPED) {
                continue;
            }
            if (e->options->redactor) {
                received_secrets_learn(x, e->options->redactor);
            }
            l->requests++;
            l->resent += x->outcome == OUTCOME_RESENT;
            l->dropped += probe_is_dropped(x);
            int status_class =
                x->outcome == OUTCOME_ANSWERED && x->status >= 100 && x->status < 600 ? x->status / 100 : 0;
            l->by_status_class[status_class]++;
        }
    }
    e->requests_done = l->requests;
    engine_report_progress(e);
}

enum rc engine_exchange(const struct engine *e, const struct sequence *sequences, size_t count, struct arena *step,
                        struct exchange **out, struct fault *f) {
    struct transport *t = e->setting->transport;
    const atomic_bool *stop = e->is_cleaning ? NULL : e->options->stop;
    return t->exchange(t->self, sequences, count, stop, step, out, f);
}

enum rc engine_send(struct engine *e, const struct sequence *sequences, size_t count, struct exchange **out,
                    struct fault *f) {
    if (count == 0) {
        return RC_OK;
    }
    enum rc rc = engine_exchange(e, sequences, count, e->arena, out, f);
    if (rc == RC_OK) {
        engine_count(e, sequences, count, out);
    }
    return rc;
}

static struct str hex_of(struct arena *a, const void *bytes, size_t size) {
    return codec_hex(a, str_of(bytes, size));
}

static void init_result(struct engine *e) {
    struct result *r = e->result;
    unsigned char id[8];
    entropy_fill(id, sizeof id);
    r->run_id = e->options->run_id.data ? e->options->run_id : hex_of(e->arena, id, sizeof id);
    r->seed = str_printf(e->arena, "%016llx", (unsigned long long)e->options->seed);
    r->started = clock_format_rfc3339(e->arena, clock_wall_ns());
    r->target = e->target->base_url;
    r->environment = str_from(environment_name(e->target->environment));
    r->pack = e->pack->name;
    r->pack_title = e->pack->title;
    r->options = e->options->command_line;
}

void engine_init(struct engine *e, const struct run_setting *setting, struct arena *a, struct result *result) {
    *e = (struct engine){.setting = setting,
                         .pack = setting->pack,
                         .target = setting->target,
                         .options = setting->options,
                         .arena = a,
                         .result = result,
                         .phase = "fixtures",
                         .started_ns = clock_monotonic_ns()};
    unsigned char tag[TAG_BYTES];
    entropy_fill(tag, sizeof tag);
    e->tag = hex_of(a, tag, sizeof tag);
    rng_init(&e->rng, setting->options->seed);
    noise_init(&e->noise, a);
    pool_init(&e->pool_of_absent, a);
    e->fixtures_end = &e->fixtures;
    e->auth_provider = (struct observer){.transport = setting->control, .address = setting->target->auth_provider};
    e->agent = (struct observer){.transport = setting->control, .address = setting->target->agent};
    init_result(e);
}

static void say_not_judged(struct engine *e, const char *sentence) {
    e->result->not_judged[e->result->not_judged_count++] = str_from(sentence);
}

/* Its requests showed that it makes no sense here. */
static bool has_left_http2(const struct engine *e) {
    bool is_any = false;
    for (size_t i = 0; i < e->item_count; i++) {
        const struct item *item = &e->items[i];
        is_any |= item->change && variation_is_over_http2(item->change) &&
                  e->result->checks[item->check].verdict == VERDICT_NOT_APPLICABLE;
    }
    return is_any;
}

static void list_not_judged(struct engine *e) {
    e->result->not_judged =
        ARENA_ARRAY(e->arena, struct str, 7 + e->flow_count + e->pack->claim_count + uncovered_count(e));
    say_not_judged(e, "time is not judged: no statement about how long a refusal takes");
    if (!observer_is_present(&e->auth_provider)) {
        say_not_judged(e, "observer auth_provider is absent: what it is asked, and grants written by a refused "
                          "request, are not seen");
    }
    if (!observer_is_present(&e->agent)) {
        say_not_judged(e, "observer agent is absent: calls to agents by a refused request are not seen");
    }
    if (!e->setting->counters && plan_flows_count_counters(e)) {
        say_not_judged(e, "observer statsd is absent: what the service counts is not heard");
    }
    if (has_left_http2(e)) {
        say_not_judged(e, "HTTP/2 is not judged: the server does not take it by ALPN");
    }
    e->result->not_judged[e->result->not_judged_count++] = uncovered_sentence(e);
    e->result->not_judged_count += claims_not_planned(e, e->result->not_judged + e->result->not_judged_count);
    e->result->not_judged_count += plan_flows_not_planned(e, e->result->not_judged + e->result->not_judged_count);
}

static enum rc prepare(struct engine *e, struct fault *f) {
    enum rc rc = fixtures_create(e, f);
    if (rc == RC_OK) {
        fixtures_share(e);
        e->phase = "controls";
        rc = controls_standing(e, f);
    }
    rc = rc == RC_OK ? fixtures_bury(e, f) : rc;
    rc = rc == RC_OK ? controls_tenants(e, f) : rc;
    rc = rc == RC_OK ? controls_owner(e, f) : rc;
    if (rc == RC_OK) {
        judge_block(e);
        rc = probe_reach(e, f);
    }
    return rc;
}

static enum rc judge(struct engine *e, struct fault *f) {
    struct effects before;
    enum rc rc = effects_before(e, &before, f);
    rc = rc == RC_OK ? judge_items(e, f) : rc;
    rc = rc == RC_OK ? effects_after(e, &before, f) : rc;
    e->phase = "calls";
    rc = rc == RC_OK ? calls_judge_items(e, f) : rc;
    e->phase = "faults";
    rc = rc == RC_OK ? faults_judge(e, f) : rc;
    e->phase = "freshness";
    rc = rc == RC_OK ? freshness_judge(e, f) : rc;
    e->phase = "flows";
    rc = rc == RC_OK ? flows_judge(e, f) : rc;
    rc = rc == RC_OK ? controls_owner_again(e, f) : rc;
    judge_reveal(e);
    judge_count(e);
    return rc;
}

void engine_close(struct engine *e) {
    struct result *r = e->result;
    r->was_stopped = engine_should_stop(e);
    r->surfaces_declared = e->declared_count;
    for (size_t i = 0; i < e->item_count; i++) {
        r->ledger.groups_void += e->items[i].void_count;
    }
    findings_close(e);
    noise_list(&e->noise, e->arena, &r->noise, &r->noise_count);
    r->duration_ns = clock_monotonic_ns() - e->started_ns;
}

enum rc run_execute(const struct run_setting *setting, struct arena *a, struct result *out, struct fault *f) {
    struct result result = {0};
    struct engine e;
    engine_init(&e, setting, a, &result);
    controls_credentials(&e);
    enum rc rc = plan_make(&e, f);
    if (rc == RC_OK) {
        rc = journal_open(&e.journal, setting->options->journal_path, setting->pack, setting->target->base_url,
                          result.run_id, f);
    }
    if (rc != RC_OK) {
        return rc;
    }
    engine_tell_start(&e);
    rc = prepare(&e, f);
    rc = rc == RC_OK ? judge(&e, f) : rc;
    bool was_stopped = engine_should_stop(&e);
    e.phase = "cleanup";
    e.is_cleaning = true;
    if (!setting->options->keep) {
        rc = fixtures_delete(&e, rc == RC_OK ? f : NULL) == RC_OK ? rc : RC_NET;
    }
    journal_close(&e.journal);
    uncovered_add_controls(&e);
    list_not_judged(&e);
    engine_close(&e);
    result.was_stopped = was_stopped;
    if (rc == RC_OK) {
        *out = result;
    }
    return rc;
}

static void list_items(struct engine *e, struct run_plan *plan) {
    plan->rows = ARENA_ARRAY(e->arena, struct run_plan_row, e->item_count + e->flow_count);
    plan->row_count = e->item_count;
    for (size_t i = 0; i < e->item_count; i++) {
        const struct item *item = &e->items[i];
        size_t check = item->check != NONE ? item->check : item->permission_check;
        plan->rows[i] = (struct run_plan_row){.surface = item->surface->id,
                                              .principal = e->pack->principals[item->principal].name,
                                              .variation = codec_printable(e->arena, item->variation),
                                              .expected = e->result->checks[check].expected,
                                              .requests = plan_requests(item)};
    }
    for (size_t i = 0; i < e->flow_count; i++) {
        const struct flow_state *s = &e->flows[i];
        if (s->check != NONE) {
            const struct check *check = &e->result->checks[s->check];
            plan->rows[plan->row_count++] =
                (struct run_plan_row){.surface = check->surface,
                                      .principal = check->principal,
                                      .variation = check->variation,
                                      .expected = check->expected,
                                      .requests = s->flow->step_count + s->flow->cleanup_count};
        }
    }
}

enum rc run_make_plan(const struct run_setting *setting, struct arena *a, struct run_plan *out, struct fault *f) {
    struct result result = {0};
    struct engine e;
    engine_init(&e, setting, a, &result);
    controls_credentials(&e);
    for (size_t i = 0; i < setting->pack->principal_count; i++) {
        e.has_standing[i] = true;
    }
    enum rc rc = plan_make(&e, f);
    if (rc != RC_OK) {
        return rc;
    }
    struct run_plan plan = {.surfaces = e.surface_count,
                            .slots = e.declared_count,
                            .requests = e.requests_planned,
                            .fixtures = e.fixture_count};
    for (const struct fixture *x = e.fixtures; x; x = x->next) {
        plan.fixtures_left += !e.pack->resources[x->resource].has_delete;
    }
    list_items(&e, &plan);
    list_not_judged(&e);
    result.not_judged_count += uncovered_not_planned(&e, result.not_judged + result.not_judged_count);
    plan.not_planned = result.not_judged;
    plan.not_planned_count = result.not_judged_count;
    plan.left_out_count = plan_variations_left_out(&e, &plan.left_out);
    *out = plan;
    return RC_OK;
}

static void restore(struct engine *e, const struct journal_entry *entries, size_t count) {
    struct fixture **known = ARENA_ARRAY(e->arena, struct fixture *, count);
    for (size_t i = count; i-- > 0;) {
        const struct journal_entry *entry = &entries[i];
        struct fixture *x = ARENA_NEW(e->arena, struct fixture);
        *x = (struct fixture){.number = (size_t)entry->number,
                              .resource = entry->resource,
                              .owner = entry->owner,
                              .values = entry->values,
                              .may_exist = true};
        x->state = entry->is_made ? FIXTURE_MADE : FIXTURE_PLANNED;
        for (size_t j = count; j-- > i + 1;) {
            if (entries[j].number == entry->parent) {
                x->parent = known[j];
            }
        }
        known[i] = x;
        *e->fixtures_end = x;
        e->fixtures_end = &x->next;
        e->fixture_count++;
    }
}

enum rc run_cleanup(const struct run_setting *setting, const char *journal_path, struct arena *a,
                    struct run_cleanup_count *out, struct fault *f) {
    struct result result = {0};
    struct engine e;
    engine_init(&e, setting, a, &result);
    e.is_cleaning = true;
    struct journal_entry *entries;
    size_t count;
    enum rc rc = journal_read(journal_path, setting->pack, setting->target->base_url, a, &entries, &count, f);
    if (rc != RC_OK) {
        return rc;
    }
    restore(&e, entries, count);
    rc = fixtures_delete(&e, f);
    if (rc != RC_OK) {
        return rc;
    }
    size_t gone = count - result.ledger.fixtures_deleted - result.ledger.fixtures_left;
    *out = (struct run_cleanup_count){
        .deleted = result.ledger.fixtures_deleted, .gone = gone, .failed = result.ledger.fixtures_left};
    return RC_OK;
}
