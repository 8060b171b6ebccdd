/* SPDX-License-Identifier: Apache-2.0
 *
 * search_novelty: a simple search: what showed something new is kept and changed again, the younger the more often. */
#include "search.h"

#include "file.h"
#include "hash.h"

#define KEPT_MOST 4096

struct corpus {
    struct arena arena;
    struct str bodies[KEPT_MOST];
    size_t count;
    bool is_known[SEARCH_COUNTERS];
};

static bool shows_news(struct corpus *c, struct search_evaluation e) {
    bool is_new = false;
    for (size_t i = 0; i < e.count; i++) {
        is_new |= !c->is_known[e.shown[i]];
        c->is_known[e.shown[i]] = true;
    }
    return is_new;
}

static void keep(struct corpus *c, const struct worker_setup *setup, struct str body) {
    if (c->count == KEPT_MOST) {
        return;
    }
    c->bodies[c->count++] = str_copy(&c->arena, body);
    if (setup->corpus.len > 0) {
        struct arena scratch = {0};
        char *path =
            arena_printf(&scratch, "%.*s/%016llx", STR_ARG(setup->corpus), (unsigned long long)hash_fnv1a(body));
        (void)!file_write_atomic(path, body, /* is_private = */ false, NULL);
        arena_free(&scratch);
    }
}

/* The younger half as often as all of them. */
static struct str draw(const struct corpus *c, struct rng *r) {
    if (c->count == 0) {
        return STR("");
    }
    size_t from = rng_coin(r) ? c->count / 2 : 0;
    return c->bodies[from + (size_t)rng_below(r, c->count - from)];
}

void search_run(const struct worker_setup *setup, search_evaluate_fn evaluate, void *self) {
    struct arena arena = {0}, scratch = {0};
    struct corpus *c = ARENA_NEW(&arena, struct corpus);
    struct rng rng;
    rng_init(&rng, setup->seed);
    for (size_t i = 0; i < setup->dictionary.seed_count; i++) {
        struct str body = setup->dictionary.seeds[i].body;
        if (shows_news(c, evaluate(self, body))) {
            keep(c, setup, body);
        }
    }
    for (;;) {
        arena_reset(&scratch);
        struct str body = mutate_body(&setup->dictionary, draw(c, &rng), &rng, &scratch);
        if (shows_news(c, evaluate(self, body)) && body.len <= MUTATE_BODY_BYTES) {
            keep(c, setup, body);
        }
    }
}
