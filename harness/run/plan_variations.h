/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_variations: which of the planned comparisons are sent in which variations. Private to run. */
#ifndef NONESUCH_PLAN_VARIATIONS_H
#define NONESUCH_PLAN_VARIATIONS_H

#include "engine.h"

/* Adds an item for each selected variation of the plain, hidden comparisons: by default each variation once for every
 * method, place of the slot and deciding guard, as the first stranger; with has_all_variations at every surface, as
 * everybody. RC_USAGE: a name that no variation has. */
MUST_USE enum rc plan_variations(struct engine *e, struct fault *f);

/* A plain hidden comparison of a stranger, the first with its method, place of the slot and deciding guard. */
bool plan_is_first_of_kind(const struct engine *e, size_t index);

/* Where a selected variation makes no sense, and why, in sentences ("head at 12 of 20: only of a GET"). */
size_t plan_variations_left_out(const struct engine *e, struct str **out);

/* By --variations. */
bool plan_variation_is_selected(const struct run_options *o, const struct variation *v);

#endif
