/* SPDX-License-Identifier: Apache-2.0
 *
 * crew: threads, and what each of them does with a body. */
#include "crew.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "corpus.h"
#include "envelope.h"
#include "glance.h"
#include "worker_setup.h"

#define WAIT_MS 100
#define PAUSE_NS NS_PER_MS
#define BACK_OFF_NS (5 * NS_PER_MS)
#define BACK_OFF_MOST_NS (2 * NS_PER_S)
#define RESTART_NS (100 * NS_PER_MS)

struct lane_of_crew {
    struct campaign *campaign;
    struct transport *transport;
    struct worker_process worker;
    struct str setup;
    struct rng rng;
    struct arena step;
    struct buf body;
    struct glance_memory memory;
    struct envelope_patience patience;
    size_t lost_in_a_row;
    pthread_t thread;
    bool has_started;
};

struct crew {
    struct arena arena;
    struct lane_of_crew *lanes;
    size_t count;
};

struct str crew_setup(const struct campaign *c, struct str corpus, uint64_t seed, struct arena *a) {
    struct worker_setup setup = {.seed = seed, .corpus = corpus, .dictionary = c->dictionary};
    return worker_setup_write(&setup, a);
}

static bool is_ending(const struct campaign *c) {
    return atomic_load(&c->is_over) || (c->stop && atomic_load(c->stop));
}

/* Enters what a pause waits for; false: it is over. */
static bool enter(struct campaign *c) {
    for (;;) {
        atomic_fetch_add(&c->busy, 1);
        if (!atomic_load(&c->is_paused)) {
            return true;
        }
        atomic_fetch_sub(&c->busy, 1);
        if (is_ending(c)) {
            return false;
        }
        clock_sleep_ns(PAUSE_NS);
    }
}

/* As long as the server asks for, at most BACK_OFF_MOST_NS; the first time but a moment: one 503 of a hundred is no
 * overload. */
static void back_off(struct lane_of_crew *l) {
    int64_t ns = BACK_OFF_NS << (l->lost_in_a_row < 10 ? l->lost_in_a_row : 10);
    ns = ns > BACK_OFF_MOST_NS ? BACK_OFF_MOST_NS : ns;
    for (int64_t slept = 0; slept < ns && !is_ending(l->campaign); slept += BACK_OFF_NS) {
        clock_sleep_ns(BACK_OFF_NS);
    }
    l->lost_in_a_row++;
}

static void remember(struct campaign *c, struct str body, size_t envelope) {
    struct recent_bodies *r = &c->recent;
    struct recent_body *place = &r->bodies[r->count++ % r->capacity];
    char *copy = realloc(place->body, body.len + 1);
    if (!copy) {
        abort();
    }
    memcpy(copy, body.len > 0 ? body.data : "", body.len);
    *place = (struct recent_body){.body = copy, .len = body.len, .envelope = envelope};
}

static void count_body(struct campaign *c, struct str body, size_t envelope, const struct glance *g) {
    pthread_mutex_lock(&c->lock);
    struct campaign_tally *t = &c->tally;
    t->bodies++;
    t->pairs += g->is_judged;
    t->lost += !g->is_judged;
    t->names += g->has_name;
    t->news += g->is_news;
    if (g->is_news) {
        corpus_note_news(c, body);
    }
    t->requests += g->sent;
    for (size_t i = 0; i < 6; i++) {
        t->by_status_class[i] += g->by_status_class[i];
    }
    if (g->is_judged && g->seed != SIZE_MAX) {
        c->pairs_of_seed[g->seed]++;
    }
    remember(c, body, envelope);
    differential_count(&c->differential, body, &g->contrast);
    for (size_t i = 0; i < g->suspicion_count; i++) {
        const struct suspicion *s = &g->suspicions[i];
        bool is_taken = suspects_add(&c->suspects, s->oracle, s->signature, body, envelope);
        t->suspicions += is_taken;
        t->known += !is_taken;
    }
    pthread_mutex_unlock(&c->lock);
}

static bool answer_worker(struct lane_of_crew *l, const struct glance *g) {
    unsigned char bytes[2 * (1 + GLANCE_SHOWN)] = {0};
    for (size_t i = 0; i < g->shown_count; i++) {
        bytes[2 * (i + 1)] = (unsigned char)(g->shown[i] & 0xff);
        bytes[2 * (i + 1) + 1] = (unsigned char)(g->shown[i] >> 8);
    }
    /* Number 0 is always shown: the first input has to set a counter. */
    return channel_send(l->worker.channel, CHANNEL_VERDICT, str_of((const char *)bytes, 2 * (1 + g->shown_count)));
}

/* False: the worker is gone, or it is over. */
static bool serve_body(struct lane_of_crew *l, struct str body) {
    struct campaign *c = l->campaign;
    struct glance g;
    if (!enter(c)) {
        return false;
    }
    struct trial t = {.campaign = c, .transport = l->transport, .step = &l->step, .rng = &l->rng};
    t.envelope = envelope_if_due(&l->patience, envelope_draw(&l->rng, c->options->may_frame));
    bool was_sent = glance_at(&t, &l->memory, body, &g);
    if (g.is_waited_out) {
        envelope_note_wait(&l->patience, t.envelope);
    }
    if (was_sent) {
        count_body(c, body, t.envelope, &g);
    }
    atomic_fetch_sub(&c->busy, 1);
    arena_reset(&l->step);
    bool is_silent = !was_sent || g.is_silent;
    atomic_store(&c->failures, is_silent ? atomic_load(&c->failures) + 1 : 0);
    if (!was_sent || !g.is_judged) {
        back_off(l);
    } else {
        l->lost_in_a_row = 0;
    }
    return answer_worker(l, &g);
}

static void restart(struct lane_of_crew *l) {
    struct campaign *c = l->campaign;
    worker_process_stop(&l->worker);
    clock_sleep_ns(RESTART_NS);
    if (is_ending(c) || worker_process_start(&l->worker, c->program, l->setup, NULL) != RC_OK) {
        return;
    }
    pthread_mutex_lock(&c->lock);
    c->tally.restarts++;
    pthread_mutex_unlock(&c->lock);
}

static void *run_lane(void *self) {
    struct lane_of_crew *l = self;
    while (!is_ending(l->campaign)) {
        enum channel_frame type;
        enum channel_state state =
            l->worker.channel < 0 ? CHANNEL_CLOSED : channel_receive(l->worker.channel, WAIT_MS, &type, &l->body);
        bool is_well = state == CHANNEL_TIMEOUT ||
                       (state == CHANNEL_RECEIVED && type == CHANNEL_BODY && serve_body(l, buf_str(&l->body)));
        if (!is_well && !is_ending(l->campaign)) {
            restart(l);
        }
    }
    worker_process_stop(&l->worker);
    return NULL;
}

static enum rc start_lane(struct crew *crew, struct campaign *c, size_t index, struct str corpus, uint64_t seed,
                          struct fault *f) {
    struct lane_of_crew *l = &crew->lanes[index];
    l->campaign = c;
    l->transport = c->setting->lanes[index];
    l->setup = crew_setup(c, corpus, seed + index, &crew->arena);
    l->worker.channel = -1;
    rng_init(&l->rng, seed ^ (0x5bd1e995u * (index + 1)));
    buf_init(&l->body, CHANNEL_BYTES);
    enum rc rc = worker_process_start(&l->worker, c->program, l->setup, f);
    if (rc == RC_OK && pthread_create(&l->thread, NULL, run_lane, l) != 0) {
        rc = fault_set(f, RC_IO, "no thread could be started for another worker; use fewer jobs");
    }
    l->has_started = rc == RC_OK;
    return rc;
}

enum rc crew_start(struct campaign *c, struct str corpus, uint64_t seed, struct crew **out, struct fault *f) {
    struct crew *crew = calloc(1, sizeof *crew);
    if (!crew) {
        abort();
    }
    crew->count = c->options->workers;
    crew->lanes = calloc(crew->count, sizeof *crew->lanes);
    if (!crew->lanes) {
        abort();
    }
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < crew->count; i++) {
        rc = start_lane(crew, c, i, corpus, seed, f);
    }
    if (rc != RC_OK) {
        atomic_store(&c->is_over, true);
        crew_end(crew);
        return rc;
    }
    *out = crew;
    return RC_OK;
}

void crew_end(struct crew *crew) {
    if (!crew) {
        return;
    }
    for (size_t i = 0; i < crew->count; i++) {
        struct lane_of_crew *l = &crew->lanes[i];
        if (l->has_started) {
            (void)pthread_join(l->thread, NULL);
        } else if (l->campaign) {
            worker_process_stop(&l->worker);
        }
        buf_free(&l->body);
        arena_free(&l->step);
    }
    free(crew->lanes);
    arena_free(&crew->arena);
    free(crew);
}
