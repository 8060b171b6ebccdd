/* SPDX-License-Identifier: Apache-2.0
 *
 * buf: a growing run of bytes with a ceiling. Past the ceiling nothing more is taken and `truncated` is set. */
#ifndef NONESUCH_BUF_H
#define NONESUCH_BUF_H

#include "str.h"

struct buf {
    char *data; /* terminated whenever not NULL */
    size_t len, capacity;
    size_t ceiling_bytes; /* from limits.h */
    bool truncated;
};

void buf_init(struct buf *b, size_t ceiling_bytes);
void buf_free(struct buf *b); /* accepts NULL and {0} */
void buf_clear(struct buf *b);

/* True when everything was taken. */
bool buf_append(struct buf *b, const char *data, size_t len);
bool buf_append_str(struct buf *b, struct str s);
bool buf_append_cstr(struct buf *b, const char *s);
bool buf_append_char(struct buf *b, char c);
bool buf_printf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);

struct str buf_str(const struct buf *b); /* borrowed until the next change */

#endif
