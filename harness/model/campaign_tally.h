/* SPDX-License-Identifier: Apache-2.0
 *
 * campaign_tally: the ledger of a campaign; it adds up: requests = 2 × pairs + single ones + those of lost pairs. */
#ifndef NONESUCH_CAMPAIGN_TALLY_H
#define NONESUCH_CAMPAIGN_TALLY_H

#include "emit.h"

struct campaign_tally {
    size_t bodies;             /* that workers made up */
    size_t pairs;              /* judged: both answers came */
    size_t lost;               /* bodies of which an answer did not come, or was a 429 or 503 */
    size_t names;              /* random names sent beside an unknown method */
    size_t requests;           /* sent by the workers' lanes: 2 × bodies + names, less what a stop left unsent */
    size_t confirming;         /* sent besides: things made, controls, confirmations, looks */
    size_t by_status_class[6]; /* of the lanes' requests; [0]: no answer. Adds up to `requests` */
    size_t news;               /* bodies whose answer showed something new */
    size_t looks;              /* of the owner */
    size_t suspicions, confirmed, flaky, not_reproduced, known;
    size_t restarts;    /* of workers */
    int64_t blocked_ns; /* waited for the rate limit, over all workers */
    int64_t elapsed_ns;
};

void campaign_tally_emit(const struct campaign_tally *t, struct emit *e);    /* one object */
void campaign_tally_members(const struct campaign_tally *t, struct emit *e); /* of one that is open */
/* What an earlier campaign wrote; members that are not there are 0. */
struct campaign_tally campaign_tally_read(const struct value *object);
struct campaign_tally campaign_tally_add(const struct campaign_tally *a, const struct campaign_tally *b);

#endif
