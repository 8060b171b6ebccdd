/* SPDX-License-Identifier: Apache-2.0
 *
 * call: the lab's own HTTP client (libcurl), by which the reference server asks the auth provider and the agent. It shares
 * nothing with the judge's transport, so that a bug common to both cannot hide. Thread-safe: a pool of kept connections. */
#ifndef NONESUCH_CALL_H
#define NONESUCH_CALL_H

#include "str.h"

struct call_pool;

struct call_pool *call_pool_new(void);
void call_pool_del(struct call_pool *p); /* accepts NULL */

struct call_header {
    struct str name, value;
};

struct call_answer {
    int status;      /* 0 when there was none: connection failed or timed out */
    bool timed_out;
    struct str body; /* in the arena */
};

/* POSTs `body` (content-type application/json) to `url` and waits for the whole answer, at most `timeout_ns`. Never a
 * proxy, never a redirect. */
struct call_answer call_post(struct call_pool *p, const char *url, const struct call_header *headers, size_t header_count,
                             struct str body, int64_t timeout_ns, struct arena *a);

#endif
