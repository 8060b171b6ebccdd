/* SPDX-License-Identifier: Apache-2.0
 *
 * sending: a thread around the transport's call, with an arena of its own. */
#include "sending.h"

static void *send_all(void *self) {
    struct sending *s = self;
    if (s->count > 0) {
        s->rc = engine_exchange(s->engine, s->sequences, s->count, &s->arena, s->answers, &s->fault);
    }
    return NULL;
}

void sending_begin(struct sending *s, struct engine *e, const struct sequence *sequences, size_t count,
                   struct exchange **out) {
    *s = (struct sending){.engine = e, .sequences = sequences, .count = count, .answers = out};
    s->is_apart = count > 0 && pthread_create(&s->thread, NULL, send_all, s) == 0;
    if (!s->is_apart) {
        (void)send_all(s);
    }
}

enum rc sending_end(struct sending *s, struct fault *f) {
    if (s->is_apart) {
        (void)pthread_join(s->thread, NULL);
    }
    arena_join(s->engine->arena, &s->arena);
    if (s->rc != RC_OK) {
        *f = s->fault;
        return s->rc;
    }
    engine_count(s->engine, s->sequences, s->count, s->answers);
    return RC_OK;
}
