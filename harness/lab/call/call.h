/* SPDX-License-Identifier: Apache-2.0
 *
 * call: the lab's own HTTP client (libcurl), by which the reference server asks the auth provider and the agent. It
 * shares nothing with the judge's transport, so that a bug common to both cannot hide. Thread-safe: a pool of kept
 * connections. */
#ifndef NONESUCH_CALL_H
#define NONESUCH_CALL_H

#include "str.h"

struct call_pool;

/* New and del belong to the thread that starts and stops the server (libcurl's global state is set up here). */
struct call_pool *call_pool_new(void);
void call_pool_del(struct call_pool *p); /* accepts NULL; no call may be under way */

struct call_header {
    struct str name, value;
};

struct call_request {
    const char *method; /* NULL: POST */
    const char *url;
    const struct call_header *headers; /* content-type is application/json unless one stands here */
    size_t header_count;
    struct str body;    /* STR_NONE: no body at all (GET, DELETE) */
    int64_t timeout_ns; /* for the whole exchange; at least 1 ms */
};

struct call_answer {
    int status; /* 0 when there was none: connection failed, timed out, or broken off */
    bool timed_out;
    struct str content_type; /* in the arena; STR_NONE when not sent */
    struct str body;         /* whole, in the arena; an answer over LIMIT_BODY_BYTES counts as broken off */
};

/* Sends the request and waits for the whole answer. Never a proxy, never a redirect, no headers of its own but Host,
 * Content-Length and Content-Type. Any thread. */
struct call_answer call_send(struct call_pool *p, const struct call_request *request, struct arena *a);

#endif
