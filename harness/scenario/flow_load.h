/* SPDX-License-Identifier: Apache-2.0
 *
 * flow_load: what has to be true of requests in order. Not for other modules. */
#ifndef NONESUCH_FLOW_LOAD_H
#define NONESUCH_FLOW_LOAD_H

#include "request_load.h"

/* `flows`, once all resources are known. RC_CONFIG. */
MUST_USE enum rc flow_load_all(struct loader *l);

#endif
