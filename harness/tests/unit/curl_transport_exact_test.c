/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of curl_transport: exact requests. */
/* modules: http misbehave */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "misbehave_bench.h"
#include "rows.h"

#define NO "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno"
#define BAD "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"

static const struct misbehave_answer ANSWERS[] = {
    {"/plain", NO, .end = MISBEHAVE_KEEP},
    {"/two", NO, .second = BAD, .pause_ms = 20, .end = MISBEHAVE_CLOSE},
    {"/reset", NO, .end = MISBEHAVE_RESET},
    {"/silent", "", .end = MISBEHAVE_HANG},
    {"/nothing", "", .end = MISBEHAVE_CLOSE},
    {"/hang", NO, .end = MISBEHAVE_HANG},
    {"/hello", "hello\r\n\r\n", .end = MISBEHAVE_CLOSE},
    {"/old", "HTTP/1.0 200 OK\r\n\r\nall", .end = MISBEHAVE_CLOSE},
    {"h:1 HTTP/1.1\r\n", "HTTP/1.1 200 Connected\r\n\r\n", .end = MISBEHAVE_KEEP}, /* CONNECT */
};

static int set_up(void **state) {
    return bench_set_up(state, ANSWERS, sizeof(ANSWERS) / sizeof(ANSWERS[0]));
}

static const struct header FRAMED[] = {{.name = {"Transfer-Encoding", 17}, .value = {"xchunked", 8}},
                                       {.name = {"Content-Length", 14}, .value = {"3", 1}}};

static struct request exact_to(struct bench *b, const char *target) {
    struct request r = request_to(b, "POST", target);
    r.headers = FRAMED;
    r.header_count = 2;
    r.body = STR("abc");
    r.has_body = true;
    r.is_exact = true;
    r.quiet_ns = 100 * NS_PER_MS;
    return r;
}

static void exact__what_came(void **state) {
    static const struct {
        const char *target;
        enum outcome outcome;
        int status;
        const char *answers, *body;
    } rows[] = {
        {"/two", OUTCOME_ANSWERED, 404, "404 400", "no"}, {"/reset", OUTCOME_ANSWERED, 404, "404", "no"},
        {"/hang", OUTCOME_ANSWERED, 404, "404", "no"},    {"/silent", OUTCOME_TIMEOUT, 0, "", NULL},
        {"/nothing", OUTCOME_RESET, 0, "", NULL},         {"/hello", OUTCOME_MALFORMED, 0, "", NULL},
        {"/old", OUTCOME_ANSWERED, 200, "200", "all"},
    };
    struct bench *b = *state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct request request = exact_to(b, rows[i].target);
        const struct exchange *x = send_one(b, &request);
        row_int(rows[i].target, (int64_t)x->outcome, (int64_t)rows[i].outcome);
        row_int(rows[i].target, x->status, rows[i].status);
        row_str(rows[i].target, x->answers, rows[i].answers);
        row_str(rows[i].target, x->body, rows[i].body);
        assert_true(x->is_new_connection && x->total_ns > 0);
    }
}

static void exact__bytes_go_out_as_they_stand(void **state) {
    struct bench *b = *state;
    struct request request = exact_to(b, "/two");
    (void)send_one(b, &request);
    char *sent = misbehave_last_request(b->server);
    assert_non_null(strstr(sent, "\r\nTransfer-Encoding: xchunked\r\nContent-Length: 3\r\n"));
    assert_int_equal(strcmp(sent + strlen(sent) - 7, "\r\n\r\nabc"), 0);
    assert_true(strncmp(sent, "POST /two HTTP/1.1\r\nHost: 127.0.0.1:", 36) == 0);
    free(sent);
}

static void exact__has_a_connection_of_its_own(void **state) {
    struct bench *b = *state;
    struct request requests[] = {request_to(b, "GET", "/plain"), exact_to(b, "/hang"), exact_to(b, "/plain"),
                                 request_to(b, "GET", "/plain")};
    const struct exchange *x = send_all(b, requests, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(x[i].outcome, OUTCOME_ANSWERED);
        assert_int_equal(x[i].is_new_connection, i < 3);
    }
    assert_int_equal(misbehave_connections(b->server), 3);
}

static void exact__is_refused_where_nobody_listens(void **state) {
    struct bench *b = *state;
    struct request r = exact_to(b, "/plain");
    r.url = str_printf(&b->arena, "http://127.0.0.1:%u/", (unsigned)misbehave_dead_port());
    struct sequence sequence = {.requests = &r, .count = 1};
    struct exchange *out = NULL;
    struct fault f = {0};
    assert_int_equal(b->transport->exchange(b->transport->self, &sequence, 1, NULL, &b->arena, &out, &f), RC_NET);
    assert_non_null(strstr(f.text, "start the deployment"));
}

/* It is the target that has to read these bytes: the proxy is asked for a tunnel. */
static void exact__goes_through_a_tunnel(void **state) {
    struct bench *b = *state;
    const char *proxy = arena_printf(&b->arena, "http://127.0.0.1:%u", (unsigned)misbehave_port(b->server));
    struct curl_transport_options options = {.lanes = 1, .proxy = proxy};
    struct transport *t = NULL;
    struct fault f = {0};
    assert_int_equal(curl_transport_new(&options, &t, &f), RC_OK);
    struct request r = exact_to(b, "/two");
    r.url = STR("http://h:1/two");
    const struct exchange *x = send_sequence(t, &b->arena, &r, 1);
    row_str("answers", x->answers, "404 400");
    assert_int_equal(misbehave_requests(b->server), 2);
    curl_transport_del(t);
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, set_up, bench_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_SERVER(exact__what_came),
        WITH_SERVER(exact__bytes_go_out_as_they_stand),
        WITH_SERVER(exact__has_a_connection_of_its_own),
        WITH_SERVER(exact__is_refused_where_nobody_listens),
        WITH_SERVER(exact__goes_through_a_tunnel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
