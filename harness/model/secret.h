/* SPDX-License-Identifier: Apache-2.0
 *
 * secret: a string that no report, log or message may show. Pure. It has its own type so that it cannot be handed to
 * printf; only `http` unwraps it, and a redactor knows all of them. */
#ifndef NONESUCH_SECRET_H
#define NONESUCH_SECRET_H

#include "str.h"

struct secret {
    struct str hidden; /* never read this member outside secret.c: use secret_unwrap */
};

struct secret secret_wrap(struct str value);
struct str secret_unwrap(struct secret s);
bool secret_is_empty(struct secret s);
bool secret_is_same(struct secret a, struct secret b);

/* A known one. */
struct redactor_entry {
    struct str value;
    uint64_t start; /* its first eight bytes */
    size_t next;    /* in the same slot of the table, a shorter one: index and 1; 0: none */
};

/* Every secret a run knows, configured or received, so that texts can be cleaned: tens of thousands cost little more
 * than one. */
struct redactor {
    struct arena *arena; /* strings and table live here */
    struct redactor_entry *entries;
    size_t count, capacity;
    size_t *table; /* by the first eight bytes; NULL before the first */
    size_t odd;    /* those that hold a percent sign, as `next`: one text may stand for several */
};

void redactor_init(struct redactor *r, struct arena *arena);
/* Values shorter than 8 bytes are ignored: they would hide ordinary words. Duplicates are dropped. */
void redactor_add(struct redactor *r, struct str value);
/* `text` with every known secret (raw and percent-encoded) replaced by "***"; `text` itself when there is none. */
struct str redactor_clean(const struct redactor *r, struct str text, struct arena *a);

#endif
