/* SPDX-License-Identifier: Apache-2.0
 *
 * effects: what denied requests must leave alone (concept.md, property 4): the owner's view of each thing, and what
 * the agent and the auth provider were asked to do. Private to run. */
#ifndef NONESUCH_EFFECTS_H
#define NONESUCH_EFFECTS_H

#include "engine.h"

struct effects {
    int64_t provider_mark, agent_mark; /* the observers' logs before the first probe */
    bool has_provider, has_agent;
};

/* Two snapshots with no probe between (what differs is noise), and the observers' marks. */
MUST_USE enum rc effects_before(struct engine *e, struct effects *out, struct fault *f);
/* The third snapshot, compared; closes the checks of property effects. */
MUST_USE enum rc effects_after(struct engine *e, const struct effects *before, struct fault *f);

#endif
