/* SPDX-License-Identifier: Apache-2.0
 *
 * plan: which surfaces, whose requests, with which fixtures. Sends nothing. Private to run. */
#ifndef NONESUCH_PLAN_H
#define NONESUCH_PLAN_H

#include "engine.h"

/* Fills the engine: surfaces, homes, pool, items, owner controls, checks. RC_USAGE: a selection matches nothing;
 * RC_LIMIT. */
MUST_USE enum rc plan_make(struct engine *e, struct fault *f);

/* What the items of a surface share; NULL for one that is not selected. */
struct surface_state *plan_state_of(const struct engine *e, const struct surface *s);

/* What an item's first waves send. */
size_t plan_requests(const struct item *item);

/* The first asked one of the owner's tenant but himself, and the first of another tenant: where not everybody needs
 * to ask. */
bool plan_is_representative(const struct engine *e, size_t principal);

/* By --only and the tags. */
bool plan_is_selected(const struct run_options *o, const struct surface *s);

/* The run makes this resource, and what it hangs on. */
void plan_need_resource(struct engine *e, size_t resource);

/* What an unknown method is sent to: one of the pack's endpoints. */
struct surface *plan_unknown_surface(struct engine *e, size_t endpoint);

void plan_push_item(struct engine *e, struct item item);

#endif
