/* SPDX-License-Identifier: Apache-2.0
 *
 * reveal: searches answers for what their caller may not read: ids, names and canaries of fixtures, in raw, percent,
 * JSON, base64 and hex spelling, and for the insides of the server (stack traces, SQL, paths). Pure. */
#ifndef NONESUCH_REVEAL_H
#define NONESUCH_REVEAL_H

#include "str.h"

struct needle {
    struct str text; /* at least 8 bytes */
    size_t tag;      /* the caller's: which fixture, which field */
};

struct reveal_index;

/* Spellings are made in `a`, which the index lives in. Needles shorter than 8 bytes are left out. The signs of a
 * server's insides are in every index. */
struct reveal_index *reveal_index_new(const struct needle *needles, size_t count, struct arena *a);

struct reveal_hit {
    const char *internals; /* a sign of the server's insides: "a Python stack trace", "SQL text" …; NULL: a needle */
    size_t tag;            /* of the needle */
    const char *spelling;  /* "raw" "percent" "hex" "base64" "upper case" "lower case"; NULL with `internals` */
    size_t offset, len;    /* in the text searched */
};

/* Calls `take` for each hit in order of their ends, until it returns false. */
typedef bool (*reveal_take_fn)(void *self, const struct reveal_hit *hit);
void reveal_scan(const struct reveal_index *index, struct str text, reveal_take_fn take, void *self);

#endif
