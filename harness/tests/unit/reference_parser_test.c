/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of reference_parser.h. */
/* modules: cli */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "limits.h"
#include "reference_parser.h"
#include "rows.h"

#define CANCEL(id) "{\"method\":\"task/cancel\",\"params\":{\"task_id\":" id "}"

static void reference_parser__reads_a_body_as_the_contract_does(void **state) {
    static const struct {
        const char *name, *body;
        enum conformance_reading want;
        const char *reason;
    } rows[] = {
        {"a call", CANCEL("\"x\"") "}", CONFORMANCE_WELL_FORMED, ""},
        {"a trailing comma", CANCEL("\"x\"") ",}", CONFORMANCE_MALFORMED, "expected a key in double quotes"},
        {"a bracket too few", CANCEL("\"x\""), CONFORMANCE_MALFORMED, "expected ',' or '}', found the end of the text"},
        {"a member twice", CANCEL("\"x\",\"task_id\":\"y\"") "}", CONFORMANCE_MALFORMED, "duplicate key"},
        {"NaN", CANCEL("NaN") "}", CONFORMANCE_MALFORMED, "expected a value"},
        {"an empty body", "", CONFORMANCE_MALFORMED, "expected a value, found the end of the text"},
        {"a batch", "[]", CONFORMANCE_INVALID, "body: Input should be a valid dictionary"},
        {"a reference of another type", CANCEL("7") "}", CONFORMANCE_INVALID,
         "body.params.task_id: Input should be a valid string"},
        {"the first complaint of two",
         "{\"id\":{},"
         "\"method\":\"task/create\"}",
         CONFORMANCE_INVALID, "body.id: Input should be a valid integer or string"},
        {"a method of another type", "{\"method\":7,\"params\":{}}", CONFORMANCE_INVALID,
         "body.method: Input should be 'event/send', 'task/cancel', 'message/send', 'task/create' or "
         "'task/interrupt'"},
        {"a method in upper case", "{\"method\":\"TASK/CREATE\",\"params\":{}}", CONFORMANCE_UNKNOWN_METHOD,
         "body.method: Input should be 'event/send', 'task/cancel', 'message/send', 'task/create' or "
         "'task/interrupt'"},
    };
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str reason = STR("none");
        enum conformance_reading got = reference_parser.read(str_from(rows[i].body), &a, &reason);
        row_str(rows[i].name, str_from(conformance_reading_name(got)), conformance_reading_name(rows[i].want));
        row_str(rows[i].name, reason, rows[i].reason);
        assert_int_equal(reference_parser.read(str_from(rows[i].body), &a, NULL), got);
    }
    arena_free(&a);
}

static void reference_parser__says_nothing_of_what_is_past_its_limits(void **state) {
    char deep[2 * LIMIT_DOCUMENT_DEPTH + 2];
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof deep; i++)
        deep[i] = i < sizeof deep / 2 ? '[' : ']';
    assert_int_equal(reference_parser.read(str_of(deep, sizeof deep), &a, NULL), CONFORMANCE_UNREAD);
    arena_free(&a);
}

static void reference_parser__knows_the_methods_of_agentex(void **state) {
    (void)state;
    assert_true(reference_parser.knows(STR("task/cancel")) && reference_parser.knows(STR("message/send")));
    assert_false(reference_parser.knows(STR("Task/cancel")) || reference_parser.knows(STR("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(reference_parser__reads_a_body_as_the_contract_does),
                                       cmocka_unit_test(reference_parser__says_nothing_of_what_is_past_its_limits),
                                       cmocka_unit_test(reference_parser__knows_the_methods_of_agentex)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
