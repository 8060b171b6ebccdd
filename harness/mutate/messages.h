/* SPDX-License-Identifier: Apache-2.0
 *
 * messages: for each message of the target (what an answer complains of first), bodies that showed it, the first ones
 * and some of the last. What is behind several checks, one behind the other, is reached by going on from the body that
 * passed the last one; among the thousands of a corpus its turn seldom comes, but messages are a few dozen. Pure. */
#ifndef NONESUCH_MESSAGES_H
#define NONESUCH_MESSAGES_H

#include <stdint.h>

#include "buf.h"
#include "rng.h"

#define MESSAGES_MOST 512 /* a target may repeat what it was sent: then old ones make room by chance */
#define MESSAGES_BODIES 4 /* of each: one alone may be spelt so that there is no way on from it */

struct message {
    uint16_t number;
    uint32_t seen;
    struct buf bodies[MESSAGES_BODIES];
};

struct messages {
    struct message items[MESSAGES_MOST];
    size_t count;
};

void messages_init(struct messages *m, size_t body_bytes);
void messages_free(struct messages *m);

/* `number` stands for a message; a body that is longer than what was said at the start is left out. */
void messages_note(struct messages *m, uint16_t number, struct str body, struct rng *r);

/* Half of the time the one of two messages that was seen less often, else any; of it any body. STR_NONE without any;
 * borrowed until the next note. */
struct str messages_draw(const struct messages *m, struct rng *r);

#endif
