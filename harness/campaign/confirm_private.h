/* SPDX-License-Identifier: Apache-2.0
 *
 * confirm_private: what confirming, telling and searching for effects share. Private to campaign. */
#ifndef NONESUCH_CONFIRM_PRIVATE_H
#define NONESUCH_CONFIRM_PRIVATE_H

#include "confirm.h"
#include "made_up.h"

#define CONFIRM_ROOTS 1024

/* What one round showed. */
struct sight {
    enum feature_kind kind;
    struct str key, left, right;
    const struct exchange *suspect, *other;
    struct str title; /* of a reveal; STR_NONE of the others */
};

/* A body under a suspicion. */
struct inquiry {
    struct confirmer *confirmer;
    struct arena *arena; /* where what rounds show lives */
    enum oracle oracle;
    size_t envelope;
    struct str wanted; /* the feature that minimising must keep; STR_NONE: any */
};

#define CONFIRM_ROUNDS 5
#define CONFIRM_EFFECT_ROUNDS 2 /* each with new things, and a look of the owner */

/* Of those that were whole: it showed, in one answer alone or another way, or not. `wanted` at most; it is confirmed
 * when all of them say yes. A suspicion is given up as soon as it cannot be confirmed any more, what was found once is
 * gone after CONFIRM_ROUNDS without a sign of it. */
struct rounds {
    size_t yes, mixed, no, wanted;
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
    struct str surface; /* of a replay: where it was told; STR_NONE: by its signature */
    struct str body;    /* minimised, with markers */
    size_t envelope;
    struct body_class class;
    struct sight sight;
    const struct stage_change *change; /* of an effect */
    uint64_t signature;
};

/* `*out` is the last round that was whole: that it shows, or how both were answered. */
struct rounds confirm_go_rounds(struct inquiry *q, struct str body, struct sight *out);
/* The same for a body that may have an effect, of any kind, on new things of the owner; an answer goes to `*out`, and
 * the change to `*change`. */
struct rounds confirm_effect_rounds(struct confirmer *k, const struct sent_body *body, struct sight *out,
                                    struct stage_change *change);

/* False: it was told before. */
bool confirm_note_root(struct confirmer *k, uint64_t signature);
/* A finding and its folder. */
void confirm_tell(struct confirmer *k, const struct root *root);
/* What did not show, or was not settled: its check, of that property. */
void confirm_settle(struct confirmer *k, const struct root *root, enum property property, enum doubt doubt,
                    struct str reason);

#endif
