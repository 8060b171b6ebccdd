/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of exact_text. */
/* modules: http */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "exact_text.h"
#include "limits.h"
#include "rows.h"

#define DEFAULTS "User-Agent: u\r\nAccept: */*\r\nAccept-Encoding: identity\r\nContent-Type: application/json\r\n\r\n"
#define TWO "HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno"
#define BAD "HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n"

static void exact_request_write__byte_for_byte(void **state) {
    static const struct header headers[] = {
        {.name = {"Authorization", 13}, .secret = {{"Bearer x", 8}}},
        {.name = {"X-No", 4}},
        {.name = {"Content-Length", 14}, .value = {"3", 1}},
        {.name = {"Content-Length", 14}, .value = {"4", 1}},
        {.name = {"Transfer-Encoding\t", 18}, .value = {"\tchunked", 8}},
    };
    struct request r = {.method = STR("POST"),
                        .url = STR("http://h:8/a?b"),
                        .headers = headers,
                        .header_count = 5,
                        .body = STR("0\r\n\r\nGET /"),
                        .has_body = true,
                        .is_exact = true};
    struct buf out;
    (void)state;
    buf_init(&out, LIMIT_HEAD_BYTES);
    assert_true(exact_request_write(&r, "User-Agent: u", &out));
    row_str("bytes", buf_str(&out),
            "POST /a?b HTTP/1.1\r\nHost: h:8\r\nAuthorization: Bearer x\r\nContent-Length: 3\r\nContent-Length: 4\r\n"
            "Transfer-Encoding\t: \tchunked\r\n" DEFAULTS "0\r\n\r\nGET /");
    buf_free(&out);
    buf_init(&out, 100);
    assert_false(exact_request_write(&r, "User-Agent: u", &out));
    buf_free(&out);
}

static void exact_request_write__a_host_of_its_own(void **state) {
    static const struct header host = {.name = {"HOST", 4}, .value = {"other", 5}};
    struct request r = {
        .method = STR("POST"), .url = STR("https://h"), .headers = &host, .header_count = 1, .has_body = true};
    struct buf out;
    (void)state;
    buf_init(&out, LIMIT_HEAD_BYTES);
    assert_true(exact_request_write(&r, "User-Agent: u", &out));
    row_str("bytes", buf_str(&out), "POST / HTTP/1.1\r\nHOST: other\r\n" DEFAULTS);
    buf_free(&out);
}

static void exact_answer_read__all_that_came(void **state) {
    static const struct {
        const char *row, *text;
        bool has_closed;
        enum outcome outcome;
        int status;
        const char *answers, *body;
    } rows[] = {
        {"one", TWO, false, OUTCOME_ANSWERED, 404, "404", "no"},
        {"two", TWO BAD, true, OUTCOME_ANSWERED, 404, "404 400", "no"},
        {"one and a piece", TWO "HTTP/1.1 4", true, OUTCOME_ANSWERED, 404, "404", "no"},
        {"one and what is not HTTP", TWO "hello\r\n\r\n", true, OUTCOME_ANSWERED, 404, "404 ?", "no"},
        {"one that the end ends", "HTTP/1.1 200 OK\r\n\r\nx", true, OUTCOME_ANSWERED, 200, "200", "x"},
        {"which does not come", "HTTP/1.1 200 OK\r\n\r\nx", false, OUTCOME_TIMEOUT, 0, "", NULL},
        {"a piece, and the end", "HTTP/1.1 200 OK\r\nConte", true, OUTCOME_RESET, 0, "", NULL},
        {"nothing, and the end", "", true, OUTCOME_RESET, 0, "", NULL},
        {"nothing", "", false, OUTCOME_TIMEOUT, 0, "", NULL},
        {"not HTTP", "hello\r\n\r\n", true, OUTCOME_MALFORMED, 0, "", NULL},
    };
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct exchange x = {0};
        exact_answer_read(str_from(rows[i].text), rows[i].has_closed, &a, &x);
        row_int(rows[i].row, (int64_t)x.outcome, (int64_t)rows[i].outcome);
        row_int(rows[i].row, x.status, rows[i].status);
        row_str(rows[i].row, x.answers, rows[i].answers);
        row_str(rows[i].row, x.decoded, rows[i].body);
    }
    arena_free(&a);
}

/* Chunked ones, each of which says that more may come. */
static void exact_answer_read__no_end_of_answers(void **state) {
    struct arena a = {0};
    struct buf text;
    struct exchange x = {0};
    (void)state;
    buf_init(&text, LIMIT_BODY_BYTES);
    while (buf_append_cstr(&text, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n")) {
    }
    exact_answer_read(buf_str(&text), true, &a, &x);
    assert_int_equal(x.outcome, OUTCOME_ANSWERED);
    row_str("answers", x.answers, "200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200");
    row_str("body", x.decoded, "x");
    buf_free(&text);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_request_write__byte_for_byte),
        cmocka_unit_test(exact_request_write__a_host_of_its_own),
        cmocka_unit_test(exact_answer_read__all_that_came),
        cmocka_unit_test(exact_answer_read__no_end_of_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
