/* SPDX-License-Identifier: Apache-2.0
 *
 * verdict_alike: what it means when denied and absent are answered alike. Private to run. */
#ifndef NONESUCH_VERDICT_ALIKE_H
#define NONESUCH_VERDICT_ALIKE_H

#include "sample_view.h"

/* Closes the checks of an item: a pass, unless the slot was not reached or two that are alike prove nothing. */
void verdict_close_alike(struct engine *e, struct item *item, const struct sample_view *v);

/* True when the variation is HTTP/2 and nothing came over it: its check is closed, and nothing of it is judged. */
bool verdict_close_without_http2(struct engine *e, const struct item *item, const struct sample_view *v);

#endif
