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

static void push_block(struct arena *a, size_t at_least) {
    size_t size = a->head ? a->head->size * 2 : FIRST_BLOCK_BYTES;
    if (size > LARGEST_DOUBLING_BYTES)
        size = LARGEST_DOUBLING_BYTES;
    if (size < at_least)
        size = at_least;
    struct arena_block *block =
        size <= SIZE_MAX - sizeof(struct arena_block) ? malloc(sizeof(struct arena_block) + size) : NULL;
    if (!block)
        abort();
    block->older = a->head;
    block->size = size;
    block->used = 0;
    a->head = block;
}

void *arena_alloc(struct arena *a, size_t size, size_t align) {
    assert(align > 0 && align <= LARGEST_ALIGN && (align & (align - 1)) == 0);
    struct arena_block *block = a->head;
    size_t start = block ? (block->used + align - 1) & ~(align - 1) : 0;
    if (!block || start > block->size || size > block->size - start) {
        push_block(a, size);
        block = a->head;
        start = 0;
    }
    block->used = start + size;
    a->used_bytes += size;
    return memset(block->bytes + start, 0, size);
}

char *arena_copy(struct arena *a, const char *data, size_t len) {
    if (len == SIZE_MAX)
        abort();
    char *copy = arena_alloc(a, len + 1, 1);
    if (len > 0)
        memcpy(copy, data, len);
    return copy;
}

char *arena_printf(struct arena *a, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    size_t size = len < 0 ? 1 : (size_t)len + 1;
    char *text = arena_alloc(a, size, 1);
    if (len > 0)
        (void)vsnprintf(text, size, format, again);
    va_end(again);
    return text;
}
