/* SPDX-License-Identifier: Apache-2.0
 *
 * learning: pairs of answers to absent references. */
#include "learning.h"

#include "clock.h"

#define LEARNING_PAIRS 2 /* of absent references, for each seed, before anything is judged */
#define LEARNING_YOUNG_NS (10 * NS_PER_S)
#define LEARNING_OFTEN_NS (NS_PER_S + NS_PER_S / 10)
#define LEARNING_SELDOM_NS (30 * NS_PER_S)

static void learn_from_pairs(struct learning *l) {
    struct campaign *c = l->campaign;
    static const enum trial_side sides[TRIAL_MOST] = {TRIAL_ABSENT, TRIAL_ABSENT, TRIAL_ABSENT, TRIAL_ABSENT};
    struct arena step = {0};
    struct trial t = {.campaign = c, .step = &step, .rng = &l->rng};
    for (size_t i = 0; i < c->view.seed_count * LEARNING_PAIRS; i++) {
        struct str body = c->view.seeds[i % c->view.seed_count].body;
        struct trial_answer answers[TRIAL_MOST];
        struct body_class class = body_class_of(body, c->view.methods, c->view.method_count, &step);
        if (trial_send(&t, body, &class, sides, TRIAL_MOST, answers)) {
            trial_learn(&t, &answers[0], &answers[1]);
            trial_learn(&t, &answers[1], &answers[2]);
            trial_learn(&t, &answers[2], &answers[3]);
        }
        arena_reset(&step);
    }
    arena_free(&step);
}

void learning_go_on(struct learning *l) {
    static const enum trial_side side = TRIAL_ABSENT;
    struct campaign *c = l->campaign;
    int64_t now = clock_monotonic_ns();
    bool is_young = now - c->started_ns < LEARNING_YOUNG_NS;
    if (now - l->learnt_ns < (is_young ? LEARNING_OFTEN_NS : LEARNING_SELDOM_NS)) {
        return;
    }
    struct arena step = {0};
    struct trial_answer answer;
    struct str body = c->view.seeds[0].body;
    struct trial t = {.campaign = c, .step = l->first.exchange ? &step : stage_arena(c->stage), .rng = &l->rng};
    struct body_class class = body_class_of(body, c->view.methods, c->view.method_count, &step);
    if (trial_send(&t, body, &class, &side, 1, &answer) && !answer.is_lost) {
        if (l->first.exchange) {
            trial_learn(&t, &l->first, &answer);
        } else {
            l->first = answer;
        }
    }
    l->learnt_ns = now;
    arena_free(&step);
}

void learning_start(struct learning *l, struct campaign *c) {
    *l = (struct learning){.campaign = c};
    rng_init(&l->rng, c->setting->run.options->seed);
    learn_from_pairs(l);
    learning_go_on(l);
}
