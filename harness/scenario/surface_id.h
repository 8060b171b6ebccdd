/* SPDX-License-Identifier: Apache-2.0
 *
 * surface_id: the id that a surface gets when its author gives none. Pure. Not for other modules.
 *
 * HTTP: the method in lower case and the literal segments of the path, joined by dots, then `.by_` and how the first
 * reference is named: its field in a path, else the query parameter or body member. A segment that only repeats the
 * field of the reference behind it is left out: GET /tasks/name/${task.name}/stream is get.tasks.stream.by_name.
 * What a path names behind its first reference follows as `.at_deployment_id`. RPC: rpc.message_send.by_id. */
#ifndef NONESUCH_SURFACE_ID_H
#define NONESUCH_SURFACE_ID_H

#include "str.h"

struct str surface_id_http(struct arena *a, struct str method, struct str path, struct str key);
/* Without `.by_…` when `key` is STR_NONE. */
struct str surface_id_rpc(struct arena *a, struct str rpc_method, struct str key);
/* Letters, digits, `.`, `_`, `-`; not empty. */
bool surface_id_is_valid(struct str id);

#endif
