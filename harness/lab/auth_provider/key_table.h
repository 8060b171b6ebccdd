/* SPDX-License-Identifier: Apache-2.0
 *
 * key_table: a hash table from up to three strings to a pointer. Entries are never removed. Not thread-safe. */
#ifndef NONESUCH_KEY_TABLE_H
#define NONESUCH_KEY_TABLE_H

#include "str.h"

struct key {
    struct str part[3]; /* unused parts are STR_NONE */
};

struct key_slot {
    struct key key;
    uint64_t hash;
    void *value; /* NULL: the slot is free */
};

struct key_table {
    struct key_slot *slots;
    size_t count, capacity; /* a power of two, at most half full */
};

/* {0} is an empty table. */
void key_table_free(struct key_table *t);

/* NULL when absent. The cost does not depend on whether the key is there. */
void *key_table_get(const struct key_table *t, struct key key);
/* The key must be absent; its strings must live as long as the table. `value` is not NULL. */
void key_table_add(struct key_table *t, struct key key, void *value);

#endif
