/* SPDX-License-Identifier: Apache-2.0
 *
 * key_table: open addressing with linear probing. */
#include "key_table.h"

#include <assert.h>
#include <stdlib.h>

#include "hash.h"

#define FIRST_CAPACITY 1024u

static uint64_t key_hash(struct key key) {
    uint64_t hash = 0;
    for (size_t i = 0; i < 3; i++) {
        hash = (hash ^ hash_fnv1a(key.part[i])) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    return hash;
}

static bool key_equal(struct key a, struct key b) {
    return str_eq(a.part[0], b.part[0]) && str_eq(a.part[1], b.part[1]) && str_eq(a.part[2], b.part[2]);
}

void key_table_free(struct key_table *t) {
    free(t->slots);
    *t = (struct key_table){0};
}

void *key_table_get(const struct key_table *t, struct key key) {
    if (t->capacity == 0) {
        return NULL;
    }
    uint64_t hash = key_hash(key);
    for (size_t i = (size_t)hash & (t->capacity - 1);; i = (i + 1) & (t->capacity - 1)) {
        const struct key_slot *slot = &t->slots[i];
        if (!slot->value || (slot->hash == hash && key_equal(slot->key, key))) {
            return slot->value;
        }
    }
}

static void put(struct key_table *t, struct key_slot entry) {
    size_t i = (size_t)entry.hash & (t->capacity - 1);
    while (t->slots[i].value) {
        i = (i + 1) & (t->capacity - 1);
    }
    t->slots[i] = entry;
}

static void grow(struct key_table *t) {
    struct key_table larger = {.count = t->count, .capacity = t->capacity > 0 ? 2 * t->capacity : FIRST_CAPACITY};
    larger.slots = calloc(larger.capacity, sizeof *larger.slots);
    if (!larger.slots) {
        abort();
    }
    for (size_t i = 0; i < t->capacity; i++) {
        if (t->slots[i].value) {
            put(&larger, t->slots[i]);
        }
    }
    free(t->slots);
    *t = larger;
}

void key_table_add(struct key_table *t, struct key key, void *value) {
    assert(value && !key_table_get(t, key));
    if (2 * (t->count + 1) > t->capacity) {
        grow(t);
    }
    put(t, (struct key_slot){.key = key, .hash = key_hash(key), .value = value});
    t->count++;
}
