/* SPDX-License-Identifier: Apache-2.0
 *
 * read_part: members of a report's objects as typed values. The first that is wrong is kept in `fault`; what is read
 * after it is empty, so that a reader asks once at its end. Internal to report. */
#ifndef NONESUCH_READ_PART_H
#define NONESUCH_READ_PART_H

#include "value.h"
#include "verdict.h"

struct reading {
    struct arena *arena;
    const char *file;
    struct fault *fault;
    enum rc rc;
};

/* A value and the way to it. */
struct part {
    struct reading *reading;
    const struct value *value;
    const struct part *parent; /* NULL at the root */
    const char *key;           /* NULL: `index` */
    size_t index;
};

/* RC_CONFIG at this part. */
void part_refuse(const struct part *p, const char *format, ...) PRINTF_LIKE(2, 3);

/* A member; its value is NULL when it is not there. */
struct part part_member(const struct part *p, const char *key);
struct part part_item(const struct part *p, size_t index);
bool part_is_there(const struct part *p); /* and is not null */
/* Items of an array; 0 when it is none, and refused unless it is not there at all. */
size_t part_count(const struct part *p);

/* Of an optional member: empty, 0 or false without; refused when it is of another type. */
struct str part_text(const struct part *p, const char *key);
size_t part_size(const struct part *p, const char *key); /* a count */
size_t part_whole(const struct part *p);                 /* a part that is a count itself */
bool part_bool(const struct part *p, const char *key);
int64_t part_ms(const struct part *p, const char *key); /* milliseconds as ns */

/* Text, or {base64}. */
struct str part_bytes(const struct part *p);
struct str part_bytes_member(const struct part *p, const char *key);
/* Strings, joined. */
struct str part_joined(const struct part *p, const char *key, const char *separator);

/* The index of the word whose name `name` gives, of `count`. Refused when there is none. */
size_t part_word(const struct part *p, const char *key, const char *(*name)(size_t index), size_t count);

#endif
