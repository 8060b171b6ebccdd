/* SPDX-License-Identifier: Apache-2.0
 *
 * search_novelty: a simple search: what showed something new is kept and changed again, the younger the more often. */
#include "search.h"

#include "file.h"
#include "hash.h"
#include "messages.h"

#define KEPT_MOST 4096

struct corpus {
    const struct worker_setup *setup;
    struct arena arena;
    struct str bodies[KEPT_MOST];
    size_t count;
    bool is_known[SEARCH_COUNTERS];
    struct messages messages;
    struct rng rng;
};

static bool shows_news(struct corpus *c, struct search_evaluation e) {
    bool is_new = false;
    for (size_t i = 0; i < e.count; i++) {
        is_new |= !c->is_known[e.shown[i]];
        c->is_known[e.shown[i]] = true;
    }
    return is_new;
}

static void keep(struct corpus *c, struct str body) {
    struct str folder = c->setup->corpus;
    if (c->count == KEPT_MOST || body.len > MUTATE_BODY_BYTES) {
        return;
    }
    c->bodies[c->count++] = str_copy(&c->arena, body);
    if (folder.len > 0) {
        struct arena scratch = {0};
        char *path = arena_printf(&scratch, "%.*s/%016llx", STR_ARG(folder), (unsigned long long)hash_fnv1a(body));
        (void)!file_write_atomic(path, body, /* is_private = */ false, NULL);
        arena_free(&scratch);
    }
}

static void learn(struct corpus *c, struct str body, struct search_evaluation e) {
    if (e.message > 0) {
        messages_note(&c->messages, e.message, body, &c->rng);
    }
    if (shows_news(c, e)) {
        keep(c, body);
    }
}

/* Of what is kept for its message, or of all; then the younger half as often as all of them. */
static struct str draw(struct corpus *c) {
    struct rng *r = &c->rng;
    struct str shown = rng_below(r, 100) < SEARCH_MESSAGE_PERCENT ? messages_draw(&c->messages, r) : STR_NONE;
    if (shown.data || c->count == 0) {
        return shown.data ? shown : STR("");
    }
    size_t from = rng_coin(r) ? c->count / 2 : 0;
    return c->bodies[from + (size_t)rng_below(r, c->count - from)];
}

void search_run(const struct worker_setup *setup, search_evaluate_fn evaluate, void *self) {
    const struct mutate_dictionary *d = &setup->dictionary;
    struct arena arena = {0}, scratch = {0};
    struct corpus *c = ARENA_NEW(&arena, struct corpus);
    c->setup = setup;
    rng_init(&c->rng, setup->seed);
    messages_init(&c->messages, MUTATE_BODY_BYTES);
    for (size_t i = 0; i < d->seed_count; i++) {
        learn(c, d->seeds[i].body, evaluate(self, d->seeds[i].body));
    }
    for (;;) {
        arena_reset(&scratch);
        /* A draw is borrowed: the body that is evaluated is another. */
        struct str body = mutate_body(d, str_copy(&scratch, draw(c)), &c->rng, &scratch);
        learn(c, body, evaluate(self, body));
    }
}
