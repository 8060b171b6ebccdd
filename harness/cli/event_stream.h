/* SPDX-License-Identifier: Apache-2.0
 *
 * event_stream: the files of --report-ndjson, written line by line while a run goes on: one that is killed leaves whole
 * lines. */
#ifndef NONESUCH_EVENT_STREAM_H
#define NONESUCH_EVENT_STREAM_H

#include <stdio.h>

#include "options.h"
#include "run.h"

struct event_stream {
    FILE **files;
    size_t count;
    struct report_options how;
    bool is_lab;              /* noted in the event `run` */
    const char *phase;        /* told last */
    int64_t told_ns;          /* when */
    bool is_broken;           /* something could not be written */
    struct run_events events; /* for run_options */
};

/* Opens all of them, and empties them. The stream may not be moved afterwards. RC_IO; close it in either case. */
MUST_USE enum rc event_stream_open(struct event_stream *s, const struct options *o, const struct redactor *redactor,
                                   struct fault *f);

void event_stream_progress(struct event_stream *s, const struct run_progress *p);

/* What is told at the end. */
void event_stream_finish(struct event_stream *s, const struct result *r);

/* RC_IO: not everything arrived. */
MUST_USE enum rc event_stream_close(struct event_stream *s, struct fault *f);

#endif
