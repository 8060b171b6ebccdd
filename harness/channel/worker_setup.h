/* SPDX-License-Identifier: Apache-2.0
 *
 * worker_setup: all that a worker is told: where its corpus is, its seed and what to mutate with. It is told neither
 * the target nor a credential: the campaign sends. Pure. */
#ifndef NONESUCH_WORKER_SETUP_H
#define NONESUCH_WORKER_SETUP_H

#include "mutate.h"
#include "rc.h"

struct worker_setup {
    uint64_t seed;
    struct str corpus; /* a folder that the workers of a campaign share */
    struct mutate_dictionary dictionary;
};

/* As JSON, in `a`. */
struct str worker_setup_write(const struct worker_setup *setup, struct arena *a);

/* RC_PARSE. Lives in `a`. */
MUST_USE enum rc worker_setup_read(struct str text, struct arena *a, struct worker_setup *out, struct fault *f);

#endif
