/* SPDX-License-Identifier: Apache-2.0
 *
 * decide: when is a difference a finding? Pure arithmetic.
 *
 * Null hypothesis: a deviating answer is as likely for an absent reference as for a denied one. Two exact bounds: the
 * order was a coin's, so k deviating ones all on the denied side have probability C(n,k)/C(n+m,k); and where N >=
 * 1000 absent answers of the run never showed such a deviation, its rate is below 3/N (95 %, "rule of three"), so k
 * of n have at most the binomial tail. The smaller one counts, against α = 0.001 over all comparisons of the run
 * (Bonferroni). */
#ifndef NONESUCH_DECIDE_H
#define NONESUCH_DECIDE_H

#include <stddef.h>

#define DECIDE_ALPHA 0.001
#define DECIDE_MAX_SAMPLES 24 /* per class: 24 + 24 */

enum decision {
    DECIDE_EQUAL, /* nothing deviates, or only as chance does (p > 0.02 with all samples taken) */
    DECIDE_FINDING,
    DECIDE_MORE, /* not settled: more groups */
    DECIDE_OPEN, /* not settled with all the samples that are to be had */
};

struct tally {
    size_t denied, denied_deviating;
    size_t absent; /* absent answers of this check; none deviates (what one of them shows is known) */
    size_t pool; /* absent answers of the whole run, none of which deviates thus; 0 when what deviates varies anyway */
    size_t comparisons;     /* planned in the run */
    size_t fresh_deviating; /* of the deviating ones: seen with fresh references after the first suspicion */
};

enum decision decide(const struct tally *t);

#endif
