/* SPDX-License-Identifier: Apache-2.0
 *
 * curl_transport: the transport over libcurl (HTTP/1.1, and HTTP/2 for the requests that ask for it). A lane is a
 * thread (the first: the caller's) with an easy handle of its own and so one connection of its own; once a request
 * has asked for HTTP/2 it has one of that beside it. Neither disturbs the other, and nothing is multiplexed. Lanes
 * take sequences in order until there are none left. Lanes (and their connections) live as long as the transport.
 * What is sent is what the request says: its headers, and, unless it has them, Host, User-Agent, Accept,
 * `Accept-Encoding: identity` and `Content-Type: application/json` for a body. No redirects, cookies, Expect, or
 * proxy variables. A request that libcurl would send a second time is given up before (OUTCOME_RESENT). A body behind
 * `Expect: 100-continue` waits for its 100 no longer than 200 ms. An exact request goes over a connection of its own
 * (through a tunnel where there is a proxy), and what comes is read for 300 ms of silence unless it says otherwise. */
#ifndef NONESUCH_CURL_TRANSPORT_H
#define NONESUCH_CURL_TRANSPORT_H

#include "transport.h"

struct curl_transport_options {
    size_t lanes;                                  /* concurrent connections, 1 … LIMIT_LANES */
    int64_t rate_per_s;                            /* requests over all lanes; 0: no limit */
    int64_t connect_timeout_ns;                    /* 0: 10 s */
    int64_t request_timeout_ns;                    /* 0: 30 s */
    const char *proxy;                             /* NULL: none, whatever the environment says */
    const char *cacert, *client_cert, *client_key; /* files; NULL: the system's, none, none */
    const char *resolve;                           /* "host:port:address", NULL */
    bool is_insecure;
    const char *user_agent;                             /* constant over the run; NULL: "nonesuch/VERSION" */
    void (*progress)(void *self, size_t requests_done); /* since the transport was made; from lane threads; NULL */
    void *progress_self;
};

/* RC_USAGE (options), RC_NET (the library refuses). Options' strings are copied. */
MUST_USE enum rc curl_transport_new(const struct curl_transport_options *options, struct transport **out,
                                    struct fault *f);
void curl_transport_del(struct transport *t); /* accepts NULL */

#endif
