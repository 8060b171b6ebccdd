/* SPDX-License-Identifier: Apache-2.0
 *
 * Heads as they stand on the wire. */
/* modules: wire */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "head.h"

struct status_row {
    const char *behaviour, *raw;
    bool is_well_formed;
    int status;
    const char *version, *reason;
};

static const struct status_row STATUS_ROWS[] = {
    {"plain", "HTTP/1.1 404 Not Found\r\n", true, 404, "HTTP/1.1", "Not Found"},
    {"http 1.0", "HTTP/1.0 200 OK\r\n", true, 200, "HTTP/1.0", "OK"},
    {"LF only", "HTTP/1.1 200 OK\n", true, 200, "HTTP/1.1", "OK"},
    {"without a line end", "HTTP/1.1 200 OK", true, 200, "HTTP/1.1", "OK"},
    {"blanks of a reason are kept", "HTTP/1.1 404  No  such \r\n", true, 404, "HTTP/1.1", " No  such "},
    {"empty reason", "HTTP/1.1 204 \r\n", true, 204, "HTTP/1.1", ""},
    {"no reason and no blank", "HTTP/1.1 204\r\n", true, 204, "HTTP/1.1", ""},
    {"unusual status", "HTTP/1.1 799 Odd\r\n", true, 799, "HTTP/1.1", "Odd"},
    {"status below 100", "HTTP/1.1 099 Low\r\n", false, 0, NULL, NULL},
    {"two digits", "HTTP/1.1 20 OK\r\n", false, 0, NULL, NULL},
    {"four digits", "HTTP/1.1 2000 OK\r\n", false, 0, NULL, NULL},
    {"letters in the status", "HTTP/1.1 2x0 OK\r\n", false, 0, NULL, NULL},
    {"HTTP/2 as libcurl writes it", "HTTP/2 404 \r\n", true, 404, "HTTP/2", ""},
    {"another version without a minor one", "HTTP/4 404 \r\n", false, 0, NULL, NULL},
    {"lower-case version", "http/1.1 200 OK\r\n", false, 0, NULL, NULL},
    {"version without minor", "HTTP/1 200 OK\r\n", false, 0, NULL, NULL},
    {"other protocol", "ICY 200 OK\r\n", false, 0, NULL, NULL},
    {"empty", "", false, 0, NULL, NULL},
};

static void assert_text(struct str s, const char *expected) {
    if (!str_eq(s, str_from(expected))) {
        fail_msg("'%.*s' instead of '%s'", STR_ARG(s), expected);
    }
}

static void head_parse__reads_status_lines(void **state) {
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < sizeof(STATUS_ROWS) / sizeof(STATUS_ROWS[0]); i++) {
        const struct status_row *row = &STATUS_ROWS[i];
        struct head head = {0};
        if (head_parse(str_from(row->raw), &a, &head) != row->is_well_formed || head.status != row->status) {
            fail_msg("%s: status %d", row->behaviour, head.status);
        }
        if (row->is_well_formed) {
            assert_text(head.version, row->version);
            assert_text(head.reason, row->reason);
        }
    }
    arena_free(&a);
}

struct field_row {
    const char *behaviour, *lines;
    struct {
        const char *name, *value, *raw;
    } fields[3]; /* up to the first without raw */
};

static const struct field_row FIELD_ROWS[] = {
    {"one line", "A: b\r\n", {{"A", "b", "A: b"}}},
    {"order, case and doubles stay",
     "b: 2\r\nA:1\r\nB: 2\r\n",
     {{"b", "2", "b: 2"}, {"A", "1", "A:1"}, {"B", "2", "B: 2"}}},
    {"blanks around a value", "A: \t b  c \t\r\n", {{"A", "b  c", "A: \t b  c \t"}}},
    {"blank before the colon", "A : b\r\n", {{"A ", "b", "A : b"}}},
    {"empty value", "A:\r\n", {{"A", "", "A:"}}},
    {"colons in a value", "A: b:c\r\n", {{"A", "b:c", "A: b:c"}}},
    {"no colon", "nonsense here\r\nA: b\r\n", {{"", "nonsense here", "nonsense here"}, {"A", "b", "A: b"}}},
    {"fold", "A: b\r\n c\r\nD: e\r\n", {{"A", "b\r\n c", "A: b\r\n c"}, {"D", "e", "D: e"}}},
    {"fold with LF", "A: b\n\tc\n", {{"A", "b\n\tc", "A: b\n\tc"}}},
    {"fold before any field", " b: c\r\nA: b\r\n", {{"", "b: c", " b: c"}, {"A", "b", "A: b"}}},
    {"what is behind an empty line is not head", "A: b\r\n\r\nC: d\r\n", {{"A", "b", "A: b"}}},
    {"no fields", "", {{NULL, NULL, NULL}}},
};

static size_t field_count(const struct field_row *row) {
    size_t count = 0;
    while (count < 3 && row->fields[count].raw) {
        count++;
    }
    return count;
}

static void head_parse__keeps_fields_as_they_stood(void **state) {
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < sizeof(FIELD_ROWS) / sizeof(FIELD_ROWS[0]); i++) {
        const struct field_row *row = &FIELD_ROWS[i];
        struct head head = {0};
        struct str raw = str_printf(&a, "HTTP/1.1 200 OK\r\n%s", row->lines);
        if (!head_parse(raw, &a, &head) || head.field_count != field_count(row)) {
            fail_msg("%s: %zu fields", row->behaviour, head.field_count);
        }
        for (size_t k = 0; k < head.field_count; k++) {
            assert_text(head.fields[k].name, row->fields[k].name);
            assert_text(head.fields[k].value, row->fields[k].value);
            assert_text(head.fields[k].raw, row->fields[k].raw);
        }
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_parse__reads_status_lines),
        cmocka_unit_test(head_parse__keeps_fields_as_they_stood),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
