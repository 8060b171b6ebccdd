/* SPDX-License-Identifier: Apache-2.0
 *
 * shape: what is remembered of a text that varies: which characters, how many. Pure. */
#ifndef NONESUCH_SHAPE_H
#define NONESUCH_SHAPE_H

#include "buf.h"

struct shape {
    bool is_set;
    unsigned classes;   /* kinds of letters and digits that occur */
    uint64_t others[4]; /* the other bytes that occur, one bit each */
    size_t min, max;    /* length in bytes */
};

/* Letters and digits: what tokens are made of. */
bool shape_is_word(char c);

/* Widens a shape so that `s` fits. Letters beyond f make all letters of that case likely: base 62 ids may lack them
 * by chance. */
void shape_join(struct shape *into, struct str s);
/* Widens it so that every part of a text that fits `whole` fits, the empty one too. */
void shape_join_parts(struct shape *into, const struct shape *whole);

bool shape_fits(const struct shape *shape, struct str s);

/* "<2 digits>", "<3-7 hex>", "<36 bytes>" */
void shape_describe(const struct shape *shape, struct buf *out);

#endif
