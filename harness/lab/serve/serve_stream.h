/* SPDX-License-Identifier: Apache-2.0
 *
 * serve_stream: one request of an HTTP/2 connection and its answer: header fields and data to what a handler takes, and
 * what it gives to header fields and data, with the waits that it may ask for. Inside serve only. */
#ifndef NONESUCH_SERVE_STREAM_H
#define NONESUCH_SERVE_STREAM_H

#include <nghttp2/nghttp2.h>

#include "buf.h"
#include "serve.h"

struct stream {
    struct stream *next;
    int32_t id;
    struct arena arena; /* of the request and of its answer */
    struct serve_request request;
    struct serve_header *headers; /* of the request */
    struct buf body;
    size_t head_bytes;
    struct serve_response response;
    int64_t due_ns; /* when it goes on (monotonic); 0: it waits for nothing */
    bool has_begun; /* its head was submitted */
    bool is_ping_due;
    size_t sent_bytes; /* of the response's body */
    int64_t open_until_ns;
};

struct stream *stream_new(int32_t id);
void stream_del(struct stream *s); /* accepts NULL */

/* One field of the request's head, pseudo ones too (RFC 9113 section 8.3.1); `:authority` becomes `host`. False past
 * the ceiling of a head. */
bool stream_take_field(struct stream *s, struct str name, struct str value);

/* The request is whole: asks the handler, and lets the answer begin after its delay. False: the handler wants the
 * connection to end without an answer. */
bool stream_answer(struct stream *s, size_t connection, serve_handler_fn handler, void *self);

/* What was waited for has come: submits the head, or lets the body go on. */
void stream_go_on(struct stream *s, nghttp2_session *session);

#endif
