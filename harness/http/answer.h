/* SPDX-License-Identifier: Apache-2.0
 *
 * answer: raw parts of an HTTP answer to the members of an exchange. For the transports. Pure. */
#ifndef NONESUCH_ANSWER_H
#define NONESUCH_ANSWER_H

#include "buf.h"
#include "exchange.h"

/* Sets version, status, reason and lines from a raw head (without its empty line), which is borrowed. False, and `out`
 * untouched, when its status line is malformed. */
bool answer_set_head(struct exchange *out, struct str raw_head, struct arena *a);

enum decoding {
    DECODING_NONE, /* there is no content-encoding, or none that is known: the body is what it is */
    DECODING_DONE,
    DECODING_BROKEN,    /* not what the header says */
    DECODING_TOO_LARGE, /* past the ceiling of `out` */
};

/* Undoes `content_encoding` (gzip, x-gzip, deflate with or without the zlib frame; RFC 9110 section 8.4.1) into
 * `out`. */
enum decoding answer_decode(struct str content_encoding, struct str body, struct buf *out);

/* The body of an answer with its encoding undone, in `a`; where there is none to undo, the body itself. */
struct str answer_decoded(const struct exchange *x, struct arena *a);

#endif
