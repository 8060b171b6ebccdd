/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_families: whose things, and which of them a surface has for itself. Private to run. */
#ifndef NONESUCH_PLAN_FAMILIES_H
#define NONESUCH_PLAN_FAMILIES_H

#include "engine.h"

/* The pool of the pack's owner, and a home for everybody who has a credential. */
void plan_homes(struct engine *e);

/* The things of the item's victim that its denied requests ask for: shared ones where they only read, else a pair of
 * the surface's own. A stranger who is a victim has a home. */
void plan_take_victims(struct engine *e, struct surface_state *state, struct item *item);
/* The same for names that a success takes: one for each request. */
void plan_take_exclusive_victims(struct engine *e, struct item *item);

/* What a success may be about: `base`, or with a part of its own that may be used up. */
struct family *plan_success(struct engine *e, const struct surface *s, struct family *base);

/* Things of the caller's own that nobody else's request changes meanwhile, to compare answers about them. He has a
 * home. */
struct family *plan_untouched_family(struct engine *e, const struct surface *s, size_t principal);

/* New things for the denied side of an item, to confirm a suspicion with references that were never used. */
void plan_fresh_families(struct engine *e, struct item *item);

#endif
