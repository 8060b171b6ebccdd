/* SPDX-License-Identifier: Apache-2.0
 *
 * rng: a seeded generator (xoshiro256**, Blackman & Vigna 2018; seeded by SplitMix64) for order and coins, and the
 * machine's entropy for names that must be unguessable. The generator is pure. */
#ifndef NONESUCH_RNG_H
#define NONESUCH_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
    uint64_t s[4];
};

void rng_init(struct rng *r, uint64_t seed);
uint64_t rng_next(struct rng *r);
uint64_t rng_below(struct rng *r, uint64_t bound); /* uniform in [0, bound), bound > 0 */
bool rng_coin(struct rng *r);
/* Fisher–Yates over `count` elements of `size` bytes (size at most 256). */
void rng_shuffle(struct rng *r, void *base, size_t count, size_t size);

/* Fills `out` from the machine (getrandom). Aborts if the machine has none. */
void entropy_fill(void *out, size_t size);
uint64_t entropy_u64(void);

#endif
