/* SPDX-License-Identifier: Apache-2.0
 *
 * serve_answer: a response of a handler as libmicrohttpd wants it, with the waits that it may ask for. Inside serve
 * only. */
#ifndef NONESUCH_SERVE_ANSWER_H
#define NONESUCH_SERVE_ANSWER_H

#include "serve.h"

struct MHD_Response;

/* What ends a wait early: the client gone, or the stop pipe closed at its other end. */
struct serve_wait {
    int client, stop;
};

/* Waits that long; false when it was ended early. Exact below 10 ms (nothing ends those early). */
bool serve_wait_ns(const struct serve_wait *wait, int64_t ns);

/* To be destroyed with MHD_destroy_response. What it points to lives in `a`. */
struct MHD_Response *serve_answer_new(const struct serve_response *response, const struct serve_wait *wait,
                                      struct arena *a);

#endif
