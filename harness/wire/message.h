/* SPDX-License-Identifier: Apache-2.0
 *
 * message: where one HTTP/1.1 answer ends and the next one begins in the bytes of a connection (RFC 9112 sections 6.3
 * and 7.1), for who reads connections himself. Answers to HEAD and CONNECT, which end with their head, are not told
 * apart: who reads does not send those. Pure. */
#ifndef NONESUCH_MESSAGE_H
#define NONESUCH_MESSAGE_H

#include "head.h"

struct message {
    struct str interim;  /* heads of 1xx answers before it, raw, their empty lines included; "" without */
    struct str raw_head; /* of the final answer, without its empty line */
    struct head head;    /* the same, taken apart */
    struct str body;     /* without the chunks' frames: a view of the text, or in the arena */
    struct str trailers; /* raw lines, "" without */
};

enum message_state {
    MESSAGE_WHOLE,
    MESSAGE_UNENDED,   /* so far it could be one, and its end has not come */
    MESSAGE_MALFORMED, /* no status line, no length, no chunk */
};

/* Cuts the first answer off `*rest`: a final one, with the interim ones before it. `has_closed`: no more will come,
 * which ends a body that nothing else ends. Unless it is MESSAGE_WHOLE, `*rest` and `out` are untouched. 101 counts
 * as final and as the last one: what follows is not HTTP. */
enum message_state message_cut(struct str *rest, bool has_closed, struct arena *a, struct message *out);

#endif
