/* SPDX-License-Identifier: Apache-2.0
 *
 * verdict_alike: what it means when denied and absent are answered alike. Private to run. */
#ifndef NONESUCH_VERDICT_ALIKE_H
#define NONESUCH_VERDICT_ALIKE_H

#include "sample_view.h"

/* Closes the checks of an item: a pass, unless the slot was not reached or two that are alike prove nothing. */
void verdict_close_alike(struct engine *e, struct item *item, const struct sample_view *v);

#endif
