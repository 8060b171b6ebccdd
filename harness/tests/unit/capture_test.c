/* SPDX-License-Identifier: Apache-2.0
 *
 * What is captured out of answers. */
/* modules: capture */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "capture.h"

static const struct {
    const char *behaviour;
    enum extract_from from;
    const char *source, *body, *captured; /* NULL: nothing */
} ROWS[] = {
    {"string", EXTRACT_POINTER, "/id", "{\"id\":\"a-b\"}", "a-b"},
    {"integer", EXTRACT_POINTER, "/id", "{\"id\":42}", "42"},
    {"negative", EXTRACT_POINTER, "/id", "{\"id\":-9223372036854775808}", "-9223372036854775808"},
    {"nested", EXTRACT_POINTER, "/a/1/b~1c", "{\"a\":[0,{\"b/c\":\"x\"}]}", "x"},
    {"the body itself", EXTRACT_POINTER, "", "\"x\"", "x"},
    {"escapes are undone", EXTRACT_POINTER, "/id", "{\"id\":\"\\u00e9\\n\"}", "\xc3\xa9\n"},
    {"absent member", EXTRACT_POINTER, "/id", "{\"ID\":\"x\"}", NULL},
    {"null", EXTRACT_POINTER, "/id", "{\"id\":null}", NULL},
    {"object", EXTRACT_POINTER, "/id", "{\"id\":{}}", NULL},
    {"boolean", EXTRACT_POINTER, "/id", "{\"id\":true}", NULL},
    {"real", EXTRACT_POINTER, "/id", "{\"id\":1.5}", NULL},
    {"empty string", EXTRACT_POINTER, "/id", "{\"id\":\"\"}", NULL},
    {"not JSON", EXTRACT_POINTER, "/id", "<html>", NULL},
    {"no body", EXTRACT_POINTER, "/id", "", NULL},
    {"first line that has it", EXTRACT_POINTER, "/r/id", "{\"r\":{}}\n{\"r\":{\"id\":\"x\"}}\n{\"r\":{\"id\":\"y\"}}\n",
     "x"},
    {"lines that are not JSON are passed over", EXTRACT_POINTER, "/id", "oops\n\n{\"id\":7}\n", "7"},
    {"no line has it", EXTRACT_POINTER, "/id", "{}\n{}\n", NULL},
    {"several lines, one value", EXTRACT_POINTER, "/id", "{\n\"id\":\n\"x\"\n}", "x"},
    {"header", EXTRACT_HEADER, "Location", "", "/things/7"},
    {"header, other case", EXTRACT_HEADER, "lOCATION", "", "/things/7"},
    {"absent header", EXTRACT_HEADER, "Link", "", NULL},
    {"empty header", EXTRACT_HEADER, "X-Empty", "", NULL},
};

static void capture_extract__finds_values(void **state) {
    (void)state;
    const struct head_line lines[] = {
        {.name = STR("location"), .value = STR("/things/7")},
        {.name = STR("x-empty"), .value = STR("")},
    };
    struct arena a = {0};
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        struct exchange x = {.lines = lines, .line_count = 2, .decoded = str_from(ROWS[i].body)};
        struct capture_rule rule = {.from = ROWS[i].from, .source = str_from(ROWS[i].source)};
        struct str out = STR_NONE;
        bool is_found = capture_extract(&rule, &x, &a, &out);
        if (is_found != (ROWS[i].captured != NULL) || !str_eq(out, str_from(ROWS[i].captured))) {
            fail_msg("%s: '%.*s'", ROWS[i].behaviour, STR_ARG(out));
        }
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(capture_extract__finds_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
