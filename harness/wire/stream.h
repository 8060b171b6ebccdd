/* SPDX-License-Identifier: Apache-2.0
 *
 * stream: where the pieces of streamed bodies end: newline-delimited JSON and server-sent events. Pure. */
#ifndef NONESUCH_STREAM_H
#define NONESUCH_STREAM_H

#include "str.h"

/* The lines of an NDJSON text that hold more than blanks, without their LF or CRLF; views of `text`, the array is
 * in the arena. Returns how many. A last line without an end counts. */
size_t split_ndjson(struct str text, struct arena *a, struct str **out);

/* The length of the prefix of `text` that ends with the first event, its blank line included (LF LF, or LF CRLF, so
 * also CRLF CRLF); -1 when no event has ended yet. What comes later never changes an answer that is not -1. `from`
 * is a length of which this was asked already with the answer -1 (0: none was). */
ptrdiff_t sse_first_event_end(struct str text, size_t from);

#endif
