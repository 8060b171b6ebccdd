/* SPDX-License-Identifier: Apache-2.0
 *
 * noise: what varies between answers that must be alike, learned from pairs of answers to absent references, never
 * configured. Pure.
 *
 * A value is cut into tokens (runs of letters and digits; every other byte by itself). Where two values of one scope
 * differ, only the tokens that differ become volatile, and what is remembered of them is their shape: which
 * characters, how long. When the number of tokens differs, all between the common beginning and the common end is
 * volatile. Headers are pooled over the whole run, body values over their surface: a moving date shows on every
 * route, a random id in one error text excuses no other text. A server that shuffles the members of its objects is
 * learned too: by surface, and for the run once it has done so NOISE_SHUFFLED_MIN times. */
#ifndef NONESUCH_NOISE_H
#define NONESUCH_NOISE_H

#include "feature.h"
#include "verdict.h"

#define NOISE_SHUFFLED_MIN 20

struct noise_pattern;

struct noise {
    struct arena *arena;
    struct noise_pattern **slots; /* hash table */
    size_t capacity, count;
    size_t shuffled; /* pairs whose JSON members came in another order */
};

void noise_init(struct noise *n, struct arena *arena);

/* Learns from two answers to one and the same kind of request. `surface` is the scope of body values. `status`,
 * `outcome`, `version` and the presence of a feature are never learned: when they differ the pair says nothing. */
void noise_learn(struct noise *n, struct str surface, const struct features *x, const struct features *y);

/* `value` could be another draw of what `known` is a draw of: equal, but for volatile tokens of the learned shape. */
bool noise_explains(const struct noise *n, struct str surface, const struct feature *value,
                    const struct feature *known);

/* Values of this feature were seen to vary: how often a new one comes up says nothing about it. */
bool noise_is_volatile(const struct noise *n, struct str surface, const struct feature *f);

/* Of a volatile value: from its first volatile token to its last one. STR_NONE of any other. */
struct str noise_volatile_part(const struct noise *n, struct str surface, const struct feature *f);

/* What was learned, for the report, sorted by scope. */
void noise_list(const struct noise *n, struct arena *a, struct learned_noise **out, size_t *count);

#endif
