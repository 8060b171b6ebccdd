/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of compare. */
/* modules: oracle http */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "answers.h"
#include "buf.h"
#include "clock.h"
#include "compare.h"
#include "limits.h"
#include "rows.h"

#define N404 "HTTP/1.1 404 Not Found\r\n"
#define KNOWN_MAX 4

struct compare_row {
    const char *row, *suspect, *known[KNOWN_MAX];
    const char *want; /* "kind key" of each difference */
    bool is_volatile;
};

static const struct compare_row ROWS_OF_ANSWERS[] = {
    {"alike", N404 "A: b\r\n\r\nx", {N404 "A: b\r\n\r\nx"}, "", false},
    {"like one of them", N404 "\r\ny", {N404 "\r\nx", N404 "\r\ny"}, "", false},
    {"the status", "HTTP/1.1 403 Not Found\r\n\r\n", {N404 "\r\n"}, "status status", false},
    {"the reason alone", "HTTP/1.1 404 Missing\r\n\r\n", {N404 "\r\n"}, "status reason", false},
    {"the version", "HTTP/1.0 404 Not Found\r\n\r\n", {N404 "\r\n"}, "framing version", false},
    {"a text", N404 "\r\nnot yours", {N404 "\r\nno such"}, "body body", false},
    {"an empty text", N404 "\r\n", {N404 "\r\nno such"}, "body body", false},
    {"a header more", N404 "X: 1\r\n\r\n", {N404 "\r\n"}, "header header:x,header headers,framing framing", false},
    {"a header less", N404 "\r\n", {N404 "X: 1\r\n\r\n"}, "header headers,header header:x,framing framing", false},
    {"case of a name", N404 "x: 1\r\n\r\n", {N404 "X: 1\r\n\r\n"}, "header headers,framing framing", false},
    {"order of names",
     N404 "B: 1\r\nA: 1\r\n\r\n",
     {N404 "A: 1\r\nB: 1\r\n\r\n"},
     "header headers,framing framing",
     false},
    {"order of names that varies anyway",
     N404 "C: 1\r\nB: 1\r\nA: 1\r\n\r\n",
     {N404 "A: 1\r\nB: 1\r\nC: 1\r\n\r\n", N404 "B: 1\r\nA: 1\r\nC: 1\r\n\r\n"},
     "header headers,framing framing",
     true},
    {"a header that comes and goes", N404 "X: 1\r\n\r\n", {N404 "\r\n", N404 "X: 1\r\n\r\n", N404 "\r\n"}, "", false},
    {"a header that some lack", N404 "\r\n", {N404 "X: 1\r\n\r\n", N404 "\r\n"}, "", false},
    {"key order", N404 "\r\n{\"b\":1,\"a\":1}", {N404 "\r\n{\"a\":1,\"b\":1}"}, "body body:shape", false},
    {"spacing", N404 "\r\n{\"a\": 1}", {N404 "\r\n{\"a\":1}"}, "body body:shape", false},
    {"spelling of a number", N404 "\r\n{\"a\":1.0}", {N404 "\r\n{\"a\":1}"}, "body body:/a", false},
    {"escapes of a string", N404 "\r\n{\"a\":\"\\u0061\"}", {N404 "\r\n{\"a\":\"a\"}"}, "body body:/a", false},
    {"a member twice, alike", N404 "\r\n{\"a\":1,\"a\":2}", {N404 "\r\n{\"a\":1,\"a\":2}"}, "", false},
    {"an RPC code",
     N404 "\r\n{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1}}",
     {N404 "\r\n{\"jsonrpc\":\"2.0\",\"error\":{\"code\":2}}"},
     "rpc body:/error/code",
     false},
    {"worst first",
     "HTTP/1.1 403 No\r\nX: 1\r\n\r\nno",
     {N404 "X: 2\r\n\r\nnot"},
     "status status,status reason,body body,header header:x",
     false},
    {"JSON against a text", N404 "\r\n{}", {N404 "\r\nno"}, "body body:shape,body body", false},
    {"nothing is known", N404 "\r\n", {NULL}, "", false},
};

static struct differences compare(struct arena *a, const struct compare_row *row) {
    struct noise n;
    noise_init(&n, a);
    struct features known[KNOWN_MAX];
    size_t count = 0;
    for (; count < KNOWN_MAX && row->known[count]; count++)
        known[count] = answer_features(a, row->known[count], NULL);
    struct features suspect = answer_features(a, row->suspect, NULL);
    return compare_with_known(&n, STR("s"), &suspect, known, count, a);
}

static void compare_with_known__answers(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS(ROWS_OF_ANSWERS); i++) {
        const struct compare_row *row = &ROWS_OF_ANSWERS[i];
        struct arena a = {0};
        struct differences d = compare(&a, row);
        struct str said = STR("");
        for (size_t j = 0; j < d.count; j++) {
            said = str_printf(&a, "%.*s%s%s %.*s", STR_ARG(said), j > 0 ? "," : "", feature_kind_name(d.items[j].kind),
                              STR_ARG(d.items[j].key));
            row_int(row->row, d.items[j].is_volatile, row->is_volatile);
        }
        row_str(row->row, said, row->want);
        arena_free(&a);
    }
}

static void compare_with_known__both_sides_are_shown(void **state) {
    (void)state;
    struct arena a = {0};
    struct compare_row row = {.suspect = N404 "X: 1\r\n\r\nno", .known = {N404 "Y: 1\r\n\r\nnot"}};
    struct differences d = compare(&a, &row);
    row_str("suspect's", d.items[0].left, "no");
    row_str("known one's", d.items[0].right, "not");
    row_str("more", d.items[1].left, "1");
    row_str("more, not known", d.items[1].right, NULL);
    arena_free(&a);
}

static void compare_with_known__a_connection_that_nobody_looked_at(void **state) {
    (void)state;
    struct arena a = {0};
    struct noise n;
    noise_init(&n, &a);
    struct exchange x = {.status = 404};
    struct features f[] = {features_take(&x, NULL, 0, RECONNECT_UNKNOWN, &a),
                           features_take(&x, NULL, 0, RECONNECT_NO, &a), features_take(&x, NULL, 0, RECONNECT_YES, &a)};
    for (size_t i = 0; i < 3; i++) {
        for (size_t j = 0; j < 3; j++) {
            bool differs = i != j && i > 0 && j > 0;
            assert_int_equal(compare_with_known(&n, STR("s"), &f[i], &f[j], 1, &a).count, differs);
        }
    }
    arena_free(&a);
}

static void compare_with_known__a_moving_value_is_marked(void **state) {
    (void)state;
    struct arena a = {0};
    struct noise n;
    noise_init(&n, &a);
    struct features x = absent_features(&a, "{\"at\":11}"), y = absent_features(&a, "{\"at\":12}");
    struct features longer = absent_features(&a, "{\"at\":100}");
    noise_learn(&n, STR("s"), &x, &y);
    struct differences d = compare_with_known(&n, STR("s"), &longer, &x, 1, &a);
    assert_int_equal(d.count, 1);
    assert_true(d.items[0].is_volatile);
    arena_free(&a);
}

static struct features list_of(struct arena *a, const char *member, size_t rows) {
    struct buf b;
    buf_init(&b, LIMIT_BODY_BYTES);
    buf_printf(&b, "HTTP/1.1 200 OK\r\n\r\n{\"%s\":[", member);
    for (size_t i = 0; i < rows; i++)
        buf_printf(&b, "%s{\"id\":\"%zu\",\"a\":%zu,\"b\":null,\"c\":true,\"d\":\"x\"}", i ? "," : "", i, i * 7);
    buf_printf(&b, "]}");
    struct features f = answer_features(a, str_cstr(a, buf_str(&b)), "some-reference");
    buf_free(&b);
    return f;
}

static void compare_with_known__long_lists_in_time(void **state) {
    (void)state;
    struct arena a = {0};
    struct noise n;
    noise_init(&n, &a);
    int64_t started_ns = clock_monotonic_ns();
    struct features suspect = list_of(&a, "rows", 5000);
    struct features known[] = {list_of(&a, "rows", 4990), list_of(&a, "items", 5000), list_of(&a, "items", 4000)};
    noise_learn(&n, STR("s"), &known[0], &known[1]);
    struct differences d = compare_with_known(&n, STR("s"), &suspect, &known[1], 2, &a);
    assert_int_equal(d.count, 1 + 5 * 5000 + 5 * 4000);
    d = compare_with_known(&n, STR("s"), &suspect, known, 1, &a);
    assert_int_equal(d.count, 1 + 5 * 10);
    /* Linear work takes a tenth of this under the sanitizers, quadratic work a hundred times as long. */
    assert_true(clock_monotonic_ns() - started_ns < 10 * NS_PER_S);
    arena_free(&a);
}

static void compare_is_void__kinds_of_answers(void **state) {
    (void)state;
    static const struct {
        const char *row, *x, *y;
        bool is_void;
    } rows[] = {
        {"alike", N404 "\r\nx", N404 "\r\ny", false},
        {"status", N404 "\r\n", "HTTP/1.1 500 Oops\r\n\r\n", true},
        {"version", N404 "\r\n", "HTTP/1.0 404 Not Found\r\n\r\n", true},
        {"reason alone", N404 "\r\n", "HTTP/1.1 404 Oops\r\n\r\n", false},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct features x = answer_features(&a, rows[i].x, NULL), y = answer_features(&a, rows[i].y, NULL);
        row_int(rows[i].row, compare_is_void(&x, &y), rows[i].is_void);
        row_int(rows[i].row, compare_is_void(&y, &x), rows[i].is_void);
    }
    struct exchange lost = {.outcome = OUTCOME_RESET};
    struct features x = answer_features(&a, N404 "\r\n", NULL),
                    y = features_take(&lost, NULL, 0, RECONNECT_UNKNOWN, &a);
    assert_true(compare_is_void(&x, &y));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compare_with_known__answers),
        cmocka_unit_test(compare_with_known__both_sides_are_shown),
        cmocka_unit_test(compare_with_known__a_connection_that_nobody_looked_at),
        cmocka_unit_test(compare_with_known__a_moving_value_is_marked),
        cmocka_unit_test(compare_with_known__long_lists_in_time),
        cmocka_unit_test(compare_is_void__kinds_of_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
