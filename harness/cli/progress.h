/* SPDX-License-Identifier: Apache-2.0
 *
 * progress: how far a run is, on stderr: one line drawn again and again on a terminal, else a line each ten seconds. */
#ifndef NONESUCH_PROGRESS_H
#define NONESUCH_PROGRESS_H

#include "event_stream.h"

struct progress {
    struct event_stream *events; /* told as well */
    bool is_shown, is_redrawn, is_drawn;
    int64_t started_ns, told_ns;
};

/* Shown unless -q, and with --progress all the same. `events` may have no file. */
void progress_init(struct progress *p, const struct options *o, struct event_stream *events);
/* A callback of run_options; `self` is a struct progress. */
void progress_tell(void *self, const struct run_progress *now);
/* Takes the line away. */
void progress_end(struct progress *p);

#endif
