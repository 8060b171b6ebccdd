/* SPDX-License-Identifier: Apache-2.0
 *
 * exact_text: the bytes of an exact request, and what the bytes that come back say. Pure. */
#ifndef NONESUCH_EXACT_TEXT_H
#define NONESUCH_EXACT_TEXT_H

#include "buf.h"
#include "exchange.h"

/* Request line, Host unless the request has one, its header lines and the defaults that it does not have
 * (request_headers.h), the empty line, the body as it is. False: past the ceiling of `out`. */
bool exact_request_write(const struct request *r, const char *user_agent_line, struct buf *out);

/* Takes the first answer apart (outcome, head, interim, trailers, body, decoded) and lists the status codes of all
 * whole ones (of the first 16) in `answers`, with a "?" at the end when what follows is not HTTP. Without a whole first
 * one the outcome is OUTCOME_MALFORMED, or what the end of the connection says: OUTCOME_RESET when the peer has closed
 * it, else OUTCOME_TIMEOUT. What `out` holds lives in `a` or is a view of `received`. */
void exact_answer_read(struct str received, bool has_closed, struct arena *a, struct exchange *out);

#endif
