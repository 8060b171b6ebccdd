/* SPDX-License-Identifier: Apache-2.0
 *
 * slot_name: what a name or a format says of the value behind it. Pure. Not for other modules. */
#ifndef NONESUCH_SLOT_NAME_H
#define NONESUCH_SLOT_NAME_H

#include "str.h"

/* The last word of `task_id`, `task-id`, `taskId`, `Task IDs` … is one for an id, a name, a URL or an identity. */
bool slot_name_is_reference(struct str name);
/* uuid, uri, email … */
bool slot_format_is_reference(struct str format);

#endif
