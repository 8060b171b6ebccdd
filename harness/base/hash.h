/* SPDX-License-Identifier: Apache-2.0
 *
 * hash: SHA-256 (FIPS 180-4) for fingerprints, FNV-1a for tables. Pure. */
#ifndef NONESUCH_HASH_H
#define NONESUCH_HASH_H

#include "str.h"

struct sha256 {
    uint32_t state[8];
    uint64_t length_bytes;
    unsigned char block[64];
};

void sha256_init(struct sha256 *h);
void sha256_update(struct sha256 *h, const void *data, size_t len);
void sha256_final(struct sha256 *h, unsigned char out[32]);
struct str sha256_hex(struct arena *a, struct str data); /* 64 lower-case digits */

uint64_t hash_fnv1a(struct str s);

#endif
