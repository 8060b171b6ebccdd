/* SPDX-License-Identifier: Apache-2.0
 *
 * The transport of tests. */
/* modules: http */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "scripted_transport.h"

struct parse_row {
    const char *behaviour, *raw;
    bool is_well_formed;
    int status;
    const char *reason, *interim, *body;
    size_t line_count;
};

static const struct parse_row PARSE_ROWS[] = {
    {"plain", "HTTP/1.1 404 Not Found\r\nA: b\r\n\r\nbody", true, 404, "Not Found", "", "body", 1},
    {"no header lines", "HTTP/1.1 204 No Content\r\n\r\n", true, 204, "No Content", "", "", 0},
    {"LF", "HTTP/1.1 200 OK\nA: b\n\nbody\n\nmore", true, 200, "OK", "", "body\n\nmore", 1},
    {"interim", "HTTP/1.1 103 Early\r\nL: a\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx", true, 200, "OK",
     "HTTP/1.1 103 Early\r\nL: a\r\n\r\n", "x", 0},
    {"switching protocols is final", "HTTP/1.1 101 Switch\r\n\r\nraw", true, 101, "Switch", "", "raw", 0},
    {"chunks stay", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", true, 200, "OK", "", "0\r\n\r\n",
     1},
    {"interim alone", "HTTP/1.1 103 Early\r\n\r\n", false, 0, "", "", "", 0},
    {"head without an end", "HTTP/1.1 200 OK\r\nA: b\r\n", false, 0, "", "", "", 0},
    {"no status line", "hello\r\n\r\n", false, 0, "", "", "", 0},
    {"nothing", "", false, 0, "", "", "", 0},
};

static void assert_text(const char *behaviour, struct str s, const char *expected) {
    if (!str_eq(s, str_from(expected))) {
        fail_msg("%s: '%.*s' instead of '%s'", behaviour, STR_ARG(s), expected);
    }
}

static void scripted_answer_parse__reads_raw_answers(void **state) {
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < sizeof(PARSE_ROWS) / sizeof(PARSE_ROWS[0]); i++) {
        const struct parse_row *row = &PARSE_ROWS[i];
        struct exchange x = {0};
        if (scripted_answer_parse(str_from(row->raw), &a, &x) != row->is_well_formed) {
            fail_msg("%s: status %d", row->behaviour, x.status);
        }
        assert_int_equal(x.status, row->status);
        assert_int_equal(x.line_count, row->line_count);
        assert_text(row->behaviour, x.reason, row->reason);
        assert_text(row->behaviour, x.interim, row->interim);
        assert_text(row->behaviour, x.body, row->body);
        assert_text(row->behaviour, x.decoded, row->body);
    }
    arena_free(&a);
}

/* Answers by URL: "ok", "refused", anything else is malformed. */
static void answer_by_url(void *self, const struct request *request, struct arena *a, struct exchange *out) {
    size_t *count = self;
    (*count)++;
    if (str_eq(request->url, STR("refused"))) {
        out->outcome = OUTCOME_REFUSED;
    } else if (!scripted_answer_parse(STR("HTTP/1.1 200 OK\r\n\r\n"), a, out)) {
        out->outcome = OUTCOME_MALFORMED;
    }
}

static enum rc ask(const char *first, const char *second, const atomic_bool *stop, struct arena *a,
                   struct exchange **out) {
    size_t count = 0;
    struct script script = {.answer = answer_by_url, .self = &count};
    struct transport t = scripted_transport(&script);
    struct request *requests = ARENA_ARRAY(a, struct request, 2);
    requests[0].url = str_from(first);
    requests[1].url = str_from(second);
    struct sequence sequences[] = {{.requests = &requests[0], .count = 1}, {.requests = &requests[1], .count = 1}};
    struct fault f = {0};
    enum rc rc = t.exchange(t.self, sequences, 2, stop, a, out, &f);
    assert_int_equal(count, stop ? 0 : 2);
    return rc;
}

static void exchange__asks_the_script(void **state) {
    (void)state;
    struct arena a = {0};
    struct exchange *out[2] = {NULL, NULL};
    assert_int_equal(ask("ok", "refused", NULL, &a, out), RC_OK);
    assert_int_equal(out[0]->status, 200);
    assert_true(exchange_is_success(out[0]));
    assert_int_equal(out[1]->outcome, OUTCOME_REFUSED);
    assert_true(str_eq(out[1]->request->url, STR("refused")));
    arena_free(&a);
}

static void exchange__all_refused_is_a_fault(void **state) {
    (void)state;
    struct arena a = {0};
    struct exchange *out[2] = {NULL, NULL};
    assert_int_equal(ask("refused", "refused", NULL, &a, out), RC_NET);
    assert_null(out[0]);
    arena_free(&a);
}

static void exchange__skips_when_stopped(void **state) {
    (void)state;
    struct arena a = {0};
    struct exchange *out[2] = {NULL, NULL};
    atomic_bool stop = true;
    assert_int_equal(ask("ok", "ok", &stop, &a, out), RC_OK);
    assert_int_equal(out[1]->outcome, OUTCOME_SKIPPED);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scripted_answer_parse__reads_raw_answers),
        cmocka_unit_test(exchange__asks_the_script),
        cmocka_unit_test(exchange__all_refused_is_a_fault),
        cmocka_unit_test(exchange__skips_when_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
