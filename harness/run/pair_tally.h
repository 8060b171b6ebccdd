/* SPDX-License-Identifier: Apache-2.0
 *
 * pair_tally: how often each class of a pair was answered what. Private to run. */
#ifndef NONESUCH_PAIR_TALLY_H
#define NONESUCH_PAIR_TALLY_H

#include "engine.h"
#include "pair.h"

/* Of an engine whose items are those of the pair, after its probes: a line for each denied reference, one for all
 * absent ones that were made, one for each that was named, and one for the control. */
struct pair_answers pair_tally(struct engine *e, const struct pair *p);

#endif
