/* SPDX-License-Identifier: Apache-2.0
 *
 * flows: what a pack wants to be true of requests in order, one in flight. Private to run. */
#ifndef NONESUCH_FLOWS_H
#define NONESUCH_FLOWS_H

#include "engine.h"

/* Plays what is planned. What a step makes is adopted by the fixtures or removed by the flow's `cleanup`. RC_NET as the
 * transport. */
MUST_USE enum rc flows_judge(struct engine *e, struct fault *f);

#endif
