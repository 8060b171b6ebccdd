/* SPDX-License-Identifier: Apache-2.0
 *
 * misbehave_bench: a transport of four lanes before a server that sends what it is told. Include behind cmocka.h; wants
 * the modules http and misbehave. */
#ifndef NONESUCH_MISBEHAVE_BENCH_H
#define NONESUCH_MISBEHAVE_BENCH_H

#include <stdlib.h>

#include "clock.h"
#include "curl_transport.h"
#include "misbehave.h"
#include "send_sequence.h"

struct bench {
    struct misbehave *server;
    struct transport *transport;
    struct arena arena;
};

static inline struct transport *new_transport(size_t lanes) {
    struct curl_transport_options options = {.lanes = lanes, .request_timeout_ns = 10 * NS_PER_S};
    struct transport *transport = NULL;
    struct fault f = {0};
    if (curl_transport_new(&options, &transport, &f) != RC_OK) {
        fail_msg("%s", f.text);
    }
    return transport;
}

static inline int bench_set_up(void **state, const struct misbehave_answer *answers, size_t count) {
    struct bench *b = calloc(1, sizeof(*b));
    assert_non_null(b);
    b->server = misbehave_start(answers, count);
    b->transport = new_transport(4);
    *state = b;
    return 0;
}

static inline int bench_tear_down(void **state) {
    struct bench *b = *state;
    curl_transport_del(b->transport);
    misbehave_stop(b->server);
    arena_free(&b->arena);
    free(b);
    return 0;
}

static inline struct request request_to(struct bench *b, const char *method, const char *target) {
    return (struct request){
        .method = str_from(method),
        .url = str_printf(&b->arena, "http://127.0.0.1:%u%s", (unsigned)misbehave_port(b->server), target),
    };
}

static inline const struct exchange *send_all(struct bench *b, const struct request *requests, size_t count) {
    return send_sequence(b->transport, &b->arena, requests, count);
}

static inline const struct exchange *send_one(struct bench *b, const struct request *request) {
    return send_all(b, request, 1);
}

#endif
