/* SPDX-License-Identifier: Apache-2.0
 *
 * mutate: the two arms, how many changes, and the marker put back. */
#include "mutate.h"

#include "body_edit.h"
#include "mutation.h"

#define PRISTINE_PERCENT 30
#define MARKER_PERCENT 85
#define STOP_PERCENT 55 /* after each change */
#define CHANGES_MOST 6

bool mutation_chance(struct rng *r, unsigned percent) {
    return rng_below(r, 100) < percent;
}

struct str mutate_marker(size_t index, struct arena *a) {
    return str_printf(a, MUTATE_MARKER "%u@@", (unsigned)(index % 10));
}

struct str mutate_pristine(const struct mutate_dictionary *d, struct rng *r) {
    size_t wanted = d->method_count > 0 ? (size_t)rng_below(r, d->method_count) : 0;
    size_t count = 0;
    const struct mutate_seed *chosen = NULL;
    for (size_t i = 0; i < d->seed_count; i++) {
        if (d->seeds[i].method == wanted && rng_below(r, ++count) == 0) {
            chosen = &d->seeds[i];
        }
    }
    return chosen ? chosen->body : d->seeds[rng_below(r, d->seed_count)].body;
}

/* Some string becomes a marker; a text without one is left as it is. */
static struct str put_marker_back(const struct mutate_dictionary *d, struct str body, struct rng *r, struct arena *a) {
    struct token_tree t;
    size_t chosen = SIZE_MAX, count = 0;
    if (d->marker_count == 0 || str_contains(body, STR(MUTATE_MARKER)) || !tokens_scan(body, a, &t)) {
        return body;
    }
    for (size_t i = 1; i < t.count; i++) {
        bool is_scalar = t.tokens[i].kind > TOKEN_ARRAY;
        if (is_scalar && t.tokens[i].depth >= 2 && rng_below(r, ++count) == 0) {
            chosen = i;
        }
    }
    if (chosen == SIZE_MAX) {
        return body;
    }
    struct str marker = mutate_marker((size_t)rng_below(r, d->marker_count), a);
    return body_replace(&t, chosen, str_printf(a, "\"%.*s\"", STR_ARG(marker)), a);
}

static struct str change_once(struct mutation *m, struct str body) {
    struct token_tree t;
    if (!tokens_scan(body, m->arena, &t)) {
        return mutation_of_bytes(m, body);
    }
    m->tree = &t;
    struct str changed = mutation_of_tree(m);
    return changed.data ? changed : body;
}

static bool is_large(const struct mutate_dictionary *d, struct rng *r) {
    return d->large_per_10000 > 0 && rng_below(r, 10000) < d->large_per_10000;
}

struct str mutate_body(const struct mutate_dictionary *d, struct str body, struct rng *r, struct arena *a) {
    bool is_pristine = body.len == 0 || body.len > MUTATE_BODY_BYTES || mutation_chance(r, PRISTINE_PERCENT);
    struct str out = is_pristine ? mutate_pristine(d, r) : body;
    struct mutation m = {.dictionary = d, .rng = r, .arena = a};
    for (size_t i = 0; i < CHANGES_MOST; i++) {
        out = change_once(&m, out);
        if (mutation_chance(r, STOP_PERCENT)) {
            break;
        }
    }
    out = mutation_chance(r, MARKER_PERCENT) ? put_marker_back(d, out, r, a) : out;
    if (is_large(d, r)) {
        return mutation_large(&m, out);
    }
    return out.len > MUTATE_BODY_BYTES ? mutate_pristine(d, r) : out;
}
