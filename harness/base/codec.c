/* SPDX-License-Identifier: Apache-2.0
 *
 * codec: hex, base64 and percent-encoding; UTF-8 is in codec_utf8.c. */
#include "codec.h"

#include <string.h>

static const char lower_digits[] = "0123456789abcdef";
static const char upper_digits[] = "0123456789ABCDEF";
static const char base64_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static unsigned byte_at(struct str s, size_t i) {
    return (unsigned char)s.data[i];
}

struct str codec_hex(struct arena *a, struct str bytes) {
    char *out = arena_alloc(a, bytes.len * 2 + 1, 1);
    for (size_t i = 0; i < bytes.len; i++) {
        out[2 * i] = lower_digits[byte_at(bytes, i) >> 4];
        out[2 * i + 1] = lower_digits[byte_at(bytes, i) & 15];
    }
    return str_of(out, bytes.len * 2);
}

struct str codec_base64(struct arena *a, struct str bytes) {
    size_t len = (bytes.len + 2) / 3 * 4;
    char *out = arena_alloc(a, len + 1, 1);
    for (size_t i = 0, at = 0; i < bytes.len; i += 3, at += 4) {
        size_t left = bytes.len - i;
        unsigned group = byte_at(bytes, i) << 16;
        group |= left > 1 ? byte_at(bytes, i + 1) << 8 : 0;
        group |= left > 2 ? byte_at(bytes, i + 2) : 0;
        out[at] = base64_alphabet[group >> 18];
        out[at + 1] = base64_alphabet[group >> 12 & 63];
        out[at + 2] = left > 1 ? base64_alphabet[group >> 6 & 63] : '=';
        out[at + 3] = left > 2 ? base64_alphabet[group & 63] : '=';
    }
    return str_of(out, len);
}

static struct str base64url(struct arena *a, struct str bytes) {
    struct str text = str_replace(a, codec_base64(a, bytes), STR("+"), STR("-"));
    text = str_replace(a, text, STR("/"), STR("_"));
    while (str_ends_with(text, STR("="))) {
        text.len--;
    }
    return text;
}

static const struct {
    const char *name;
    struct str (*apply)(struct arena *a, struct str bytes);
} codecs[CODEC_COUNT] = {
    [CODEC_NONE] = {"", NULL},
    [CODEC_BASE64] = {"base64", codec_base64},
    [CODEC_BASE64URL] = {"base64url", base64url},
    [CODEC_HEX] = {"hex", codec_hex},
};

const char *codec_name(enum codec c) {
    return codecs[c].name;
}

enum codec codec_find(struct str name) {
    for (enum codec c = CODEC_BASE64; c < CODEC_COUNT; c++) {
        if (str_eq(name, str_from(codecs[c].name))) {
            return c;
        }
    }
    return CODEC_NONE;
}

struct str codec_apply(enum codec c, struct arena *a, struct str bytes) {
    return codecs[c].apply ? codecs[c].apply(a, bytes) : bytes;
}

/* The six bits of a digit, or -1. */
static int base64_digit(char c) {
    const char *found = c ? strchr(base64_alphabet, c) : NULL;
    return found ? (int)(found - base64_alphabet) : -1;
}

bool codec_base64_decode(struct arena *a, struct str text, struct str *out) {
    if (text.len % 4 != 0)
        return false;
    size_t padding = str_ends_with(text, STR("==")) ? 2 : str_ends_with(text, STR("=")) ? 1 : 0;
    size_t digits = text.len - padding;
    size_t len = digits * 6 / 8;
    char *bytes = arena_alloc(a, len + 1, 1);
    unsigned held = 0;
    int held_bits = 0;
    for (size_t i = 0, at = 0; i < digits; i++) {
        int digit = base64_digit(text.data[i]);
        if (digit < 0)
            return false;
        held = (held << 6 | (unsigned)digit) & 0xffff;
        held_bits += 6;
        if (held_bits < 8)
            continue;
        held_bits -= 8;
        bytes[at++] = (char)(unsigned char)(held >> held_bits);
    }
    /* RFC 4648, 3.5: bits left over are zero, so that a value has one spelling. */
    if ((held & ((1u << held_bits) - 1)) != 0)
        return false;
    *out = str_of(bytes, len);
    return true;
}

static bool is_unreserved(unsigned c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

struct str codec_percent(struct arena *a, struct str bytes) {
    char *out = arena_alloc(a, bytes.len * 3 + 1, 1);
    size_t at = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned c = byte_at(bytes, i);
        if (is_unreserved(c)) {
            out[at++] = (char)c;
            continue;
        }
        out[at++] = '%';
        out[at++] = upper_digits[c >> 4];
        out[at++] = upper_digits[c & 15];
    }
    return str_of(out, at);
}

/* 0 to 15, or -1. */
static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

struct str codec_percent_decode(struct arena *a, struct str text) {
    char *out = arena_alloc(a, text.len + 1, 1);
    size_t at = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool is_triplet = text.data[i] == '%' && text.len - i > 2;
        int high = is_triplet ? hex_digit(text.data[i + 1]) : -1;
        int low = is_triplet ? hex_digit(text.data[i + 2]) : -1;
        if (high < 0 || low < 0) {
            out[at++] = text.data[i];
            continue;
        }
        out[at++] = (char)(unsigned char)(high << 4 | low);
        i += 2;
    }
    return str_of(out, at);
}
