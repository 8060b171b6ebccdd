/* SPDX-License-Identifier: Apache-2.0
 *
 * worker_process: one nonesuch-fuzz-worker: started without a shell, with no arguments and an empty environment, spoken
 * to over a descriptor that it inherits. */
#ifndef NONESUCH_WORKER_PROCESS_H
#define NONESUCH_WORKER_PROCESS_H

#include <sys/types.h>

#include "channel.h"

struct worker_process {
    pid_t id;    /* 0: none */
    int channel; /* -1: none */
};

/* Starts the program and tells it its set-up (worker_setup.h). RC_IO: it cannot be started. */
MUST_USE enum rc worker_process_start(struct worker_process *w, const char *program, struct str setup, struct fault *f);

/* The worker that stands beside this program, in the arena. */
const char *worker_process_program(struct arena *a);

/* Ends it, with force when it does not go by itself at once. Accepts one that never started. */
void worker_process_stop(struct worker_process *w);

#endif
