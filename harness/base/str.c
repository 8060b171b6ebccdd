/* SPDX-License-Identifier: Apache-2.0
 *
 * str: views, searching, cutting and copies; globs and distances are in str_match.c. */
#include "str.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct str str_from(const char *cstr) {
    return cstr ? (struct str){.data = cstr, .len = strlen(cstr)} : STR_NONE;
}

struct str str_of(const char *data, size_t len) {
    return (struct str){.data = data, .len = len};
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

bool str_eq(struct str a, struct str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

bool str_eq_ascii_case(struct str a, struct str b) {
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (lower(a.data[i]) != lower(b.data[i]))
            return false;
    }
    return true;
}

int str_cmp(struct str a, struct str b) {
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common > 0 ? memcmp(a.data, b.data, common) : 0;
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts_with(struct str s, struct str prefix) {
    return s.len >= prefix.len && str_eq(str_of(s.data, prefix.len), prefix);
}

bool str_ends_with(struct str s, struct str suffix) {
    return s.len >= suffix.len && str_eq(str_from_index(s, s.len - suffix.len), suffix);
}

ptrdiff_t str_find_char(struct str s, char c, size_t from) {
    if (from >= s.len)
        return -1;
    const char *found = memchr(s.data + from, c, s.len - from);
    return found ? found - s.data : -1;
}

ptrdiff_t str_find(struct str s, struct str needle, size_t from) {
    if (from > s.len || needle.len > s.len - from)
        return -1;
    if (needle.len == 0)
        return (ptrdiff_t)from;
    size_t last = s.len - needle.len;
    ptrdiff_t i = str_find_char(s, needle.data[0], from);
    while (i >= 0 && (size_t)i <= last) {
        if (memcmp(s.data + i, needle.data, needle.len) == 0)
            return i;
        i = str_find_char(s, needle.data[0], (size_t)i + 1);
    }
    return -1;
}

ptrdiff_t str_find_ascii_case(struct str s, struct str needle, size_t from) {
    if (from > s.len || needle.len > s.len - from)
        return -1;
    for (size_t i = from; i <= s.len - needle.len; i++) {
        if (str_eq_ascii_case(str_sub(s, i, needle.len), needle))
            return (ptrdiff_t)i;
    }
    return -1;
}

bool str_contains(struct str s, struct str needle) {
    return str_find(s, needle, 0) >= 0;
}

struct str str_sub(struct str s, size_t from, size_t len) {
    struct str rest = str_from_index(s, from);
    if (len < rest.len)
        rest.len = len;
    return rest;
}

struct str str_from_index(struct str s, size_t from) {
    if (!s.data)
        return s;
    if (from > s.len)
        from = s.len;
    return str_of(s.data + from, s.len - from);
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s) {
    while (s.len > 0 && is_space(s.data[s.len - 1]))
        s.len--;
    size_t from = 0;
    while (from < s.len && is_space(s.data[from]))
        from++;
    return str_from_index(s, from);
}

struct str str_cut(struct str *rest, char separator) {
    struct str all = *rest;
    ptrdiff_t at = str_find_char(all, separator, 0);
    if (at < 0) {
        *rest = STR_NONE;
        return all;
    }
    *rest = str_from_index(all, (size_t)at + 1);
    return str_sub(all, 0, (size_t)at);
}

struct str str_copy(struct arena *a, struct str s) {
    return str_of(arena_copy(a, s.data, s.len), s.len);
}

char *str_cstr(struct arena *a, struct str s) {
    return arena_copy(a, s.data, s.len);
}

struct str str_printf(struct arena *a, const char *format, ...) {
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
    return str_of(text, size - 1);
}

struct str str_grouped(struct arena *a, size_t number) {
    struct str digits = str_printf(a, "%zu", number);
    struct str grouped = str_sub(digits, 0, (digits.len - 1) % 3 + 1);
    for (size_t i = grouped.len; i < digits.len; i += 3)
        grouped = str_printf(a, "%.*s %.*s", STR_ARG(grouped), 3, digits.data + i);
    return grouped;
}

static struct str map_bytes(struct arena *a, struct str s, char (*change)(char)) {
    char *copy = arena_copy(a, s.data, s.len);
    for (size_t i = 0; i < s.len; i++)
        copy[i] = change(copy[i]);
    return str_of(copy, s.len);
}

struct str str_lower_ascii(struct arena *a, struct str s) {
    return map_bytes(a, s, lower);
}

struct str str_upper_ascii(struct arena *a, struct str s) {
    return map_bytes(a, s, upper);
}

static void put(char *out, size_t *at, struct str s) {
    if (s.len > 0)
        memcpy(out + *at, s.data, s.len);
    *at += s.len;
}

struct str str_replace(struct arena *a, struct str s, struct str what, struct str with) {
    assert(what.len > 0);
    size_t hits = 0;
    for (ptrdiff_t i = str_find(s, what, 0); i >= 0; i = str_find(s, what, (size_t)i + what.len))
        hits++;
    if (hits == 0)
        return s;
    size_t len = s.len - hits * what.len + hits * with.len;
    char *out = arena_alloc(a, len + 1, 1);
    size_t at = 0;
    size_t from = 0;
    for (ptrdiff_t i = str_find(s, what, 0); i >= 0; i = str_find(s, what, from)) {
        put(out, &at, str_sub(s, from, (size_t)i - from));
        put(out, &at, with);
        from = (size_t)i + what.len;
    }
    put(out, &at, str_from_index(s, from));
    return str_of(out, len);
}

bool str_to_int64(struct str s, int64_t *out) {
    bool negative = s.len > 0 && s.data[0] == '-';
    size_t i = negative ? 1 : 0;
    if (i == s.len)
        return false;
    /* Counts downwards: the negative range is the larger one. */
    int64_t value = 0;
    for (; i < s.len; i++) {
        if (s.data[i] < '0' || s.data[i] > '9')
            return false;
        int digit = s.data[i] - '0';
        if (value < (INT64_MIN + digit) / 10)
            return false;
        value = value * 10 - digit;
    }
    if (!negative && value == INT64_MIN)
        return false;
    *out = negative ? value : -value;
    return true;
}
