/* SPDX-License-Identifier: Apache-2.0
 *
 * transport: the one seam between the harness and the network. */
#ifndef NONESUCH_TRANSPORT_H
#define NONESUCH_TRANSPORT_H

#include <stdatomic.h>

#include "exchange.h"

struct transport {
    void *self;
    /* Sends `count` sequences, at most the transport's concurrency at once. A sequence runs in order on one
     * connection (a peer's close is an observable; the sequence goes on over a new one; when none can be made, the
     * rest of it is OUTCOME_REFUSED too; an exact request has one of its own in any case). Returns when all have ended
     * or `stop` (may be NULL) is set; what was not sent has OUTCOME_SKIPPED. An HTTP error status is an answer; an
     * incomplete one says why in `outcome`. RC_NET only when nothing could be sent at all (`f` says why: name,
     * connection, TLS). `out` has room for `count` pointers: out[i] is an array of sequences[i].count exchanges, each
     * with its `request` set. All of it lives in `step`; requests are borrowed, not copied. One call at a time. */
    enum rc (*exchange)(void *self, const struct sequence *sequences, size_t count, const atomic_bool *stop,
                        struct arena *step, struct exchange **out, struct fault *f);
};

#endif
