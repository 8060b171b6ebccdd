/* SPDX-License-Identifier: Apache-2.0
 *
 * finding_order: the findings of a merged result: in which order, and where one is. Internal to report; pure. */
#ifndef NONESUCH_FINDING_ORDER_H
#define NONESUCH_FINDING_ORDER_H

#include "verdict.h"

/* Worst first, then by surface and property. */
void finding_order_sort(struct result *r);
/* Index of the finding with this fingerprint; SIZE_MAX: there is none. */
size_t finding_order_find(const struct result *r, struct str fingerprint);

#endif
