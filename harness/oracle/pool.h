/* SPDX-License-Identifier: Apache-2.0
 *
 * pool: which values the absent answers of a run have shown, whatever the surface they came from. A deviation that was
 * never among N of them has a rate below 3/N (decide.h); one that was has not. Pure. */
#ifndef NONESUCH_POOL_H
#define NONESUCH_POOL_H

#include "feature.h"

struct pool {
    struct arena *arena;
    uint64_t *hashes; /* open addressing; 0 is empty */
    size_t capacity, count;
    size_t answers; /* added so far */
};

void pool_init(struct pool *p, struct arena *arena);

/* Values of the body belong to their surface, all others to the run. */
void pool_add(struct pool *p, struct str surface, const struct features *absent);

/* An absent answer has shown this value of this feature (a value of STR_NONE: has lacked the feature is not asked
 * here). */
bool pool_has(const struct pool *p, struct str surface, enum feature_kind kind, struct str key, struct str value);

#endif
