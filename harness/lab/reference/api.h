/* SPDX-License-Identifier: Apache-2.0
 *
 * api: what one request carries through the reference server, from the socket to its handler. */
#ifndef NONESUCH_API_H
#define NONESUCH_API_H

#include <stdatomic.h>

#include "call.h"
#include "defects.h"
#include "emit.h"
#include "identity.h"
#include "noises.h"
#include "rpc.h"
#include "serve.h"
#include "store.h"

#define API_WARM_SLOTS 1024

struct reference {
    struct server *server;
    struct call_pool *calls;
    struct store *store;
    struct identity_cache *identities;
    struct metrics *metrics; /* NULL: nobody hears them */
    char *auth_url;          /* without a slash at its end */
    struct defects defects;
    struct noises noises;
    atomic_uint quota_spent;                           /* for the counter that tells */
    atomic_int_fast64_t warm_until_ns[API_WARM_SLOTS]; /* for the cache that tells */
    atomic_uint denial_count;                          /* for the defect that acts every second time */
};

#define API_PARAMS 3
#define API_GUARDS 2

struct route;

struct api_call {
    struct reference *server;
    const struct serve_request *request;
    struct serve_response *response;
    struct arena *arena;

    struct str path; /* decoded */
    struct identity identity;
    const struct route *route;
    struct str params[API_PARAMS]; /* of the path, in the order of the pattern */
    const struct value *body;      /* NULL when empty */
    enum rpc_outcome rpc_outcome;  /* of routes with has_rpc_body */
    struct rpc_request rpc;
    struct str rpc_message;
    struct str guarded[API_GUARDS]; /* what the route's guards let through: ids of agents, tasks, keys */
    struct str surface;             /* what the caller is at, as packs name it; only while a defect is on */

    struct buf text; /* the body being written */
    struct emit emit;
};

/* A parameter of the path by name (`*path` for one that takes the rest), STR_NONE when the pattern has none of it. */
struct str api_path_param(const struct api_call *c, const char *name);
struct str api_query(const struct api_call *c, const char *name);
/* A string member of the body; STR_NONE when absent or not a string. */
struct str api_body_string(const struct api_call *c, const char *name);
/* A member of the body as one-line JSON; STR_NONE when absent or null. */
struct str api_body_json(const struct api_call *c, const char *name);

struct str api_new_uuid(struct arena *a); /* version 4 */
struct str api_new_hex24(struct arena *a);
struct str api_now(struct arena *a);
struct str api_from_int(struct arena *a, int64_t i);

/* Page of a list from `limit` and `page_number` (from 1) as SQL values. False: answered 422. */
struct page {
    struct str limit, offset, direction;
};
bool api_page(struct api_call *c, struct page *out);

#endif
