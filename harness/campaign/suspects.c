/* SPDX-License-Identifier: Apache-2.0
 *
 * suspects: a ring and a table. */
#include "suspects.h"

#include <stdlib.h>
#include <string.h>

#define IS_OPEN 0x80u /* waits, or is told */

void suspects_free(struct suspects *s) {
    struct suspect one;
    while (suspects_take(s, &one)) {
        free(one.body);
    }
}

/* Its place, or the empty one where it belongs; SIZE_MAX when the table is full. */
static size_t place_of(const struct suspects *s, uint64_t signature) {
    for (size_t i = 0; i < SUSPECTS_KNOWN; i++) {
        size_t at = (size_t)((signature + i) % SUSPECTS_KNOWN);
        if (s->known[at] == signature || s->known[at] == 0) {
            return at;
        }
    }
    return SIZE_MAX;
}

bool suspects_add(struct suspects *s, enum oracle oracle, uint64_t signature, struct str body, size_t envelope) {
    signature = signature ? signature : 1;
    size_t at = place_of(s, signature);
    if (at == SIZE_MAX || s->count == SUSPECTS_WAITING || (s->tries[at] & IS_OPEN) || s->tries[at] >= SUSPECTS_TRIES) {
        return false;
    }
    char *copy = malloc(body.len + 1);
    if (!copy) {
        abort();
    }
    memcpy(copy, body.len > 0 ? body.data : "", body.len);
    s->known[at] = signature;
    s->tries[at] = (unsigned char)((s->tries[at] + 1u) | IS_OPEN);
    s->waiting[(s->first + s->count++) % SUSPECTS_WAITING] =
        (struct suspect){.oracle = oracle, .signature = signature, .body = copy, .len = body.len, .envelope = envelope};
    return true;
}

bool suspects_take(struct suspects *s, struct suspect *out) {
    if (s->count == 0) {
        return false;
    }
    *out = s->waiting[s->first];
    s->first = (s->first + 1) % SUSPECTS_WAITING;
    s->count--;
    return true;
}

void suspects_release(struct suspects *s, uint64_t signature) {
    size_t at = place_of(s, signature ? signature : 1);
    if (at != SIZE_MAX) {
        s->tries[at] &= (unsigned char)~IS_OPEN;
    }
}
