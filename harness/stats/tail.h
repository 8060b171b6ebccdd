/* SPDX-License-Identifier: Apache-2.0
 *
 * tail: exact tail probabilities of counts. Pure. */
#ifndef NONESUCH_TAIL_H
#define NONESUCH_TAIL_H

#include <stddef.h>

/* P(X >= k), X binomial with n trials of probability p (0 <= p <= 1). 1 for k = 0. */
double tail_binomial(size_t k, size_t n, double p);

/* P(all k marked ones lie among the n chosen, of n + m): C(n, k) / C(n + m, k), the one-sided Fisher exact p of "k of
 * n denied, 0 of m absent answers deviate" when a coin decided which is which. 1 for k = 0; k <= n. */
double tail_all_on_one_side(size_t k, size_t n, size_t m);

#endif
