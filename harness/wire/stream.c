/* SPDX-License-Identifier: Apache-2.0
 *
 * stream: every piece is found by its line feed. */
#include "stream.h"

#include "head.h"

size_t split_ndjson(struct str text, struct arena *a, struct str **out) {
    size_t line_count = 0;
    for (struct str rest = text; rest.data; line_count++) {
        (void)str_cut(&rest, '\n');
    }
    struct str *lines = ARENA_ARRAY(a, struct str, line_count);
    size_t count = 0;
    for (struct str rest = text; rest.data;) {
        struct str line = head_cut_line(&rest);
        if (str_trim(line).len > 0) {
            lines[count++] = line;
        }
    }
    *out = lines;
    return count;
}

ptrdiff_t sse_first_event_end(struct str text, size_t from) {
    /* The LF before the blank line may stand up to two bytes before what is new. */
    size_t start = from > 2 ? from - 2 : 0;
    for (ptrdiff_t lf = str_find_char(text, '\n', start); lf >= 0; lf = str_find_char(text, '\n', (size_t)lf + 1)) {
        size_t next = (size_t)lf + 1;
        if (next < text.len && text.data[next] == '\r') {
            next++;
        }
        if (next < text.len && text.data[next] == '\n') {
            return (ptrdiff_t)next + 1;
        }
    }
    return -1;
}
