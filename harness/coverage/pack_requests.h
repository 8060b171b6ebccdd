/* SPDX-License-Identifier: Apache-2.0
 *
 * pack_requests: every request of a pack, and where in it the reference under test stands. Pure. Not for other
 * modules. */
#ifndef NONESUCH_PACK_REQUESTS_H
#define NONESUCH_PACK_REQUESTS_H

#include "route.h"

struct pack_request {
    const struct request_template *request;
    const struct surface *surface; /* NULL: of a fixture, a flow, or an unknown RPC method */
    struct route_path path;
    struct place place;
};

struct pack_slot {
    bool is_in_path;
    size_t segment, hole; /* in the path: which segment, and which hole of it */
    struct str where;     /* elsewhere, as slot_name.h spells it */
};

/* Surfaces first. */
size_t pack_requests(struct arena *a, const struct pack *pack, struct pack_request **out);
/* The path without its query. */
struct str pack_request_route(const struct pack_request *request);
/* Every place of the slot of its surface. */
size_t pack_request_slots(struct arena *a, const struct pack *pack, const struct pack_request *request,
                          struct pack_slot **out);

#endif
