/* SPDX-License-Identifier: Apache-2.0
 *
 * session: what the commands share that send: a pack, a target (a file's, or the embedded lab's) and the ways to reach
 * it. */
#ifndef NONESUCH_SESSION_H
#define NONESUCH_SESSION_H

#include "deployment.h"
#include "event_stream.h"
#include "run.h"
#include "scenario.h"

struct session {
    struct arena *arena;
    const struct options *options;
    struct pack pack;
    struct target target;
    struct deployment *lab; /* NULL: the target is foreign */
    struct transport *transport, *control;
    struct counters *counters;  /* NULL: the target names none */
    struct str run_id;          /* 16 hex digits: part of the User-Agent, so that operators can join logs */
    struct str user_agent;      /* the same for every request */
    struct str started;         /* RFC 3339 */
    struct redactor redactor;   /* knows every configured secret */
    struct event_stream events; /* of who judges; without a file: nothing is told meanwhile */
};

/* Opens all of it. `pack` is a name or path. RC_USAGE: -u without -t, a lab defect with a target, a header that a
 * credential has already; RC_NET: the lab or the library; what scenario and file_read say. Close it in either case. */
MUST_USE enum rc session_open(struct session *s, const struct options *options, const char *pack, struct arena *a,
                              struct fault *f);
/* The last part of it, for who has made pack and target himself: limits, secrets, ways. */
MUST_USE enum rc session_connect(struct session *s, struct fault *f);
/* One more way to the target, of one connection and without a rate limit of its own. The caller deletes it. */
MUST_USE enum rc session_lane(const struct session *s, struct transport **out, struct fault *f);
void session_close(struct session *s);

/* Opens the files of --report-ndjson: what is judged from here on is told there meanwhile. RC_IO. */
MUST_USE enum rc session_open_events(struct session *s, struct fault *f);
/* For run_options; NULL: nobody listens. */
const struct run_events *session_events(const struct session *s);

/* What --variable and --secret and the environment fill in. */
struct scenario_inputs session_inputs(const struct options *options, struct arena *a);

#endif
