/* SPDX-License-Identifier: Apache-2.0
 *
 * serve: the embedded server of the lab, for HTTP/1.1 (libmicrohttpd) and HTTP/2 with prior knowledge (nghttp2) at one
 * port, with a thread per connection, so that one slow answer stalls nobody else. The only owner of microhttpd.h and
 * nghttp2. */
#ifndef NONESUCH_SERVE_H
#define NONESUCH_SERVE_H

#include <stdint.h>

#include "str.h"

struct serve_header {
    struct str name, value; /* as sent, case kept */
};

struct serve_request {
    struct str method; /* as sent */
    struct str path;   /* before '?', percent-encoding as sent */
    struct str query;  /* behind '?', as sent; STR_NONE when there was none */
    const struct serve_header *headers;
    size_t header_count;
    size_t connection; /* counted from 0 since the server started */
    bool is_http2;
    struct str body; /* whole; over LIMIT_LAB_BODY_BYTES the server answers 413 itself */
};

/* Filled by the handler; everything it points to lives in `arena` (reset after the answer is sent) or is static.
 *
 * Answers to HEAD and 304 carry the length of `body` and no body (RFC 9110 section 8.6; libmicrohttpd cannot leave it
 * out); 204 carries neither; `is_chunked` has no effect on these three. libmicrohttpd refuses headers with an empty
 * name or value or with CR or LF, and a second Date, Content-Length or Transfer-Encoding: those are left out;
 * Connection goes to the front.
 *
 * Over HTTP/2 names are sent in lower case, the same headers are left out, is_chunked leaves out the length,
 * is_http_1_0 has no effect, and must_close says GOAWAY with the answer. */
struct serve_response {
    int status;                   /* 200 unless set */
    struct serve_header *headers; /* in sending order, duplicates allowed; Date and framing are the server's */
    size_t header_count;
    struct str body;
    bool is_chunked;       /* Transfer-Encoding: chunked in place of Content-Length */
    bool is_http_1_0;      /* answer as HTTP/1.0 */
    bool must_close;       /* Connection: close */
    bool drops_connection; /* no answer at all: the connection ends */
    bool omit_date;
    /* With is_chunked: after `body`, keep the stream open this long (":ping\n\n" each 15 s), or until the client goes
     * or the server stops. */
    int64_t hold_open_ns;
    int64_t head_delay_ns; /* before the head; ends early when the client goes or the server stops */
    int64_t body_delay_ns; /* between the head and the body, likewise */
};

/* Runs on the connection's thread; several at once. */
typedef void (*serve_handler_fn)(void *self, const struct serve_request *request, struct serve_response *response,
                                 struct arena *arena);

struct server;

/* Listens on `host` (an IPv4 literal) and `port` (0: the kernel chooses). RC_NET names address and reason. */
MUST_USE enum rc serve_start(const char *host, uint16_t port, serve_handler_fn handler, void *self, struct server **out,
                             struct fault *f);
uint16_t serve_port(const struct server *s);
/* "http://127.0.0.1:8081", valid until stop. */
const char *serve_url(const struct server *s);
/* Stops listening, ends open streams, waits for the connection threads. Accepts NULL. */
void serve_stop(struct server *s);

/* Value of a header by name (ASCII case ignored), the first; STR_NONE when absent. */
struct str serve_header_get(const struct serve_request *request, const char *name);
/* Value of a query parameter, percent-decoded ('+' is a blank), the first; STR_NONE when absent. */
struct str serve_query_get(const struct serve_request *request, const char *name, struct arena *a);

/* Adds a header at the end of the response. */
void serve_header_add(struct serve_response *response, struct arena *a, const char *name, struct str value);

#endif
