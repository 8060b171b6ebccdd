/* SPDX-License-Identifier: Apache-2.0
 *
 * load: readers and checks that several handlers share. Each answers by itself when it returns false. */
#ifndef NONESUCH_LOAD_H
#define NONESUCH_LOAD_H

#include "guard.h"

/* The row of a guarded thing; 404 by the path's own reference when it has gone meanwhile. */
bool load_row(struct api_call *c, enum query query, struct str id, struct row *out);
bool load_body(struct api_call *c);                                               /* an object must be there: 422 */
bool load_string(struct api_call *c, const char *name, struct str *out);          /* required */
bool load_optional_string(struct api_call *c, const char *name, struct str *out); /* STR_NONE when absent or null */
/* A member as JSON text; `kind` is VALUE_OBJECT or VALUE_ARRAY. */
bool load_json(struct api_call *c, const char *name, enum value_kind kind, struct str *out);
bool load_optional_json(struct api_call *c, const char *name, enum value_kind kind, struct str *out);
bool load_query(struct api_call *c, const char *name, struct str *out); /* required */

/* What the caller may read of a type: a JSON list of ids, STR_NONE for all of his tenant. */
bool load_readable(struct api_call *c, enum resource_type type, struct str *ids);
/* The agent filter of a list, from `agent_id` or `agent_name`: `*id` is STR_NONE when there is none; `*is_empty` when
 * it is out of the caller's scope. */
bool load_agent_filter(struct api_call *c, struct str *id, bool *is_empty);

#endif
