/* SPDX-License-Identifier: Apache-2.0
 *
 * hash: SHA-256 and FNV-1a. */
#include "hash.h"

#include <string.h>

#include "codec.h"

#define BLOCK_BYTES 64u
#define LENGTH_BYTES 8u

static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate_right(uint32_t x, int bits) {
    return (x >> bits) | (x << (32 - bits));
}

static uint32_t load_big_endian(const unsigned char *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

static void expand(const unsigned char *block, uint32_t w[64]) {
    for (size_t i = 0; i < 16; i++)
        w[i] = load_big_endian(block + 4 * i);
    for (size_t i = 16; i < 64; i++) {
        uint32_t s0 = rotate_right(w[i - 15], 7) ^ rotate_right(w[i - 15], 18) ^ (w[i - 15] >> 3);
        uint32_t s1 = rotate_right(w[i - 2], 17) ^ rotate_right(w[i - 2], 19) ^ (w[i - 2] >> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
}

/* FIPS 180-4, 6.2.2: v[0] to v[7] are its working variables a to h. */
static void compress(struct sha256 *h) {
    uint32_t w[64];
    expand(h->block, w);
    uint32_t v[8];
    memcpy(v, h->state, sizeof v);
    for (size_t i = 0; i < 64; i++) {
        uint32_t sum1 = rotate_right(v[4], 6) ^ rotate_right(v[4], 11) ^ rotate_right(v[4], 25);
        uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
        uint32_t t1 = v[7] + sum1 + choice + round_constants[i] + w[i];
        uint32_t sum0 = rotate_right(v[0], 2) ^ rotate_right(v[0], 13) ^ rotate_right(v[0], 22);
        uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += t1;
        v[0] = t1 + sum0 + majority;
    }
    for (size_t i = 0; i < 8; i++)
        h->state[i] += v[i];
}

void sha256_init(struct sha256 *h) {
    *h = (struct sha256){
        .state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void sha256_update(struct sha256 *h, const void *data, size_t len) {
    const unsigned char *bytes = data;
    while (len > 0) {
        size_t filled = h->length_bytes % BLOCK_BYTES;
        size_t take = len < BLOCK_BYTES - filled ? len : BLOCK_BYTES - filled;
        memcpy(h->block + filled, bytes, take);
        h->length_bytes += take;
        bytes += take;
        len -= take;
        if (filled + take == BLOCK_BYTES)
            compress(h);
    }
}

void sha256_final(struct sha256 *h, unsigned char out[32]) {
    uint64_t length_bits = h->length_bytes * 8;
    size_t filled = h->length_bytes % BLOCK_BYTES;
    h->block[filled++] = 0x80;
    if (filled > BLOCK_BYTES - LENGTH_BYTES) {
        memset(h->block + filled, 0, BLOCK_BYTES - filled);
        compress(h);
        filled = 0;
    }
    memset(h->block + filled, 0, BLOCK_BYTES - LENGTH_BYTES - filled);
    for (size_t i = 0; i < LENGTH_BYTES; i++)
        h->block[BLOCK_BYTES - 1 - i] = (unsigned char)(length_bits >> (8 * i));
    compress(h);
    for (size_t i = 0; i < 32; i++)
        out[i] = (unsigned char)(h->state[i / 4] >> (24 - 8 * (i % 4)));
}

struct str sha256_hex(struct arena *a, struct str data) {
    struct sha256 h;
    sha256_init(&h);
    sha256_update(&h, data.data, data.len);
    unsigned char digest[32];
    sha256_final(&h, digest);
    return codec_hex(a, str_of((const char *)digest, sizeof digest));
}

uint64_t hash_fnv1a(struct str s) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.data[i]) * UINT64_C(0x100000001b3);
    return hash;
}
