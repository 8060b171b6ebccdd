/* SPDX-License-Identifier: Apache-2.0
 *
 * mutation: changes by structure alone, and the table of all of them. */
#include "mutation.h"

#include "body_edit.h"
#include "method_name.h"

#define NESTING_MOST 70 /* what parsers allow by habit: 64 */

/* Literals that a value becomes. */
static const char *const literals[] = {
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1",
    "\"\"",
    "[]",
    "{}",
    "-0",
    "1.0",
    "1e400",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "0.1e-999",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "\"0\"",
    "\"true\"",
    "\"null\"",
    "\"*\"",
    "\"%00\"",
    "\"../..\"",
    "\"'\"",
    "\"${x}\"",
    "\"\xef\xbf\xbf\"",
    "[null]",
    "[[]]",
    "{\"\":null}",
};

#define LITERAL_COUNT (sizeof literals / sizeof *literals)

/* A token below the root, SIZE_MAX when there is none. */
static size_t draw_token(struct mutation *m) {
    return m->tree->count < 2 ? SIZE_MAX : 1 + (size_t)rng_below(m->rng, m->tree->count - 1);
}

static struct str lexeme(const struct token_tree *t, size_t index) {
    return str_sub(t->text, t->tokens[index].start, t->tokens[index].end - t->tokens[index].start);
}

static struct str change_remove(struct mutation *m) {
    size_t i = draw_token(m);
    return i == SIZE_MAX ? STR_NONE : body_remove(m->tree, i, m->arena);
}

/* The same member twice, at either end, the copy with another value half of the time. */
static struct str change_double(struct mutation *m) {
    size_t i = draw_token(m);
    if (i == SIZE_MAX) {
        return STR_NONE;
    }
    const struct token *token = &m->tree->tokens[i];
    struct str copy = body_member(m->tree, i);
    if (rng_coin(m->rng)) {
        struct str key = str_sub(m->tree->text, token->key_start, token->key_end - token->key_start);
        const char *value = literals[rng_below(m->rng, LITERAL_COUNT)];
        copy = str_printf(m->arena, "%.*s%s%s", STR_ARG(key), key.len > 0 ? ":" : "", value);
    }
    return body_insert(m->tree, token->parent, copy, rng_coin(m->rng), m->arena);
}

static struct str change_literal(struct mutation *m) {
    size_t i = draw_token(m);
    const char *literal = literals[rng_below(m->rng, LITERAL_COUNT)];
    return i == SIZE_MAX ? STR_NONE : body_replace(m->tree, i, str_from(literal), m->arena);
}

/* A value inside an array or object of its own: the type is another, the words are the same. */
static struct str change_wrap(struct mutation *m) {
    size_t i = draw_token(m);
    if (i == SIZE_MAX) {
        return STR_NONE;
    }
    struct str value = lexeme(m->tree, i), wrapped;
    switch (rng_below(m->rng, 4)) {
    case 0: wrapped = str_printf(m->arena, "[%.*s]", STR_ARG(value)); break;
    case 1: wrapped = str_printf(m->arena, "{\"id\":%.*s}", STR_ARG(value)); break;
    case 2: wrapped = str_printf(m->arena, "[[%.*s]]", STR_ARG(value)); break;
    default: wrapped = str_printf(m->arena, "{\"$ref\":%.*s}", STR_ARG(value)); break;
    }
    return body_replace(m->tree, i, wrapped, m->arena);
}

static struct str change_swap(struct mutation *m) {
    size_t i = draw_token(m);
    return i == SIZE_MAX ? STR_NONE : body_exchange(m->tree, i, m->arena);
}

static struct str change_escape(struct mutation *m) {
    size_t i = draw_token(m);
    return i == SIZE_MAX ? STR_NONE : body_escape(m->tree, i, m->rng, m->arena);
}

/* A key in another case, or with something around it. */
static struct str change_key(struct mutation *m) {
    size_t i = draw_token(m);
    if (i == SIZE_MAX || m->tree->tokens[i].key_end <= m->tree->tokens[i].key_start) {
        return STR_NONE;
    }
    const struct token *token = &m->tree->tokens[i];
    struct str key = str_sub(m->tree->text, token->key_start + 1, token->key_end - token->key_start - 2);
    struct str spelt = method_name_spell(key, (size_t)rng_below(m->rng, method_name_spelling_count()), m->arena);
    return body_splice(m->arena, m->tree->text, token->key_start + 1, token->key_end - 1, spelt);
}

static struct str change_nest(struct mutation *m) {
    size_t i = draw_token(m);
    if (i == SIZE_MAX) {
        return STR_NONE;
    }
    size_t depth = 1 + (size_t)rng_below(m->rng, NESTING_MOST);
    char *open = arena_alloc(m->arena, 2 * depth, 1);
    for (size_t k = 0; k < depth; k++) {
        open[k] = '[';
        open[depth + k] = ']';
    }
    return body_replace(m->tree, i, str_of(open, 2 * depth), m->arena);
}

/* Some string becomes a marker. */
static struct str change_marker(struct mutation *m) {
    size_t i = draw_token(m);
    if (i == SIZE_MAX || m->dictionary->marker_count == 0) {
        return STR_NONE;
    }
    struct str marker = mutate_marker((size_t)rng_below(m->rng, m->dictionary->marker_count), m->arena);
    return body_replace(m->tree, i, str_printf(m->arena, "\"%.*s\"", STR_ARG(marker)), m->arena);
}

typedef struct str (*change_fn)(struct mutation *m);

static const struct {
    change_fn change;
    unsigned weight;
} changes[] = {
    {change_remove, 10},    {change_double, 8},    {change_literal, 14},   {change_wrap, 6},
    {change_swap, 4},       {change_escape, 4},    {change_key, 3},        {change_nest, 2},
    {change_marker, 5},     {mutation_method, 14}, {mutation_example, 22}, {mutation_double_method, 4},
    {mutation_envelope, 6}, {mutation_batch, 4},   {mutation_cross, 4},    {mutation_positional, 2},
    {mutation_break, 4},    {mutation_lenient, 3},
};

struct str mutation_of_tree(struct mutation *m) {
    unsigned total = 0;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        total += changes[i].weight;
    }
    uint64_t draw = rng_below(m->rng, total);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        if (draw < changes[i].weight) {
            return changes[i].change(m);
        }
        draw -= changes[i].weight;
    }
    return STR_NONE;
}
