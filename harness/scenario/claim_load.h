/* SPDX-License-Identifier: Apache-2.0
 *
 * claim_load: the `credentials` of a pack. Not for other modules. */
#ifndef NONESUCH_CLAIM_LOAD_H
#define NONESUCH_CLAIM_LOAD_H

#include "hole_check.h"

/* Once resources and principals are known. RC_CONFIG. */
MUST_USE enum rc claim_load_all(struct loader *l);

#endif
