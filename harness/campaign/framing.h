/* SPDX-License-Identifier: Apache-2.0
 *
 * framing: bodies whose end is told ambiguously or falsely: a length beside chunks, a length that is too short or too
 * long, two lengths, sizes of chunks that are none, a Transfer-Encoding that one reader takes for `chunked` and the
 * next one does not.
 *
 * Where two readers of one connection (a proxy, the server behind it) find different ends, what follows is a request to
 * one of them alone: request smuggling (RFC 9112 section 11.2). How the end is found is section 6.3, that a length
 * beside a transfer coding "ought to be handled as an error" section 6.1, what chunks look like section 7.1. Whether a
 * server takes such a request is its own decision; that a denied thing and an absent one show no difference in it is
 * what the campaign judges.
 *
 * Behind each body stand two harmless requests for something absent, without a credential. A false end that is too far
 * takes the first of them into the body, one that is too near leaves a piece before it: the number of answers tells.
 * The second one asks for the end of the connection, so that nobody has to wait for it. Pure. Private to campaign. */
#ifndef NONESUCH_FRAMING_H
#define NONESUCH_FRAMING_H

#include "exchange.h"

#define FRAMING_REQUESTS 3 /* that one such request may be to its reader */

size_t framing_count(void);
const char *framing_name(size_t framing);  /* as envelope_name */
const char *framing_words(size_t framing); /* as envelope_words */

/* Makes the request an exact one, with a body of other bytes and the header lines that frame it. In `a`. */
void framing_seal(size_t framing, struct request *request, struct arena *a);

#endif
