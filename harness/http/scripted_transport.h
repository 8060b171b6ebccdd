/* SPDX-License-Identifier: Apache-2.0
 *
 * scripted_transport: a transport that answers from a function, for tests and fuzzing. No network. */
#ifndef NONESUCH_SCRIPTED_TRANSPORT_H
#define NONESUCH_SCRIPTED_TRANSPORT_H

#include "transport.h"

/* Fills the answer to `request` (memory from `a`). `out` comes zeroed (OUTCOME_ANSWERED) but for its `request`. */
typedef void (*scripted_answer_fn)(void *self, const struct request *request, struct arena *a, struct exchange *out);

struct script {
    scripted_answer_fn answer;
    void *self; /* handed to `answer` */
};

/* Asks `script`, which must live as long as the transport, for every request in order: sequence after sequence, on the
 * caller's thread. RC_NET when every answer of the call has OUTCOME_REFUSED. */
struct transport scripted_transport(struct script *script);

/* Parses a raw HTTP/1.x answer ("HTTP/1.1 404 Not Found\r\n…", 1xx ones before it) into an exchange: status,
 * version, reason, lines, interim, body, decoded; nothing else is touched. The body is what stands behind the head,
 * as it is. False, and `out` untouched, when it is malformed: no status line, or no empty line behind the head. */
bool scripted_answer_parse(struct str raw, struct arena *a, struct exchange *out);

#endif
