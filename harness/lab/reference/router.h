/* SPDX-License-Identifier: Apache-2.0
 *
 * router: method and path to a line of the route table (routes.c). A new route is one line there and its handler. */
#ifndef NONESUCH_ROUTER_H
#define NONESUCH_ROUTER_H

#include "guard.h"

typedef void (*handler_fn)(struct api_call *c);

struct route {
    const char *method, *pattern; /* "{name}" stands for one segment, "{*name}" for all that follow */
    struct guard guards[API_GUARDS];
    handler_fn handler;
    bool has_rpc_body;
};

/* In matching order: the first whose pattern fits decides. */
extern const struct route route_table[];
extern const size_t route_count;

/* Whether `path` (decoded) fits a route, whatever the method; fills `params`. */
bool router_fits(const struct route *r, struct str path, struct str params[API_PARAMS]);

/* Fills c->route and c->params when a route fits, and answers nothing. */
bool router_peek(struct api_call *c);
/* The same. False: answered (307, 404, 405). */
bool router_find(struct api_call *c);

#endif
