/* SPDX-License-Identifier: Apache-2.0
 *
 * tokens: the tree for its users. The scanner is token_scan. */
#include "tokens.h"

#include <assert.h>
#include <string.h>

#include "codec.h"
#include "limits.h"
#include "quoted.h"
#include "token_scan.h"
#include "value.h"

#define REPLACEMENT 0xfffdu

bool tokens_scan(struct str text, struct arena *a, struct token_tree *out) {
    struct token_scan scan;
    if (!token_scan_run(&scan, text, a))
        return false;
    *out = scan.tree;
    return true;
}

static struct str pointer_step(const struct token_tree *t, size_t index, struct arena *a) {
    const struct token *token = &t->tokens[index];
    if (t->tokens[token->parent].kind != TOKEN_OBJECT)
        return str_printf(a, "%zu", token->position);
    return tokens_unescape(str_sub(t->text, token->key_start, token->key_end - token->key_start), a);
}

struct str tokens_pointer(const struct token_tree *t, size_t index, struct arena *a) {
    assert(index < t->count && t->tokens[index].depth <= LIMIT_DOCUMENT_DEPTH);
    size_t path[LIMIT_DOCUMENT_DEPTH + 1];
    size_t depth = t->tokens[index].depth;
    for (size_t i = depth; i > 0; i--) {
        path[i] = index;
        index = t->tokens[index].parent;
    }
    struct str pointer = STR("");
    for (size_t i = 1; i <= depth; i++)
        pointer = value_pointer_append(a, pointer, pointer_step(t, path[i], a));
    return pointer;
}

static uint32_t hex_value(char c) {
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0');
    return (uint32_t)((c | 0x20) - 'a') + 10;
}

/* The UTF-16 unit of a "\uXXXX" at `at`; UINT32_MAX when none stands there. */
static uint32_t unit_at(struct str s, size_t at) {
    if (s.len < 6 || at > s.len - 6 || s.data[at] != '\\' || s.data[at + 1] != 'u')
        return UINT32_MAX;
    uint32_t unit = 0;
    for (size_t i = at + 2; i < at + 6; i++)
        unit = unit << 4 | hex_value(s.data[i]);
    return unit;
}

static bool is_high_surrogate(uint32_t unit) {
    return unit >= 0xd800 && unit <= 0xdbff;
}

static bool is_low_surrogate(uint32_t unit) {
    return unit >= 0xdc00 && unit <= 0xdfff;
}

/* Reads the escape at `at`; returns how many bytes it takes. */
static size_t read_escape(struct str s, size_t at, uint32_t *scalar) {
    static const char letters[] = "bfnrt", controls[] = "\b\f\n\r\t";
    uint32_t unit = unit_at(s, at);
    if (unit == UINT32_MAX) {
        const char *letter = strchr(letters, s.data[at + 1]);
        *scalar = (unsigned char)(letter ? controls[letter - letters] : s.data[at + 1]);
        return 2;
    }
    uint32_t low = is_high_surrogate(unit) ? unit_at(s, at + 6) : UINT32_MAX;
    if (is_low_surrogate(low)) {
        *scalar = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
        return 12;
    }
    *scalar = is_high_surrogate(unit) || is_low_surrogate(unit) ? REPLACEMENT : unit;
    return 6;
}

/* Reads one character, escaped or not, at `at`; a byte that is not UTF-8 reads as U+FFFD. */
static size_t read_character(struct str s, size_t at, uint32_t *scalar) {
    if (s.data[at] == '\\' && at + 1 < s.len)
        return read_escape(s, at, scalar);
    size_t len = codec_utf8_take(s, at, scalar);
    if (len > 0)
        return len;
    *scalar = REPLACEMENT;
    return 1;
}

struct str tokens_unescape(struct str lexeme, struct arena *a) {
    assert(lexeme.len >= 2);
    struct str content = str_sub(lexeme, 1, lexeme.len - 2);
    /* A bad byte becomes three; everything else gets shorter. */
    char *out = arena_alloc(a, content.len * 3 + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < content.len;) {
        size_t plain = quoted_plain_end(content, i) - i;
        if (plain > 0)
            memcpy(out + len, content.data + i, plain);
        len += plain;
        i += plain;
        if (i == content.len)
            break;
        uint32_t scalar = 0;
        i += read_character(content, i, &scalar);
        char bytes[4];
        size_t put = codec_utf8_put(scalar, bytes);
        memcpy(out + len, bytes, put);
        len += put;
    }
    return str_of(out, len);
}
