/* SPDX-License-Identifier: Apache-2.0
 *
 * buf: growing bytes. */
#include "buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY ((size_t)64)

void buf_init(struct buf *b, size_t ceiling_bytes) {
    assert(ceiling_bytes < SIZE_MAX);
    *b = (struct buf){.ceiling_bytes = ceiling_bytes};
}

void buf_free(struct buf *b) {
    if (!b)
        return;
    free(b->data);
    *b = (struct buf){.ceiling_bytes = b->ceiling_bytes};
}

void buf_clear(struct buf *b) {
    b->len = 0;
    b->truncated = false;
    if (b->data)
        b->data[0] = '\0';
}

/* Makes room for `want` more bytes and a terminator; returns how many of them may come. */
static size_t reserve(struct buf *b, size_t want) {
    size_t room = b->truncated ? 0 : b->ceiling_bytes - b->len;
    if (want > room) {
        b->truncated = true;
        want = room;
    }
    size_t need = b->len + want + 1;
    if (need <= b->capacity)
        return want;
    size_t capacity = b->capacity > 0 ? b->capacity : FIRST_CAPACITY;
    while (capacity < need)
        capacity = capacity > SIZE_MAX / 2 ? need : capacity * 2;
    if (capacity > b->ceiling_bytes + 1)
        capacity = b->ceiling_bytes + 1;
    char *data = realloc(b->data, capacity);
    if (!data)
        abort();
    b->data = data;
    b->capacity = capacity;
    return want;
}

/* What may be written, terminator included, without a look at the ceiling: the capacity never goes beyond it. */
static size_t room_left(const struct buf *b) {
    return b->truncated ? 0 : b->capacity - b->len;
}

bool buf_append(struct buf *b, const char *data, size_t len) {
    size_t take = len < room_left(b) ? len : reserve(b, len);
    if (take > 0)
        memcpy(b->data + b->len, data, take);
    b->len += take;
    b->data[b->len] = '\0';
    return take == len;
}

bool buf_append_str(struct buf *b, struct str s) {
    return buf_append(b, s.data, s.len);
}

bool buf_append_cstr(struct buf *b, const char *s) {
    return buf_append_str(b, str_from(s));
}

bool buf_append_char(struct buf *b, char c) {
    if (room_left(b) < 2)
        return buf_append(b, &c, 1);
    b->data[b->len++] = c;
    b->data[b->len] = '\0';
    return true;
}

/* Mostly the text fits where it belongs: then it is written once. */
bool buf_printf(struct buf *b, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    size_t room = room_left(b);
    int len = vsnprintf(room > 0 ? b->data + b->len : NULL, room, format, args);
    va_end(args);
    size_t want = len < 0 ? 0 : (size_t)len, take = want;
    if (want >= room) {
        take = reserve(b, want);
        (void)vsnprintf(b->data + b->len, take + 1, format, again);
    }
    va_end(again);
    b->len += take;
    b->data[b->len] = '\0';
    return len >= 0 && take == want;
}

struct str buf_str(const struct buf *b) {
    return str_of(b->data ? b->data : "", b->len);
}
