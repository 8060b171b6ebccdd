/* SPDX-License-Identifier: Apache-2.0
 *
 * signed_rank: Wilcoxon's signed-rank test, exact. Pure. */
#ifndef NONESUCH_SIGNED_RANK_H
#define NONESUCH_SIGNED_RANK_H

#include <stddef.h>

#define SIGNED_RANK_MAX 64

/* Two-sided p of `count` (at most SIGNED_RANK_MAX) values, given their sizes, when each sign is a fair coin's: how
 * often coins make the ranks of one sign sum up as high as here. Zeros say nothing and are left out; equal sizes share
 * the middle of their ranks, and the distribution is that of the shared ranks. 1 when nothing is left. */
double signed_rank_p(const double *values, size_t count);

#endif
