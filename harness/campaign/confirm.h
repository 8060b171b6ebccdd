/* SPDX-License-Identifier: Apache-2.0
 *
 * confirm: from a suspicion to a finding: sent again with fresh references, several times in an order that coins
 * decide, the control beside it; then minimised, and told unless its root was told before. Private to campaign. */
#ifndef NONESUCH_CONFIRM_H
#define NONESUCH_CONFIRM_H

#include "trial.h"

struct confirmer;

struct confirmer *confirmer_new(struct campaign *c);
void confirmer_del(struct confirmer *k); /* accepts NULL */

/* Looks into one suspicion, and counts what came of it. */
void confirm_suspect(struct confirmer *k, const struct suspect *s);

/* Looks into a finding of an earlier campaign: it is told again, or its check says what came of it. */
void confirm_again(struct confirmer *k, const struct finding *then);
/* Its check says that it was not its turn any more. */
void confirm_leave(struct confirmer *k, const struct finding *then);

/* The owner has seen a change: which of the last bodies was it? They are sent again, about new things of the owner,
 * half of them, a half of that half, and so on. Lanes are paused. RC_NET as the transport. */
MUST_USE enum rc confirm_effect(struct confirmer *k, const struct stage_change *change, struct fault *f);

/* The next example of a difference between target and reference is made as short as it shows the same. False: none is
 * to be. */
bool confirm_shorten(struct confirmer *k);

#endif
