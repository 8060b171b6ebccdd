/* SPDX-License-Identifier: Apache-2.0
 *
 * lane: one connection at a time to wherever requests go, over one easy handle of libcurl in a multi handle of its
 * own. It speaks HTTP/1.1 alone, or HTTP/2: to http by prior knowledge, to https where ALPN gives it (else HTTP/1.1).
 * One thread at a time. */
#ifndef NONESUCH_LANE_H
#define NONESUCH_LANE_H

#include <pthread.h>

#include "curl_transport.h"

struct lane;

/* NULL when the library refuses. `options` must live as long as the lane. */
struct lane *lane_new(const struct curl_transport_options *options, bool is_http2);
void lane_del(struct lane *l); /* accepts NULL */

/* Where answers are kept: an arena that lanes share. */
struct lane_sink {
    struct arena *arena;
    pthread_mutex_t *lock; /* held while the arena is used */
};

/* Sends one request and fills `out` (all but what the caller set of it: `request`). True when a connection was
 * there to send it over. `stop` may be NULL. An exact request has a connection of its own; the lane's stays as it is.
 */
bool lane_send(struct lane *l, const struct request *request, const atomic_bool *stop, struct lane_sink sink,
               struct exchange *out);

/* Why the last request found no connection: RC_NET with host, port, reason and what to do. */
enum rc lane_explain_refusal(const struct lane *l, const struct request *request, struct fault *f);

#endif
