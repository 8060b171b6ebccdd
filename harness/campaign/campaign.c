/* SPDX-License-Identifier: Apache-2.0
 *
 * campaign: set the stage, start the crew, look after it, end it. */
#include "campaign.h"

#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "confirm.h"
#include "corpus.h"
#include "crew.h"
#include "curve.h"
#include "learning.h"
#include "seed_choice.h"

#define TICK_NS (10 * NS_PER_MS)
#define PROGRESS_NS (250 * NS_PER_MS)
#define SAVE_NS (10 * NS_PER_S)
#define SNAPSHOT_REQUESTS 2000
#define FAILURES_MOST 20 /* bodies in a row without an answer: is anybody there? */
#define KNOCKS 3
#define KNOCK_NS (500 * NS_PER_MS)
#define DRAIN_NS (20 * NS_PER_S) /* for what waits to be confirmed when time is over */
#define LARGE_PER_10000 2

static bool is_stopped(const struct campaign *c) {
    return c->stop && atomic_load(c->stop);
}

size_t campaign_sent(struct campaign *c) {
    pthread_mutex_lock(&c->lock);
    size_t sent = c->tally.requests;
    pthread_mutex_unlock(&c->lock);
    return sent;
}

static bool is_out_of_budget(struct campaign *c) {
    const struct campaign_options *o = c->options;
    bool is_late = o->max_time_ns > 0 && clock_monotonic_ns() - c->started_ns >= o->max_time_ns;
    return is_late || (o->max_requests > 0 && campaign_sent(c) >= o->max_requests);
}

bool campaign_should_end(struct campaign *c) {
    return atomic_load(&c->is_over) || is_stopped(c) || is_out_of_budget(c);
}

const struct stage_seed *campaign_seed_of(const struct campaign *c, struct str body, const struct body_class *class) {
    return seed_choose(&c->view, body, class);
}

size_t campaign_route_of(const struct campaign *c, struct str body, const struct body_class *class) {
    if (class->is_known_method) {
        return campaign_seed_of(c, body, class)->route;
    }
    return (body.len + (body.len > 8 ? (unsigned char)body.data[8] : 0)) % c->view.route_count;
}

void campaign_pause(struct campaign *c) {
    atomic_store(&c->is_paused, true);
    while (atomic_load(&c->busy) > 0) {
        clock_sleep_ns(NS_PER_MS / 2);
    }
}

void campaign_resume(struct campaign *c) {
    atomic_store(&c->is_paused, false);
}

static size_t method_index(const struct campaign *c, struct str method) {
    for (size_t i = 0; i < c->view.method_count; i++) {
        if (str_eq(c->view.methods[i], method)) {
            return i;
        }
    }
    return c->view.method_count;
}

static void add_examples(struct campaign *c, const struct pack *p, struct arena *a) {
    size_t total = 0, count = 0;
    for (size_t i = 0; i < p->rpc_parameter_count; i++) {
        total += p->rpc_parameters[i].example_count;
    }
    struct mutate_example *examples = ARENA_ARRAY(a, struct mutate_example, total);
    for (size_t i = 0; i < p->rpc_parameter_count; i++) {
        const struct rpc_parameter *parameter = &p->rpc_parameters[i];
        for (size_t k = 0; k < parameter->example_count; k++) {
            examples[count++] = (struct mutate_example){.method = method_index(c, parameter->method),
                                                        .name = parameter->name,
                                                        .json = emit_to_str(a, parameter->examples[k])};
        }
    }
    c->dictionary.examples = examples;
    c->dictionary.example_count = count;
}

static void set_dictionary(struct campaign *c, const struct pack *p, struct arena *a) {
    struct mutate_seed *seeds = ARENA_ARRAY(a, struct mutate_seed, c->view.seed_count);
    for (size_t i = 0; i < c->view.seed_count; i++) {
        const struct stage_seed *seed = &c->view.seeds[i];
        seeds[i] =
            (struct mutate_seed){.body = seed->body, .method = seed->method.data ? method_index(c, seed->method) : 0};
    }
    c->dictionary = (struct mutate_dictionary){.methods = c->view.methods,
                                               .method_count = c->view.method_count,
                                               .seeds = seeds,
                                               .seed_count = c->view.seed_count,
                                               .marker_count = c->view.slot_count,
                                               .large_per_10000 = c->options->is_isolated ? LARGE_PER_10000 : 0};
    add_examples(c, p, a);
}

static void set_references(struct campaign *c) {
    for (size_t i = 0; i < c->view.slot_count && i < CAMPAIGN_SLOTS; i++) {
        c->denied[0][i] = stage_denied(c->stage, i, 0);
        c->denied[1][i] = stage_denied(c->stage, i, 1);
        for (size_t k = 0; k < CAMPAIGN_ABSENTS; k++) {
            c->absents[k][i] = stage_absent(c->stage, i);
        }
    }
}

static enum rc init(struct campaign *c, const struct campaign_setting *setting, struct arena *a, struct fault *f) {
    const struct campaign_options *o = setting->options;
    *c = (struct campaign){.setting = setting, .options = o, .stop = setting->run.options->stop};
    c->started_ns = clock_monotonic_ns();
    c->program = o->program ? o->program : worker_process_program(a);
    pace_init(&c->pace, o->rate_per_s);
    (void)pthread_mutex_init(&c->lock, NULL);
    c->numbers = calloc(1, sizeof *c->numbers);
    c->recent.capacity = (o->snapshot_requests ? o->snapshot_requests : SNAPSHOT_REQUESTS) + 4 * LIMIT_CREW;
    c->recent.bodies = calloc(c->recent.capacity, sizeof *c->recent.bodies);
    if (!c->numbers || !c->recent.bodies) {
        abort();
    }
    return corpus_open(c, a, f);
}

static void destroy(struct campaign *c) {
    corpus_close(c);
    suspects_free(&c->suspects);
    for (size_t i = 0; i < c->recent.capacity; i++) {
        free(c->recent.bodies[i].body);
    }
    free(c->recent.bodies);
    free(c->numbers);
    (void)pthread_mutex_destroy(&c->lock);
}

/* Everything a loop of the campaign's own thread keeps. */
struct watch {
    struct campaign *campaign;
    struct learning learning;
    struct confirmer *confirmer;
    size_t looked_at;
    int64_t told_ns, saved_ns;
    struct curve curve;
    bool is_dead;
    struct fault fault; /* the last one; what fails is tried again */
};

static struct campaign_tally sum_up(struct campaign *c) {
    pthread_mutex_lock(&c->lock);
    struct campaign_tally t = c->tally;
    pthread_mutex_unlock(&c->lock);
    t.confirming = stage_result(c->stage)->ledger.requests;
    t.blocked_ns = atomic_load(&c->blocked_ns);
    t.elapsed_ns = clock_monotonic_ns() - c->started_ns;
    return t;
}

static struct campaign_point point_of(const struct campaign_tally *t) {
    return (struct campaign_point){.at_ns = t->elapsed_ns, .requests = t->requests, .news = t->news};
}

static void tell_progress(struct watch *w) {
    struct campaign *c = w->campaign;
    const struct run_options *o = c->setting->run.options;
    int64_t now = clock_monotonic_ns();
    if (curve_is_due(&w->curve, now - c->started_ns)) {
        struct campaign_tally t = sum_up(c);
        curve_add(&w->curve, point_of(&t));
    }
    if (o->progress && now - w->told_ns >= PROGRESS_NS) {
        struct run_progress p = {.phase = "fuzz",
                                 .done = campaign_sent(c),
                                 .planned = c->options->max_requests,
                                 .findings = stage_result(c->stage)->finding_count};
        o->progress(o->progress_self, &p);
        w->told_ns = now;
    }
    if (now - w->saved_ns >= SAVE_NS) {
        struct campaign_tally t = sum_up(c);
        corpus_save(c, &t);
        w->saved_ns = now;
    }
}

static bool confirm_next(struct watch *w) {
    struct campaign *c = w->campaign;
    struct suspect s;
    pthread_mutex_lock(&c->lock);
    bool is_any = suspects_take(&c->suspects, &s);
    pthread_mutex_unlock(&c->lock);
    if (is_any) {
        confirm_suspect(w->confirmer, &s);
        free(s.body);
    }
    return is_any;
}

/* Nothing is in flight. */
static enum rc look(struct watch *w) {
    struct campaign *c = w->campaign;
    struct stage_change change;
    enum rc rc = stage_look(c->stage, &change, &w->fault);
    c->tally.looks++;
    if (rc == RC_OK && change.is_seen && !is_stopped(c)) {
        rc = confirm_effect(w->confirmer, &change, &w->fault);
    }
    w->looked_at = c->tally.requests;
    c->recent.count = 0;
    return rc;
}

static bool is_alive(struct campaign *c) {
    const struct exchange *x;
    struct fault unused = {0};
    return stage_knock(c->stage, &x, &unused) == RC_OK && exchange_is_success(x);
}

bool campaign_await_life(struct campaign *c) {
    struct watch *w = c->watch;
    bool is_there = !w->is_dead && is_alive(c);
    if (is_there || w->is_dead) {
        return is_there;
    }
    campaign_pause(c);
    bool is_patient = c->options->is_isolated;
    for (size_t i = 0; !is_there && !is_stopped(c) && (i < KNOCKS || (is_patient && !campaign_should_end(c))); i++) {
        clock_sleep_ns(KNOCK_NS);
        tell_progress(w);
        is_there = is_alive(c);
    }
    w->is_dead = !is_there && !is_stopped(c);
    campaign_resume(c);
    return is_there;
}

static enum rc look_when_due(struct watch *w) {
    struct campaign *c = w->campaign;
    size_t every = c->options->snapshot_requests ? c->options->snapshot_requests : SNAPSHOT_REQUESTS;
    if (campaign_sent(c) - w->looked_at < every) {
        return RC_OK;
    }
    campaign_pause(c);
    enum rc rc = look(w);
    campaign_resume(c);
    return rc;
}

static bool has_enough(struct campaign *c) {
    return c->options->max_findings > 0 && stage_result(c->stage)->finding_count >= c->options->max_findings;
}

static void oversee(struct watch *w) {
    struct campaign *c = w->campaign;
    while (!campaign_should_end(c) && !w->is_dead && !has_enough(c)) {
        w->fault = (struct fault){0};
        if (atomic_load(&c->failures) >= FAILURES_MOST) {
            /* Is it the bodies, or is nobody there? */
            (void)campaign_await_life(c);
            atomic_store(&c->failures, 0);
        }
        learning_go_on(&w->learning);
        /* A look that finds nobody is taken again later. */
        (void)!look_when_due(w);
        tell_progress(w);
        if (!confirm_next(w)) {
            clock_sleep_ns(TICK_NS);
        }
    }
}

/* The lanes have ended: what waits is confirmed, and the owner looks once more. */
static void finish(struct watch *w) {
    struct campaign *c = w->campaign;
    int64_t end_ns = clock_monotonic_ns() + DRAIN_NS;
    w->fault = (struct fault){0};
    while (!is_stopped(c) && !w->is_dead && !has_enough(c) && clock_monotonic_ns() < end_ns && confirm_next(w)) {
        tell_progress(w);
    }
    if (!is_stopped(c) && !w->is_dead && !has_enough(c)) {
        (void)!look(w);
    }
}

static void close_checks(struct watch *w) {
    struct campaign *c = w->campaign;
    for (size_t i = 0; i < c->view.seed_count; i++) {
        stage_judged(c->stage, &c->view.seeds[i], c->pairs_of_seed[i], c->found_at_seed[i]);
    }
    stage_say_alive(c->stage, !w->is_dead);
}

static void add_to_ledger(struct campaign *c, const struct campaign_tally *t) {
    struct ledger *l = &stage_result(c->stage)->ledger;
    l->requests += t->requests;
    l->dropped += t->lost;
    l->groups += t->pairs;
    l->groups_void += t->lost;
    for (size_t i = 0; i < 6; i++) {
        l->by_status_class[i] += t->by_status_class[i];
    }
}

static void record(struct watch *w) {
    struct stage *s = w->campaign->stage;
    struct campaign_record *r = &stage_result(s)->campaign;
    *r = (struct campaign_record){.is_there = true, .tally = sum_up(w->campaign)};
    r->points = curve_close(&w->curve, point_of(&r->tally), &r->point_count, stage_arena(s));
}

static enum rc go(struct campaign *c, bool *is_dead, struct fault *f) {
    struct crew *crew = NULL;
    struct watch w = {.campaign = c, .confirmer = confirmer_new(c), .saved_ns = c->started_ns};
    c->watch = &w;
    learning_start(&w.learning, c);
    corpus_recall(c);
    enum rc rc = crew_start(c, corpus_queue(c, stage_arena(c->stage)), c->setting->run.options->seed, &crew, f);
    if (rc == RC_OK) {
        oversee(&w);
        atomic_store(&c->is_over, true);
        crew_end(crew);
        finish(&w);
        close_checks(&w);
        record(&w);
    }
    *is_dead = w.is_dead;
    confirmer_del(w.confirmer);
    c->watch = NULL;
    return rc;
}

/* Stopped before the end that was asked for; without one, any end will do. */
static bool was_cut_short(const struct campaign *c) {
    return is_stopped(c) && (c->options->max_time_ns > 0 || c->options->max_requests > 0);
}

enum rc campaign_execute(const struct campaign_setting *setting, struct arena *a, struct result *out,
                         struct campaign_tally *tally, struct fault *f) {
    struct campaign *c = ARENA_NEW(a, struct campaign);
    enum rc rc = init(c, setting, a, f);
    rc = rc == RC_OK ? stage_open(&setting->run, a, &c->stage, f) : rc;
    if (rc != RC_OK) {
        destroy(c);
        return rc;
    }
    c->view = stage_view(c->stage);
    c->pairs_of_seed = ARENA_ARRAY(a, size_t, c->view.seed_count);
    c->found_at_seed = ARENA_ARRAY(a, bool, c->view.seed_count);
    set_dictionary(c, setting->run.pack, a);
    set_references(c);
    bool is_dead = false;
    rc = go(c, &is_dead, f);
    *tally = sum_up(c);
    add_to_ledger(c, tally);
    corpus_save(c, tally);
    struct campaign_tally all = campaign_tally_add(&c->before, tally);
    *tally = all;
    struct result result;
    stage_close(c->stage, was_cut_short(c) || is_dead, &result);
    destroy(c);
    if (rc == RC_OK) {
        const struct shard *shard = &setting->run.options->shard;
        *out = result;
        out->shard = (struct shard){.index = shard->index, .count = shard->count};
    }
    return rc;
}
