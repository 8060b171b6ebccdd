/* SPDX-License-Identifier: Apache-2.0
 *
 * arena: memory that is released all at once. Not thread-safe: one arena has one user at a time.
 *
 * Only plain memory lives in an arena. Handles (FILE*, CURL*, sqlite3*) never do. */
#ifndef NONESUCH_ARENA_H
#define NONESUCH_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "rc.h"

struct arena_block;

struct arena {
    struct arena_block *head; /* the block in use; older ones hang behind it */
    size_t used_bytes;        /* given out since the last reset */
};

/* {0} is an empty arena too; init is for the reader. */
void arena_init(struct arena *a);
void arena_free(struct arena *a);

/* Forgets everything given out; keeps one block for the next round. */
void arena_reset(struct arena *a);

/* What `from` has given out belongs to `into` from now on, where it is; `from` is empty. */
void arena_join(struct arena *into, struct arena *from);

/* Zeroed memory, aligned to `align` (a power of two, at most 16), until the arena is reset or freed. Never NULL, also
 * for size 0: aborts when memory is exhausted. Sizes from outside meet limits.h before they come here. */
void *arena_alloc(struct arena *a, size_t size, size_t align);
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type), _Alignof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_alloc((a), sizeof(type) * (count), _Alignof(type)))

/* A terminated copy. `data` may be NULL when `len` is 0. */
char *arena_copy(struct arena *a, const char *data, size_t len);
char *arena_printf(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same for who has its arguments in a list already. Leaves in `*len` how long the text is. */
char *arena_vprintf(struct arena *a, size_t *len, const char *format, va_list arguments) PRINTF_LIKE(3, 0);

#endif
