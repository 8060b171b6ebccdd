/* SPDX-License-Identifier: Apache-2.0
 *
 * coverage: what an OpenAPI document (3.0, 3.1) says a service has, against what a pack puts under test. Pure.
 *
 * A *slot* of the document is a place of a request where a reference, an identity, a URL or a value that the client
 * chooses can stand: every parameter of a path; each parameter of query, header and cookie and each property of a
 * request body whose name (its last word: id, name, url, user …) or format (uuid, uri, email …) says so, unless its
 * values are enumerated or it is a boolean or a number with a fraction. It is written `path.task_id`, `query.cursor`,
 * `header.x-user-id` (lower case), `body.content.url`; `[]` is an item of an array, `{}` a member of any name.
 * A slot is covered when a surface has the reference under test there. Addresses of RPC calls count as routes.
 *
 * `$ref` is followed within the document. A schema within itself is looked at once. */
#ifndef NONESUCH_COVERAGE_H
#define NONESUCH_COVERAGE_H

#include "pack.h"
#include "verdict.h"

enum gap_kind {
    GAP_ROUTE_NOT_IN_PACK,
    GAP_ROUTE_NOT_IN_DOCUMENT,
    GAP_SLOT_NOT_IN_PACK,
    GAP_STALE_OUT_OF_SCOPE, /* an entry of the pack's `out_of_scope` that excuses nothing */
};
const char *gap_kind_name(enum gap_kind kind); /* "route_not_in_pack" … */

struct gap {
    enum gap_kind kind;
    struct str where;   /* "GET /tasks/{task_id}", "POST /tasks/{task_id}/export body.cursor" */
    struct str what;    /* one sentence with its remedy */
    struct str pointer; /* of the document: the route, parameter or property; "/paths" when it has none */
    struct place place; /* in the pack, of what the pack says too much; line 0 otherwise */
};

struct coverage {
    struct coverage_counts counts;
    struct gap *gaps; /* routes and slots in the order of the document, then what the pack says too much */
    size_t gap_count;
};

/* RC_CONFIG: not an OpenAPI document of these versions, or a `$ref` that leads out of it, nowhere or in a circle;
 * RC_LIMIT: LIMIT_OPENAPI_NODES, LIMIT_OPENAPI_DEPTH. With line, column and pointer, without a file. Borrows from
 * document and pack. */
MUST_USE enum rc coverage_judge(const struct value *document, const struct pack *pack, struct arena *a,
                                struct coverage *out, struct fault *f);

#endif
