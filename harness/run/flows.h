/* SPDX-License-Identifier: Apache-2.0
 *
 * flows: what a pack wants to be true of requests in order, one in flight. Private to run. */
#ifndef NONESUCH_FLOWS_H
#define NONESUCH_FLOWS_H

#include "engine.h"

/* Which flows take part, and which resources they need. */
void flows_select(struct engine *e);

/* Their checks. A flow that this target cannot show gets none, unless it is a gate. */
void flows_plan(struct engine *e);

/* What they will send, at most once each. */
size_t flows_requests(const struct engine *e);

/* Plays them. What a step makes is adopted or removed by the flow's `cleanup`. RC_NET as the transport. */
MUST_USE enum rc flows_judge(struct engine *e, struct fault *f);

/* Sentences about flows that are not planned; room for `flow_count`. Returns how many. */
size_t flows_not_planned(const struct engine *e, struct str *out);

#endif
