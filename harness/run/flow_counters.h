/* SPDX-License-Identifier: Apache-2.0
 *
 * flow_counters: by how much a step made the service's counters rise. Private to run. */
#ifndef NONESUCH_FLOW_COUNTERS_H
#define NONESUCH_FLOW_COUNTERS_H

#include "engine.h"

/* Before the step: what came so far is nobody's. */
void flow_counters_begin(const struct engine *e);

/* The first counter that did not rise as expected, in a few words; STR_NONE: all did, or nobody listens. Outside an
 * isolated environment it is expected to rise by so much at least. What is on its way is waited for. `seen`: what was
 * heard of it. */
struct str flow_counters_wrong(const struct engine *e, const struct flow_step *step, struct str *seen);

#endif
