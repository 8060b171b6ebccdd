/* SPDX-License-Identifier: Apache-2.0
 *
 * decide: when is a difference a finding? */
#include "decide.h"

#include <stdbool.h>

#include "tail.h"

#define POOL_MIN 1000
#define HICCUP_PROBABILITY 0.02 /* what chance does as often as this is a hiccup, once all samples are taken */

static double probability(const struct tally *t) {
    double p = tail_all_on_one_side(t->denied_deviating, t->denied, t->absent);
    if (t->pool >= POOL_MIN) {
        double rare = tail_binomial(t->denied_deviating, t->denied, 3.0 / (double)t->pool);
        p = rare < p ? rare : p;
    }
    return p;
}

enum decision decide(const struct tally *t) {
    if (t->denied_deviating == 0) {
        return DECIDE_EQUAL;
    }
    size_t comparisons = t->comparisons ? t->comparisons : 1;
    if (t->fresh_deviating > 0 && probability(t) < DECIDE_ALPHA / (double)comparisons) {
        return DECIDE_FINDING;
    }
    if (t->denied < DECIDE_MAX_SAMPLES) {
        return DECIDE_MORE;
    }
    bool is_single = t->denied_deviating == 1;
    return is_single || probability(t) > HICCUP_PROBABILITY ? DECIDE_EQUAL : DECIDE_OPEN;
}
