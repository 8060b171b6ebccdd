/* SPDX-License-Identifier: Apache-2.0
 *
 * rng: xoshiro256**, and the machine's entropy. */
#include "rng.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define LARGEST_ELEMENT 256

static uint64_t rotate_left(uint64_t x, int bits) {
    return (x << bits) | (x >> (64 - bits));
}

static uint64_t splitmix64(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

void rng_init(struct rng *r, uint64_t seed) {
    for (size_t i = 0; i < 4; i++)
        r->s[i] = splitmix64(&seed);
}

uint64_t rng_next(struct rng *r) {
    uint64_t *s = r->s;
    uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return result;
}

uint64_t rng_below(struct rng *r, uint64_t bound) {
    assert(bound > 0);
    /* Draws below 2^64 mod bound would make the small results more likely. */
    uint64_t unfair = (0 - bound) % bound;
    uint64_t draw = rng_next(r);
    while (draw < unfair)
        draw = rng_next(r);
    return draw % bound;
}

bool rng_coin(struct rng *r) {
    return rng_next(r) >> 63;
}

static void swap(unsigned char *a, unsigned char *b, size_t size) {
    unsigned char kept[LARGEST_ELEMENT];
    memcpy(kept, a, size);
    memcpy(a, b, size);
    memcpy(b, kept, size);
}

void rng_shuffle(struct rng *r, void *base, size_t count, size_t size) {
    assert(size > 0 && size <= LARGEST_ELEMENT);
    unsigned char *elements = base;
    for (size_t i = count; i > 1; i--) {
        size_t j = (size_t)rng_below(r, i);
        if (j != i - 1)
            swap(elements + (i - 1) * size, elements + j * size, size);
    }
}

void entropy_fill(void *out, size_t size) {
    unsigned char *bytes = out;
    while (size > 0) {
        ssize_t got = getrandom(bytes, size, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            abort();
        bytes += got;
        size -= (size_t)got;
    }
}

uint64_t entropy_u64(void) {
    uint64_t value;
    entropy_fill(&value, sizeof value);
    return value;
}
