/* SPDX-License-Identifier: Apache-2.0
 *
 * Answers that come in pieces. */
/* modules: http */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "limits.h"
#include "received.h"

struct piece {
    const char *text;
    bool is_body;
};

struct row {
    const char *behaviour;
    struct piece pieces[7]; /* up to the first without text */
    const char *head, *interim, *trailers, *body;
    enum until until;
    bool ends_with_head, has_ended;
};

#define LINE(text) \
    { (text), false }
#define BODY(text) \
    { (text), true }

static const struct row ROWS[] = {
    {.behaviour = "whole",
     .pieces = {LINE("HTTP/1.1 200 OK\r\n"), LINE("A: b\r\n"), LINE("\r\n"), BODY("x"), BODY("y"), LINE("T: 1\r\n")},
     .head = "HTTP/1.1 200 OK\r\nA: b\r\n",
     .interim = "",
     .trailers = "T: 1\r\n",
     .body = "xy"},
    {.behaviour = "two interim heads",
     .pieces = {LINE("HTTP/1.1 100 Go\r\n"), LINE("\r\n"), LINE("HTTP/1.1 103 E\r\n"), LINE("\r\n"),
                LINE("HTTP/1.1 204 No\r\n"), LINE("\r\n")},
     .head = "HTTP/1.1 204 No\r\n",
     .interim = "HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 103 E\r\n\r\n",
     .trailers = "",
     .body = ""},
    {.behaviour = "an interim head of HTTP/2",
     .pieces = {LINE("HTTP/2 103 \r\n"), LINE("\r\n"), LINE("HTTP/2 404 \r\n"), LINE("a: 103\r\n"), LINE("\r\n")},
     .head = "HTTP/2 404 \r\na: 103\r\n",
     .interim = "HTTP/2 103 \r\n\r\n",
     .trailers = "",
     .body = ""},
    {.behaviour = "an interim head is no answer",
     .pieces = {LINE("HTTP/1.1 103 E\r\n")},
     .head = "",
     .interim = "",
     .trailers = "",
     .body = ""},
    {.behaviour = "event in two pieces",
     .until = UNTIL_FIRST_EVENT,
     .pieces = {LINE("HTTP/1.1 200 OK\r\n"), LINE("\r\n"), BODY("data: 1\r\n\r"), BODY("\ndata: 2\r\n\r\n")},
     .head = "HTTP/1.1 200 OK\r\n",
     .interim = "",
     .trailers = "",
     .body = "data: 1\r\n\r\n",
     .has_ended = true},
    {.behaviour = "nothing behind the head",
     .ends_with_head = true,
     .pieces = {LINE("HTTP/1.1 200 OK\r\n"), LINE("\r\n")},
     .head = "HTTP/1.1 200 OK\r\n",
     .interim = "",
     .trailers = "",
     .body = "",
     .has_ended = true},
};

static void assert_text(const char *behaviour, struct str s, const char *expected) {
    if (!str_eq(s, str_from(expected))) {
        fail_msg("%s: '%.*s' instead of '%s'", behaviour, STR_ARG(s), expected);
    }
}

static void take_all(struct received *r, const struct row *row) {
    bool goes_on = true;
    for (size_t i = 0; i < 7 && row->pieces[i].text; i++) {
        assert_true(goes_on);
        struct str text = str_from(row->pieces[i].text);
        goes_on = row->pieces[i].is_body ? received_take_body(r, text) : received_take_line(r, text);
    }
    assert_int_equal(goes_on, !row->has_ended);
}

static void received_take__puts_the_parts_apart(void **state) {
    (void)state;
    struct received r;
    received_init(&r);
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        received_clear(&r, ROWS[i].until, ROWS[i].ends_with_head);
        take_all(&r, &ROWS[i]);
        assert_text(ROWS[i].behaviour, received_final_head(&r), ROWS[i].head);
        assert_text(ROWS[i].behaviour, buf_str(&r.interim), ROWS[i].interim);
        assert_text(ROWS[i].behaviour, buf_str(&r.trailers), ROWS[i].trailers);
        assert_text(ROWS[i].behaviour, buf_str(&r.body), ROWS[i].body);
        assert_int_equal(r.has_ended, ROWS[i].has_ended);
        assert_false(r.is_too_large);
    }
    received_free(&r);
}

static void received_take__stops_at_the_ceilings(void **state) {
    (void)state;
    static char many[LIMIT_HEAD_BYTES];
    memset(many, 'x', sizeof(many));
    struct received r;
    received_init(&r);
    received_clear(&r, UNTIL_BODY, /* ends_with_head = */ false);
    assert_true(received_take_line(&r, STR("HTTP/1.1 200 OK\r\n")));
    assert_false(received_take_line(&r, str_of(many, sizeof(many))));
    assert_true(r.is_too_large);

    received_clear(&r, UNTIL_BODY, /* ends_with_head = */ false);
    for (size_t taken = 0; taken < LIMIT_BODY_BYTES; taken += sizeof(many)) {
        assert_true(received_take_body(&r, str_of(many, sizeof(many))));
    }
    assert_false(received_take_body(&r, STR("x")));
    assert_true(r.is_too_large);
    received_free(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(received_take__puts_the_parts_apart),
        cmocka_unit_test(received_take__stops_at_the_ceilings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
