/* SPDX-License-Identifier: Apache-2.0
 *
 * errands: what the agent is asked and answers, without the server around it. Thread-safe. Inside agent only. */
#ifndef NONESUCH_ERRANDS_H
#define NONESUCH_ERRANDS_H

#include "control.h"

/* The serve_handler_fn of a `struct control`, which is the agent's log and faults. Sends nothing and waits for
 * nothing. */
void errands_answer(void *self, const struct serve_request *request, struct serve_response *response,
                    struct arena *arena);

#endif
