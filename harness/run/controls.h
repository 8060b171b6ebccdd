/* SPDX-License-Identifier: Apache-2.0
 *
 * controls: the proofs without which nothing counts (concept.md, property 9): the owner succeeds, the principals
 * live, the tenants are distinct. Private to run. */
#ifndef NONESUCH_CONTROLS_H
#define NONESUCH_CONTROLS_H

#include "engine.h"

/* Who has a credential here. Before planning: who has none gets no fixtures. */
void controls_credentials(struct engine *e);

/* Every principal made and reads a thing of his own; every granted role shows by a read, within the target's settle
 * time; where the auth provider is observed, it takes nobody for another principal. Who fails loses his standing.
 * RC_NET as the transport. */
MUST_USE enum rc controls_standing(struct engine *e, struct fault *f);

/* Repeats a read until it succeeds, it is refused for its credential, or the target's settle time is over: the last
 * answer. RC_NET. */
MUST_USE enum rc controls_settle(struct engine *e, const struct request *request, const struct exchange **last,
                                 struct fault *f);
/* An answer in a sentence: its status and the beginning of its body, or why there is none. */
struct str controls_answer_text(struct engine *e, const struct exchange *x);

/* Two tenants, both directions: neither reads what the other made. */
MUST_USE enum rc controls_tenants(struct engine *e, struct fault *f);

/* The owner's own request at every surface, before anything else. RC_NET as the transport. */
MUST_USE enum rc controls_owner(struct engine *e, struct fault *f);

/* The same again, at the end: what worked before and does not now takes the passes of that surface back. Where the
 * auth provider is observed, one request is in flight at a time, and what it made the provider be asked closes the
 * owner's checks of property calls. */
MUST_USE enum rc controls_owner_again(struct engine *e, struct fault *f);

#endif
