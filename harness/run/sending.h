/* SPDX-License-Identifier: Apache-2.0
 *
 * sending: sequences that are under way while the caller does something else: makes the next ones, takes the last ones'
 * answers apart. One at a time, and no engine_send meanwhile. Private to run. */
#ifndef NONESUCH_SENDING_H
#define NONESUCH_SENDING_H

#include <pthread.h>

#include "engine.h"

struct sending {
    struct engine *engine;
    const struct sequence *sequences;
    size_t count;
    struct exchange **answers;
    struct arena arena; /* of the answers until they are the engine's */
    pthread_t thread;
    bool is_apart; /* there is a thread */
    enum rc rc;
    struct fault fault;
};

/* `sequences` and `out` (room for `count` pointers) stay as they are until sending_end, which is to follow. Without a
 * thread to be had it has been sent when this returns. */
void sending_begin(struct sending *s, struct engine *e, const struct sequence *sequences, size_t count,
                   struct exchange **out);
/* Waits, counts; as engine_send from there. */
MUST_USE enum rc sending_end(struct sending *s, struct fault *f);

#endif
