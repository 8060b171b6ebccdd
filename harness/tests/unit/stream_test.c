/* SPDX-License-Identifier: Apache-2.0
 *
 * Where pieces of streams end. */
/* modules: wire */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "stream.h"

static const struct {
    const char *behaviour, *text, *joined; /* lines, each with '|' behind it */
} LINE_ROWS[] = {
    {"two lines", "{}\n[]\n", "{}|[]|"},
    {"last without an end", "{}\n[]", "{}|[]|"},
    {"CRLF", "{}\r\n[]\r\n", "{}|[]|"},
    {"blank lines are none", "\n{}\n \t\n\r\n[]\n\n", "{}|[]|"},
    {"blanks stay", " {} \n", " {} |"},
    {"nothing", "", ""},
    {"CR inside a line stays", "a\rb\n", "a\rb|"},
};

static void split_ndjson__gives_the_lines(void **state) {
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < sizeof(LINE_ROWS) / sizeof(LINE_ROWS[0]); i++) {
        struct str *lines = NULL;
        size_t count = split_ndjson(str_from(LINE_ROWS[i].text), &a, &lines);
        struct str joined = STR("");
        for (size_t k = 0; k < count; k++) {
            joined = str_printf(&a, "%.*s%.*s|", STR_ARG(joined), STR_ARG(lines[k]));
        }
        if (!str_eq(joined, str_from(LINE_ROWS[i].joined))) {
            fail_msg("%s: %.*s", LINE_ROWS[i].behaviour, STR_ARG(joined));
        }
    }
    arena_free(&a);
}

static const struct {
    const char *behaviour, *text;
    ptrdiff_t end;
} EVENT_ROWS[] = {
    {"LF LF", "data: 1\n\ndata: 2\n\n", 9},
    {"CRLF CRLF", "data: 1\r\n\r\ndata: 2", 11},
    {"LF CRLF", "data: 1\n\r\n", 10},
    {"CRLF LF", "data: 1\r\n\n", 10},
    {"several lines", "event: a\ndata: 1\n\n", 18},
    {"not ended", "data: 1\n", -1},
    {"CR is still open", "data: 1\n\r", -1},
    {"CR inside a line", "data\n\r1\n", -1},
    {"nothing", "", -1},
    {"blank at once", "\n\n", 2},
};

static void sse_first_event_end__finds_the_blank_line(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof(EVENT_ROWS) / sizeof(EVENT_ROWS[0]); i++) {
        ptrdiff_t end = sse_first_event_end(str_from(EVENT_ROWS[i].text), 0);
        if (end != EVENT_ROWS[i].end) {
            fail_msg("%s: %td", EVENT_ROWS[i].behaviour, end);
        }
    }
}

static void sse_first_event_end__goes_on_where_it_was(void **state) {
    (void)state;
    struct str text = STR("data: 1\r\n\r\ndata: 2\r\n\r\n");
    for (size_t known = 0; known < 11; known++) {
        assert_int_equal(sse_first_event_end(str_sub(text, 0, known), 0), -1);
        assert_int_equal(sse_first_event_end(text, known), 11);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(split_ndjson__gives_the_lines),
        cmocka_unit_test(sse_first_event_end__finds_the_blank_line),
        cmocka_unit_test(sse_first_event_end__goes_on_where_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
