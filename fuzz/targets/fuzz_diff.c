/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: diff_find, diff_window, diff_mark, diff_boundary. The input is two texts, a NUL between them.
 * Properties: outside their ranges two texts are equal, and one is found the same way round from the other; a window's
 * pieces are pieces of the text in order, within what was allowed, and lack nothing that is not said to be cut; the
 * mark is one printable line. */
/* modules: report */
#include <assert.h>

#include "codec.h"
#include "diff.h"
#include "fuzz_target.h"

#define CONTEXT_BYTES 7
#define INSIDE_BYTES 20

static void check_range(struct str s, struct diff_range range) {
    assert(range.start <= range.end && range.end <= s.len);
}

static void check_window(struct str s, struct diff_range range, struct arena *a) {
    struct diff_window w = diff_window(s, range, CONTEXT_BYTES, INSIDE_BYTES);
    assert(w.before.len <= CONTEXT_BYTES && w.inside.len <= INSIDE_BYTES && w.after.len <= CONTEXT_BYTES);
    assert(str_eq(w.inside, str_sub(s, range.start, w.inside.len)));
    assert(str_eq(w.before, str_sub(s, range.start - w.before.len, w.before.len)));
    assert(w.is_cut_inside || range.start + w.inside.len == range.end);
    assert(w.is_cut_before || w.before.len == range.start);
    assert(w.is_cut_inside || str_eq(w.after, str_sub(s, range.end, w.after.len)));
    assert(w.is_cut_inside || w.is_cut_after || range.end + w.after.len == s.len);
    struct str line = diff_mark(a, &w, "[", "]");
    assert(str_find_char(line, '\n', 0) < 0 && str_eq(codec_printable(a, line), line));
}

static void check_boundaries(struct str s) {
    for (size_t at = 0; at <= s.len && at < 64; at++) {
        size_t boundary = diff_boundary(s, at);
        assert(boundary <= at && at - boundary <= 3);
        assert(!codec_is_utf8(s) || diff_boundary(s, boundary) == boundary);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str right = str_of((const char *)data, size), left = str_cut(&right, '\0');
    struct arena a = {0};
    struct diff d = diff_find(left, right), back = diff_find(right, left);
    check_range(left, d.a);
    check_range(right, d.b);
    assert(d.is_equal == str_eq(left, right) && d.is_equal == back.is_equal);
    assert(str_eq(str_sub(left, 0, d.a.start), str_sub(right, 0, d.b.start)));
    assert(str_eq(str_from_index(left, d.a.end), str_from_index(right, d.b.end)));
    assert(d.a.start == back.b.start && d.a.end == back.b.end && d.b.start == back.a.start && d.b.end == back.a.end);
    assert(!d.is_equal || (d.a.start == d.a.end && d.b.start == d.b.end));
    check_window(left, d.a, &a);
    check_window(right, d.b, &a);
    check_boundaries(left);
    arena_free(&a);
    return 0;
}
