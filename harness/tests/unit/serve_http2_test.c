/* SPDX-License-Identifier: Apache-2.0
 *
 * serve.h and curl_transport.h over HTTP/2, each against the other; and clients that speak it badly. */
/* modules: lab_serve http */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "curl_transport.h"
#include "limits.h"
#include "rng.h"
#include "send_sequence.h"
#include "serve.h"

#define PREFACE "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
#define SILENT_COUNT 100
#define FRAME_HEAD_BYTES 9
#define SEED 7

struct bench {
    struct server *server;
    struct transport *transport;
    struct arena arena;
};

/* The path chooses the answer; anything else is told as the handler saw it. */
static const struct shape {
    const char *path;
    struct serve_response response;
} SHAPES[] = {
    {"/plain", {.status = 404, .body = {"hello", 5}}},
    {"/empty", {.status = 200}},
    {"/204", {.status = 204}},
    {"/304", {.status = 304, .body = {"hello", 5}}},
    {"/chunked", {.status = 200, .body = {"hello", 5}, .is_chunked = true}},
    {"/old", {.status = 200, .body = {"hello", 5}, .is_http_1_0 = true}},
    {"/close", {.status = 200, .body = {"hello", 5}, .must_close = true}},
    {"/drop", {.status = 200, .body = {"hello", 5}, .drops_connection = true}},
    {"/late-body", {.status = 200, .body = {"hello", 5}, .body_delay_ns = 20 * NS_PER_MS}},
    {"/late-head", {.status = 200, .body = {"hello", 5}, .head_delay_ns = 20 * NS_PER_MS}},
    {"/short-stream", {.status = 200, .body = {"hello", 5}, .is_chunked = true, .hold_open_ns = 20 * NS_PER_MS}},
    {"/event", {.status = 200, .body = {"data: 1\n\n", 9}, .is_chunked = true, .hold_open_ns = 3600 * NS_PER_S}},
    {"/silence", {.status = 200, .body = {"hello", 5}, .head_delay_ns = 3600 * NS_PER_S}},
};

static void tell(const struct serve_request *q, struct serve_response *response, struct arena *a) {
    struct str query = q->query.data ? q->query : STR("(none)");
    struct str probe = serve_header_get(q, "X-Probe"), host = serve_header_get(q, "Host");
    response->body = str_printf(a, "%.*s|%.*s|%.*s|%zu|%.*s|%d", STR_ARG(q->method), STR_ARG(q->path), STR_ARG(query),
                                q->body.len, STR_ARG(probe), host.len > 0);
    serve_header_add(response, a, "X-First", STR("1"));
    serve_header_add(response, a, "x-empty", STR(""));
    serve_header_add(response, a, "x-split", STR("a\r\nx-injected: 1"));
    serve_header_add(response, a, "Connection", STR("close"));
    serve_header_add(response, a, "set-cookie", STR("a=1"));
    serve_header_add(response, a, "Set-Cookie", STR("b=2"));
    response->omit_date = true;
}

static void answer(void *self, const struct serve_request *request, struct serve_response *response, struct arena *a) {
    (void)self;
    for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES; i++) {
        if (str_eq(request->path, str_from(SHAPES[i].path))) {
            *response = SHAPES[i].response;
            return;
        }
    }
    if (str_eq(request->path, STR("/much"))) {
        response->body = str_of(arena_alloc(a, LIMIT_LAB_BODY_BYTES, 1), LIMIT_LAB_BODY_BYTES);
        return;
    }
    if (str_eq(request->path, STR("/connection"))) {
        response->body = str_printf(a, "%zu %d", request->connection, request->is_http2);
        return;
    }
    tell(request, response, a);
}

static int set_up(void **state) {
    struct bench *b = calloc(1, sizeof *b);
    struct curl_transport_options options = {.lanes = 1, .request_timeout_ns = 20 * NS_PER_S};
    if (!b || serve_start("127.0.0.1", 0, answer, NULL, &b->server, NULL) != RC_OK ||
        curl_transport_new(&options, &b->transport, NULL) != RC_OK) {
        return -1;
    }
    *state = b;
    return 0;
}

static int tear_down(void **state) {
    struct bench *b = *state;
    curl_transport_del(b->transport);
    serve_stop(b->server);
    arena_free(&b->arena);
    free(b);
    return 0;
}

static struct request request_to(struct bench *b, const char *method, const char *target, bool is_http2) {
    return (struct request){.method = str_from(method),
                            .url = str_printf(&b->arena, "%s%s", serve_url(b->server), target),
                            .is_http2 = is_http2};
}

static const struct exchange *ask(struct bench *b, const char *method, const char *target) {
    struct request *request = ARENA_NEW(&b->arena, struct request);
    *request = request_to(b, method, target, /* is_http2 = */ true);
    return send_sequence(b->transport, &b->arena, request, 1);
}

static void assert_str(struct str s, const char *expected) {
    if (!str_eq(s, str_from(expected))) {
        fail_msg("'%.*s' instead of '%s'", STR_ARG(s), expected);
    }
}

static void serve_http2__handler_sees_what_it_sees_otherwise(void **state) {
    static const struct {
        const char *method, *target;
        struct str body;
        const char *seen;
    } rows[] = {
        {"GET", "/a%2Fb", {0}, "GET|/a%2Fb|(none)|0|v|1"},
        {"GET", "/a?", {0}, "GET|/a||0|v|1"},
        {"GET", "//a/../b//?x=1&y", {0}, "GET|//a/../b//|x=1&y|0|v|1"},
        {"PROPFIND", "/x", {0}, "PROPFIND|/x|(none)|0|v|1"},
        {"POST", "/x", {"abc", 3}, "POST|/x|(none)|3|v|1"},
        {"POST", "/x", {0}, "POST|/x|(none)|0|v|1"},
    };
    struct bench *b = *state;
    const struct header probe = {.name = STR("X-ProBe"), .value = STR("v")};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct request requests[2];
        for (size_t http2 = 0; http2 < 2; http2++) {
            requests[http2] = request_to(b, rows[i].method, rows[i].target, http2);
            requests[http2].headers = &probe;
            requests[http2].header_count = 1;
            requests[http2].body = rows[i].body;
            requests[http2].has_body = rows[i].body.len > 0;
        }
        const struct exchange *x = send_sequence(b->transport, &b->arena, requests, 2);
        for (size_t http2 = 0; http2 < 2; http2++) {
            assert_int_equal(exchange_is_http2(&x[http2]), http2);
            assert_str(x[http2].body, rows[i].seen);
        }
    }
}

static void serve_http2__headers_keep_order_and_duplicates_in_lower_case(void **state) {
    struct bench *b = *state;
    const struct exchange *x = ask(b, "GET", "/echo");
    struct str names = STR("");
    for (size_t i = 0; i < x->line_count; i++) {
        names = str_printf(&b->arena, "%.*s%.*s=%.*s ", STR_ARG(names), STR_ARG(x->lines[i].name),
                           STR_ARG(x->lines[i].value));
    }
    assert_str(names, "x-first=1 set-cookie=a=1 set-cookie=b=2 content-length=21 ");
    assert_str(x->version, "HTTP/2");
    assert_str(x->reason, "");
}

static void serve_http2__shapes(void **state) {
    static const struct {
        const char *method, *target;
        int status;
        const char *length, *body; /* NULL: no length */
    } rows[] = {
        {"GET", "/plain", 404, "5", "hello"},
        {"HEAD", "/plain", 404, "5", ""},
        {"GET", "/empty", 200, "0", ""},
        {"GET", "/204", 204, NULL, ""},
        {"GET", "/304", 304, "5", ""},
        {"GET", "/chunked", 200, NULL, "hello"},
        {"HEAD", "/chunked", 200, "5", ""},
        {"GET", "/old", 200, "5", "hello"},
        {"GET", "/late-body", 200, "5", "hello"},
        {"GET", "/late-head", 200, "5", "hello"},
        {"HEAD", "/event", 200, "9", ""},
        {"GET", "/short-stream", 200, NULL, "hello"},
    };
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct exchange *x = ask(b, rows[i].method, rows[i].target);
        assert_int_equal(x->outcome, OUTCOME_ANSWERED);
        assert_int_equal(x->status, rows[i].status);
        assert_str(x->body, rows[i].body);
        struct str length = exchange_header(x, "content-length");
        assert_int_equal(length.data != NULL, rows[i].length != NULL);
        assert_str(length, rows[i].length ? rows[i].length : "");
        assert_non_null(exchange_header(x, "date").data);
        bool is_late = strstr(rows[i].target, "late") != NULL || strstr(rows[i].target, "short") != NULL;
        assert_true(!is_late || x->total_ns >= 20 * NS_PER_MS);
    }
}

static void serve_http2__each_version_keeps_its_own_connection(void **state) {
    struct bench *b = *state;
    struct request requests[60];
    for (size_t i = 0; i < 60; i++) {
        requests[i] = request_to(b, "GET", "/connection", i % 3 == 1);
    }
    const struct exchange *x = send_sequence(b->transport, &b->arena, requests, 60);
    for (size_t i = 0; i < 60; i++) {
        assert_str(x[i].body, i % 3 == 1 ? "1 1" : "0 0");
        assert_int_equal(x[i].is_new_connection, i < 2);
    }
}

static void serve_http2__a_stream_is_given_up_and_the_connection_goes_on(void **state) {
    struct bench *b = *state;
    struct request requests[] = {request_to(b, "GET", "/connection", true), request_to(b, "GET", "/event", true),
                                 request_to(b, "GET", "/connection", true)};
    requests[1].until = UNTIL_FIRST_EVENT;
    const struct exchange *x = send_sequence(b->transport, &b->arena, requests, 3);
    assert_str(x[1].body, "data: 1\n\n");
    assert_int_equal(x[1].outcome, OUTCOME_ANSWERED);
    assert_str(x[2].body, "0 1");
}

static void serve_http2__the_connection_ends_when_the_handler_wants_it(void **state) {
    struct bench *b = *state;
    struct request requests[] = {request_to(b, "GET", "/close", true), request_to(b, "GET", "/plain", true),
                                 request_to(b, "GET", "/drop", true), request_to(b, "GET", "/plain", true)};
    const struct exchange *x = send_sequence(b->transport, &b->arena, requests, 4);
    assert_str(x[0].body, "hello");
    assert_true(x[1].is_new_connection && x[3].is_new_connection);
    assert_true(exchange_is_http2(&x[1]) && exchange_is_http2(&x[3]));
    assert_int_equal(x[2].outcome, OUTCOME_RESET);
    assert_int_equal(x[3].status, 404);
}

static void serve_http2__bodies_have_a_limit(void **state) {
    struct bench *b = *state;
    char *much = arena_alloc(&b->arena, LIMIT_LAB_BODY_BYTES + 1, 1);
    memset(much, 'x', LIMIT_LAB_BODY_BYTES + 1);
    struct request requests[] = {request_to(b, "POST", "/x", true), request_to(b, "POST", "/x", true),
                                 request_to(b, "GET", "/much", true)};
    for (size_t i = 0; i < 2; i++) {
        requests[i].body = str_of(much, LIMIT_LAB_BODY_BYTES + i);
        requests[i].has_body = true;
    }
    const struct exchange *x = send_sequence(b->transport, &b->arena, requests, 3);
    assert_str(x[0].body, str_cstr(&b->arena, str_printf(&b->arena, "POST|/x|(none)|%u||1", LIMIT_LAB_BODY_BYTES)));
    assert_int_equal(x[1].status, 413);
    assert_int_equal(x[2].body.len, LIMIT_LAB_BODY_BYTES);
    assert_false(x[2].is_new_connection);
}

static void serve_http2__heads_have_a_limit(void **state) {
    struct bench *b = *state;
    struct header fields[2000];
    for (size_t i = 0; i < 2000; i++) {
        fields[i] = (struct header){.name = STR("a"), .value = STR("b")};
    }
    struct request requests[] = {request_to(b, "GET", "/plain", true), request_to(b, "GET", "/plain", true),
                                 request_to(b, "GET", "/plain", true)};
    requests[0].headers = requests[1].headers = fields;
    requests[0].header_count = 900;
    requests[1].header_count = 2000;
    const struct exchange *x = send_sequence(b->transport, &b->arena, requests, 3);
    assert_int_equal(x[0].status, 404);
    assert_int_equal(x[1].outcome, OUTCOME_RESET);
    assert_int_equal(x[2].status, 404);
}

/* ---- by hand ---- */

static int dial(const struct bench *b) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(serve_port(b->server))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static void send_bytes(int fd, const char *bytes, size_t len) {
    assert_int_equal(send(fd, bytes, len, MSG_NOSIGNAL), (ssize_t)len);
}

/* Until the other end closes; how many bytes came. */
static size_t read_all(int fd) {
    char piece[4096];
    size_t total = 0;
    for (ssize_t got = 1; got > 0; total += got > 0 ? (size_t)got : 0) {
        got = recv(fd, piece, sizeof piece, 0);
    }
    return total;
}

#define BYTES(literal) (literal), sizeof(literal) - 1

static void serve_http2__bad_clients_are_turned_away(void **state) {
    static const struct {
        const char *bytes;
        size_t len;
    } rows[] = {
        {BYTES("PRI * HTTP/2.1\r\n\r\nSM\r\n\r\n")},
        {BYTES("PRI nonsense")},
        {BYTES(PREFACE "GET / HTTP/1.1\r\n\r\n")},
        {BYTES(PREFACE "\x00\x00\x00\x04\x00\x00\x00\x00\x01")},  /* SETTINGS of a stream */
        {BYTES(PREFACE "\x00\x00\x01\x04\x00\x00\x00\x00\x00x")}, /* SETTINGS of one byte */
        {BYTES(PREFACE "\x00\x00\x00\x04\x00\x00\x00\x00\x00\xff\xff\xff\x00\x00\x00\x00\x00\x01")}, /* a huge DATA */
        {BYTES(PREFACE
               "\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x01\x01\x05\x00\x00\x00\x01\xff")}, /* broken HPACK */
        {BYTES(PREFACE
               "\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x01x")}, /* DATA of no stream */
    };
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int fd = dial(b);
        send_bytes(fd, rows[i].bytes, rows[i].len);
        (void)read_all(fd);
        close(fd);
        assert_int_equal(ask(b, "GET", "/plain")->status, 404);
    }
}

/* Frames of all types with bytes by chance, behind a preface that is right. The server answers others all the while. */
static void serve_http2__frames_by_chance(void **state) {
    struct bench *b = *state;
    struct rng rng;
    rng_init(&rng, SEED);
    for (size_t round = 0; round < 200; round++) {
        char bytes[512] = PREFACE "\x00\x00\x00\x04\x00\x00\x00\x00\x00";
        size_t len = sizeof(PREFACE) - 1 + FRAME_HEAD_BYTES;
        for (size_t frame = 0; frame < 8; frame++) {
            size_t payload = (size_t)rng_below(&rng, 40);
            const char head[FRAME_HEAD_BYTES] = {
                0, 0, (char)payload,           (char)rng_below(&rng, 11), (char)rng_below(&rng, 64), 0,
                0, 0, (char)rng_below(&rng, 8)};
            memcpy(bytes + len, head, sizeof head);
            len += sizeof head;
            for (size_t i = 0; i < payload; i++) {
                bytes[len++] = (char)rng_below(&rng, 256);
            }
        }
        int fd = dial(b);
        send_bytes(fd, bytes, len);
        shutdown(fd, SHUT_WR);
        (void)read_all(fd);
        close(fd);
    }
    assert_int_equal(ask(b, "GET", "/plain")->status, 404);
}

/* Those that stop in the middle, of the preface or behind it, keep nobody waiting; and stopping ends them. */
static void serve_http2__who_says_too_little_stalls_nobody(void **state) {
    static const struct {
        const char *bytes;
        size_t len;
    } begun[] = {{BYTES("")}, {BYTES("P")}, {BYTES("PRI")}, {BYTES("PRI * HT")}, {BYTES(PREFACE)}};
    struct bench *b = *state;
    int silent[SILENT_COUNT];
    for (size_t i = 0; i < SILENT_COUNT; i++) {
        silent[i] = dial(b);
        send_bytes(silent[i], begun[i % 5].bytes, begun[i % 5].len);
    }
    struct request requests[] = {request_to(b, "GET", "/plain", true), request_to(b, "GET", "/plain", false)};
    const struct exchange *x = send_sequence(b->transport, &b->arena, requests, 2);
    assert_int_equal(x[0].status, 404);
    assert_int_equal(x[1].status, 404);
    int64_t begin_ns = clock_monotonic_ns();
    serve_stop(b->server);
    b->server = NULL;
    assert_true(clock_monotonic_ns() - begin_ns < 5 * NS_PER_S);
    for (size_t i = 0; i < SILENT_COUNT; i++) {
        (void)read_all(silent[i]);
        close(silent[i]);
    }
}

static void serve_http2__a_request_in_pieces_is_told_by_its_first_bytes(void **state) {
    struct bench *b = *state;
    int fd = dial(b);
    const char *text = "PROPFIND /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    for (const char *at = text; *at; at++) {
        send_bytes(fd, at, 1);
    }
    assert_true(read_all(fd) > 0);
    close(fd);
}

static void serve_http2__stop_ends_streams_and_waits(void **state) {
    struct bench *b = *state;
    struct request requests[] = {request_to(b, "GET", "/silence", true), request_to(b, "GET", "/event", true)};
    for (size_t i = 0; i < 2; i++) {
        requests[i].timeout_ns = 50 * NS_PER_MS;
    }
    const struct exchange *x = send_sequence(b->transport, &b->arena, requests, 2);
    assert_int_equal(x[0].outcome, OUTCOME_TIMEOUT);
    assert_int_equal(x[1].outcome, OUTCOME_TIMEOUT);
    assert_str(x[1].body, "data: 1\n\n");
    int64_t begin_ns = clock_monotonic_ns();
    serve_stop(b->server);
    b->server = NULL;
    assert_true(clock_monotonic_ns() - begin_ns < 5 * NS_PER_S);
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_SERVER(serve_http2__handler_sees_what_it_sees_otherwise),
        WITH_SERVER(serve_http2__headers_keep_order_and_duplicates_in_lower_case),
        WITH_SERVER(serve_http2__shapes),
        WITH_SERVER(serve_http2__each_version_keeps_its_own_connection),
        WITH_SERVER(serve_http2__a_stream_is_given_up_and_the_connection_goes_on),
        WITH_SERVER(serve_http2__the_connection_ends_when_the_handler_wants_it),
        WITH_SERVER(serve_http2__bodies_have_a_limit),
        WITH_SERVER(serve_http2__heads_have_a_limit),
        WITH_SERVER(serve_http2__bad_clients_are_turned_away),
        WITH_SERVER(serve_http2__frames_by_chance),
        WITH_SERVER(serve_http2__who_says_too_little_stalls_nobody),
        WITH_SERVER(serve_http2__a_request_in_pieces_is_told_by_its_first_bytes),
        WITH_SERVER(serve_http2__stop_ends_streams_and_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
