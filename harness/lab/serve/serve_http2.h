/* SPDX-License-Identifier: Apache-2.0
 *
 * serve_http2: the HTTP/2 connections of a server (RFC 9113, prior knowledge, no TLS), a thread each, over nghttp2, of
 * which serve is the only owner. Requests of one connection are handled one after the other, in the order in which
 * they end; their delays and streams go on side by side. Inside serve only. */
#ifndef NONESUCH_SERVE_HTTP2_H
#define NONESUCH_SERVE_HTTP2_H

#include "serve.h"

struct http2_connection;

struct serve_http2 {
    serve_handler_fn handler;
    void *self;
    int stop;                             /* closed at its other end: all connections end */
    struct http2_connection *connections; /* of the one thread that takes and ends them */
};

/* Starts the thread of a connection, whose socket it owns from now on; past LIMIT_LAB_CONNECTIONS it closes it.
 * `number`: counted like those of HTTP/1.1. */
void serve_http2_take(struct serve_http2 *s, int socket, size_t number);
/* Waits for all connections; `stop` is closed before. */
void serve_http2_end(struct serve_http2 *s);

#endif
