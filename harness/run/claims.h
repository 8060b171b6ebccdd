/* SPDX-License-Identifier: Apache-2.0
 *
 * claims: the pack's other ways to say who one is (`credentials`), as variations of a request. Private to run. */
#ifndef NONESUCH_CLAIMS_H
#define NONESUCH_CLAIMS_H

#include "engine.h"

/* One variation for each claim, in the engine; the resources that the selected ones name are needed. */
void claims_plan(struct engine *e);

/* True when the variation is none of a claim, or when the caller has what the claim is made of. */
bool claims_can_be_made(const struct engine *e, const struct variation *v, size_t principal);

/* Sentences on those that this target gives nothing for; `out` has room for all claims. Returns how many. */
size_t claims_not_planned(const struct engine *e, struct str *out);

/* Puts the item's claim into its request; does nothing for an item without one. `context`: the victim's things.
 * RC_CONFIG: a hole that nothing fills. */
MUST_USE enum rc claims_apply(struct engine *e, const struct item *item, const struct family *context,
                              struct request *r, struct fault *f);

#endif
