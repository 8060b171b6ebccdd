/* SPDX-License-Identifier: Apache-2.0
 *
 * Where answers end. */
/* modules: wire */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "message.h"
#include "rows.h"

#define OK "HTTP/1.1 200 OK\r\n"
#define CHUNKED OK "Transfer-Encoding: chunked\r\n\r\n"

static const struct {
    const char *row, *text;
    bool has_closed;
    enum message_state state;
    const char *body, *trailers, *rest; /* of a whole one */
} ROWS_OF_TEXT[] = {
    {"a length", OK "Content-Length: 3\r\n\r\nabcHTTP", false, MESSAGE_WHOLE, "abc", "", "HTTP"},
    {"a length that is not reached", OK "Content-Length: 3\r\n\r\nab", false, MESSAGE_UNENDED, NULL, NULL, NULL},
    {"nor will be", OK "Content-Length: 3\r\n\r\nab", true, MESSAGE_UNENDED, NULL, NULL, NULL},
    {"a length that is none", OK "Content-Length: 3x\r\n\r\nabc", true, MESSAGE_MALFORMED, NULL, NULL, NULL},
    {"a negative length", OK "Content-Length: -3\r\n\r\nabc", true, MESSAGE_MALFORMED, NULL, NULL, NULL},
    {"two lengths", OK "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", true, MESSAGE_MALFORMED, NULL, NULL, NULL},
    {"the end of the connection", OK "\r\nabc", true, MESSAGE_WHOLE, "abc", "", ""},
    {"which has not come", OK "\r\nabc", false, MESSAGE_UNENDED, NULL, NULL, NULL},
    {"no body", "HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\nabc", false, MESSAGE_WHOLE, "", "", "abc"},
    {"not modified", "HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\nabc", false, MESSAGE_WHOLE, "", "", "abc"},
    {"chunks", CHUNKED "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\nHTTP", false, MESSAGE_WHOLE, "abcde", "", "HTTP"},
    {"chunks and trailers", CHUNKED "1\r\na\r\n0\r\nT: 1\r\nu:2\r\n\r\n", false, MESSAGE_WHOLE, "a", "T: 1\r\nu:2\r\n",
     ""},
    {"no chunk but the last", CHUNKED "0\r\n\r\nx", false, MESSAGE_WHOLE, "", "", "x"},
    {"chunks win over a length", OK "Content-Length: 1\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
     false, MESSAGE_WHOLE, "ab", "", ""},
    {"a capital digit", CHUNKED "A\r\n0123456789\r\n0\r\n\r\n", false, MESSAGE_WHOLE, "0123456789", "", ""},
    {"chunks with LF", CHUNKED "1\na\n0\n\n", false, MESSAGE_WHOLE, "a", "", ""},
    {"a chunk that is cut", CHUNKED "5\r\nabc", true, MESSAGE_UNENDED, NULL, NULL, NULL},
    {"no last chunk", CHUNKED "3\r\nabc\r\n", true, MESSAGE_UNENDED, NULL, NULL, NULL},
    {"a size that is none", CHUNKED "zz\r\nabc\r\n", false, MESSAGE_MALFORMED, NULL, NULL, NULL},
    {"no size", CHUNKED "\r\nabc\r\n", false, MESSAGE_MALFORMED, NULL, NULL, NULL},
    {"a size with a word behind it", CHUNKED "3 x\r\nabc\r\n", false, MESSAGE_MALFORMED, NULL, NULL, NULL},
    {"a size past all memory", CHUNKED "ffffffffffffffff\r\nabc\r\n", false, MESSAGE_MALFORMED, NULL, NULL, NULL},
    {"a chunk longer than its size", CHUNKED "2\r\nabc\r\n", false, MESSAGE_MALFORMED, NULL, NULL, NULL},
    {"another coding ends with the connection", OK "Transfer-Encoding: gzip\r\nContent-Length: 1\r\n\r\nabc", true,
     MESSAGE_WHOLE, "abc", "", ""},
    {"another protocol", "HTTP/1.1 101 Switch\r\n\r\nraw", false, MESSAGE_WHOLE, "", "", ""},
    {"not HTTP", "hello\r\n\r\n", false, MESSAGE_MALFORMED, NULL, NULL, NULL},
    {"half a head", OK "Content-Length: 3\r\n", true, MESSAGE_UNENDED, NULL, NULL, NULL},
    {"nothing", "", true, MESSAGE_UNENDED, NULL, NULL, NULL},
};

static void message_cut__finds_the_end(void **state) {
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < ROWS(ROWS_OF_TEXT); i++) {
        struct str rest = str_from(ROWS_OF_TEXT[i].text), text = rest;
        struct message m = {0};
        enum message_state seen = message_cut(&rest, ROWS_OF_TEXT[i].has_closed, &a, &m);
        row_int(ROWS_OF_TEXT[i].row, (int64_t)seen, (int64_t)ROWS_OF_TEXT[i].state);
        if (seen == MESSAGE_WHOLE) {
            row_str(ROWS_OF_TEXT[i].row, m.body, ROWS_OF_TEXT[i].body);
            row_str(ROWS_OF_TEXT[i].row, m.trailers, ROWS_OF_TEXT[i].trailers);
            row_str(ROWS_OF_TEXT[i].row, rest, ROWS_OF_TEXT[i].rest);
        } else {
            assert_true(str_eq(rest, text) && !m.body.data);
        }
    }
    arena_free(&a);
}

static void message_cut__interim_answers_come_before_a_final_one(void **state) {
    struct arena a = {0};
    struct message m;
    struct str rest = STR("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 E\r\nL: a\r\n\r\nHTTP/1.1 404 No\r\nX: y\r\n"
                          "Content-Length: 0\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
    (void)state;
    assert_int_equal(message_cut(&rest, false, &a, &m), MESSAGE_WHOLE);
    row_str("interim", m.interim, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 E\r\nL: a\r\n\r\n");
    row_str("head", m.raw_head, "HTTP/1.1 404 No\r\nX: y\r\nContent-Length: 0\r\n");
    assert_int_equal(m.head.status, 404);
    assert_int_equal(m.head.field_count, 2);
    assert_int_equal(message_cut(&rest, false, &a, &m), MESSAGE_UNENDED);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(message_cut__finds_the_end),
        cmocka_unit_test(message_cut__interim_answers_come_before_a_final_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
