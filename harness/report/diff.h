/* SPDX-License-Identifier: Apache-2.0
 *
 * diff: where two texts part, and a short piece of each around that place for a person to see. Pure. */
#ifndef NONESUCH_DIFF_H
#define NONESUCH_DIFF_H

#include "str.h"

struct diff_range {
    size_t start, end; /* bytes, end excluded */
};

struct diff {
    bool is_equal;
    struct diff_range a, b; /* both empty, at the end, when equal */
};

/* The shortest range of each text outside of which they are equal, widened to whole UTF-8 characters and then to
 * whole words of ASCII letters and digits ("403" against "404", not "3" against "4"; 64 bytes further at most). */
struct diff diff_find(struct str a, struct str b);

/* A piece of a text: the range and what stands around it. */
struct diff_window {
    struct str before, inside, after;
    bool is_cut_before, is_cut_inside, is_cut_after; /* there is more than is shown */
};

/* At most `context` bytes on either side and `inside` bytes of the range, cut between UTF-8 characters. When the
 * range itself is cut, nothing is shown behind it. */
struct diff_window diff_window(struct str s, struct diff_range range, size_t context, size_t inside);

/* One line, safe for a terminal: the window with `open` and `close` around the range (left out when it is empty) and
 * "…" where it is cut. */
struct str diff_mark(struct arena *a, const struct diff_window *w, const char *open, const char *close);

/* The greatest boundary between UTF-8 characters that is not behind `at` (clamped to the length). In text that is no
 * UTF-8 it is at most three bytes before. */
size_t diff_boundary(struct str s, size_t at);

#endif
