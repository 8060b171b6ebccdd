/* SPDX-License-Identifier: Apache-2.0
 *
 * exact: sends exact requests. libcurl makes the connection (names, proxy, TLS: CURLOPT_CONNECT_ONLY) and carries
 * bytes; what they say is nobody's business but the request's. Through a proxy for HTTP they go in a tunnel: it is the
 * target that they are for. Private to http. */
#ifndef NONESUCH_EXACT_H
#define NONESUCH_EXACT_H

#include <curl/curl.h>

#include "lane.h"

#define EXACT_QUIET_NS (300 * NS_PER_MS) /* unless the request says otherwise */

/* What the lane lends. */
struct exact_way {
    const struct curl_transport_options *options;
    struct curl_slist *resolve;  /* may be NULL */
    const char *user_agent_line; /* "User-Agent: …" */
    int64_t timeout_ns;          /* the whole exchange */
    char *reason;                /* CURL_ERROR_SIZE: why there was no connection */
};

/* Connects, sends, and reads until the peer closes, nothing has come for the request's `quiet_ns`, or the time is over;
 * then it closes the connection. CURLE_OK: there was one, and `out` is filled as exact_answer_read does (or
 * OUTCOME_TOO_LARGE; OUTCOME_SKIPPED when `stop` came first). Any other code: OUTCOME_REFUSED, nothing was sent. */
CURLcode exact_send(const struct exact_way *way, const struct request *request, const atomic_bool *stop,
                    struct lane_sink sink, struct exchange *out);

#endif
