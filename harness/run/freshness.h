/* SPDX-License-Identifier: Apache-2.0
 *
 * freshness: a new grant works and a revoked one stops working, within the bound that the pack states (concept.md,
 * property 10). Private to run. */
#ifndef NONESUCH_FRESHNESS_H
#define NONESUCH_FRESHNESS_H

#include "engine.h"

/* Plans a thing of each shared type that is granted to nobody, and the checks of it. Before creation. */
void freshness_plan(struct engine *e);

/* Grants, reads, revokes, reads; closes the checks. RC_NET as the transport. */
MUST_USE enum rc freshness_judge(struct engine *e, struct fault *f);

#endif
