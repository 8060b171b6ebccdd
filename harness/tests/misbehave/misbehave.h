/* SPDX-License-Identifier: Apache-2.0
 *
 * misbehave: a server for tests that sends any bytes at all: what no HTTP library would. A thread per connection. */
#ifndef NONESUCH_MISBEHAVE_H
#define NONESUCH_MISBEHAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What follows the bytes of an answer. */
enum misbehave_end {
    MISBEHAVE_KEEP,      /* the next request is awaited */
    MISBEHAVE_CLOSE,     /* the connection is closed */
    MISBEHAVE_RESET,     /* it is closed with RST */
    MISBEHAVE_HANG,      /* nothing more is sent; the peer has to close */
    MISBEHAVE_CLOSE_NEXT /* the next request is read, then the connection is closed without an answer */
};

/* The answer to requests whose target begins with `path`; of several that fit, the first. */
struct misbehave_answer {
    const char *path;
    const char *bytes;
    size_t len;         /* of bytes; 0: up to the terminating NUL */
    const char *second; /* sent `pause_ms` after `bytes`, in a segment of its own; NULL: none */
    int pause_ms;
    enum misbehave_end end;
};

struct misbehave;

/* Listens at 127.0.0.1, a port from the kernel. The table is borrowed. Aborts when the machine does not let it. */
struct misbehave *misbehave_start(const struct misbehave_answer *answers, size_t count);
void misbehave_stop(struct misbehave *m); /* accepts NULL; closes every connection */

uint16_t misbehave_port(const struct misbehave *m);
size_t misbehave_connections(struct misbehave *m); /* accepted so far */
size_t misbehave_requests(struct misbehave *m);    /* read so far, whole ones */

/* The bytes of the last whole request (head and body by its Content-Length), terminated, to be freed by the caller.
 * NULL: there was none. */
char *misbehave_last_request(struct misbehave *m);

/* A loopback port at which nothing listens. */
uint16_t misbehave_dead_port(void);

#endif
