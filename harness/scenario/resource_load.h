/* SPDX-License-Identifier: Apache-2.0
 *
 * resource_load: the `resources` of a pack, in two steps: what there is and what hangs on what, then how each is
 * made, read and removed. Not for other modules. */
#ifndef NONESUCH_RESOURCE_LOAD_H
#define NONESUCH_RESOURCE_LOAD_H

#include "loader.h"

/* Names, `like`, parents (sorted before their children), permission types. RC_CONFIG. */
MUST_USE enum rc resource_declare(struct loader *l);
/* Everything else; wants rpc_load before it. RC_CONFIG. */
MUST_USE enum rc resource_define(struct loader *l);

#endif
