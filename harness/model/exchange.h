/* SPDX-License-Identifier: Apache-2.0
 *
 * exchange: one request and what came back, byte for byte. Plain values. */
#ifndef NONESUCH_EXCHANGE_H
#define NONESUCH_EXCHANGE_H

#include "secret.h"

/* A header to send. A secret value is in `secret`, and `value` is empty then. Neither (STR_NONE): the header is not
 * sent, not even where one belongs by itself. */
struct header {
    struct str name, value;
    struct secret secret;
};

/* When an answer counts as ended. */
enum until {
    UNTIL_BODY,        /* the whole body */
    UNTIL_FIRST_EVENT, /* the first blank line of an event stream; the connection is given up after it */
};

/* Of a body of which a report held only the beginning, or nothing. */
struct body_digest {
    size_t bytes;
    struct str sha256; /* 64 digits; empty: the body is whole */
};

struct request {
    struct str method; /* sent as it is */
    struct str url;    /* absolute; sent as it is (no normalisation) */
    const struct header *headers;
    size_t header_count;
    struct str body;
    bool has_body;
    struct body_digest whole_body; /* read from a report */
    enum until until;
    bool is_http2; /* to be sent over HTTP/2: to http by prior knowledge, to https if ALPN gives it */
    /* Over HTTP/1.1, on a connection of its own that is closed behind it; header lines and body go out byte for byte as
     * they stand here. What says where the body ends (and whether it is true) is the request's own affair. */
    bool is_exact;
    int64_t quiet_ns;   /* of an exact one: as long as nothing comes, no more is expected; 0: the transport's default */
    int64_t timeout_ns; /* the whole exchange; 0: the transport's default */
};

/* Requests that go over one connection of one principal, in order. */
struct sequence {
    const struct request *requests;
    size_t count;
};

enum outcome {
    OUTCOME_ANSWERED,
    OUTCOME_REFUSED, /* no connection */
    OUTCOME_RESET,   /* the connection ended before the answer did */
    OUTCOME_TIMEOUT,
    OUTCOME_MALFORMED, /* what came is not HTTP */
    OUTCOME_RESENT,    /* the kept connection was dead and the request would be sent twice: the sample is void */
    OUTCOME_TOO_LARGE, /* past LIMIT_BODY_BYTES or LIMIT_HEAD_BYTES */
    OUTCOME_SKIPPED,   /* not sent, or given up on the way: the run was stopped */
};
const char *outcome_name(enum outcome o);

/* One line of a head as it stood on the wire, without CRLF; obsolete folds are kept in the value. */
struct head_line {
    struct str name, value; /* value without the blanks around it */
    struct str raw;
};

struct exchange {
    const struct request *request;
    enum outcome outcome;
    int status;         /* of the final answer; 0 when there was none */
    struct str version; /* "HTTP/1.1" as sent; "HTTP/2" (names of its header lines are in lower case) */
    struct str reason;
    const struct head_line *lines; /* of the final head, in order */
    size_t line_count;
    struct str interim;            /* heads of 1xx answers, raw, in order; empty without */
    struct str trailers;           /* raw, empty without */
    struct str body;               /* as framed: dechunked, content-encoding untouched */
    struct str decoded;            /* content-encoding undone (gzip, deflate); same as body without one */
    struct body_digest whole_body; /* read from a report */
    struct str answers;            /* to an exact request: status codes of all whole answers that came, "422 404" */
    bool is_new_connection;        /* a new connection was made for it */
    int64_t started_ns;            /* monotonic */
    int64_t sent_ns;               /* since started_ns: connected, and the request goes out; 0 unknown */
    int64_t first_byte_ns;         /* since started_ns; 0 unknown */
    int64_t total_ns;              /* since started_ns */
};

/* Puts a header line behind the others, in place of those of its name (ASCII case ignored). The array of headers, which
 * others may share, is a new one in `a`. */
void request_set_header(struct request *r, struct header header, struct arena *a);

/* A body is sent, be it an empty one: methods that anticipate content say `Content-Length: 0` (RFC 9110 section
 * 8.6). */
bool request_sends_body(const struct request *r);
/* The first of its name (ASCII case ignored); NULL when there is none. */
const struct header *request_header(const struct request *r, const char *name);

/* Value of a header by name (ASCII case ignored), the first; STR_NONE when absent. */
struct str exchange_header(const struct exchange *x, const char *name);
bool exchange_is_success(const struct exchange *x); /* answered with 2xx */
/* From the request to the first byte of its answer, without the time to connect. 0 unknown. */
int64_t exchange_wait_ns(const struct exchange *x);
bool exchange_is_http2(const struct exchange *x); /* what came, came over HTTP/2 */

#endif
