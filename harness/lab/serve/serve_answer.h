/* SPDX-License-Identifier: Apache-2.0
 *
 * serve_answer: a response of a handler as libmicrohttpd wants it, with the waits that it may ask for. Inside serve
 * only. */
#ifndef NONESUCH_SERVE_ANSWER_H
#define NONESUCH_SERVE_ANSWER_H

#include "clock.h"
#include "serve.h"

struct MHD_Response;

/* What ends a wait early: the client gone, or the stop pipe closed at its other end. */
struct serve_wait {
    int client, stop;
};

#define SERVE_EXACT_WAIT_NS (10 * NS_PER_MS) /* waits below it are slept through: nothing ends them early */
#define SERVE_PING_NS (15 * NS_PER_S)        /* from ping to ping of a stream that is held open */

/* IMF-fixdate of now (RFC 9110 section 5.6.7). */
const char *serve_date(struct arena *a);

/* The answer to such a method, or with such a status, has no body whatever its head says (RFC 9110 section 6.4.1). */
bool serve_has_no_body(struct str method, int status);

/* Waits that long; false when it was ended early. Exact below SERVE_EXACT_WAIT_NS. */
bool serve_wait_ns(const struct serve_wait *wait, int64_t ns);

/* To be destroyed with MHD_destroy_response. What it points to lives in `a`. */
struct MHD_Response *serve_answer_new(const struct serve_response *response, const struct serve_wait *wait,
                                      struct arena *a);

#endif
