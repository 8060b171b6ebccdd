/* SPDX-License-Identifier: Apache-2.0
 *
 * signed_rank: all 2^n assignments of signs, counted by their sum. Ranks are doubled, so that shared ones are whole. */
#include "signed_rank.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

#define SUM_MAX (SIGNED_RANK_MAX * (SIGNED_RANK_MAX + 1))

/* Twice the rank of a size among all of them: those below it, and the middle of its equals. */
static size_t doubled_rank(const double *values, size_t count, double size) {
    size_t below = 0, equal = 0;
    for (size_t i = 0; i < count; i++) {
        below += values[i] != 0 && fabs(values[i]) < size;
        equal += values[i] != 0 && !(fabs(values[i]) < size) && !(fabs(values[i]) > size);
    }
    return 2 * below + equal + 1;
}

double signed_rank_p(const double *values, size_t count) {
    assert(count <= SIGNED_RANK_MAX);
    double ways[SUM_MAX + 1] = {1.0}; /* share of the assignments whose positive ranks sum up to the index */
    size_t total = 0, positive = 0;
    for (size_t i = 0; i < count; i++) {
        if (!(fabs(values[i]) > 0)) {
            continue;
        }
        size_t rank = doubled_rank(values, count, fabs(values[i]));
        total += rank;
        positive += values[i] > 0 ? rank : 0;
        for (size_t sum = total + 1; sum-- > 0;) {
            ways[sum] = (ways[sum] + (sum >= rank ? ways[sum - rank] : 0.0)) / 2;
        }
    }
    size_t extreme = 2 * positive > total ? positive : total - positive;
    double tail = 0.0;
    for (size_t sum = extreme; sum <= total; sum++) {
        tail += ways[sum];
    }
    return 2 * tail < 1.0 ? 2 * tail : 1.0;
}
