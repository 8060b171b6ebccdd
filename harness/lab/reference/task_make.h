/* SPDX-License-Identifier: Apache-2.0
 *
 * task_make: how tasks come into being: row and tracker in one transaction, then the provider. */
#ifndef NONESUCH_TASK_MAKE_H
#define NONESUCH_TASK_MAKE_H

#include "guard.h"

struct task_plan {
    struct str name;             /* STR_NONE: without a name */
    struct str params, metadata; /* JSON or STR_NONE */
    struct str agent;
};

/* Gets the caller's own task of that name, or makes one. `*is_new` says which. When the provider cannot be told the row
 * stays and its answer is PERMISSION_BROKEN. */
struct provider_answer task_get_or_make(struct api_call *c, const struct task_plan *plan, struct str *id, bool *is_new);

#endif
