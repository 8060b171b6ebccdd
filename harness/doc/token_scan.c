/* SPDX-License-Identifier: Apache-2.0
 *
 * token_scan: RFC 8259 without recursion. While a container is open, its token's `next` counts its children. */
#include "token_scan.h"

#include <string.h>

#include "limits.h"
#include "quoted.h"
#include "value.h"

#define BYTE_COUNT 256
#define FIRST_CAPACITY ((size_t)16) /* tokens of a small body */
#define COUNTED_CAPACITY ((size_t)1024)

/* What a byte is outside strings. One look-up stands for a ladder of comparisons, each of which the instrumentation of
 * a fuzz target reports. */
enum mark { MARK_SCALAR, MARK_SPACE, MARK_QUOTE, MARK_OPEN, MARK_CLOSE, MARK_COMMA };

static enum mark mark_at(struct str text, size_t i) {
    static const unsigned char marks[BYTE_COUNT] = {
        [' '] = MARK_SPACE, ['\t'] = MARK_SPACE, ['\r'] = MARK_SPACE, ['\n'] = MARK_SPACE, ['"'] = MARK_QUOTE,
        ['['] = MARK_OPEN,  ['{'] = MARK_OPEN,   [']'] = MARK_CLOSE,  ['}'] = MARK_CLOSE,  [','] = MARK_COMMA,
    };
    return (enum mark)marks[(unsigned char)text.data[i]];
}

static bool refuse(struct token_scan *s, enum scan_fault fault, const char *expected) {
    s->fault = fault;
    s->expected = expected;
    return false;
}

/* The byte at the scanner's place, or -1 at the end. */
static int peek(const struct token_scan *s) {
    return s->at < s->tree.text.len ? (unsigned char)s->tree.text.data[s->at] : -1;
}

static bool accept(struct token_scan *s, int c) {
    if (peek(s) != c)
        return false;
    s->at++;
    return true;
}

static void skip_space(struct token_scan *s) {
    while (s->at < s->tree.text.len && mark_at(s->tree.text, s->at) == MARK_SPACE)
        s->at++;
}

static bool is_digit(int c) {
    return c >= '0' && c <= '9';
}

static bool is_hex_digit(int c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool scan_digits(struct token_scan *s) {
    if (!is_digit(peek(s)))
        return refuse(s, SCAN_SYNTAX, "a digit");
    while (is_digit(peek(s)))
        s->at++;
    return true;
}

static bool scan_number(struct token_scan *s) {
    accept(s, '-');
    if (!accept(s, '0') && !scan_digits(s))
        return false;
    if (accept(s, '.') && !scan_digits(s))
        return false;
    if (!accept(s, 'e') && !accept(s, 'E'))
        return true;
    if (!accept(s, '+'))
        accept(s, '-');
    return scan_digits(s);
}

static bool scan_escape(struct token_scan *s) {
    int c = peek(s);
    if (c > 0 && strchr("\"\\/bfnrt", c)) {
        s->at++;
        return true;
    }
    if (!accept(s, 'u'))
        return refuse(s, SCAN_SYNTAX, "one of the escapes of JSON");
    for (int i = 0; i < 4; i++) {
        if (!is_hex_digit(peek(s)))
            return refuse(s, SCAN_SYNTAX, "four hexadecimal digits");
        s->at++;
    }
    return true;
}

static bool scan_string(struct token_scan *s) {
    s->at++;
    for (;;) {
        s->at = quoted_plain_end(s->tree.text, s->at);
        if (peek(s) >= 0x80) {
            s->at++;
            continue;
        }
        if (accept(s, '"'))
            return true;
        if (peek(s) < 0)
            return refuse(s, SCAN_SYNTAX, "the closing quote of a string");
        if (!accept(s, '\\'))
            return refuse(s, SCAN_SYNTAX, "an escape instead of a bare control character");
        if (!scan_escape(s))
            return false;
    }
}

static bool scan_word(struct token_scan *s, struct str word) {
    if (!str_starts_with(str_from_index(s->tree.text, s->at), word))
        return refuse(s, SCAN_SYNTAX, "a value");
    s->at += word.len;
    return true;
}

/* Small texts grow by doubling, for most are small; a large one is counted first, so that it takes what it needs. */
static size_t larger_capacity(const struct token_scan *s) {
    size_t nodes = 0;
    if (s->capacity >= COUNTED_CAPACITY)
        (void)token_scan_within_limits(s->tree.text, LIMIT_DOCUMENT_NODES, &nodes);
    if (nodes > s->capacity)
        return nodes;
    return s->capacity > 0 ? s->capacity * 2 : FIRST_CAPACITY;
}

static void make_room(struct token_scan *s) {
    if (s->tree.count < s->capacity)
        return;
    s->capacity = larger_capacity(s);
    struct token *roomy = ARENA_ARRAY(s->arena, struct token, s->capacity);
    if (s->tree.count > 0)
        memcpy(roomy, s->tree.tokens, s->tree.count * sizeof *roomy);
    s->tree.tokens = roomy;
}

static struct token *add_token(struct token_scan *s, enum token_kind kind) {
    make_room(s);
    size_t index = s->tree.count++;
    struct token *t = &s->tree.tokens[index];
    *t =
        (struct token){.kind = kind, .start = s->at, .key_start = s->key_start, .key_end = s->key_end, .parent = index};
    s->key_start = s->key_end = 0;
    if (s->open == SCAN_NO_CONTAINER)
        return t;
    struct token *parent = &s->tree.tokens[s->open];
    t->parent = s->open;
    t->depth = parent->depth + 1;
    t->position = parent->next++;
    return t;
}

static bool scan_scalar(struct token_scan *s, enum token_kind kind) {
    switch (kind) {
    case TOKEN_STRING: return scan_string(s);
    case TOKEN_NUMBER: return scan_number(s);
    case TOKEN_TRUE: return scan_word(s, STR("true"));
    case TOKEN_FALSE: return scan_word(s, STR("false"));
    case TOKEN_NULL: return scan_word(s, STR("null"));
    case TOKEN_OBJECT:
    case TOKEN_ARRAY: break;
    }
    return false;
}

/* The kind that the next byte begins. */
static bool peek_kind(const struct token_scan *s, enum token_kind *kind) {
    enum { NUMBER = TOKEN_NUMBER + 1 };
    static const unsigned char kinds_from_1[BYTE_COUNT] = {
        ['{'] = TOKEN_OBJECT + 1, ['['] = TOKEN_ARRAY + 1, ['"'] = TOKEN_STRING + 1, ['t'] = TOKEN_TRUE + 1,
        ['f'] = TOKEN_FALSE + 1,  ['n'] = TOKEN_NULL + 1,  ['-'] = NUMBER,           ['0'] = NUMBER,
        ['1'] = NUMBER,           ['2'] = NUMBER,          ['3'] = NUMBER,           ['4'] = NUMBER,
        ['5'] = NUMBER,           ['6'] = NUMBER,          ['7'] = NUMBER,           ['8'] = NUMBER,
        ['9'] = NUMBER,
    };
    int c = peek(s);
    if (c < 0 || kinds_from_1[c] == 0)
        return false;
    *kind = (enum token_kind)(kinds_from_1[c] - 1);
    return true;
}

/* A scalar, or the opening bracket of a container. */
static bool scan_value(struct token_scan *s) {
    enum token_kind kind;
    if (!peek_kind(s, &kind))
        return refuse(s, SCAN_SYNTAX, "a value");
    if (s->tree.count == LIMIT_DOCUMENT_NODES)
        return refuse(s, SCAN_TOO_MANY, NULL);
    bool is_container = kind == TOKEN_OBJECT || kind == TOKEN_ARRAY;
    size_t depth = s->open == SCAN_NO_CONTAINER ? 0 : s->tree.tokens[s->open].depth + 1;
    if (is_container && depth == LIMIT_DOCUMENT_DEPTH)
        return refuse(s, SCAN_TOO_DEEP, NULL);
    struct token *t = add_token(s, kind);
    if (is_container) {
        s->open = s->tree.count - 1;
        s->at++;
        return true;
    }
    if (!scan_scalar(s, kind))
        return false;
    t->end = s->at;
    t->next = s->tree.count;
    return true;
}

static bool scan_key(struct token_scan *s) {
    size_t start = s->at;
    if (peek(s) != '"')
        return refuse(s, SCAN_SYNTAX, "a key in double quotes");
    if (!scan_string(s))
        return false;
    s->key_start = start;
    s->key_end = s->at;
    skip_space(s);
    if (!accept(s, ':'))
        return refuse(s, SCAN_SYNTAX, "':' behind the key");
    skip_space(s);
    return true;
}

static bool in_object(const struct token_scan *s) {
    return s->open != SCAN_NO_CONTAINER && s->tree.tokens[s->open].kind == TOKEN_OBJECT;
}

static bool accept_close(struct token_scan *s) {
    if (s->open == SCAN_NO_CONTAINER || !accept(s, in_object(s) ? '}' : ']'))
        return false;
    struct token *closed = &s->tree.tokens[s->open];
    closed->end = s->at;
    closed->next = s->tree.count;
    s->open = closed->depth > 0 ? closed->parent : SCAN_NO_CONTAINER;
    return true;
}

/* Behind a value: closes what ends here. True with `*is_end` at the end of the text, or behind a comma. */
static bool scan_behind(struct token_scan *s, bool *is_end) {
    do
        skip_space(s);
    while (accept_close(s));
    *is_end = s->open == SCAN_NO_CONTAINER;
    if (*is_end)
        return peek(s) < 0 || refuse(s, SCAN_SYNTAX, "the end of the text");
    if (!accept(s, ','))
        return refuse(s, SCAN_SYNTAX, in_object(s) ? "',' or '}'" : "',' or ']'");
    skip_space(s);
    return true;
}

static bool scan_all(struct token_scan *s) {
    bool is_end = false;
    skip_space(s);
    while (!is_end) {
        if (in_object(s) && !scan_key(s))
            return false;
        size_t open = s->open;
        if (!scan_value(s))
            return false;
        skip_space(s);
        bool is_filled = s->open != open && peek(s) != (in_object(s) ? '}' : ']');
        if (!is_filled && !scan_behind(s, &is_end))
            return false;
    }
    return true;
}

bool token_scan_run(struct token_scan *s, struct str text, struct arena *a) {
    *s = (struct token_scan){.arena = a, .tree.text = text, .open = SCAN_NO_CONTAINER};
    return scan_all(s);
}

/* Whether the scan stopped inside a scalar, which is the last token then. */
static bool in_scalar(const struct token_scan *s) {
    if (s->tree.count == 0)
        return false;
    const struct token *last = &s->tree.tokens[s->tree.count - 1];
    return last->kind != TOKEN_OBJECT && last->kind != TOKEN_ARRAY && last->end == 0;
}

struct str token_scan_pointer(const struct token_scan *s, struct arena *a) {
    if (in_scalar(s))
        return tokens_pointer(&s->tree, s->tree.count - 1, a);
    if (s->open == SCAN_NO_CONTAINER)
        return STR("");
    struct str pointer = tokens_pointer(&s->tree, s->open, a);
    if (s->key_end > s->key_start) {
        struct str key = str_sub(s->tree.text, s->key_start, s->key_end - s->key_start);
        return value_pointer_append(a, pointer, tokens_unescape(key, a));
    }
    if (in_object(s))
        return pointer;
    return value_pointer_append(a, pointer, str_printf(a, "%zu", s->tree.tokens[s->open].next));
}

/* The index of the closing quote of the string whose content begins at `i`, or of the end. A quote closes unless an odd
 * number of backslashes stands before it. */
static size_t string_end(struct str text, size_t i) {
    for (;;) {
        ptrdiff_t quote = str_find_char(text, '"', i);
        if (quote < 0)
            return text.len;
        size_t before = (size_t)quote;
        while (before > i && text.data[before - 1] == '\\')
            before--;
        if (((size_t)quote - before) % 2 == 0)
            return (size_t)quote;
        i = (size_t)quote + 1;
    }
}

bool token_scan_within_limits(struct str text, size_t max_nodes, size_t *nodes) {
    size_t depth = 0;
    enum mark before = MARK_SPACE;
    *nodes = 1;
    for (size_t i = 0; i < text.len; i++) {
        enum mark mark = mark_at(text, i);
        switch (mark) {
        case MARK_SPACE: continue;
        case MARK_SCALAR: break;
        case MARK_QUOTE: i = string_end(text, i + 1); break;
        case MARK_CLOSE:
            depth -= depth > 0 ? 1 : 0;
            *nodes -= before == MARK_OPEN ? 1 : 0;
            break;
        case MARK_OPEN:
        case MARK_COMMA:
            depth += mark == MARK_OPEN ? 1 : 0;
            if (depth > LIMIT_DOCUMENT_DEPTH || *nodes == max_nodes)
                return false;
            ++*nodes;
            break;
        }
        before = mark;
    }
    return true;
}
