/* SPDX-License-Identifier: Apache-2.0
 *
 * wave: a group (A D D A or D A A D, a coin decides) for each of many items. Private to run. */
#ifndef NONESUCH_WAVE_H
#define NONESUCH_WAVE_H

#include "engine.h"

/* One more group for each of the items, side by side; a heartbeat before and after voids the groups of who failed it.
 * Learns noise from the absent answers. `items` are put into another order. RC_NET as the transport. */
MUST_USE enum rc wave_send(struct engine *e, struct item **items, size_t count, struct fault *f);

#endif
