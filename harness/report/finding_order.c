/* SPDX-License-Identifier: Apache-2.0
 *
 * finding_order: worst first. */
#include "finding_order.h"

#include <stdlib.h>

static int worst_first(const void *x, const void *y) {
    const struct finding *a = x, *b = y;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    int by_surface = str_cmp(a->surface, b->surface);
    return by_surface ? by_surface : (int)a->property - (int)b->property;
}

void finding_order_sort(struct result *r) {
    if (r->finding_count > 0)
        qsort(r->findings, r->finding_count, sizeof(*r->findings), worst_first);
}

size_t finding_order_find(const struct result *r, struct str fingerprint) {
    size_t i = 0;
    while (i < r->finding_count && !str_eq(r->findings[i].fingerprint, fingerprint))
        i++;
    return i < r->finding_count ? i : SIZE_MAX;
}
