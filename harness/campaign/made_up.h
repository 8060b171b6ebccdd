/* SPDX-License-Identifier: Apache-2.0
 *
 * made_up: what a report holds of a body that showed something, and the same body in a later campaign, in which markers
 * may have other numbers, the guest's own things other ids, and addresses another order. Private to campaign. */
#ifndef NONESUCH_MADE_UP_H
#define NONESUCH_MADE_UP_H

#include "campaign_private.h"

/* A body as it is sent in this campaign. */
struct sent_body {
    struct str text; /* with markers */
    size_t envelope;
    size_t route;
};

/* Lives in the stage's arena. */
struct made_up_body made_up_describe(const struct campaign *c, const struct sent_body *body);

/* Returns why it cannot be sent again, one sentence; STR_NONE: it can, and is in `out`. In the stage's arena. */
struct str made_up_restore(const struct campaign *c, const struct made_up_body *b, struct sent_body *out);

#endif
