/* SPDX-License-Identifier: Apache-2.0
 *
 * campaign_setup: what a campaign and a replay of one have in common, from nothing to a stage with references. */
#include <stdlib.h>

#include "campaign_private.h"
#include "clock.h"
#include "corpus.h"
#include "envelope.h"
#include "seed_choice.h"

#define SNAPSHOT_REQUESTS 2000
#define LARGE_PER_10000 2

bool campaign_is_stopped(const struct campaign *c) {
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
    return atomic_load(&c->is_over) || campaign_is_stopped(c) || is_out_of_budget(c);
}

bool campaign_may_send(const struct campaign *c, size_t body_bytes, size_t envelope) {
    return c->options->is_isolated || (body_bytes <= MUTATE_BODY_BYTES && !envelope_is_framing(envelope));
}

bool campaign_has_enough(const struct campaign *c) {
    size_t most = c->options->max_findings;
    return most > 0 && stage_result(c->stage)->finding_count >= most;
}

const struct stage_seed *campaign_seed_of(const struct campaign *c, struct str body, const struct body_class *class) {
    return seed_choose(&c->view, body, class);
}

size_t campaign_route_of(const struct campaign *c, struct str body, const struct body_class *class) {
    if (c->route != SIZE_MAX) {
        return c->route;
    }
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

void campaign_init(struct campaign *c, const struct campaign_setting *setting) {
    const struct campaign_options *o = setting->options;
    *c = (struct campaign){.setting = setting, .options = o, .stop = setting->run.options->stop, .route = SIZE_MAX};
    c->started_ns = clock_monotonic_ns();
    c->look_every = o->snapshot_requests ? o->snapshot_requests : SNAPSHOT_REQUESTS;
    pace_init(&c->pace, o->rate_per_s);
    (void)pthread_mutex_init(&c->lock, NULL);
    c->numbers = calloc(1, sizeof *c->numbers);
    c->recent.capacity = c->look_every + 4 * LIMIT_CREW;
    c->recent.bodies = calloc(c->recent.capacity, sizeof *c->recent.bodies);
    c->news_marks = calloc(CAMPAIGN_NEWS_MARKS, 1);
    if (!c->numbers || !c->recent.bodies || !c->news_marks) {
        abort();
    }
}

enum rc campaign_set_stage(struct campaign *c, struct arena *a, struct fault *f) {
    enum rc rc = stage_open(&c->setting->run, a, &c->stage, f);
    if (rc != RC_OK) {
        return rc;
    }
    stage_result(c->stage)->is_lab = c->options->is_lab;
    c->view = stage_view(c->stage);
    c->pairs_of_seed = ARENA_ARRAY(a, size_t, c->view.seed_count);
    c->found_at_seed = ARENA_ARRAY(a, bool, c->view.seed_count);
    set_dictionary(c, c->setting->run.pack, a);
    set_references(c);
    const struct contrast_names names = {.methods = c->view.methods, .method_count = c->view.method_count};
    differential_init(&c->differential, c->options->reference, &names);
    return RC_OK;
}

void campaign_free(struct campaign *c) {
    corpus_close(c);
    suspects_free(&c->suspects);
    differential_free(&c->differential);
    for (size_t i = 0; i < c->recent.capacity; i++) {
        free(c->recent.bodies[i].body);
    }
    free(c->recent.bodies);
    free(c->numbers);
    free(c->news_marks);
    (void)pthread_mutex_destroy(&c->lock);
}
