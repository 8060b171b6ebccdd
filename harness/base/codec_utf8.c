/* SPDX-License-Identifier: Apache-2.0
 *
 * codec: UTF-8, and text that a terminal may show. */
#include <stdio.h>
#include <string.h>

#include "codec.h"

/* Longest result for one byte or scalar: "\u{10ffff}". */
#define PRINTABLE_EXPANSION 10

static const struct utf8_form {
    unsigned mask, lead; /* of the first byte */
    size_t len;
    uint32_t least; /* smaller scalars have a shorter form */
} forms[] = {
    {0x80, 0x00, 1, 0},
    {0xe0, 0xc0, 2, 0x80},
    {0xf0, 0xe0, 3, 0x800},
    {0xf8, 0xf0, 4, 0x10000},
};

static bool is_scalar(uint32_t c) {
    return c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
}

/* The scalar of `form` at `bytes`; UINT32_MAX when a byte in it is no continuation. */
static uint32_t read_form(const struct utf8_form *form, const unsigned char *bytes) {
    uint32_t scalar = bytes[0] & ~form->mask;
    for (size_t i = 1; i < form->len; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return UINT32_MAX;
        scalar = scalar << 6 | (bytes[i] & 0x3fu);
    }
    return scalar;
}

size_t codec_utf8_take(struct str s, size_t from, uint32_t *scalar) {
    if (from >= s.len)
        return 0;
    const unsigned char *bytes = (const unsigned char *)s.data + from;
    if (bytes[0] < 0x80) {
        *scalar = bytes[0];
        return 1;
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if ((bytes[0] & forms[i].mask) != forms[i].lead)
            continue;
        if (forms[i].len > s.len - from)
            return 0;
        uint32_t found = read_form(&forms[i], bytes);
        if (!is_scalar(found) || found < forms[i].least)
            return 0;
        *scalar = found;
        return forms[i].len;
    }
    return 0;
}

/* The index of the first byte from `i` that is not ASCII, or of the end; eight at a time as far as there are eight. */
static size_t ascii_end(struct str s, size_t i) {
    uint64_t eight;
    for (; s.len - i >= sizeof eight; i += sizeof eight) {
        memcpy(&eight, s.data + i, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (i < s.len && (unsigned char)s.data[i] < 0x80)
        i++;
    return i;
}

bool codec_is_utf8(struct str s) {
    uint32_t scalar;
    for (size_t i = ascii_end(s, 0); i < s.len; i = ascii_end(s, i)) {
        size_t len = codec_utf8_take(s, i, &scalar);
        if (len == 0)
            return false;
        i += len;
    }
    return true;
}

size_t codec_utf8_put(uint32_t scalar, char out[4]) {
    if (!is_scalar(scalar))
        return 0;
    size_t form = 3;
    while (scalar < forms[form].least)
        form--;
    for (size_t i = forms[form].len; i-- > 1;) {
        out[i] = (char)(unsigned char)(0x80 | (scalar & 0x3f));
        scalar >>= 6;
    }
    out[0] = (char)(unsigned char)(forms[form].lead | scalar);
    return forms[form].len;
}

static bool is_bidirectional_mark(uint32_t c) {
    return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_control(uint32_t c) {
    return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

/* Writes the printable form of the `len` bytes of one scalar (0: one bad byte) and returns its length. */
static size_t put_printable(char *out, const char *bytes, size_t len, uint32_t scalar) {
    size_t room = PRINTABLE_EXPANSION + 1;
    if (len == 0)
        return (size_t)snprintf(out, room, "\\x%02x", (unsigned)(unsigned char)bytes[0]);
    if (scalar == '\n' || scalar == '\t')
        return (size_t)snprintf(out, room, "\\%c", scalar == '\n' ? 'n' : 't');
    if (is_control(scalar) && len == 1)
        return (size_t)snprintf(out, room, "\\x%02x", (unsigned)scalar);
    if (is_control(scalar) || is_bidirectional_mark(scalar))
        return (size_t)snprintf(out, room, "\\u{%x}", (unsigned)scalar);
    memcpy(out, bytes, len);
    return len;
}

/* Most texts are: blank to tilde only. */
static bool is_plain(struct str s) {
    size_t i = 0;
    while (i < s.len && (unsigned char)(s.data[i] - ' ') <= '~' - ' ')
        i++;
    return i == s.len;
}

struct str codec_printable(struct arena *a, struct str s) {
    char piece[PRINTABLE_EXPANSION + 1];
    size_t total = 0;
    uint32_t scalar = 0;
    if (is_plain(s))
        return str_copy(a, s);
    for (size_t i = 0, len; i<s.len; i += len> 0 ? len : 1) {
        len = codec_utf8_take(s, i, &scalar);
        total += put_printable(piece, s.data + i, len, scalar);
    }
    char *out = arena_alloc(a, total + 1, 1);
    size_t at = 0;
    for (size_t i = 0, len; i<s.len; i += len> 0 ? len : 1) {
        len = codec_utf8_take(s, i, &scalar);
        size_t put = put_printable(piece, s.data + i, len, scalar);
        memcpy(out + at, piece, put);
        at += put;
    }
    return str_of(out, at);
}

struct str codec_printable_start(struct arena *a, struct str s, size_t max_bytes) {
    struct str printable = codec_printable(a, s);
    if (printable.len <= max_bytes)
        return printable;
    while (max_bytes > 0 && ((unsigned char)printable.data[max_bytes] & 0xc0) == 0x80)
        max_bytes--;
    return str_sub(printable, 0, max_bytes);
}
