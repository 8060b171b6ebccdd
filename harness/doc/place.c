/* SPDX-License-Identifier: Apache-2.0
 *
 * place: lines and columns. */
#include "place.h"

#include <assert.h>

void place_advance(struct place *p, struct str text, size_t offset) {
    assert(offset >= p->offset && offset <= text.len);
    for (; p->offset < offset; p->offset++) {
        unsigned char c = (unsigned char)text.data[p->offset];
        bool continues_character = (c & 0xc0) == 0x80;
        if (c == '\n') {
            p->line++;
            p->column = 1;
        } else if (!continues_character) {
            p->column++;
        }
    }
}

struct place place_of(struct str text, size_t offset) {
    struct place p = PLACE_START;
    place_advance(&p, text, offset);
    return p;
}
