/* SPDX-License-Identifier: Apache-2.0
 *
 * judge: from answers to verdicts: probes in waves until every item is settled, confirms what differs with fresh
 * references, searches answers for what may not be told. Private to run. */
#ifndef NONESUCH_JUDGE_H
#define NONESUCH_JUDGE_H

#include "engine.h"

/* Takes out the items that cannot be judged (no credential, no standing, a failed control, a missing fixture) and
 * says so in their checks. */
void judge_block(struct engine *e);

/* All waves. RC_NET as the transport. */
MUST_USE enum rc judge_items(struct engine *e, struct fault *f);

/* Things that no earlier request has named, for those of the items that ask for them. RC_NET as the transport. */
MUST_USE enum rc judge_make_fresh(struct engine *e, struct item **items, size_t count, struct fault *f);

/* Searches every answer of every item; closes the checks of property reveal. */
void judge_reveal(struct engine *e);

/* Counts requests, groups and wire time of each item into its checks, and keeps the last answers of each class there.
 */
void judge_count(struct engine *e);

#endif
