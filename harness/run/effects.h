/* SPDX-License-Identifier: Apache-2.0
 *
 * effects: what denied requests must leave alone (concept.md, property 4): the owner's view of each thing, and what
 * the agent and the auth provider were asked to do. Private to run. */
#ifndef NONESUCH_EFFECTS_H
#define NONESUCH_EFFECTS_H

#include "findings.h"

struct effects {
    int64_t provider_mark, agent_mark; /* the observers' logs before the first probe */
    bool has_provider, has_agent;
};

/* Two snapshots with no probe between (what differs is noise), and the observers' marks. */
MUST_USE enum rc effects_before(struct engine *e, struct effects *out, struct fault *f);
/* One more look at a point of time at which all that was sent is answered: the first change since `before`, nothing is
 * reported. `callers`: things that may not be named in a call of the agent or a writing of the provider either (a
 * family, may be NULL), `guest`: whose writings at the provider count, whatever they name. The sighting lacks surface,
 * principal and variation; but for the marks, which move on, nothing else of what the engine's arena gives out
 * meanwhile is needed later. RC_NET as the transport. */
struct effects_watch {
    const struct family *callers;
    size_t guest;
};
MUST_USE enum rc effects_look(struct engine *e, struct effects *before, const struct effects_watch *watch,
                              bool *is_changed, struct sighting *out, struct fault *f);
/* The third snapshot, compared; closes the checks of property effects. */
MUST_USE enum rc effects_after(struct engine *e, const struct effects *before, struct fault *f);

#endif
