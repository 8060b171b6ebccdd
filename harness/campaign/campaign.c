/* SPDX-License-Identifier: Apache-2.0
 *
 * campaign: set the stage, start the crew, look after it, end it. */
#include "campaign.h"

#include <stdlib.h>
#include <unistd.h>

#include "clock.h"
#include "corpus.h"
#include "crew.h"
#include "watch.h"

#define TICK_NS (10 * NS_PER_MS)
#define FAILURES_MOST 20         /* bodies in a row without an answer: is anybody there? */
#define DRAIN_NS (20 * NS_PER_S) /* for what waits to be confirmed when time is over */

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
    if (rc == RC_OK && change.is_seen && !campaign_is_stopped(c)) {
        rc = confirm_effect(w->confirmer, &change, &w->fault);
    }
    w->looked_at = c->tally.requests;
    c->recent.count = 0;
    return rc;
}

static enum rc look_when_due(struct watch *w) {
    struct campaign *c = w->campaign;
    if (campaign_sent(c) - w->looked_at < c->look_every) {
        return RC_OK;
    }
    campaign_pause(c);
    enum rc rc = look(w);
    campaign_resume(c);
    return rc;
}

static void oversee(struct watch *w) {
    struct campaign *c = w->campaign;
    while (!campaign_should_end(c) && !w->is_dead && !campaign_has_enough(c)) {
        w->fault = (struct fault){0};
        if (atomic_load(&c->failures) >= FAILURES_MOST) {
            /* Is it the bodies, or is nobody there? */
            (void)campaign_await_life(c);
            atomic_store(&c->failures, 0);
        }
        learning_go_on(&w->learning);
        /* A look that finds nobody is taken again later. */
        (void)!look_when_due(w);
        watch_tell_progress(w);
        if (!confirm_next(w) && !confirm_shorten(w->confirmer)) {
            clock_sleep_ns(TICK_NS);
        }
    }
}

/* The lanes have ended: what waits is confirmed, and the owner looks once more. */
static void finish(struct watch *w) {
    struct campaign *c = w->campaign;
    int64_t end_ns = clock_monotonic_ns() + DRAIN_NS;
    w->fault = (struct fault){0};
    while (!campaign_is_stopped(c) && !w->is_dead && !campaign_has_enough(c) && clock_monotonic_ns() < end_ns &&
           (confirm_next(w) || confirm_shorten(w->confirmer))) {
        watch_tell_progress(w);
    }
    if (!campaign_is_stopped(c) && !w->is_dead && !campaign_has_enough(c)) {
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
    *r = campaign_sum_up(w->campaign, stage_arena(s));
    r->points = curve_close(&w->curve, watch_point(&r->tally), &r->point_count, stage_arena(s));
}

static enum rc go(struct campaign *c, bool *is_dead, struct fault *f) {
    struct crew *crew = NULL;
    struct watch w;
    watch_open(&w, c);
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
    watch_close(&w);
    return rc;
}

/* Stopped before the end that was asked for; without one, any end will do. */
static bool was_cut_short(const struct campaign *c) {
    return campaign_is_stopped(c) && (c->options->max_time_ns > 0 || c->options->max_requests > 0);
}

enum rc campaign_execute(const struct campaign_setting *setting, struct arena *a, struct result *out,
                         struct campaign_record *all, struct fault *f) {
    struct campaign *c = ARENA_NEW(a, struct campaign);
    campaign_init(c, setting);
    c->program = setting->options->program ? setting->options->program : worker_process_program(a);
    enum rc rc = corpus_open(c, a, f);
    rc = rc == RC_OK ? campaign_set_stage(c, a, f) : rc;
    if (rc != RC_OK) {
        campaign_free(c);
        return rc;
    }
    bool is_dead = false;
    rc = go(c, &is_dead, f);
    struct campaign_record mine = campaign_sum_up(c, a);
    add_to_ledger(c, &mine.tally);
    corpus_save(c);
    *all = campaign_add(&c->before, &mine, a);
    struct result result;
    stage_close(c->stage, was_cut_short(c) || is_dead, &result);
    campaign_free(c);
    if (rc == RC_OK) {
        const struct shard *shard = &setting->run.options->shard;
        *out = result;
        out->shard = (struct shard){.index = shard->index, .count = shard->count};
    }
    return rc;
}
