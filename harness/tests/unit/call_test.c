/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of call.h against serve.h: what arrives, and what comes back. */
/* modules: lab_call lab_serve */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdlib.h>

#include "call.h"
#include "clock.h"
#include "serve.h"

struct bench {
    struct server *server;
    struct call_pool *pool;
    struct arena arena;
};

/* Answers with the request as text: method, target, headers, body. */
static void echo(const struct serve_request *request, struct serve_response *response, struct arena *a) {
    struct str text = str_printf(a, "%.*s %.*s\n", STR_ARG(request->method), STR_ARG(request->path));
    for (size_t i = 0; i < request->header_count; i++) {
        const struct serve_header *h = &request->headers[i];
        if (!str_eq_ascii_case(h->name, STR("host"))) {
            text = str_printf(a, "%.*s%.*s: %.*s\n", STR_ARG(text), STR_ARG(h->name), STR_ARG(h->value));
        }
    }
    response->status = 201;
    serve_header_add(response, a, "content-type", STR("text/plain"));
    response->body = str_printf(a, "%.*s%.*s", STR_ARG(text), STR_ARG(request->body));
}

static void answer(void *self, const struct serve_request *request, struct serve_response *response, struct arena *a) {
    (void)self;
    if (str_eq(request->path, STR("/silence"))) {
        response->head_delay_ns = 3600 * NS_PER_S;
    } else if (str_eq(request->path, STR("/moved"))) {
        response->status = 307;
        serve_header_add(response, a, "location", STR("/elsewhere"));
    } else {
        echo(request, response, a);
    }
}

static int start(void **state) {
    static struct bench b;
    b = (struct bench){.pool = call_pool_new()};
    *state = &b;
    return serve_start("127.0.0.1", 0, answer, NULL, &b.server, NULL) == RC_OK ? 0 : -1;
}

static int stop(void **state) {
    struct bench *b = *state;
    serve_stop(b->server);
    call_pool_del(b->pool);
    arena_free(&b->arena);
    return 0;
}

static struct call_request request_to(struct bench *b, const char *path) {
    return (struct call_request){
        .url = arena_printf(&b->arena, "%s%s", serve_url(b->server), path),
        .timeout_ns = 10 * NS_PER_S,
    };
}

static void call__sends_what_it_is_given_and_nothing_else(void **state) {
    static const struct call_header typed[] = {{{"Content-Type", 12}, {"text/x", 6}}, {{"x-empty", 7}, {"", 0}}};
    static const struct {
        const char *method, *path, *body;
        size_t header_count;
        const char *seen;
    } rows[] = {
        {NULL, "/a/../b%2F", "{}", 0, "POST /a/../b%2F\ncontent-type: application/json\nContent-Length: 2\n{}"},
        {NULL, "/", "", 0, "POST /\ncontent-type: application/json\nContent-Length: 0\n"},
        {"PUT", "/", "x", 2, "PUT /\nContent-Type: text/x\nx-empty: \nContent-Length: 1\nx"},
        {"GET", "/", NULL, 0, "GET /\n"},
        {"DELETE", "/", NULL, 0, "DELETE /\n"},
    };
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct call_request request = request_to(b, rows[i].path);
        request.method = rows[i].method;
        request.body = str_from(rows[i].body);
        request.headers = typed;
        request.header_count = rows[i].header_count;
        struct call_answer got = call_send(b->pool, &request, &b->arena);
        assert_int_equal(got.status, 201);
        assert_true(str_eq(got.content_type, STR("text/plain")));
        assert_string_equal(got.body.data, rows[i].seen);
    }
}

static void call__redirects_are_answers(void **state) {
    struct bench *b = *state;
    struct call_request request = request_to(b, "/moved");
    assert_int_equal(call_send(b->pool, &request, &b->arena).status, 307);
}

static void call__proxy_variables_are_ignored(void **state) {
    struct bench *b = *state;
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    struct call_request request = request_to(b, "/");
    assert_int_equal(call_send(b->pool, &request, &b->arena).status, 201);
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
}

static void call__no_answer_is_status_zero(void **state) {
    struct bench *b = *state;
    struct call_request silent = request_to(b, "/silence");
    silent.timeout_ns = 30 * NS_PER_MS;
    struct call_answer got = call_send(b->pool, &silent, &b->arena);
    assert_true(got.timed_out && got.status == 0);
    struct call_request refused = {.url = "http://127.0.0.1:1/", .timeout_ns = NS_PER_S};
    got = call_send(b->pool, &refused, &b->arena);
    assert_true(!got.timed_out && got.status == 0);
    struct call_request foreign = {.url = "file:///etc/hostname", .method = "GET", .timeout_ns = NS_PER_S};
    assert_int_equal(call_send(b->pool, &foreign, &b->arena).status, 0);
}

static void *call_often(void *self) {
    struct bench *b = self;
    struct arena a = {0};
    size_t good = 0;
    const char *url = arena_printf(&a, "%s/x", serve_url(b->server));
    for (int i = 0; i < 100; i++) {
        struct call_request request = {.url = url, .body = STR("{}"), .timeout_ns = 10 * NS_PER_S};
        good += call_send(b->pool, &request, &a).status == 201;
    }
    arena_free(&a);
    return good == 100 ? self : NULL;
}

static void call__many_threads_share_a_pool(void **state) {
    pthread_t threads[16];
    for (size_t i = 0; i < 16; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, call_often, *state), 0);
    }
    for (size_t i = 0; i < 16; i++) {
        void *outcome = NULL;
        pthread_join(threads[i], &outcome);
        assert_non_null(outcome);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(call__sends_what_it_is_given_and_nothing_else),
        cmocka_unit_test(call__redirects_are_answers),
        cmocka_unit_test(call__proxy_variables_are_ignored),
        cmocka_unit_test(call__no_answer_is_status_zero),
        cmocka_unit_test(call__many_threads_share_a_pool),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
