/* SPDX-License-Identifier: Apache-2.0
 *
 * credential_load: how each principal authenticates, from `principals` and `skip` of a target file. Not for other
 * modules. */
#ifndef NONESUCH_CREDENTIAL_LOAD_H
#define NONESUCH_CREDENTIAL_LOAD_H

#include "target_value.h"

/* Fills the target's credentials, one for each principal of the pack. RC_CONFIG, RC_IO. */
MUST_USE enum rc credential_load_all(struct target_loader *t);

#endif
