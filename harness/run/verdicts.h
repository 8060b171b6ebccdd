/* SPDX-License-Identifier: Apache-2.0
 *
 * verdicts: closes the checks of one item from its samples. Private to run. */
#ifndef NONESUCH_VERDICTS_H
#define NONESUCH_VERDICTS_H

#include "engine.h"

/* How many groups the first waves send of an item: a plain comparison two, everything else one. */
size_t verdicts_groups(const struct item *item);

/* True when the item is settled (its checks are closed, or it stays inconclusive for good); false when it needs
 * another group (`wants_fresh` says whether with new things). `is_last`: no further group will come. */
bool verdicts_settle(struct engine *e, struct item *item, bool is_last);

#endif
