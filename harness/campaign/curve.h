/* SPDX-License-Identifier: Apache-2.0
 *
 * curve: a campaign over time, in so many points at most however long it lasts: when they are full, every other one
 * goes, and the next ones come half as often. Private to campaign; pure. */
#ifndef NONESUCH_CURVE_H
#define NONESUCH_CURVE_H

#include "verdict.h"

#define CURVE_POINTS 240
#define CURVE_FIRST_NS (250 * (int64_t)1000000)

struct curve {
    struct campaign_point points[CURVE_POINTS];
    size_t count;
    int64_t every_ns; /* 0: CURVE_FIRST_NS */
};

/* Whether it is time for another one. */
bool curve_is_due(const struct curve *c, int64_t at_ns);
void curve_add(struct curve *c, struct campaign_point point);
/* The points, and `end` as the last one. In `a`. */
struct campaign_point *curve_close(struct curve *c, struct campaign_point end, size_t *count, struct arena *a);

#endif
