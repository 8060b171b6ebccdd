/* SPDX-License-Identifier: Apache-2.0
 *
 * mutation: the single changes that mutate is made of. Private to mutate; pure. */
#ifndef NONESUCH_MUTATION_H
#define NONESUCH_MUTATION_H

#include "mutate.h"
#include "tokens.h"

struct mutation {
    const struct mutate_dictionary *dictionary;
    struct rng *rng;
    struct arena *arena;
    const struct token_tree *tree; /* of the body to change */
};

bool mutation_chance(struct rng *r, unsigned percent);

/* One change that a weighted draw chooses. STR_NONE: it has nothing to change here. */
struct str mutation_of_tree(struct mutation *m);

/* The changes that are about what a body says: its method, its parameters, its envelope. STR_NONE as above. */
struct str mutation_method(struct mutation *m);
struct str mutation_double_method(struct mutation *m);
struct str mutation_example(struct mutation *m);
struct str mutation_envelope(struct mutation *m);
struct str mutation_batch(struct mutation *m);
struct str mutation_positional(struct mutation *m);
struct str mutation_cross(struct mutation *m);

/* What is no JSON, or is to be none. */
struct str mutation_of_bytes(struct mutation *m, struct str body);
struct str mutation_break(struct mutation *m);
struct str mutation_lenient(struct mutation *m);

/* Deep, or with a long string, or with many members. */
struct str mutation_large(struct mutation *m, struct str body);

#endif
