/* SPDX-License-Identifier: Apache-2.0
 *
 * received: collects what comes back for one request, header line by header line and piece by piece of the body.
 * Pure. */
#ifndef NONESUCH_RECEIVED_H
#define NONESUCH_RECEIVED_H

#include "buf.h"
#include "exchange.h"

enum received_part { RECEIVED_NOTHING, RECEIVED_HEAD, RECEIVED_BODY };

struct received {
    struct buf head;    /* the last head, without its empty line */
    struct buf interim; /* the 1xx heads before it, with theirs */
    struct buf trailers;
    struct buf body;
    enum received_part part; /* what is being read */
    enum until until;
    bool ends_with_head; /* set by the caller: no body follows, whatever the head says */
    bool has_ended;      /* the answer is whole before the connection says so */
    bool is_too_large;
};

void received_init(struct received *r);
void received_free(struct received *r);
void received_clear(struct received *r, enum until until, bool ends_with_head);

/* One line with its line end: of a head, or of the trailers. False: no more is wanted (ended or too large). */
bool received_take_line(struct received *r, struct str line);
bool received_take_body(struct received *r, struct str piece);

/* The head of the final answer as far as it came, without its empty line; STR_NONE while there is none. */
struct str received_final_head(const struct received *r);

#endif
