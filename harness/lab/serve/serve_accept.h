/* SPDX-License-Identifier: Apache-2.0
 *
 * serve_accept: the accept loop of a server. Tells by its first bytes whether a connection speaks HTTP/2 (the preface
 * "PRI * HTTP/2.0", RFC 9113 section 3.4) and hands it on; those that have said too little yet stall nobody. Inside
 * serve only. */
#ifndef NONESUCH_SERVE_ACCEPT_H
#define NONESUCH_SERVE_ACCEPT_H

#include <stdbool.h>

struct acceptor;

/* Nothing was read from the socket, which belongs to who takes it. Called on the loop's thread. */
typedef void (*acceptor_take_fn)(void *self, int socket, bool is_http2);

/* Starts the loop's thread; NULL when there can be none (errno says why). It ends when `stop` becomes readable or is
 * closed at its other end. Both descriptors stay the caller's. */
struct acceptor *acceptor_new(int listener, int stop, acceptor_take_fn take, void *self);
/* Waits for the end of the loop, then closes the connections that are still to say what they speak. Accepts NULL. */
void acceptor_del(struct acceptor *a);

#endif
