/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: split_ndjson, sse_first_event_end.
 * Properties: lines are pieces of the text, in order, none of them blank or with a line feed; joined again they
 * split into the same lines. The end of the first event depends on no later byte, and is found from wherever the
 * search goes on. */
/* modules: wire */
#include <assert.h>

#include "fuzz_target.h"
#include "stream.h"

static void check_lines(struct str text, struct arena *a) {
    struct str *lines = NULL;
    size_t count = split_ndjson(text, a, &lines);
    char *joined = arena_alloc(a, text.len + 2 * count, 1);
    size_t len = 0;
    const char *end = text.data;
    for (size_t i = 0; i < count; i++) {
        assert(lines[i].data >= end && lines[i].data + lines[i].len <= text.data + text.len);
        assert(str_trim(lines[i]).len > 0 && str_find_char(lines[i], '\n', 0) < 0);
        end = lines[i].data + lines[i].len;
        for (size_t k = 0; k < lines[i].len; k++) {
            joined[len++] = lines[i].data[k];
        }
        joined[len++] = '\r';
        joined[len++] = '\n';
        assert(len <= text.len + 2 * count);
    }
    struct str *again = NULL;
    assert(split_ndjson(str_of(joined, len), a, &again) == count);
    for (size_t i = 0; i < count; i++) {
        assert(str_eq(lines[i], again[i]));
    }
}

static void check_first_event(struct str text) {
    ptrdiff_t end = sse_first_event_end(text, 0);
    size_t whole = end < 0 ? text.len : (size_t)end;
    assert(whole <= text.len);
    if (end >= 0) {
        assert(sse_first_event_end(str_sub(text, 0, whole), 0) == end);
    }
    for (size_t known = 0; known < whole; known++) {
        assert(sse_first_event_end(str_sub(text, 0, known), 0) == -1);
        assert(sse_first_event_end(text, known) == end);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size);
    struct arena a = {0};
    check_lines(text, &a);
    check_first_event(str_sub(text, 0, 512));
    arena_free(&a);
    return 0;
}
