/* SPDX-License-Identifier: Apache-2.0
 *
 * confirm_private: what confirming, telling and searching for effects share. Private to campaign. */
#ifndef NONESUCH_CONFIRM_PRIVATE_H
#define NONESUCH_CONFIRM_PRIVATE_H

#include "confirm.h"

#define CONFIRM_ROOTS 1024

/* What one round showed. */
struct sight {
    enum feature_kind kind;
    struct str key, left, right;
    const struct exchange *suspect, *other;
    struct str title; /* of a reveal; STR_NONE of the others */
};

struct confirmer {
    struct campaign *campaign;
    struct arena step;
    struct rng rng;
    uint64_t roots[CONFIRM_ROOTS]; /* that were told */
    size_t root_count;
    size_t hunts; /* for what has an effect */
};

/* A confirmed thing, with everything in the run's arena. */
struct root {
    enum oracle oracle;
    struct str body; /* minimised, with markers */
    size_t envelope;
    struct body_class class;
    struct sight sight;
    const struct stage_change *change; /* of an effect */
    uint64_t signature;
};

/* False: it was told before. */
bool confirm_note_root(struct confirmer *k, uint64_t signature);
/* A finding and its folder. */
void confirm_tell(struct confirmer *k, struct root *root);

#endif
