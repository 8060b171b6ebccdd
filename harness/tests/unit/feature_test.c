/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of feature. */
/* modules: oracle http */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "answers.h"
#include "rows.h"

#define HEAD "HTTP/1.1 404 Not Found\r\n"

static void features_take__keys(void **state) {
    (void)state;
    static const struct {
        const char *row, *raw, *key, *want; /* want NULL: no such feature */
        enum feature_kind kind;
    } rows[] = {
        {"outcome", HEAD "\r\n", "outcome", "answered", FEATURE_OUTCOME},
        {"status", HEAD "\r\n", "status", "404", FEATURE_STATUS},
        {"reason", HEAD "\r\n", "reason", "Not Found", FEATURE_STATUS},
        {"version", HEAD "\r\n", "version", "HTTP/1.1", FEATURE_FRAMING},
        {"interim", "HTTP/1.1 103 E\r\n\r\n" HEAD "\r\n", "interim", "HTTP/1.1 103 E\r\n\r\n", FEATURE_FRAMING},
        {"a header, its name in lower case", HEAD "X-A: b\r\n\r\n", "header:x-a", "b", FEATURE_HEADER},
        {"a repeated one", HEAD "A: 1\r\na: 2\r\n\r\n", "header:a#2", "2", FEATURE_HEADER},
        {"order and case", HEAD "B: 1\r\nDate: x\r\na: 2\r\n\r\n", "headers", "B Date a", FEATURE_HEADER},
        {"framing is not told as a header", HEAD "A: 1\r\nContent-Length: 0\r\n\r\n", "headers", "A", FEATURE_HEADER},
        {"but keeps its place", HEAD "A: 1\r\nContent-Length: 0\r\n\r\n", "framing", "A Content-Length",
         FEATURE_FRAMING},
        {"a framing header", HEAD "Content-Length: 0\r\n\r\n", "header:content-length", "0", FEATURE_FRAMING},
        {"an empty body", HEAD "\r\n", "body", "", FEATURE_BODY},
        {"a text", HEAD "\r\nno such task", "body", "no such task", FEATURE_BODY},
        {"a JSON body is no text", HEAD "\r\n{}", "body", NULL, FEATURE_BODY},
        {"its bytes that are no scalar", HEAD "\r\n{\"a\": [1, \"x\", null,true]}", "body:shape",
         "{\"a\": [n, s, z,b]}", FEATURE_BODY},
        {"a scalar with its quotes", HEAD "\r\n{\"a\":[1,\"x\"]}", "body:/a/1", "\"x\"", FEATURE_BODY},
        {"the root", HEAD "\r\n\"gone\"", "body:", "\"gone\"", FEATURE_BODY},
        {"a member called shape", HEAD "\r\n{\"shape\":1}", "body:/shape", "1", FEATURE_BODY},
        {"an RPC error", HEAD "\r\n{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-1}}", "body:/error/code", "-1",
         FEATURE_RPC},
        {"an error that is no RPC", HEAD "\r\n{\"error\":{\"code\":-1}}", "body:/error/code", "-1", FEATURE_BODY},
        {"a line of NDJSON", HEAD "Content-Type: application/x-ndjson\r\n\r\n{\"a\":1}\n{\"a\":2}\n", "body:[1]/a", "2",
         FEATURE_BODY},
        {"a line that is no JSON", HEAD "Content-Type: application/x-ndjson\r\n\r\n{\"a\":1}\noops\n", "body:[1]",
         "oops", FEATURE_BODY},
        {"the ends of the lines", HEAD "Content-Type: application/x-ndjson\r\n\r\n{\"a\":1}\r\n\n{\"a\":2}",
         "body:lines", "d\r\n\nd", FEATURE_BODY},
        {"NDJSON without a line", HEAD "Content-Type: application/x-ndjson\r\n\r\n", "body", "", FEATURE_BODY},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct features f = answer_features(&a, rows[i].raw, NULL);
        const struct feature *found = features_find(&f, str_from(rows[i].key));
        row_str(rows[i].row, found ? found->value : STR_NONE, rows[i].want);
        if (found)
            row_int(rows[i].row, (int64_t)found->kind, (int64_t)rows[i].kind);
    }
    arena_free(&a);
}

static void features_take__no_answer(void **state) {
    (void)state;
    struct arena a = {0};
    struct exchange x = {.outcome = OUTCOME_RESET, .status = 404};
    struct features f = features_take(&x, NULL, 0, RECONNECT_YES, &a);
    assert_int_equal(f.count, 1);
    row_str("outcome", f.items[0].value, "reset");
    arena_free(&a);
}

static void features_take__reconnect(void **state) {
    (void)state;
    static const char *const want[] = {[RECONNECT_UNKNOWN] = NULL, [RECONNECT_NO] = "no", [RECONNECT_YES] = "yes"};
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(want); i++) {
        struct exchange x = {.status = 404};
        struct features f = features_take(&x, NULL, 0, (enum reconnect)i, &a);
        const struct feature *found = features_find(&f, STR("reconnect"));
        row_str("reconnect", found ? found->value : STR_NONE, want[i]);
    }
    arena_free(&a);
}

static void features_replace_echoes__spellings(void **state) {
    (void)state;
    static const struct {
        const char *row, *first, *second, *text, *want;
    } rows[] = {
        {"none", "abcd", NULL, "no such task", "no such task"},
        {"raw", "abcd", NULL, "task abcd, abcd", "task {A:raw}, {A:raw}"},
        {"lower", "AbCd", NULL, "abcd", "{A:lower}"},
        {"upper", "AbCd", NULL, "ABCD", "{A:upper}"},
        {"percent", "ab d", NULL, "/ab%20d", "/{A:percent}"},
        {"shorter than four bytes", "abc", NULL, "abc", "abc"},
        {"two", "abcd", "efgh", "efgh abcd", "{B:raw} {A:raw}"},
        {"the longer of two that begin alike", "abcd", "abcdef", "abcdef abcd", "{B:raw} {A:raw}"},
        {"whichever was named first", "abcdef", "abcd", "abcdef abcd", "{A:raw} {B:raw}"},
        {"a word of a token", "raw1", "lower", "raw1 lower", "{A:raw} {B:raw}"},
        {"a name that is a token's word", "A:raw", "abcd", "abcd A:raw", "{B:raw} {A:raw}"},
        {"a token stays", "A:raw", NULL, "{A:raw}", "{A:raw}"},
        {"overlapping ones, from the left", "abab", NULL, "ababab", "{A:raw}ab"},
        {"a number", "12345", NULL, "{\"id\":12345}", "{\"id\":{A:raw}}"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct echo echoes[] = {{STR("A"), str_from(rows[i].first)}, {STR("B"), str_from(rows[i].second)}};
        struct str once = features_replace_echoes(str_from(rows[i].text), echoes, 2, &a);
        row_str(rows[i].row, once, rows[i].want);
        row_str(rows[i].row, features_replace_echoes(once, echoes, 2, &a), rows[i].want);
    }
    arena_free(&a);
}

static void features_take__replaces_echoes(void **state) {
    (void)state;
    static const struct {
        const char *row, *raw, *key, *want;
    } rows[] = {
        {"in a header", HEAD "Location: /t/ref-1\r\n\r\n", "header:location", "/t/{REF:raw}"},
        {"in a scalar", HEAD "\r\n{\"m\":\"no ref-1\"}", "body:/m", "\"no {REF:raw}\""},
        {"in a member's name", HEAD "\r\n{\"ref-1\":1}", "body:/{REF:raw}", "1"},
        {"and in the shape", HEAD "\r\n{\"ref-1\":1}", "body:shape", "{\"{REF:raw}\":n}"},
        {"in a text", HEAD "\r\nREF-1", "body", "{REF:upper}"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct features f = answer_features(&a, rows[i].raw, "ref-1");
        const struct feature *found = features_find(&f, str_from(rows[i].key));
        row_str(rows[i].row, found ? found->value : STR_NONE, rows[i].want);
    }
    arena_free(&a);
}

static void features_find__without_an_index(void **state) {
    (void)state;
    struct feature items[] = {{.key = STR("a")}, {.key = STR("b")}, {.key = STR("b")}};
    struct features f = {.items = items, .count = 3};
    assert_ptr_equal(features_find(&f, STR("b")), &items[1]);
    assert_null(features_find(&f, STR("c")));
    assert_string_equal(feature_kind_name(FEATURE_FRAMING), "framing");
}

static void features_take__answers_to_an_exact_request(void **state) {
    (void)state;
    struct arena a = {0};
    struct exchange x = {.status = 404, .answers = STR("404 400")};
    struct features f = features_take(&x, NULL, 0, RECONNECT_UNKNOWN, &a);
    const struct feature *found = features_find(&f, STR("answers"));
    row_str("answers", found ? found->value : STR_NONE, "404 400");
    row_int("answers", found ? (int64_t)found->kind : -1, FEATURE_FRAMING);
    x.answers = STR_NONE;
    f = features_take(&x, NULL, 0, RECONNECT_UNKNOWN, &a);
    assert_null(features_find(&f, STR("answers")));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(features_take__keys),
        cmocka_unit_test(features_take__no_answer),
        cmocka_unit_test(features_take__reconnect),
        cmocka_unit_test(features_take__answers_to_an_exact_request),
        cmocka_unit_test(features_replace_echoes__spellings),
        cmocka_unit_test(features_take__replaces_echoes),
        cmocka_unit_test(features_find__without_an_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
