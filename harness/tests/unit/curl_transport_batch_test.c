/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of curl_transport: many sequences, few lanes; stopping, rate, refusal. */
/* modules: http misbehave */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>

#include "limits.h"
#include "misbehave_bench.h"

static const struct misbehave_answer ANSWERS[] = {
    {"/plain", "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone", .end = MISBEHAVE_KEEP},
    {"/headers", "HTTP/1.1 200 OK\r\nA: 1\r\nContent-Length: 0\r\n\r\n", .end = MISBEHAVE_KEEP},
    {"/hang", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", .end = MISBEHAVE_HANG},
};

static int set_up(void **state) {
    return bench_set_up(state, ANSWERS, sizeof(ANSWERS) / sizeof(ANSWERS[0]));
}

static void exchange__sends_nothing_when_stopped(void **state) {
    struct bench *b = *state;
    atomic_bool stop = true;
    struct request request = request_to(b, "GET", "/plain");
    struct sequence sequence = {.requests = &request, .count = 1};
    struct exchange *out = NULL;
    struct fault f = {0};
    enum rc rc = b->transport->exchange(b->transport->self, &sequence, 1, &stop, &b->arena, &out, &f);
    assert_int_equal(rc, RC_OK);
    assert_int_equal(out->outcome, OUTCOME_SKIPPED);
    assert_int_equal(misbehave_requests(b->server), 0);
}

static void raise_flag(void *flag, size_t requests_done) {
    atomic_store((atomic_bool *)flag, requests_done > 0);
}

static void exchange__stops_between_requests(void **state) {
    struct bench *b = *state;
    atomic_bool stop = false;
    struct curl_transport_options options = {.lanes = 1, .progress = raise_flag, .progress_self = &stop};
    struct transport *t = NULL;
    struct fault f = {0};
    assert_int_equal(curl_transport_new(&options, &t, &f), RC_OK);
    struct request requests[] = {request_to(b, "GET", "/plain"), request_to(b, "GET", "/plain")};
    struct sequence sequence = {.requests = requests, .count = 2};
    struct exchange *out = NULL;
    assert_int_equal(t->exchange(t->self, &sequence, 1, &stop, &b->arena, &out, &f), RC_OK);
    assert_int_equal(out[0].outcome, OUTCOME_ANSWERED);
    assert_int_equal(out[1].outcome, OUTCOME_SKIPPED);
    curl_transport_del(t);
}

struct stopper {
    struct misbehave *server;
    atomic_bool stop;
};

static void *stop_at_first_request(void *self) {
    struct stopper *s = self;
    while (misbehave_requests(s->server) == 0) {
        (void)sched_yield();
    }
    atomic_store(&s->stop, true);
    return NULL;
}

static void exchange__stops_within_a_request(void **state) {
    struct bench *b = *state;
    struct stopper stopper = {.server = b->server};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, stop_at_first_request, &stopper), 0);
    struct request request = request_to(b, "GET", "/hang");
    struct sequence sequence = {.requests = &request, .count = 1};
    struct exchange *out = NULL;
    struct fault f = {0};
    assert_int_equal(b->transport->exchange(b->transport->self, &sequence, 1, &stopper.stop, &b->arena, &out, &f),
                     RC_OK);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(out->outcome, OUTCOME_SKIPPED);
    assert_true(out->total_ns < 5 * NS_PER_S);
}

static void exchange__serves_many_sequences_on_few_lanes(void **state) {
    struct bench *b = *state;
    enum { COUNT = 200 };
    struct request requests[2] = {request_to(b, "GET", "/plain"), request_to(b, "GET", "/headers")};
    struct sequence sequences[COUNT];
    struct exchange *out[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        sequences[i] = (struct sequence){.requests = requests, .count = 2};
    }
    struct fault f = {0};
    assert_int_equal(b->transport->exchange(b->transport->self, sequences, COUNT, NULL, &b->arena, out, &f), RC_OK);
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(out[i][0].status, 404);
        assert_int_equal(out[i][1].status, 200);
        assert_false(out[i][1].is_new_connection);
    }
    assert_true(misbehave_connections(b->server) <= 4);
    assert_int_equal(misbehave_requests(b->server), 2 * COUNT);
}

static void exchange__keeps_to_the_rate(void **state) {
    struct bench *b = *state;
    struct curl_transport_options options = {.lanes = 4, .rate_per_s = 200};
    struct transport *t = NULL;
    struct fault f = {0};
    assert_int_equal(curl_transport_new(&options, &t, &f), RC_OK);
    struct request request = request_to(b, "GET", "/plain");
    struct sequence sequences[11];
    struct exchange *out[11];
    for (size_t i = 0; i < 11; i++) {
        sequences[i] = (struct sequence){.requests = &request, .count = 1};
    }
    int64_t begin = clock_monotonic_ns();
    assert_int_equal(t->exchange(t->self, sequences, 11, NULL, &b->arena, out, &f), RC_OK);
    assert_true(clock_monotonic_ns() - begin >= 50 * NS_PER_MS);
    curl_transport_del(t);
}

static void exchange__says_why_nothing_could_be_sent(void **state) {
    struct bench *b = *state;
    unsigned port = misbehave_dead_port();
    struct request request = {.method = STR("GET"), .url = str_printf(&b->arena, "http://127.0.0.1:%u/x", port)};
    struct sequence sequence = {.requests = &request, .count = 1};
    struct exchange *out = NULL;
    struct fault f = {0};
    enum rc rc = b->transport->exchange(b->transport->self, &sequence, 1, NULL, &b->arena, &out, &f);
    assert_int_equal(rc, RC_NET);
    assert_null(out);
    assert_non_null(strstr(f.text, str_cstr(&b->arena, str_printf(&b->arena, "http://127.0.0.1:%u: ", port))));
    assert_non_null(strstr(f.text, "start the deployment"));
}

static void exchange__a_refused_sequence_does_not_hide_the_others(void **state) {
    struct bench *b = *state;
    unsigned port = misbehave_dead_port();
    struct request dead[2];
    dead[0] = (struct request){.method = STR("GET"), .url = str_printf(&b->arena, "http://127.0.0.1:%u/x", port)};
    dead[1] = dead[0];
    struct request alive = request_to(b, "GET", "/plain");
    struct sequence sequences[] = {{.requests = dead, .count = 2}, {.requests = &alive, .count = 1}};
    struct exchange *out[2];
    struct fault f = {0};
    assert_int_equal(b->transport->exchange(b->transport->self, sequences, 2, NULL, &b->arena, out, &f), RC_OK);
    assert_int_equal(out[0][0].outcome, OUTCOME_REFUSED);
    assert_int_equal(out[0][1].outcome, OUTCOME_REFUSED);
    assert_int_equal(out[1][0].outcome, OUTCOME_ANSWERED);
}

static void exchange__takes_an_empty_batch(void **state) {
    struct bench *b = *state;
    struct fault f = {0};
    struct sequence empty = {0};
    struct exchange *out = NULL;
    assert_int_equal(b->transport->exchange(b->transport->self, NULL, 0, NULL, &b->arena, &out, &f), RC_OK);
    assert_int_equal(b->transport->exchange(b->transport->self, &empty, 1, NULL, &b->arena, &out, &f), RC_OK);
}

static void curl_transport_new__refuses_wrong_options(void **state) {
    (void)state;
    const struct curl_transport_options rows[] = {{.lanes = 0},
                                                  {.lanes = LIMIT_LANES + 1},
                                                  {.lanes = 1, .rate_per_s = -1},
                                                  {.lanes = 1, .request_timeout_ns = -1}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct transport *t = NULL;
        struct fault f = {0};
        assert_int_equal(curl_transport_new(&rows[i], &t, &f), RC_USAGE);
        assert_null(t);
    }
    curl_transport_del(NULL);
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, set_up, bench_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_SERVER(exchange__sends_nothing_when_stopped),
        WITH_SERVER(exchange__stops_between_requests),
        WITH_SERVER(exchange__stops_within_a_request),
        WITH_SERVER(exchange__serves_many_sequences_on_few_lanes),
        WITH_SERVER(exchange__keeps_to_the_rate),
        WITH_SERVER(exchange__says_why_nothing_could_be_sent),
        WITH_SERVER(exchange__a_refused_sequence_does_not_hide_the_others),
        WITH_SERVER(exchange__takes_an_empty_batch),
        cmocka_unit_test(curl_transport_new__refuses_wrong_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
