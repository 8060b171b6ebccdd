/* SPDX-License-Identifier: Apache-2.0
 *
 * slot_name: what a name or a format says of the value behind it. Pure. Not for other modules. */
#ifndef NONESUCH_SLOT_NAME_H
#define NONESUCH_SLOT_NAME_H

#include "str.h"

/* Where a slot is, in the spelling that is compared: header names in lower case, `filter[x]` of a query as `filter.x`,
 * no `[]` at the end (a reference in a list stands where the list stands). `place` is "query", "header" …; `name` is
 * what is behind the point. */
struct str slot_where(struct arena *a, struct str place, struct str name);
/* The same for one that is written out: "query.filter[x]". */
struct str slot_where_read(struct arena *a, struct str text);

/* The last word of `task_id`, `task-id`, `taskId`, `Task IDs` … is one for an id, a name, a URL or an identity. */
bool slot_name_is_reference(struct str name);
/* uuid, uri, email … */
bool slot_format_is_reference(struct str format);

#endif
