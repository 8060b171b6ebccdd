/* SPDX-License-Identifier: Apache-2.0
 *
 * golden_parts: exchanges, checks and results in few words. */
#ifndef NONESUCH_GOLDEN_PARTS_H
#define NONESUCH_GOLDEN_PARTS_H

#include "verdict.h"

/* What an exchange is made of. `lines` are head lines, each ended by LF. */
struct golden_exchange {
    struct str method, url, request_body;
    struct str reason, lines, body;
    int status;          /* 0: the answer timed out */
    struct str waits_us; /* of all samples of its side, blank-separated, in the order sent */
};
const struct exchange *golden_exchange(struct arena *a, const struct golden_exchange *parts);
struct evidence golden_side(struct arena *a, const char *label, struct str reference,
                            const struct golden_exchange *parts);

struct golden_check {
    const char *surface, *principal, *variation;
    enum property property;
    enum verdict verdict;
    enum doubt doubt;
    const char *expected, *reason;
    size_t finding;
};
/* Makes them the checks of the result. */
void golden_set_checks(struct arena *a, struct result *r, const struct golden_check *rows, size_t count);

/* What every golden result has in common: a run, its ledger and what it learned. */
void golden_begin(struct arena *a, struct result *r);

/* A copy in the arena: the arrays of a result are not constant. */
#define GOLDEN_COPY(a, type, array) ((type *)golden_copy((a), (array), sizeof(array)))
void *golden_copy(struct arena *a, const void *array, size_t size);

#define GOLDEN_COUNT(array) (sizeof(array) / sizeof(*(array)))

#endif
