/* SPDX-License-Identifier: Apache-2.0
 *
 * verdict_coin: leaks in what varies anyway, by the order coin (order_coin.h). An item has few groups of its own at
 * first, in which classes that overlap may look alike, and a counter is moved by all that is under way; so what all
 * items of a surface say together is looked at besides, and counters are looked at with nothing else under way. Private
 * to run. */
#ifndef NONESUCH_VERDICT_COIN_H
#define NONESUCH_VERDICT_COIN_H

#include "decide.h"
#include "sample_view.h"

/* After the first waves. Where the groups of a surface lean to one side together, the plain item that leans the most is
 * to be asked for all groups that a statement takes (`is_leaning`); where an answer holds a counter, it is to be asked
 * for a few that are sent alone (`coin_from`). Costs requests, no error. */
void verdict_coin_screen(struct engine *e);

/* Whether what varies anyway varies otherwise for the denied ones: a finding is reported. */
enum decision verdict_coin_decide(struct engine *e, struct item *item, const struct sample_view *v);

#endif
