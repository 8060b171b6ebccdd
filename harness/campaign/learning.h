/* SPDX-License-Identifier: Apache-2.0
 *
 * learning: what varies by itself, learned from answers to absent references before anything is suspected, and again
 * while time goes by. Private to campaign. */
#ifndef NONESUCH_LEARNING_H
#define NONESUCH_LEARNING_H

#include "trial.h"

struct learning {
    struct campaign *campaign;
    struct rng rng;
    struct trial_answer first; /* to the first seed, at the start */
    int64_t learnt_ns;         /* when it was last compared */
};

/* A few answers to each seed, back to back. */
void learning_start(struct learning *l, struct campaign *c);
/* One more answer, when it is time: what changes with time alone (a date) does not show in answers that come back to
 * back. */
void learning_go_on(struct learning *l);

#endif
