/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: capture_extract. The input is a pointer, a line feed, and a body.
 * Properties: what is captured is never empty, and nothing is touched when nothing is captured; a second, equal
 * line behind a body of one line changes nothing; a header of the body's text is captured as it is. */
/* modules: capture */
/* mutator: json */
#include <assert.h>
#include <string.h>

#include "capture.h"
#include "fuzz_target.h"

static struct str twice(struct str body, struct arena *a) {
    char *text = arena_alloc(a, 2 * body.len + 1, 1);
    if (body.len > 0) {
        memcpy(text, body.data, body.len);
        memcpy(text + body.len + 1, body.data, body.len);
    }
    text[body.len] = '\n';
    return str_of(text, 2 * body.len + 1);
}

static bool capture(struct str pointer, struct str body, struct arena *a, struct str *out) {
    struct exchange x = {.body = body, .decoded = body};
    struct capture_rule rule = {.from = EXTRACT_POINTER, .source = pointer};
    *out = STR_NONE;
    bool is_captured = capture_extract(&rule, &x, a, out);
    assert(is_captured ? out->len > 0 : out->data == NULL);
    return is_captured;
}

static void check_header(struct str value, struct arena *a) {
    struct head_line line = {.name = STR("X-Id"), .value = value};
    struct exchange x = {.lines = &line, .line_count = 1};
    struct capture_rule rule = {.from = EXTRACT_HEADER, .source = STR("x-id")};
    struct str out = STR_NONE;
    assert(capture_extract(&rule, &x, a, &out) == (value.len > 0) && str_eq(out, value));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str body = str_of((const char *)data, size);
    struct str pointer = str_cut(&body, '\n');
    struct arena a = {0};
    struct str once, again;
    bool is_captured = capture(pointer, body, &a, &once);
    if (str_find_char(body, '\n', 0) < 0) {
        assert(capture(pointer, twice(body, &a), &a, &again) == is_captured && str_eq(once, again));
    }
    check_header(body, &a);
    arena_free(&a);
    return 0;
}
