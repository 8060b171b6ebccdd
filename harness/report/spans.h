/* SPDX-License-Identifier: Apache-2.0
 *
 * spans: two answers side by side, cut into pieces that are the same, that differ, and that are an echo of the request.
 * Pure. Internal to report.
 *
 * Texts are compared by words (runs of ASCII letters and digits, whole UTF-8 characters, every other byte by itself)
 * by their shortest edit script (Myers, "An O(ND) difference algorithm", 1986). The own reference of a side counts as
 * equal to that of the other side: each answer echoes what it was asked for. */
#ifndef NONESUCH_SPANS_H
#define NONESUCH_SPANS_H

#include "str.h"

enum span_kind {
    SPAN_SAME,
    SPAN_DIFFERENT,
    SPAN_ECHO,   /* the own reference */
    SPAN_CANARY, /* what its caller must never see; equal or not */
};

struct span {
    enum span_kind kind;
    size_t start, end; /* bytes, end excluded */
};

/* The whole text without gaps, in order, neighbours of unlike kind; none for an empty text. */
struct spans {
    struct span *items;
    size_t count;
};

struct spans_side {
    struct str text;
    struct str reference; /* empty: no echo */
    struct str secret;    /* of another tenant; empty: the canaries of fixtures (`canary-…`) alone */
};

/* Past 400 edits everything between the common beginning and the common end differs. */
void spans_compare(struct arena *a, const struct spans_side sides[2], struct spans out[2]);

/* A text by itself: nothing in it differs. */
struct spans spans_of(struct arena *a, const struct spans_side *side);

#endif
