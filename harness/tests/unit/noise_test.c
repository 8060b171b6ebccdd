/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of noise. */
/* modules: oracle http */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "answers.h"
#include "buf.h"
#include "noise.h"
#include "rows.h"

#define LEARNED_MAX 6

/* Every learned value but the first is learned against the first and against the one before, as a run does. */
static void learn_all(struct noise *n, enum feature_kind kind, const char *key, const char *const *values) {
    for (size_t i = 1; i < LEARNED_MAX && values[i]; i++) {
        struct feature f[] = {{str_from(key), str_from(values[0]), kind},
                              {str_from(key), str_from(values[i - 1]), kind},
                              {str_from(key), str_from(values[i]), kind}};
        struct features first = {.items = &f[0], .count = 1};
        struct features before = {.items = &f[1], .count = 1};
        struct features now = {.items = &f[2], .count = 1};
        noise_learn(n, STR("s"), &first, &now);
        noise_learn(n, STR("s"), &before, &now);
    }
}

struct noise_row {
    const char *row, *learned[LEARNED_MAX], *value, *known;
    bool is_explained;
};

static const struct noise_row ROWS_OF_VALUES[] = {
    {"equal", {"a"}, "x", "x", true},
    {"nothing learned", {"a"}, "a", "b", false},
    {"the clock goes on",
     {"Tue, 24 Nov 2026 04:05:08 GMT", "Tue, 24 Nov 2026 04:05:09 GMT"},
     "Tue, 24 Nov 2026 04:05:11 GMT",
     "Tue, 24 Nov 2026 04:05:08 GMT",
     true},
    {"the minute was never seen to move",
     {"Tue, 24 Nov 2026 04:05:08 GMT", "Tue, 24 Nov 2026 04:05:09 GMT"},
     "Tue, 24 Nov 2026 04:06:08 GMT",
     "Tue, 24 Nov 2026 04:05:08 GMT",
     false},
    {"another format of date",
     {"Tue, 24 Nov 2026 04:05:08 GMT", "Tue, 24 Nov 2026 04:05:09 GMT"},
     "2026-11-24T04:05:08Z",
     "Tue, 24 Nov 2026 04:05:08 GMT",
     false},
    {"a request id",
     {"8f14e45f-ceea-467f-a8c3-1b2c3d4e5f60", "c9f0f895-fb98-4b91-8c5d-0a1b2c3d4e5f"},
     "45c48cce-2e2d-4fbd-9a0b-5e6f70819203",
     "8f14e45f-ceea-467f-a8c3-1b2c3d4e5f60",
     true},
    {"letters beyond hex are no hex", {"0a1b2c3d", "1f2e3d4c"}, "0a1b2c3z", "0a1b2c3d", false},
    {"base 62 may lack letters by chance", {"k3", "z9"}, "a1", "k3", true},
    {"longer than seen", {"12", "13"}, "104", "12", false},
    {"the length varies", {"9", "10", "1024"}, "512", "9", true},
    {"only the token that varies",
     {"task 1 not found", "task 2 not found"},
     "task 3 not yours",
     "task 1 not found",
     false},
    {"and it varies in other words, too",
     {"task 1 not found", "task 2 not found"},
     "step 3 was lost",
     "step 8 was lost",
     true},
    {"token counts differ", {"0.5", "1e-05"}, "2e-05", "0.5", true},
    {"an end is fixed", {"took 0.5 ms", "took 1e-05 ms"}, "took 7 us", "took 0.5 ms", false},
    {"a beginning is fixed", {"took 0.5 ms", "took 1e-05 ms"}, "spent 7 ms", "took 0.5 ms", false},
    {"other bytes than seen", {"ab+c/d==", "qr/st+u="}, "ab.cd", "ab+c/d==", false},
    {"base64", {"ab+c/d==", "qr/st+u="}, "x/yz+w==", "ab+c/d==", true},
    {"a wider span explains what a narrow one did",
     {"aa bb cc 1 z", "aa bb cc 2 3 z", "q 7 z"},
     "aa bb cc 2 3 z",
     "aa bb cc 1 z",
     true},
    {"a span explains what tokens did", {"12 b", "34 b", "x 1 2 b"}, "34 b", "12 b", true},
    {"an empty value", {"", "ab"}, "cd", "", true},
    {"no empty value was seen", {"ab", "cd"}, "", "ab", false},
};

static void noise_explains__values(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS(ROWS_OF_VALUES); i++) {
        const struct noise_row *row = &ROWS_OF_VALUES[i];
        struct arena a = {0};
        struct noise n;
        noise_init(&n, &a);
        learn_all(&n, FEATURE_BODY, "body:/m", row->learned);
        struct feature value = {.key = STR("body:/m"), .value = str_from(row->value), .kind = FEATURE_BODY};
        struct feature known = {.key = STR("body:/m"), .value = str_from(row->known), .kind = FEATURE_BODY};
        row_int(row->row, noise_explains(&n, STR("s"), &value, &known), row->is_explained);
        arena_free(&a);
    }
}

static void noise_learn__features(void **state) {
    (void)state;
    static const struct {
        const char *row, *key;
        enum feature_kind kind;
        bool is_learned;
    } rows[] = {
        {"a header", "header:x-a", FEATURE_HEADER, true},
        {"a member", "body:/a", FEATURE_BODY, true},
        {"a member called shape", "body:/shape", FEATURE_BODY, true},
        {"a member whose name ends so", "body:/geo_shape", FEATURE_BODY, true},
        {"a header whose name ends so", "header:x-shape", FEATURE_HEADER, true},
        {"a header called shape", "header:shape", FEATURE_HEADER, true},
        {"the trailers", "trailers", FEATURE_HEADER, true},
        {"a text", "body", FEATURE_BODY, true},
        {"a framing header", "header:content-length", FEATURE_FRAMING, true},
        {"the shape", "body:shape", FEATURE_BODY, false},
        {"the shape of a line", "body:[12]shape", FEATURE_BODY, false},
        {"the ends of lines", "body:lines", FEATURE_BODY, false},
        {"the list of names", "headers", FEATURE_HEADER, false},
        {"the framing", "framing", FEATURE_FRAMING, false},
        {"the version", "version", FEATURE_FRAMING, false},
        {"a connection", "reconnect", FEATURE_FRAMING, false},
        {"the status", "status", FEATURE_STATUS, false},
        {"the reason", "reason", FEATURE_STATUS, false},
        {"the outcome", "outcome", FEATURE_OUTCOME, false},
    };
    static const char *const values[LEARNED_MAX] = {"1", "2", "3"};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena a = {0};
        struct noise n;
        noise_init(&n, &a);
        learn_all(&n, rows[i].kind, rows[i].key, values);
        struct feature value = {str_from(rows[i].key), STR("4"), rows[i].kind};
        struct feature known = {str_from(rows[i].key), STR("5"), rows[i].kind};
        row_int(rows[i].row, noise_explains(&n, STR("s"), &value, &known), rows[i].is_learned);
        row_int(rows[i].row, noise_is_volatile(&n, STR("s"), &value), rows[i].is_learned);
        arena_free(&a);
    }
}

static void noise_explains__scopes(void **state) {
    (void)state;
    static const struct {
        const char *row, *learned, *surface, *asked;
        enum feature_kind kind;
        bool is_explained;
    } rows[] = {
        {"a header is the run's", "header:date", "other", "header:date", FEATURE_HEADER, true},
        {"a member is its surface's", "body:/id", "other", "body:/id", FEATURE_BODY, false},
        {"a framing header is its surface's", "header:content-length", "other", "header:content-length",
         FEATURE_FRAMING, false},
        {"another member", "body:/id", "s", "body:/no", FEATURE_BODY, false},
        {"indices count as one place", "body:/rows/0/at", "s", "body:/rows/17/at", FEATURE_BODY, true},
        {"a digit inside a name is no index", "body:/a1/at", "s", "body:/a2/at", FEATURE_BODY, false},
    };
    static const char *const values[LEARNED_MAX] = {"1", "2"};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena a = {0};
        struct noise n;
        noise_init(&n, &a);
        learn_all(&n, rows[i].kind, rows[i].learned, values);
        struct feature value = {str_from(rows[i].asked), STR("4"), rows[i].kind};
        struct feature known = {str_from(rows[i].asked), STR("5"), rows[i].kind};
        row_int(rows[i].row, noise_explains(&n, str_from(rows[i].surface), &value, &known), rows[i].is_explained);
        arena_free(&a);
    }
}

static struct str long_text(struct arena *a, const char *middle, const char *end) {
    struct buf b;
    buf_init(&b, 1 << 20);
    for (size_t i = 0; i < 400; i++)
        buf_printf(&b, "w%zu ", i);
    buf_printf(&b, "%s", middle);
    for (size_t i = 0; i < 400; i++)
        buf_printf(&b, "w%zu ", i);
    buf_printf(&b, "%s", end);
    struct str text = str_copy(a, buf_str(&b));
    buf_free(&b);
    return text;
}

static void noise_explains__long_values_by_both_ends(void **state) {
    (void)state;
    struct arena a = {0};
    struct noise n;
    noise_init(&n, &a);
    const char *const learned[LEARNED_MAX] = {long_text(&a, "11", "end").data, long_text(&a, "22", "end").data};
    learn_all(&n, FEATURE_BODY, "body", learned);
    struct feature known = {STR("body"), str_from(learned[0]), FEATURE_BODY};
    struct feature moved = {STR("body"), long_text(&a, "33", "end"), FEATURE_BODY};
    struct feature other = {STR("body"), long_text(&a, "33", "END"), FEATURE_BODY};
    assert_true(noise_explains(&n, STR("s"), &moved, &known));
    assert_false(noise_explains(&n, STR("s"), &other, &known));
    arena_free(&a);
}

static void noise_learn__a_pair_of_two_kinds_says_nothing(void **state) {
    (void)state;
    struct arena a = {0};
    struct noise n;
    noise_init(&n, &a);
    struct features absent = absent_features(&a, "no such task");
    struct features hiccup = answer_features(&a, "HTTP/1.1 500 Oops\r\n\r\nan error came up", NULL);
    noise_learn(&n, STR("s"), &absent, &hiccup);
    assert_int_equal(n.count, 0);
    arena_free(&a);
}

static void noise_list__what_was_learned(void **state) {
    (void)state;
    static const struct {
        const char *row, *learned[LEARNED_MAX], *scope, *shape;
        enum feature_kind kind;
    } rows[] = {
        {"tokens", {"id 17 b", "id 99 b"}, "s body:/m", "id <2 digits> b", FEATURE_BODY},
        {"a header", {"k3", "b19"}, "body:/m", "<2-3 letters>", FEATURE_HEADER},
        {"hex", {"a1", "b2"}, "s body:/m", "<2 hex>", FEATURE_BODY},
        {"a span", {"in 0.5 ms", "in 12 ms"}, "s body:/m", "in <2-3 bytes> ms", FEATURE_BODY},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena a = {0};
        struct noise n;
        noise_init(&n, &a);
        bool is_header = rows[i].kind == FEATURE_HEADER;
        learn_all(&n, rows[i].kind, is_header ? "header:x" : "body:/m", rows[i].learned);
        struct learned_noise *list = NULL;
        size_t count = 0;
        noise_list(&n, &a, &list, &count);
        assert_int_equal(count, 1);
        row_str(rows[i].row, list[0].scope, is_header ? "header:x" : rows[i].scope);
        row_str(rows[i].row, list[0].shape, rows[i].shape);
        arena_free(&a);
    }
}

static void noise_list__many_scopes_in_order(void **state) {
    (void)state;
    struct arena a = {0};
    struct noise n;
    noise_init(&n, &a);
    static const char *const values[LEARNED_MAX] = {"1", "2"};
    for (size_t i = 0; i < 1000; i++)
        learn_all(&n, FEATURE_BODY, str_printf(&a, "body:/m%03zu", (i * 7) % 1000).data, values);
    struct learned_noise *list = NULL;
    size_t count = 0;
    noise_list(&n, &a, &list, &count);
    assert_int_equal(count, 1000);
    row_str("first", list[0].scope, "s body:/m000");
    row_str("last", list[999].scope, "s body:/m999");
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noise_explains__values),
        cmocka_unit_test(noise_learn__features),
        cmocka_unit_test(noise_explains__scopes),
        cmocka_unit_test(noise_explains__long_values_by_both_ends),
        cmocka_unit_test(noise_learn__a_pair_of_two_kinds_says_nothing),
        cmocka_unit_test(noise_list__what_was_learned),
        cmocka_unit_test(noise_list__many_scopes_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
