/* SPDX-License-Identifier: Apache-2.0
 *
 * The transport against a server that sends what no HTTP library would. */
/* modules: http misbehave */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "misbehave_bench.h"

/* gzip of "hello hello hello". */
#define GZIP_HELLO \
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd\xc9\xc9\x57\xc8\x40\x90\x00\x80\x88\xf9\xe5\x11\x00\x00\x00"
#define GZIP_HEAD "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 28\r\n\r\n"
#define BYTES(text) .bytes = (text), .len = sizeof(text) - 1

static const struct misbehave_answer ANSWERS[] = {
    {"/plain", "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone", .end = MISBEHAVE_KEEP},
    {"/reason", "HTTP/1.1 404 No  such\r\nContent-Length: 0\r\n\r\n", .end = MISBEHAVE_KEEP},
    {"/early", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
     .end = MISBEHAVE_KEEP},
    {"/old", "HTTP/1.0 200 OK\r\nX: 1\r\n\r\nuntil close", .end = MISBEHAVE_CLOSE},
    {"/headers", "HTTP/1.1 200 OK\r\nB: 2\r\nx-ODD:1\r\nb:  3 \r\nF: a\r\n b\r\nContent-Length: 0\r\n\r\n",
     .end = MISBEHAVE_KEEP},
    {"/chunks",
     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\nu:2\r\n\r\n",
     .end = MISBEHAVE_KEEP},
    {"/broken-chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", .end = MISBEHAVE_CLOSE},
    {"/cut-chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", .end = MISBEHAVE_CLOSE},
    {"/short", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", .end = MISBEHAVE_CLOSE},
    {"/nothing", "", .end = MISBEHAVE_CLOSE},
    {"/reset", "HTTP/1.1 200 OK\r\nContent-", .end = MISBEHAVE_RESET},
    {"/garbage", "\x16\x03\x01 this is not HTTP\r\n\r\n", .end = MISBEHAVE_CLOSE},
    {"/hang", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", .end = MISBEHAVE_HANG},
    {"/close-next", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", .end = MISBEHAVE_CLOSE_NEXT},
    {"/close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", .end = MISBEHAVE_CLOSE},
    {"/event", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n", .second = "\ndata: 2\n\n",
     .end = MISBEHAVE_HANG},
    {"/gzip", BYTES(GZIP_HEAD GZIP_HELLO), .end = MISBEHAVE_KEEP},
    {"/not-gzip", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", .end = MISBEHAVE_KEEP},
    {"/redirect", "HTTP/1.1 302 Found\r\nLocation: /plain\r\nContent-Length: 0\r\n\r\n", .end = MISBEHAVE_KEEP},
    {"/head", "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n", .end = MISBEHAVE_KEEP},
    {"/cookie", "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n", .end = MISBEHAVE_KEEP},
    {"/417", "HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n", .end = MISBEHAVE_KEEP},
};

static int set_up(void **state) {
    return bench_set_up(state, ANSWERS, sizeof(ANSWERS) / sizeof(ANSWERS[0]));
}

struct answer_row {
    const char *path;
    enum outcome outcome;
    int status;
    const char *version, *reason, *lines, *body; /* lines: raw, each with '|' behind it */
    const char *interim, *trailers, *decoded;    /* NULL: none; decoded as body */
};

static const struct answer_row ANSWER_ROWS[] = {
    {"/plain", OUTCOME_ANSWERED, 404, "HTTP/1.1", "Not Found", "Content-Length: 4|", "none", NULL, NULL, NULL},
    {"/reason", OUTCOME_ANSWERED, 404, "HTTP/1.1", "No  such", "Content-Length: 0|", "", NULL, NULL, NULL},
    {"/early", OUTCOME_ANSWERED, 200, "HTTP/1.1", "OK", "Content-Length: 0|", "",
     "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", NULL, NULL},
    {"/old", OUTCOME_ANSWERED, 200, "HTTP/1.0", "OK", "X: 1|", "until close", NULL, NULL, NULL},
    {"/headers", OUTCOME_ANSWERED, 200, "HTTP/1.1", "OK", "B: 2|x-ODD:1|b:  3 |F: a\r\n b|Content-Length: 0|", "", NULL,
     NULL, NULL},
    {"/chunks", OUTCOME_ANSWERED, 200, "HTTP/1.1", "OK", "Transfer-Encoding: chunked|", "abcde", NULL,
     "T: 1\r\nu:2\r\n", NULL},
    {"/broken-chunk", OUTCOME_MALFORMED, 200, "HTTP/1.1", "OK", "Transfer-Encoding: chunked|", "", NULL, NULL, NULL},
    {"/cut-chunk", OUTCOME_RESET, 200, "HTTP/1.1", "OK", "Transfer-Encoding: chunked|", "abc", NULL, NULL, NULL},
    {"/short", OUTCOME_RESET, 200, "HTTP/1.1", "OK", "Content-Length: 10|", "abc", NULL, NULL, NULL},
    {"/nothing", OUTCOME_RESET, 0, "", "", "", "", NULL, NULL, NULL},
    {"/garbage", OUTCOME_MALFORMED, 0, "", "", "", "", NULL, NULL, NULL},
    {"/gzip", OUTCOME_ANSWERED, 200, "HTTP/1.1", "OK", "Content-Encoding: gzip|Content-Length: 28|", NULL, NULL, NULL,
     "hello hello hello"},
    {"/not-gzip", OUTCOME_ANSWERED, 200, "HTTP/1.1", "OK", "Content-Encoding: gzip|Content-Length: 3|", "abc", NULL,
     NULL, NULL},
    {"/redirect", OUTCOME_ANSWERED, 302, "HTTP/1.1", "Found", "Location: /plain|Content-Length: 0|", "", NULL, NULL,
     NULL},
};

static void assert_text(const char *path, const char *what, struct str s, const char *expected) {
    if (!str_eq(s, str_from(expected ? expected : ""))) {
        fail_msg("%s: %s is '%.*s' instead of '%s'", path, what, STR_ARG(s), expected ? expected : "");
    }
}

static struct str joined_lines(struct bench *b, const struct exchange *x) {
    struct str joined = STR("");
    for (size_t i = 0; i < x->line_count; i++) {
        joined = str_printf(&b->arena, "%.*s%.*s|", STR_ARG(joined), STR_ARG(x->lines[i].raw));
    }
    return joined;
}

static void exchange__shows_what_came(void **state) {
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof(ANSWER_ROWS) / sizeof(ANSWER_ROWS[0]); i++) {
        const struct answer_row *row = &ANSWER_ROWS[i];
        struct request request = request_to(b, "GET", row->path);
        const struct exchange *x = send_one(b, &request);
        assert_text(row->path, "outcome", str_from(outcome_name(x->outcome)), outcome_name(row->outcome));
        assert_int_equal(x->status, row->status);
        assert_text(row->path, "version", x->version, row->version);
        assert_text(row->path, "reason", x->reason, row->reason);
        assert_text(row->path, "lines", joined_lines(b, x), row->lines);
        assert_text(row->path, "interim", x->interim, row->interim);
        assert_text(row->path, "trailers", x->trailers, row->trailers);
        assert_text(row->path, "decoded", x->decoded, row->decoded ? row->decoded : row->body);
        if (row->body) {
            assert_text(row->path, "body", x->body, row->body);
        }
        assert_ptr_equal(x->request, &request);
    }
}

static void exchange__a_reset_is_a_reset(void **state) {
    struct bench *b = *state;
    struct request request = request_to(b, "GET", "/reset");
    const struct exchange *x = send_one(b, &request);
    assert_int_equal(x->outcome, OUTCOME_RESET);
}

static void assert_last_request(struct bench *b, const char *format) {
    char *sent = misbehave_last_request(b->server);
    assert_non_null(sent);
    struct str expected = str_replace(&b->arena, str_from(format), STR("PORT"),
                                      str_printf(&b->arena, "%u", (unsigned)misbehave_port(b->server)));
    assert_text("request", "text", str_from(sent), str_cstr(&b->arena, expected));
    free(sent);
}

static void exchange__sends_defaults_and_nothing_else(void **state) {
    struct bench *b = *state;
    struct request request = request_to(b, "GET", "/plain");
    (void)send_one(b, &request);
    assert_last_request(b, "GET /plain HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nUser-Agent: nonesuch/" NONESUCH_VERSION
                           "\r\nAccept: */*\r\nAccept-Encoding: identity\r\n\r\n");
    request = request_to(b, "POST", "/plain");
    request.body = STR("{\"a\":1}");
    request.has_body = true;
    (void)send_one(b, &request);
    assert_last_request(b, "POST /plain HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nUser-Agent: nonesuch/" NONESUCH_VERSION
                           "\r\nAccept: */*\r\nAccept-Encoding: identity\r\nContent-Type: application/json\r\n"
                           "Content-Length: 7\r\n\r\n{\"a\":1}");
}

static void exchange__sends_the_requests_own_headers(void **state) {
    struct bench *b = *state;
    const struct header headers[] = {
        {.name = STR("X-Empty"), .value = STR("")},
        {.name = STR("authorization"), .secret = secret_wrap(STR("Bearer sesame"))},
        {.name = STR("user-agent"), .value = STR("other")},
        {.name = STR("ACCEPT"), .value = STR("a/b")},
        {.name = STR("accept-encoding"), .value = STR("gzip")},
        {.name = STR("X-Twice"), .value = STR("1")},
        {.name = STR("X-Twice"), .value = STR("2")},
    };
    struct request request = request_to(b, "GET", "/plain");
    request.headers = headers;
    request.header_count = sizeof(headers) / sizeof(headers[0]);
    (void)send_one(b, &request);
    assert_last_request(
        b, "GET /plain HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nX-Empty:\r\nauthorization: Bearer sesame\r\n"
           "user-agent: other\r\nACCEPT: a/b\r\naccept-encoding: gzip\r\nX-Twice: 1\r\nX-Twice: 2\r\n\r\n");
}

static const struct {
    const char *method, *target, *line;
    bool has_body;
} LINE_ROWS[] = {
    {"GET", "/plain/../x/./%2e%2E//y?a=b c#d", "GET /plain/../x/./%2e%2E//y?a=b c#d HTTP/1.1\r\n", false},
    {"GET", "", "GET / HTTP/1.1\r\n", false},
    {"GET", "?a", "GET /?a HTTP/1.1\r\n", false},
    {"get", "/plain", "get /plain HTTP/1.1\r\n", false},
    {"DELETE", "/plain", "DELETE /plain HTTP/1.1\r\n", false},
    {"DELETE", "/plain", "DELETE /plain HTTP/1.1\r\n", true},
    {"GET", "/plain", "GET /plain HTTP/1.1\r\n", true},
    {"HEAD", "/head", "HEAD /head HTTP/1.1\r\n", false},
    {"HEAD", "/head", "HEAD /head HTTP/1.1\r\n", true},
    {"PATCH", "/plain", "PATCH /plain HTTP/1.1\r\n", false},
    {"OPTIONS", "/plain", "OPTIONS /plain HTTP/1.1\r\n", false},
};

static void exchange__sends_method_and_target_as_they_are(void **state) {
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof(LINE_ROWS) / sizeof(LINE_ROWS[0]); i++) {
        struct request request = request_to(b, LINE_ROWS[i].method, LINE_ROWS[i].target);
        request.has_body = LINE_ROWS[i].has_body;
        request.body = LINE_ROWS[i].has_body ? STR("body") : STR_NONE;
        const struct exchange *x = send_one(b, &request);
        char *sent = misbehave_last_request(b->server);
        if (strncmp(sent, LINE_ROWS[i].line, strlen(LINE_ROWS[i].line)) != 0) {
            fail_msg("%s %s: %s", LINE_ROWS[i].method, LINE_ROWS[i].target, sent);
        }
        assert_int_equal(strstr(sent, "\r\n\r\nbody") != NULL, LINE_ROWS[i].has_body);
        assert_true(x->outcome == OUTCOME_ANSWERED || LINE_ROWS[i].target[0] != '/');
        free(sent);
    }
}

static void exchange__post_without_body_says_length_0(void **state) {
    struct bench *b = *state;
    struct request request = request_to(b, "POST", "/plain");
    (void)send_one(b, &request);
    char *sent = misbehave_last_request(b->server);
    assert_non_null(strstr(sent, "\r\nContent-Length: 0\r\n"));
    assert_null(strstr(sent, "Content-Type"));
    free(sent);
}

static void exchange__a_sequence_keeps_its_connection(void **state) {
    struct bench *b = *state;
    struct request requests[4];
    for (size_t i = 0; i < 4; i++) {
        requests[i] = request_to(b, i == 2 ? "HEAD" : "GET", i == 2 ? "/head" : "/chunks");
    }
    const struct exchange *x = send_all(b, requests, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(x[i].outcome, OUTCOME_ANSWERED);
        assert_int_equal(x[i].is_new_connection, i == 0);
        assert_true(x[i].total_ns >= x[i].first_byte_ns && x[i].first_byte_ns > 0 && x[i].started_ns > 0);
        assert_true(x[i].sent_ns > 0 && x[i].first_byte_ns >= x[i].sent_ns);
        assert_int_equal(exchange_wait_ns(&x[i]), x[i].first_byte_ns - x[i].sent_ns);
    }
    assert_int_equal(misbehave_connections(b->server), 1);
}

/* The other server speaks HTTP/1.1 and takes the preface for a request. */
static void exchange__http2_that_nobody_speaks_is_no_answer(void **state) {
    struct bench *b = *state;
    struct request requests[] = {request_to(b, "GET", "/plain"), request_to(b, "GET", "/plain"),
                                 request_to(b, "GET", "/plain"), request_to(b, "GET", "/plain")};
    requests[1].is_http2 = requests[2].is_http2 = true;
    const struct exchange *x = send_all(b, requests, 4);
    for (size_t i = 1; i < 3; i++) {
        assert_true(x[i].outcome == OUTCOME_MALFORMED || x[i].outcome == OUTCOME_RESET);
        assert_int_equal(x[i].status, 0);
    }
    assert_int_equal(x[3].status, 404);
    assert_false(x[3].is_new_connection);
}

static void exchange__goes_on_over_a_new_connection(void **state) {
    struct bench *b = *state;
    struct request requests[] = {request_to(b, "GET", "/close"), request_to(b, "GET", "/close"),
                                 request_to(b, "GET", "/short"), request_to(b, "GET", "/plain")};
    const struct exchange *x = send_all(b, requests, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_true(x[i].is_new_connection);
    }
    assert_int_equal(x[3].outcome, OUTCOME_ANSWERED);
    assert_int_equal(misbehave_connections(b->server), 4);
}

static void exchange__ends_a_stream_at_its_first_event(void **state) {
    struct bench *b = *state;
    struct request requests[] = {request_to(b, "GET", "/event"), request_to(b, "GET", "/plain")};
    requests[0].until = UNTIL_FIRST_EVENT;
    const struct exchange *x = send_all(b, requests, 2);
    assert_int_equal(x[0].outcome, OUTCOME_ANSWERED);
    assert_text("/event", "body", x[0].body, "data: 1\n\n");
    assert_text("/event", "decoded", x[0].decoded, "data: 1\n\n");
    assert_true(x[1].is_new_connection);
    assert_int_equal(x[1].outcome, OUTCOME_ANSWERED);
}

/* A kept connection that dies on the second request, and a refused Expect: libcurl alone would send both once more. */
static void exchange__nothing_is_sent_twice(void **state) {
    struct bench *b = *state;
    struct request requests[] = {request_to(b, "POST", "/close-next"), request_to(b, "POST", "/close-next")};
    const struct exchange *x = send_all(b, requests, 2);
    assert_int_equal(x[0].outcome, OUTCOME_ANSWERED);
    assert_int_equal(x[1].outcome, OUTCOME_RESENT);
    assert_int_equal(misbehave_requests(b->server), 2);

    const struct header expect = {.name = STR("Expect"), .value = STR("100-continue")};
    struct request request = request_to(b, "POST", "/417");
    request.headers = &expect;
    request.header_count = 1;
    request.body = STR("body");
    request.has_body = true;
    x = send_one(b, &request);
    assert_true(misbehave_requests(b->server) <= 3);
    assert_true(x->outcome == OUTCOME_RESENT || x->outcome == OUTCOME_ANSWERED);
    assert_int_equal(x->status, 417);
}

static void exchange__gives_up_in_time(void **state) {
    struct bench *b = *state;
    struct request request = request_to(b, "GET", "/hang");
    request.timeout_ns = 500 * NS_PER_MS;
    const struct exchange *x = send_one(b, &request);
    assert_int_equal(x->outcome, OUTCOME_TIMEOUT);
    assert_int_equal(x->status, 200);
    /* libcurl counts in whole milliseconds: it ends a part of one before. */
    assert_true(x->total_ns >= 499 * NS_PER_MS);
}

static void exchange__sends_no_cookies_back(void **state) {
    struct bench *b = *state;
    struct request requests[] = {request_to(b, "GET", "/cookie"), request_to(b, "GET", "/cookie")};
    (void)send_all(b, requests, 2);
    char *sent = misbehave_last_request(b->server);
    assert_null(strstr(sent, "ookie:"));
    free(sent);
}

/* The server plays the proxy: it is asked for the whole URL, which no resolver has seen. */
static void exchange__goes_through_a_proxy(void **state) {
    struct bench *b = *state;
    const char *proxy = arena_printf(&b->arena, "http://127.0.0.1:%u", (unsigned)misbehave_port(b->server));
    struct curl_transport_options options = {.lanes = 1, .proxy = proxy};
    struct transport *t = NULL;
    struct fault f = {0};
    assert_int_equal(curl_transport_new(&options, &t, &f), RC_OK);
    struct request request = {.method = STR("GET"), .url = STR("http://nowhere.invalid/a/../b")};
    struct sequence sequence = {.requests = &request, .count = 1};
    struct exchange *out = NULL;
    assert_int_equal(t->exchange(t->self, &sequence, 1, NULL, &b->arena, &out, &f), RC_OK);
    char *sent = misbehave_last_request(b->server);
    assert_non_null(strstr(sent, "GET http://nowhere.invalid/a/../b HTTP/1.1\r\nHost: nowhere.invalid\r\n"));
    free(sent);
    curl_transport_del(t);
}

static void exchange__reads_no_proxy_from_the_environment(void **state) {
    struct bench *b = *state;
    assert_int_equal(setenv("http_proxy", "http://127.0.0.1:1", 1), 0);
    struct request request = request_to(b, "GET", "/plain");
    assert_int_equal(send_one(b, &request)->outcome, OUTCOME_ANSWERED);
    assert_int_equal(unsetenv("http_proxy"), 0);
}

static void exchange__refuses_bodies_past_the_ceiling(void **state) {
    struct bench *b = *state;
    const char *head = "HTTP/1.1 200 OK\r\n\r\n";
    size_t len = strlen(head) + LIMIT_BODY_BYTES + 1;
    char *bytes = calloc(1, len);
    assert_non_null(bytes);
    memcpy(bytes, head, strlen(head));
    const struct misbehave_answer answer = {.path = "/", .bytes = bytes, .len = len, .end = MISBEHAVE_CLOSE};
    struct misbehave *server = misbehave_start(&answer, 1);
    struct request request = {.method = STR("GET"),
                              .url = str_printf(&b->arena, "http://127.0.0.1:%u/", (unsigned)misbehave_port(server))};
    const struct exchange *x = send_one(b, &request);
    assert_int_equal(x->outcome, OUTCOME_TOO_LARGE);
    assert_int_equal(x->status, 200);
    misbehave_stop(server);
    free(bytes);
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, set_up, bench_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_SERVER(exchange__shows_what_came),
        WITH_SERVER(exchange__a_reset_is_a_reset),
        WITH_SERVER(exchange__sends_defaults_and_nothing_else),
        WITH_SERVER(exchange__sends_the_requests_own_headers),
        WITH_SERVER(exchange__sends_method_and_target_as_they_are),
        WITH_SERVER(exchange__post_without_body_says_length_0),
        WITH_SERVER(exchange__a_sequence_keeps_its_connection),
        WITH_SERVER(exchange__http2_that_nobody_speaks_is_no_answer),
        WITH_SERVER(exchange__goes_on_over_a_new_connection),
        WITH_SERVER(exchange__ends_a_stream_at_its_first_event),
        WITH_SERVER(exchange__nothing_is_sent_twice),
        WITH_SERVER(exchange__gives_up_in_time),
        WITH_SERVER(exchange__sends_no_cookies_back),
        WITH_SERVER(exchange__goes_through_a_proxy),
        WITH_SERVER(exchange__reads_no_proxy_from_the_environment),
        WITH_SERVER(exchange__refuses_bodies_past_the_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
