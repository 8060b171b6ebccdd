/* SPDX-License-Identifier: Apache-2.0
 *
 * place: lines and columns of a text. Only doc uses it. Pure. */
#ifndef NONESUCH_PLACE_H
#define NONESUCH_PLACE_H

#include "str.h"

struct place {
    size_t offset;
    int line, column; /* from 1; columns count characters, not bytes */
};

#define PLACE_START ((struct place){.offset = 0, .line = 1, .column = 1})

/* Moves forwards to `offset`, which is at most the text's length. */
void place_advance(struct place *p, struct str text, size_t offset);
struct place place_of(struct str text, size_t offset);

#endif
