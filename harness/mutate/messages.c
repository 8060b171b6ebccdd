/* SPDX-License-Identifier: Apache-2.0
 *
 * messages: a small table. */
#include "messages.h"

#define KEPT_OF 16                       /* one of so many bodies with the same message takes the place of one before */
#define FIRST_KEPT (MESSAGES_BODIES / 2) /* those stay: what comes later is changed ever more */

void messages_init(struct messages *m, size_t body_bytes) {
    m->count = 0;
    for (size_t i = 0; i < MESSAGES_MOST; i++) {
        for (size_t k = 0; k < MESSAGES_BODIES; k++) {
            buf_init(&m->items[i].bodies[k], body_bytes);
        }
    }
}

void messages_free(struct messages *m) {
    for (size_t i = 0; i < MESSAGES_MOST; i++) {
        for (size_t k = 0; k < MESSAGES_BODIES; k++) {
            buf_free(&m->items[i].bodies[k]);
        }
    }
    m->count = 0;
}

static struct message *find(struct messages *m, uint16_t number, struct rng *r) {
    for (size_t i = 0; i < m->count; i++) {
        if (m->items[i].number == number) {
            return &m->items[i];
        }
    }
    size_t at = m->count < MESSAGES_MOST ? m->count++ : (size_t)rng_below(r, MESSAGES_MOST);
    m->items[at].number = number;
    m->items[at].seen = 0;
    return &m->items[at];
}

void messages_note(struct messages *m, uint16_t number, struct str body, struct rng *r) {
    if (body.len > m->items[0].bodies[0].ceiling_bytes) {
        return;
    }
    struct message *x = find(m, number, r);
    bool has_room = x->seen < MESSAGES_BODIES;
    if (has_room || rng_below(r, KEPT_OF) == 0) {
        struct buf *place = &x->bodies[has_room ? x->seen : FIRST_KEPT + rng_below(r, MESSAGES_BODIES - FIRST_KEPT)];
        buf_clear(place);
        (void)buf_append_str(place, body);
    }
    x->seen += x->seen < UINT32_MAX;
}

struct str messages_draw(const struct messages *m, struct rng *r) {
    if (m->count == 0) {
        return STR_NONE;
    }
    const struct message *x = &m->items[rng_below(r, m->count)], *y = &m->items[rng_below(r, m->count)];
    x = rng_coin(r) && y->seen < x->seen ? y : x;
    return buf_str(&x->bodies[rng_below(r, x->seen < MESSAGES_BODIES ? x->seen : MESSAGES_BODIES)]);
}
