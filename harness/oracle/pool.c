/* SPDX-License-Identifier: Apache-2.0
 *
 * pool: which values the absent answers of a run have shown. */
#include "pool.h"

#include "hash.h"

#define CAPACITY_FIRST 1024

void pool_init(struct pool *p, struct arena *arena) {
    *p = (struct pool){.arena = arena, .capacity = CAPACITY_FIRST};
    p->hashes = ARENA_ARRAY(arena, uint64_t, p->capacity);
}

static uint64_t mix(uint64_t h, struct str s) {
    return (h ^ hash_fnv1a(s)) * UINT64_C(0x9E3779B97F4A7C15);
}

static uint64_t hash_of(struct str surface, enum feature_kind kind, struct str key, struct str value) {
    bool is_of_body = kind == FEATURE_BODY || kind == FEATURE_RPC;
    uint64_t h = mix(mix(mix(1, is_of_body ? surface : STR("")), key), value);
    return h ? h : 1;
}

static size_t find(const struct pool *p, uint64_t hash) {
    size_t i = (size_t)hash & (p->capacity - 1);
    while (p->hashes[i] && p->hashes[i] != hash) {
        i = (i + 1) & (p->capacity - 1);
    }
    return i;
}

static void put(struct pool *p, uint64_t hash) {
    size_t i = find(p, hash);
    p->count += p->hashes[i] == 0;
    p->hashes[i] = hash;
}

static void grow(struct pool *p) {
    struct pool bigger = {.arena = p->arena, .capacity = 2 * p->capacity, .answers = p->answers};
    bigger.hashes = ARENA_ARRAY(p->arena, uint64_t, bigger.capacity);
    for (size_t i = 0; i < p->capacity; i++) {
        if (p->hashes[i]) {
            put(&bigger, p->hashes[i]);
        }
    }
    *p = bigger;
}

void pool_add(struct pool *p, struct str surface, const struct features *absent) {
    p->answers++;
    for (size_t i = 0; i < absent->count; i++) {
        const struct feature *f = &absent->items[i];
        if (2 * (p->count + 1) > p->capacity) {
            grow(p);
        }
        put(p, hash_of(surface, f->kind, f->key, f->value));
    }
}

bool pool_has(const struct pool *p, struct str surface, enum feature_kind kind, struct str key, struct str value) {
    uint64_t hash = hash_of(surface, kind, key, value);
    return p->hashes[find(p, hash)] == hash;
}
