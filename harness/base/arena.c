/* SPDX-License-Identifier: Apache-2.0
 *
 * arena: a chain of blocks that double in size. */
#include "arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK_BYTES ((size_t)4096)
#define LARGEST_DOUBLING_BYTES ((size_t)1 << 22)
#define LARGEST_ALIGN ((size_t)16)
#define LARGEST_BLOCK_BYTES (SIZE_MAX / 2)

struct arena_block {
    struct arena_block *older;
    size_t size, used;
    _Alignas(16) unsigned char bytes[];
};

void arena_init(struct arena *a) {
    *a = (struct arena){0};
}

static void free_chain(struct arena_block *block) {
    while (block) {
        struct arena_block *older = block->older;
        free(block);
        block = older;
    }
}

void arena_free(struct arena *a) {
    if (!a)
        return;
    free_chain(a->head);
    *a = (struct arena){0};
}

void arena_reset(struct arena *a) {
    a->used_bytes = 0;
    if (!a->head)
        return;
    free_chain(a->head->older);
    a->head->older = NULL;
    a->head->used = 0;
}

void arena_join(struct arena *into, struct arena *from) {
    struct arena_block *joined = from->head;
    if (into->head && joined) {
        /* Behind the block in use, which goes on. */
        struct arena_block *last = joined;
        while (last->older) {
            last = last->older;
        }
        last->older = into->head->older;
        into->head->older = joined;
    } else if (joined) {
        into->head = joined;
    }
    into->used_bytes += from->used_bytes;
    arena_init(from);
}

/* Sizes are multiples of the largest alignment, so that a start that was rounded up is still inside. */
static void push_block(struct arena *a, size_t at_least) {
    size_t size = a->head ? a->head->size * 2 : FIRST_BLOCK_BYTES;
    if (size > LARGEST_DOUBLING_BYTES)
        size = LARGEST_DOUBLING_BYTES;
    if (size < at_least)
        size = at_least <= LARGEST_BLOCK_BYTES ? (at_least + LARGEST_ALIGN - 1) & ~(LARGEST_ALIGN - 1) : SIZE_MAX;
    struct arena_block *block = size <= LARGEST_BLOCK_BYTES ? malloc(sizeof(struct arena_block) + size) : NULL;
    if (!block)
        abort();
    block->older = a->head;
    block->size = size;
    block->used = 0;
    a->head = block;
}

/* Memory with whatever was there before. */
static unsigned char *take(struct arena *a, size_t size, size_t align) {
    assert(align - 1 < LARGEST_ALIGN && (align & (align - 1)) == 0);
    struct arena_block *block = a->head;
    size_t start = block ? (block->used + align - 1) & ~(align - 1) : 0;
    if (!block || size > block->size - start) {
        push_block(a, size);
        block = a->head;
        start = 0;
    }
    block->used = start + size;
    a->used_bytes += size;
    return block->bytes + start;
}

void *arena_alloc(struct arena *a, size_t size, size_t align) {
    return memset(take(a, size, align), 0, size);
}

char *arena_copy(struct arena *a, const char *data, size_t len) {
    if (len == SIZE_MAX)
        abort();
    char *copy = (char *)take(a, len + 1, 1);
    if (len > 0)
        memcpy(copy, data, len);
    copy[len] = '\0';
    return copy;
}

char *arena_printf(struct arena *a, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    size_t len;
    char *text = arena_vprintf(a, &len, format, arguments);
    va_end(arguments);
    return text;
}

/* Mostly the text fits into what is left of the block: then it is written once. */
char *arena_vprintf(struct arena *a, size_t *len, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    size_t room = a->head ? a->head->size - a->head->used : 0;
    int written = vsnprintf(room > 0 ? (char *)a->head->bytes + a->head->used : NULL, room, format, arguments);
    *len = written < 0 ? 0 : (size_t)written;
    char *text = (char *)take(a, *len + 1, 1);
    if (*len >= room)
        (void)vsnprintf(text, *len + 1, format, again);
    text[*len] = '\0';
    va_end(again);
    return text;
}
