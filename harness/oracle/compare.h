/* SPDX-License-Identifier: Apache-2.0
 *
 * compare: does an answer look like the answers to absent references? Pure. */
#ifndef NONESUCH_COMPARE_H
#define NONESUCH_COMPARE_H

#include "noise.h"

struct difference {
    enum feature_kind kind;
    struct str key;
    struct str left, right; /* the suspect's value, a known one; STR_NONE: the feature is missing there */
    bool is_volatile;       /* it varies between answers to absent references, too */
};

struct differences {
    struct difference *items; /* by kind, outcome first */
    size_t count;
};

/* A feature of `suspect` differs when no answer of `known` has an equal one or one that noise explains (a missing
 * feature is equal to a missing one; an unknown `reconnect` to any). */
struct differences compare_with_known(const struct noise *n, struct str surface, const struct features *suspect,
                                      const struct features *known, size_t known_count, struct arena *a);

/* Two answers to absent references disagree in what noise never covers (outcome, status, version): the group says
 * nothing. */
bool compare_is_void(const struct features *x, const struct features *y);

#endif
