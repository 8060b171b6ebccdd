/* SPDX-License-Identifier: Apache-2.0
 *
 * watch: sums, progress, and whether the target is there. */
#include "watch.h"

#include "clock.h"
#include "corpus.h"

#define PROGRESS_NS (250 * NS_PER_MS)
#define SAVE_NS (10 * NS_PER_S)
#define KNOCKS 3
#define KNOCK_NS (500 * NS_PER_MS)

void watch_open(struct watch *w, struct campaign *c) {
    *w = (struct watch){.campaign = c, .confirmer = confirmer_new(c), .saved_ns = c->started_ns};
    c->watch = w;
    learning_start(&w->learning, c);
}

void watch_close(struct watch *w) {
    confirmer_del(w->confirmer);
    w->campaign->watch = NULL;
}

struct campaign_point watch_point(const struct campaign_tally *t) {
    return (struct campaign_point){.at_ns = t->elapsed_ns, .requests = t->requests, .news = t->news};
}

void watch_tell_progress(struct watch *w) {
    struct campaign *c = w->campaign;
    const struct run_options *o = c->setting->run.options;
    const struct result *r = stage_result(c->stage);
    int64_t now = clock_monotonic_ns();
    if (curve_is_due(&w->curve, now - c->started_ns)) {
        struct campaign_tally t = campaign_tally_up(c);
        curve_add(&w->curve, watch_point(&t));
    }
    if (o->progress && now - w->told_ns >= PROGRESS_NS) {
        struct run_progress p = {.phase = c->is_replay ? "replay" : "fuzz",
                                 .done = c->is_replay ? r->ledger.requests : campaign_sent(c),
                                 .planned = c->options->max_requests,
                                 .findings = r->finding_count};
        o->progress(o->progress_self, &p);
        w->told_ns = now;
    }
    if (now - w->saved_ns >= SAVE_NS) {
        corpus_save(c);
        corpus_prune(c);
        w->saved_ns = now;
    }
}

static bool is_alive(struct campaign *c) {
    const struct exchange *x;
    struct fault unused = {0};
    return stage_knock(c->stage, &x, &unused) == RC_OK && exchange_is_success(x);
}

/* A replay has no end of its own to wait for. */
static bool is_patient(struct campaign *c, int64_t since_ns) {
    int64_t patience_ns = c->options->patience_ns;
    bool has_time = patience_ns == 0 || clock_monotonic_ns() - since_ns < patience_ns;
    return c->options->is_isolated && has_time && !campaign_should_end(c);
}

bool campaign_await_life(struct campaign *c) {
    struct watch *w = c->watch;
    bool is_there = !w->is_dead && is_alive(c);
    if (is_there || w->is_dead) {
        return is_there;
    }
    campaign_pause(c);
    int64_t since_ns = clock_monotonic_ns();
    for (size_t i = 0; !is_there && !campaign_is_stopped(c) && (i < KNOCKS || is_patient(c, since_ns)); i++) {
        clock_sleep_ns(KNOCK_NS);
        watch_tell_progress(w);
        is_there = is_alive(c);
    }
    w->is_dead = !is_there && !campaign_is_stopped(c);
    campaign_resume(c);
    return is_there;
}
