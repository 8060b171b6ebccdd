/* SPDX-License-Identifier: Apache-2.0
 *
 * novelty: what a search remembers of an answer, so that it can tell a new kind of answer from one more of the same:
 * a few hashes, each keyed by the class of the request, of what does not vary by chance. They are hundreds in all, not
 * one for each answer: references are replaced, words with digits in them masked, all parse errors are one. Pure. */
#ifndef NONESUCH_NOVELTY_H
#define NONESUCH_NOVELTY_H

#include "feature.h"

enum novelty_aspect {
    NOVELTY_STATUS,   /* outcome, status and JSON-RPC code */
    NOVELTY_CANON,    /* the whole body, masked */
    NOVELTY_TEMPLATE, /* its message, whatever the request's class */
    NOVELTY_FIRST,    /* the first complaint of that message: what a request has to mend next */
    NOVELTY_SHAPE,    /* keys and types */
    NOVELTY_LENGTH,   /* log2 of the length */
    NOVELTY_ASPECTS
};

struct novelty_view {
    uint64_t hashes[NOVELTY_ASPECTS];
};

/* Scratch memory comes from `a`. */
struct novelty_view novelty_take(const struct exchange *x, size_t request_class, const struct echo *echoes,
                                 size_t echo_count, struct arena *a);

/* A text with words that hold a digit as `#`: what is left of two that differ by ids, times and counters is equal. */
struct str novelty_mask(struct str text, struct arena *a);

/* Numbers for hashes, from 1 on, in the order in which they come up; bounded: when all are given, the rest share. */
#define NOVELTY_NUMBERS 16384
struct novelty_numbers {
    uint64_t hashes[2 * NOVELTY_NUMBERS]; /* open addressing; 0 is empty */
    uint16_t numbers[2 * NOVELTY_NUMBERS];
    size_t count;
};
uint16_t novelty_number(struct novelty_numbers *n, uint64_t hash, bool *is_new);

#endif
