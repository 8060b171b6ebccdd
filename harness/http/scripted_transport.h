/* SPDX-License-Identifier: Apache-2.0
 *
 * scripted_transport: a transport that answers from a function, for tests and fuzzing. No network. */
#ifndef NONESUCH_SCRIPTED_TRANSPORT_H
#define NONESUCH_SCRIPTED_TRANSPORT_H

#include "transport.h"

/* Fills the answer to `request` (memory from `a`). */
typedef void (*scripted_answer_fn)(void *self, const struct request *request, struct arena *a, struct exchange *out);

struct transport scripted_transport(scripted_answer_fn *answer, void **self);

/* Parses a raw HTTP/1.x answer ("HTTP/1.1 404 Not Found\r\n…") into an exchange; false when it is malformed. */
bool scripted_answer_parse(struct str raw, struct arena *a, struct exchange *out);

#endif
