/* SPDX-License-Identifier: Apache-2.0
 *
 * str: borrowed views of bytes. Pure. A view is valid as long as what it was taken from; it need not be terminated and
 * may hold NUL bytes. */
#ifndef NONESUCH_STR_H
#define NONESUCH_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

struct str {
    const char *data;
    size_t len;
};

#define STR_NONE ((struct str){.data = NULL, .len = 0})
#define STR(literal) ((struct str){.data = ("" literal), .len = sizeof(literal) - 1})
/* For printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).len, ((s).data ? (s).data : "")

struct str str_from(const char *cstr); /* NULL gives STR_NONE */
struct str str_of(const char *data, size_t len);

bool str_eq(struct str a, struct str b);
bool str_eq_ascii_case(struct str a, struct str b);
int str_cmp(struct str a, struct str b); /* memcmp order, the shorter first */
bool str_starts_with(struct str s, struct str prefix);
bool str_ends_with(struct str s, struct str suffix);

/* Index of the first occurrence at or after `from`, or -1. An empty needle is found at `from`. */
ptrdiff_t str_find(struct str s, struct str needle, size_t from);
ptrdiff_t str_find_ascii_case(struct str s, struct str needle, size_t from);
ptrdiff_t str_find_char(struct str s, char c, size_t from);
bool str_contains(struct str s, struct str needle);

struct str str_sub(struct str s, size_t from, size_t len); /* clamped to s */
struct str str_from_index(struct str s, size_t from);      /* the rest from there, clamped */
struct str str_trim(struct str s);                         /* blanks, tabs, CR, LF at both ends */

/* Cuts `*rest` at the first `separator`: returns what is before it, leaves in `*rest` what is behind it (STR_NONE when
 * there was no separator). Loop: `while (rest.data) { part = str_cut(&rest, ','); … }`. */
struct str str_cut(struct str *rest, char separator);

/* Terminated copies in an arena. */
struct str str_copy(struct arena *a, struct str s);
char *str_cstr(struct arena *a, struct str s);
struct str str_printf(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
struct str str_grouped(struct arena *a, size_t number); /* "8 214" */
struct str str_lower_ascii(struct arena *a, struct str s);
struct str str_upper_ascii(struct arena *a, struct str s);
/* Every `what` (not empty) replaced by `with`. Returns `s` itself when there is none. */
struct str str_replace(struct arena *a, struct str s, struct str what, struct str with);

/* Whole-string numbers: false when anything else stands there or the value does not fit. */
bool str_to_int64(struct str s, int64_t *out);

/* Glob over the whole string: `*` any run of characters, `?` one, `{a,b}` alternatives (not nested; `*` and `?` work
 * inside). One syntax for --only, waivers and the defect table. A pattern over 512 bytes matches nothing. */
bool str_glob(struct str pattern, struct str s);

/* Levenshtein distance, for "did you mean". Strings over 64 bytes count as far apart (SIZE_MAX). */
size_t str_distance(struct str a, struct str b);
/* The nearest of `count` candidates with distance at most 2 (and less than the length of `s`), or STR_NONE. */
struct str str_nearest(struct str s, const struct str *candidates, size_t count);

#endif
