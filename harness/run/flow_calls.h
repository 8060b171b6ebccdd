/* SPDX-License-Identifier: Apache-2.0
 *
 * flow_calls: what a step made the auth provider be asked, against what the pack expects. Private to run. */
#ifndef NONESUCH_FLOW_CALLS_H
#define NONESUCH_FLOW_CALLS_H

#include "calls.h"
#include "flow_values.h"

/* The first expected question that was not asked so, in a few words; STR_NONE: all were. Only the questions of the
 * step's principal count. `seen`: those that were asked. */
struct str flow_calls_missing(struct flow_values *v, const struct flow_step *step, const struct calls *calls,
                              struct str *seen);

#endif
