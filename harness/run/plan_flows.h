/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_flows: which flows of the pack are played. Private to run. */
#ifndef NONESUCH_PLAN_FLOWS_H
#define NONESUCH_PLAN_FLOWS_H

#include "engine.h"

/* Which flows take part, gates first, and which resources they need. */
void plan_flows_select(struct engine *e);

/* Their checks. A flow that this target cannot show gets none, unless it is a gate. */
void plan_flows(struct engine *e);

enum property plan_flows_property(const struct flow *flow);

/* What they will send, each step once. */
size_t plan_flows_requests(const struct engine *e);

/* Sentences about flows that are not planned; room for `flow_count`. Returns how many. */
size_t plan_flows_not_planned(const struct engine *e, struct str *out);

/* Some step of a planned flow says what the service counts. */
bool plan_flows_count_counters(const struct engine *e);

#endif
