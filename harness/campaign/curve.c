/* SPDX-License-Identifier: Apache-2.0
 *
 * curve: points, and fewer of them. */
#include "curve.h"

#include <string.h>

static int64_t interval(const struct curve *c) {
    return c->every_ns > 0 ? c->every_ns : CURVE_FIRST_NS;
}

bool curve_is_due(const struct curve *c, int64_t at_ns) {
    return c->count == 0 || at_ns - c->points[c->count - 1].at_ns >= interval(c);
}

static void thin(struct curve *c) {
    size_t kept = 0;
    for (size_t i = 0; i < c->count; i += 2) {
        c->points[kept++] = c->points[i];
    }
    c->count = kept;
    c->every_ns = 2 * interval(c);
}

void curve_add(struct curve *c, struct campaign_point point) {
    if (c->count == CURVE_POINTS) {
        thin(c);
    }
    c->points[c->count++] = point;
}

struct campaign_point *curve_close(struct curve *c, struct campaign_point end, size_t *count, struct arena *a) {
    curve_add(c, end);
    struct campaign_point *points = ARENA_ARRAY(a, struct campaign_point, c->count);
    memcpy(points, c->points, c->count * sizeof *points);
    *count = c->count;
    return points;
}
