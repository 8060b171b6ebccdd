/* SPDX-License-Identifier: Apache-2.0
 *
 * tail: exact tail probabilities of counts. */
#include "tail.h"

#include <assert.h>
#include <math.h>

double tail_binomial(size_t k, size_t n, double p) {
    if (k == 0 || p >= 1.0) {
        return 1.0;
    }
    if (k > n || p <= 0.0) {
        return 0.0;
    }
    double sum = 0.0;
    for (size_t i = k; i <= n; i++) {
        double x = (double)i;
        double log_choose = lgamma((double)n + 1) - lgamma(x + 1) - lgamma((double)n - x + 1);
        sum += exp(log_choose + x * log(p) + ((double)n - x) * log1p(-p));
    }
    return sum < 1.0 ? sum : 1.0;
}

double tail_all_on_one_side(size_t k, size_t n, size_t m) {
    assert(k <= n);
    double p = 1.0;
    for (size_t i = 0; i < k; i++) {
        p *= (double)(n - i) / (double)(n + m - i);
    }
    return p;
}
