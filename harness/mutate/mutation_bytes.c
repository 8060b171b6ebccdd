/* SPDX-License-Identifier: Apache-2.0
 *
 * mutation_bytes: bodies that are no JSON, or more of it than anybody wants. */
#include <string.h>

#include "body_edit.h"
#include "mutation.h"

#define DEEP_LEVELS 100000
#define LONG_BYTES (1u << 20)
#define MANY_MEMBERS 100000
#define MEMBER_BYTES 11 /* `"k1234567":` is longer than any of them */

/* What parsers that are too kind let pass, around or inside a body. */
struct str mutation_break(struct mutation *m) {
    static const struct {
        const char *before, *behind;
        size_t behind_len;
    } tricks[] = {
        {"\xef\xbb\xbf", "", 0}, {"", "\0", 1},   {"", ",", 1},    {"", "//x", 3},     {"/**/", "", 0}, {"", "}", 1},
        {"", "{}", 2},           {"", "\n{}", 3}, {"+", "", 0},    {")]}',\n", "", 0}, {"", " ", 1},    {"\x0c", "", 0},
        {"\xff\xfe", "", 0},     {"", "]", 1},    {"", "\x1a", 1},
    };
    size_t k = (size_t)rng_below(m->rng, sizeof tricks / sizeof *tricks + 3);
    struct str text = m->tree->text;
    if (k >= sizeof tricks / sizeof *tricks) {
        size_t at = text.len > 0 ? (size_t)rng_below(m->rng, text.len) : 0;
        /* Cut off, or a byte that no JSON has. */
        return k % 2 == 0 ? str_sub(text, 0, at) : body_splice(m->arena, text, at, at, str_of("\0\xff", 1 + k % 2));
    }
    struct str wrapped = body_splice(m->arena, text, 0, 0, str_from(tricks[k].before));
    return body_splice(m->arena, wrapped, wrapped.len, wrapped.len, str_of(tricks[k].behind, tricks[k].behind_len));
}

static struct str unquote_key(struct mutation *m, const struct token *token) {
    struct str key = str_sub(m->tree->text, token->key_start + 1, token->key_end - token->key_start - 2);
    struct str other = rng_coin(m->rng) ? key : str_printf(m->arena, "'%.*s'", STR_ARG(key));
    return body_splice(m->arena, m->tree->text, token->key_start, token->key_end, other);
}

/* A comma too many, or a comment, beside a bracket. */
static struct str mark_bracket(struct mutation *m, const struct token *container) {
    static const char *const marks[] = {",", ",", "/**/", "//\n", "#\n"};
    size_t at = rng_coin(m->rng) ? container->end - 1 : container->start + 1;
    const char *mark = marks[rng_below(m->rng, sizeof marks / sizeof *marks)];
    return body_splice(m->arena, m->tree->text, at, at, str_from(mark));
}

static bool is_container(const struct token *token) {
    return token->kind == TOKEN_OBJECT || token->kind == TOKEN_ARRAY;
}

/* The same within a body: beside a bracket, at a key, in place of a value. */
struct str mutation_lenient(struct mutation *m) {
    static const char *const values[] = {"NaN", "Infinity", "-Infinity", "0x1",     "01",        "+1",         ".5",
                                         "1.",  "1e",       "1_0",       "True",    "None",      "undefined",  "'x'",
                                         "x",   "\"\t\"",   "\"\n\"",    "\"\\'\"", "\"\\x41\"", "\"\\u{41}\""};
    if (m->tree->count == 0) {
        return STR_NONE;
    }
    size_t i = (size_t)rng_below(m->rng, m->tree->count);
    const struct token *token = &m->tree->tokens[i];
    if (is_container(token) || (i > 0 && rng_coin(m->rng))) {
        return mark_bracket(m, is_container(token) ? token : &m->tree->tokens[token->parent]);
    }
    if (token->key_end > token->key_start && rng_below(m->rng, 4) == 0) {
        return unquote_key(m, token);
    }
    const char *value = values[rng_below(m->rng, sizeof values / sizeof *values)];
    return body_replace(m->tree, i, str_from(value), m->arena);
}

struct str mutation_of_bytes(struct mutation *m, struct str body) {
    if (body.len == 0) {
        return mutate_pristine(m->dictionary, m->rng);
    }
    size_t at = (size_t)rng_below(m->rng, body.len);
    size_t run = 1 + (size_t)rng_below(m->rng, body.len - at < 16 ? body.len - at : 16);
    static const char *const pieces[] = {"\"", "{", "}", "[", "]", ":", ",", "\\", "null", "1", "\\u0000", "\xc0\x80"};
    struct str piece = str_from(pieces[rng_below(m->rng, sizeof pieces / sizeof *pieces)]);
    switch (rng_below(m->rng, 3)) {
    case 0: return body_splice(m->arena, body, at, at + run, STR(""));
    case 1: return body_splice(m->arena, body, at, at, piece);
    default: return body_splice(m->arena, body, at, at + run, piece);
    }
}

static struct str deep(struct mutation *m, size_t levels) {
    char *text = arena_alloc(m->arena, 2 * levels, 1);
    memset(text, '[', levels);
    memset(text + levels, ']', levels);
    return str_of(text, 2 * levels);
}

static struct str long_string(struct mutation *m) {
    char *text = arena_alloc(m->arena, LONG_BYTES, 1);
    memset(text, 'a', LONG_BYTES);
    text[0] = text[LONG_BYTES - 1] = '"';
    return str_of(text, LONG_BYTES);
}

static struct str many_members(struct mutation *m) {
    char *text = arena_alloc(m->arena, MANY_MEMBERS * MEMBER_BYTES + 4, 1);
    size_t len = 0;
    text[len++] = '{';
    for (size_t i = 0; i < MANY_MEMBERS; i++) {
        char key[] = "\"k00000\":0,";
        for (size_t digit = 0, rest = i; digit < 5; digit++, rest /= 10) {
            key[6 - digit] = (char)('0' + rest % 10);
        }
        memcpy(text + len, key, sizeof key - 1);
        len += sizeof key - 1;
    }
    text[len - 1] = '}';
    return str_of(text, len);
}

struct str mutation_large(struct mutation *m, struct str body) {
    struct token_tree t;
    struct str value;
    switch (rng_below(m->rng, 5)) {
    case 0: value = long_string(m); break;
    case 1: value = many_members(m); break;
    case 2: value = deep(m, DEEP_LEVELS); break;
    default: value = deep(m, 64 + (size_t)rng_below(m->rng, 2000)); break;
    }
    if (!tokens_scan(body, m->arena, &t) || t.count < 2) {
        return value;
    }
    return body_replace(&t, 1 + (size_t)rng_below(m->rng, t.count - 1), value, m->arena);
}
