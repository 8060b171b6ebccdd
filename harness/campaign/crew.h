/* SPDX-License-Identifier: Apache-2.0
 *
 * crew: the lanes of a campaign: a thread, a connection and a worker each. A lane takes a body from its worker, sends
 * the pair, judges it at a glance, notes what is suspicious, and tells the worker what was new. A worker that dies is
 * started again. Private to campaign. */
#ifndef NONESUCH_CREW_H
#define NONESUCH_CREW_H

#include "campaign_private.h"

struct crew;

/* RC_IO: no worker can be started. */
MUST_USE enum rc crew_start(struct campaign *c, struct str corpus, uint64_t seed, struct crew **out, struct fault *f);
/* Waits for all lanes, which see is_over and the stop flag. Accepts NULL. */
void crew_end(struct crew *crew);

/* What a worker is told, for a seed of its own. In `a`. */
struct str crew_setup(const struct campaign *c, struct str corpus, uint64_t seed, struct arena *a);

#endif
