/* SPDX-License-Identifier: Apache-2.0
 *
 * worker: nonesuch-fuzz-worker. It makes up bodies and learns from the campaign what their answers showed; it sends
 * nothing itself, and knows neither the target nor a credential. Everything comes over descriptor 3; there are no
 * arguments and nothing is read from the environment. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "channel.h"
#include "search.h"

struct link {
    struct buf payload;
    uint16_t shown[SEARCH_COUNTERS];
};

/* _exit: an end of the process that no engine takes for a crash. */
static void leave(void) {
    _exit(0);
}

static void receive(struct buf *payload, enum channel_frame wanted) {
    enum channel_frame type;
    if (channel_receive(CHANNEL_DESCRIPTOR, -1, &type, payload) != CHANNEL_RECEIVED || type != wanted) {
        leave();
    }
}

static struct search_evaluation evaluate(void *self, struct str body) {
    struct link *l = self;
    if (!channel_send(CHANNEL_DESCRIPTOR, CHANNEL_BODY, body)) {
        leave();
    }
    receive(&l->payload, CHANNEL_VERDICT);
    struct search_evaluation e = {.shown = l->shown, .count = l->payload.len / 2};
    for (size_t i = 0; i < e.count && i < SEARCH_COUNTERS; i++) {
        unsigned low = (unsigned char)l->payload.data[2 * i], high = (unsigned char)l->payload.data[2 * i + 1];
        l->shown[i] = (uint16_t)((low | high << 8) % SEARCH_COUNTERS);
        e.message = high << 8 & CHANNEL_MESSAGE ? l->shown[i] : e.message;
    }
    return e;
}

int main(int argc, char **argv) {
    (void)argv;
    if (argc > 1) {
        (void)fputs("nonesuch-fuzz-worker is started by `nonesuch fuzz`, and takes no arguments\n", stderr);
        return 2;
    }
    struct arena arena = {0};
    struct worker_setup setup;
    struct fault f = {0};
    struct link *l = ARENA_NEW(&arena, struct link);
    struct buf text;
    buf_init(&text, CHANNEL_BYTES);
    buf_init(&l->payload, CHANNEL_BYTES);
    receive(&text, CHANNEL_SETUP);
    if (worker_setup_read(buf_str(&text), &arena, &setup, &f) != RC_OK) {
        leave();
    }
    search_run(&setup, evaluate, l);
    return 0;
}
