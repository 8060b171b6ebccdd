/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of serve.h: what the handler sees, and what goes over the wire. */
/* modules: lab_serve */
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

#include "buf.h"
#include "clock.h"
#include "limits.h"
#include "serve.h"

/* The path chooses the answer; anything else is echoed line by line as the handler saw it. */
struct shape {
    const char *path;
    struct serve_response response;
};

static const struct shape shapes[] = {
    {"/plain", {.status = 200, .body = {"hello", 5}}},
    {"/empty", {.status = 200}},
    {"/204", {.status = 204}},
    {"/304", {.status = 304, .body = {"hello", 5}}},
    {"/chunked", {.status = 200, .body = {"hello", 5}, .is_chunked = true}},
    {"/old", {.status = 200, .body = {"hello", 5}, .is_http_1_0 = true}},
    {"/close", {.status = 404, .body = {"hello", 5}, .must_close = true}},
    {"/dateless", {.status = 200, .body = {"hello", 5}, .omit_date = true}},
    {"/late-body", {.status = 200, .body = {"hello", 5}, .body_delay_ns = 20 * NS_PER_MS}},
    {"/late-head", {.status = 200, .body = {"hello", 5}, .head_delay_ns = 20 * NS_PER_MS}},
    {"/short-stream", {.status = 200, .body = {"hello", 5}, .is_chunked = true, .hold_open_ns = 20 * NS_PER_MS}},
    {"/stream", {.status = 200, .body = {"hello", 5}, .is_chunked = true, .hold_open_ns = 3600 * NS_PER_S}},
    {"/silence", {.status = 200, .body = {"hello", 5}, .head_delay_ns = 3600 * NS_PER_S}},
};

static void echo(const struct serve_request *request, struct serve_response *response, struct arena *a) {
    struct str query = request->query.data ? request->query : STR("(none)");
    struct str name = serve_query_get(request, "name", a);
    struct str shown = name.data ? name : STR("(none)");
    struct str probe = serve_header_get(request, "X-PROBE");
    struct str text = str_printf(a, "%.*s|%.*s|%.*s|%.*s|%zu|%.*s\n", STR_ARG(request->method), STR_ARG(request->path),
                                 STR_ARG(query), STR_ARG(shown), request->body.len, STR_ARG(probe));
    serve_header_add(response, a, "x-first", STR("1"));
    serve_header_add(response, a, "Set-Cookie", STR("a=1"));
    serve_header_add(response, a, "x-empty", STR(""));
    serve_header_add(response, a, "x-split", STR("a\r\nx-injected: 1"));
    serve_header_add(response, a, "set-cookie", STR("b=2"));
    serve_header_add(response, a, "x-last", STR("9"));
    response->body = text;
}

static void answer(void *self, const struct serve_request *request, struct serve_response *response, struct arena *a) {
    (void)self;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (str_eq(request->path, str_from(shapes[i].path))) {
            *response = shapes[i].response;
            return;
        }
    }
    echo(request, response, a);
}

static int start(void **state) {
    struct server *s = NULL;
    if (serve_start("127.0.0.1", 0, answer, NULL, &s, NULL) != RC_OK) {
        return -1;
    }
    *state = s;
    return 0;
}

static int stop(void **state) {
    serve_stop(*state);
    return 0;
}

static int dial(const struct server *s) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(serve_port(s))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static void send_text(int fd, const char *text) {
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
}

/* Reads until `end` has come ("" reads to the close). */
static struct str read_until(int fd, const char *end, struct arena *a) {
    struct buf b;
    buf_init(&b, LIMIT_BODY_BYTES);
    char piece[4096];
    ssize_t got = 1;
    while (got > 0 && (*end == '\0' || !str_ends_with(buf_str(&b), str_from(end)))) {
        got = recv(fd, piece, sizeof piece, 0);
        buf_append(&b, piece, got > 0 ? (size_t)got : 0);
    }
    struct str text = str_copy(a, buf_str(&b));
    buf_free(&b);
    return text;
}

/* Sends "METHOD TARGET HTTP/1.1" + Host + Connection: close + `more`, reads to the close. */
static struct str ask(const struct server *s, const char *line, const char *more, struct arena *a) {
    int fd = dial(s);
    send_text(fd, arena_printf(a, "%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s", line, more));
    struct str text = read_until(fd, "", a);
    close(fd);
    return text;
}

static struct str body_of(struct str message) {
    ptrdiff_t end = str_find(message, STR("\r\n\r\n"), 0);
    assert_true(end > 0);
    return str_from_index(message, (size_t)end + 4);
}

static void serve__handler_sees_the_target_as_sent(void **state) {
    static const struct {
        const char *line, *more, *seen;
    } rows[] = {
        {"GET /a%2Fb", "\r\n", "GET|/a%2Fb|(none)|(none)|0|\n"},
        {"GET /a?", "\r\n", "GET|/a||(none)|0|\n"},
        {"GET //a/../b//?x=1&name=a%20b+c", "\r\n", "GET|//a/../b//|x=1&name=a%20b+c|a b c|0|\n"},
        {"GET /x?name", "\r\n", "GET|/x|name||0|\n"},
        {"GET /%00?name=%zz", "\r\n", "GET|/%00|name=%zz|%zz|0|\n"},
        {"GeT /case", "\r\n", "GeT|/case|(none)|(none)|0|\n"},
        {"PROPFIND /x", "x-ProBe:  v\r\n\r\n", "PROPFIND|/x|(none)|(none)|0|v\n"},
        {"POST /x", "Content-Length: 3\r\n\r\nabc", "POST|/x|(none)|(none)|3|\n"},
        {"POST /x", "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n", "POST|/x|(none)|(none)|5|\n"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str message = ask(*state, rows[i].line, rows[i].more, &a);
        assert_string_equal(str_cstr(&a, body_of(message)), rows[i].seen);
    }
    arena_free(&a);
}

static void serve__headers_keep_order_case_and_duplicates(void **state) {
    struct arena a = {0};
    struct str message = ask(*state, "GET /echo", "\r\n", &a);
    ptrdiff_t date = str_find(message, STR("\r\nDate: "), 0);
    ptrdiff_t rest =
        str_find(message, STR(" GMT\r\nx-first: 1\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nx-last: 9\r\n"), 0);
    assert_true(date > 0 && rest > date);
    assert_false(str_contains(message, STR("x-injected")));
    arena_free(&a);
}

static const struct {
    const char *line, *has, *lacks, *body;
} shape_rows[] = {
    {"GET /plain", "HTTP/1.1 200 OK\r\n", "chunked", "hello"},
    {"GET /plain", "Content-Length: 5\r\n", "chunked", "hello"},
    {"GET /empty", "Content-Length: 0\r\n", "chunked", ""},
    {"HEAD /plain", "Content-Length: 5\r\n", "chunked", ""},
    {"GET /204", "HTTP/1.1 204", "Content-Length", ""},
    {"GET /204", "HTTP/1.1 204", "Transfer-Encoding", ""},
    {"GET /304", "HTTP/1.1 304", "Transfer-Encoding", ""},
    {"GET /304", "Content-Length: 5\r\n", "hello", ""},
    {"GET /chunked", "Transfer-Encoding: chunked\r\n", "Content-Length", "5\r\nhello\r\n0\r\n\r\n"},
    {"HEAD /chunked", "Content-Length: 5\r\n", "Transfer-Encoding", ""},
    {"HEAD /stream", "Content-Length: 5\r\n", "Transfer-Encoding", ""},
    {"GET /old", "HTTP/1.0 200 OK\r\n", "chunked", "hello"},
    {"GET /close", "Connection: close\r\n", "chunked", "hello"},
    {"GET /dateless", "Content-Length: 5\r\n", "Date:", "hello"},
    {"GET /late-body", "Content-Length: 5\r\n", "chunked", "hello"},
    {"GET /late-head", "Content-Length: 5\r\n", "chunked", "hello"},
    {"GET /short-stream", "Transfer-Encoding: chunked\r\n", "Content-Length", "5\r\nhello\r\n0\r\n\r\n"},
};

static void serve__shapes(void **state) {
    struct arena a = {0};
    for (size_t i = 0; i < sizeof shape_rows / sizeof *shape_rows; i++) {
        struct str message = ask(*state, shape_rows[i].line, "\r\n", &a);
        assert_true(str_contains(message, str_from(shape_rows[i].has)));
        assert_false(str_contains(message, str_from(shape_rows[i].lacks)));
        assert_string_equal(str_cstr(&a, body_of(message)), shape_rows[i].body);
    }
    arena_free(&a);
}

static void serve__connections_are_kept(void **state) {
    struct arena a = {0};
    int fd = dial(*state);
    for (int i = 0; i < 100; i++) {
        send_text(fd, "GET /plain HTTP/1.1\r\nHost: x\r\n\r\n");
        struct str message = read_until(fd, "hello", &a);
        assert_true(str_starts_with(message, STR("HTTP/1.1 200")));
        assert_false(str_contains(message, STR("Connection: close")));
        arena_reset(&a);
    }
    send_text(fd, "GET /close HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_true(str_ends_with(read_until(fd, "", &a), STR("hello")));
    close(fd);
    arena_free(&a);
}

static void serve__body_delay_lets_the_head_go_first(void **state) {
    struct arena a = {0};
    int fd = dial(*state);
    int64_t begin_ns = clock_monotonic_ns();
    send_text(fd, "GET /late-body HTTP/1.1\r\nHost: x\r\n\r\n");
    struct str head = read_until(fd, "\r\n\r\n", &a);
    int64_t head_ns = clock_monotonic_ns() - begin_ns;
    assert_true(str_ends_with(head, STR("\r\n\r\n")));
    assert_true(str_eq(read_until(fd, "hello", &a), STR("hello")));
    int64_t body_ns = clock_monotonic_ns() - begin_ns;
    assert_true(body_ns >= 20 * NS_PER_MS && body_ns - head_ns >= 10 * NS_PER_MS);
    close(fd);
    arena_free(&a);
}

static void serve__announced_body_over_the_limit_is_413(void **state) {
    struct arena a = {0};
    char *rest = arena_printf(&a, "Content-Length: %u\r\n\r\n", LIMIT_LAB_BODY_BYTES + 1);
    struct str message = ask(*state, "POST /x", rest, &a);
    assert_true(str_starts_with(message, STR("HTTP/1.1 413 ")));
    assert_true(str_contains(message, STR("Connection: close\r\n")));
    arena_free(&a);
}

static void serve__chunked_body_over_the_limit_is_413(void **state) {
    struct arena a = {0};
    int fd = dial(*state);
    char *piece = arena_alloc(&a, 65537, 1);
    memset(piece, 'x', 65536);
    send_text(fd, "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (unsigned i = 0; i <= LIMIT_LAB_BODY_BYTES / 65536; i++) {
        send_text(fd, "10000\r\n");
        send_text(fd, piece);
        send_text(fd, "\r\n");
    }
    send_text(fd, "0\r\n\r\n");
    assert_true(str_starts_with(read_until(fd, "", &a), STR("HTTP/1.1 413 ")));
    close(fd);
    arena_free(&a);
}

static void serve__body_at_the_limit_is_taken(void **state) {
    struct arena a = {0};
    int fd = dial(*state);
    char *body = arena_alloc(&a, LIMIT_LAB_BODY_BYTES + 1, 1);
    memset(body, 'x', LIMIT_LAB_BODY_BYTES);
    send_text(fd, arena_printf(&a, "POST /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %u\r\n\r\n",
                               LIMIT_LAB_BODY_BYTES));
    send_text(fd, body);
    assert_true(
        str_ends_with(read_until(fd, "", &a), str_printf(&a, "POST|/x|(none)|(none)|%u|\n", LIMIT_LAB_BODY_BYTES)));
    close(fd);
    arena_free(&a);
}

static void serve__slow_answers_stall_nobody(void **state) {
    struct arena a = {0};
    int silent[200];
    for (size_t i = 0; i < 200; i++) {
        silent[i] = dial(*state);
        send_text(silent[i],
                  i % 2 ? "GET /silence HTTP/1.1\r\nHost: x\r\n\r\n" : "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
    }
    struct str message = ask(*state, "GET /plain", "\r\n", &a);
    assert_true(str_ends_with(message, STR("hello")));
    for (size_t i = 0; i < 200; i++) {
        close(silent[i]);
    }
    arena_free(&a);
}

static void serve__stop_ends_streams_and_waits(void **state) {
    (void)state;
    struct server *s = NULL;
    assert_int_equal(serve_start("127.0.0.1", 0, answer, NULL, &s, NULL), RC_OK);
    struct arena a = {0};
    int stream = dial(s);
    send_text(stream, "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
    read_until(stream, "hello\r\n", &a);
    int silent = dial(s);
    send_text(silent, "GET /silence HTTP/1.1\r\nHost: x\r\n\r\n");
    int idle = dial(s);
    int64_t begin_ns = clock_monotonic_ns();
    serve_stop(s);
    assert_true(clock_monotonic_ns() - begin_ns < 5 * NS_PER_S);
    read_until(stream, "", &a);
    read_until(silent, "", &a);
    read_until(idle, "", &a);
    close(stream);
    close(silent);
    close(idle);
    arena_free(&a);
}

static void serve__start_names_address_and_reason(void **state) {
    struct server *s = NULL;
    struct fault f = {0};
    assert_int_equal(serve_start("127.0.0.1", serve_port(*state), answer, NULL, &s, &f), RC_NET);
    assert_non_null(strstr(f.text, "cannot listen on 127.0.0.1:"));
    f = (struct fault){0};
    assert_int_equal(serve_start("localhost", 0, answer, NULL, &s, &f), RC_NET);
    assert_non_null(strstr(f.text, "not an IPv4 address"));
    assert_null(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(serve__handler_sees_the_target_as_sent),
        cmocka_unit_test(serve__headers_keep_order_case_and_duplicates),
        cmocka_unit_test(serve__shapes),
        cmocka_unit_test(serve__connections_are_kept),
        cmocka_unit_test(serve__body_delay_lets_the_head_go_first),
        cmocka_unit_test(serve__announced_body_over_the_limit_is_413),
        cmocka_unit_test(serve__chunked_body_over_the_limit_is_413),
        cmocka_unit_test(serve__body_at_the_limit_is_taken),
        cmocka_unit_test(serve__slow_answers_stall_nobody),
        cmocka_unit_test(serve__stop_ends_streams_and_waits),
        cmocka_unit_test(serve__start_names_address_and_reason),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
