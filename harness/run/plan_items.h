/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_items: who asks a surface for whose things, and what must come of it. Private to run. */
#ifndef NONESUCH_PLAN_ITEMS_H
#define NONESUCH_PLAN_ITEMS_H

#include "engine.h"

/* Everybody who takes part asks for the owner's things, and the owner for those of strangers. */
void plan_items_of_surface(struct engine *e, struct surface_state *state);
/* The owner and one of each tenant try every unknown method. */
void plan_unknown_items(struct engine *e, struct surface_state *state);

#endif
