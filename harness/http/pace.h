/* SPDX-License-Identifier: Apache-2.0
 *
 * pace: at most so many requests a second, over all threads that ask: a token bucket that holds one token.
 * Thread-safe. */
#ifndef NONESUCH_PACE_H
#define NONESUCH_PACE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct pace {
    int64_t interval_ns;  /* 0: no limit */
    atomic_llong next_ns; /* when the next token is due, monotonic */
};

void pace_init(struct pace *p, int64_t rate_per_s); /* 0: no limit */

/* Waits for the caller's token. False when `stop` (may be NULL) was set first. */
bool pace_wait(struct pace *p, const atomic_bool *stop);

#endif
