/* SPDX-License-Identifier: Apache-2.0
 *
 * mutate_json: LLVMFuzzerCustomMutator for targets with the line "mutator: json". Every second call changes the token
 * tree of the JSON that it finds in the input (all of it, or some of its lines: a pointer before a body, a head before
 * it, NDJSON); the other half, and what holds no JSON, goes to the engine's own mutator. The same seed makes the same
 * change. */
#include <string.h>

#include "body_edit.h"
#include "fuzz_target.h"
#include "rng.h"
#include "tokens.h"

#define TEXT_MAX_BYTES (64u << 10) /* longer ones cost more than they find */
#define REGION_TRIES 3
#define BYTES_GROWTH 32
#define SECOND_CHANGE_OF 4 /* each costs a scan */

/* Engines without a mutator of their own do not define it. */
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

struct workshop {
    struct rng rng;
    struct arena arena;
    struct token_tree tree;
};

static const char *const values[] = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "-1",
    "0.0",
    "1e0",
    "1E+2",
    "1e400",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "\"\"",
    "\"a\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\ud83d\\ude00\"",
    "\"\xff\"",
    "[]",
    "{}",
    "[[]]",
    "{\"\":null}",
    "[null,null]",
    "{\"a\":1,\"a\":2}",
    "\"*\"",
    "\"${new.name}\"",
};

static const char *const keys[] = {
    "\"\"",       "\"id\"",     "\"a\"",    "\"\\u0061\"", "\"method\"", "\"\\u006dethod\"",
    "\"METHOD\"", "\"params\"", "\"name\"", "\"type\"",    "\"~1\"",     "\"/\"",
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static size_t below(struct workshop *w, size_t bound) {
    return (size_t)rng_below(&w->rng, bound);
}

static size_t any_token(struct workshop *w) {
    return below(w, w->tree.count);
}

static bool is_member(const struct token *t) {
    return t->key_end > t->key_start;
}

static struct str text_between(const struct workshop *w, size_t from, size_t to) {
    return str_sub(w->tree.text, from, to - from);
}

static struct str value_text(const struct workshop *w, size_t i) {
    return text_between(w, w->tree.tokens[i].start, w->tree.tokens[i].end);
}

static struct str any_value(struct workshop *w) {
    if (rng_coin(&w->rng))
        return value_text(w, any_token(w));
    return str_from(values[below(w, COUNT(values))]);
}

static struct str any_key(struct workshop *w) {
    const struct token *t = &w->tree.tokens[any_token(w)];
    if (is_member(t) && rng_coin(&w->rng))
        return text_between(w, t->key_start, t->key_end);
    return str_from(keys[below(w, COUNT(keys))]);
}

/* ---- changes: each gives the whole text anew, or STR_NONE when the token does not suit it ---- */

static struct str replace_value(struct workshop *w, size_t i) {
    return body_replace(&w->tree, i, any_value(w), &w->arena);
}

static struct str replace_key(struct workshop *w, size_t i) {
    const struct token *t = &w->tree.tokens[i];
    return is_member(t) ? body_splice(&w->arena, w->tree.text, t->key_start, t->key_end, any_key(w)) : STR_NONE;
}

static struct str remove_item(struct workshop *w, size_t i) {
    return w->tree.tokens[i].depth > 0 ? body_remove(&w->tree, i, &w->arena) : STR_NONE;
}

static struct str repeat_item(struct workshop *w, size_t i) {
    const struct token *t = &w->tree.tokens[i];
    struct str item = body_member(&w->tree, i);
    return t->depth > 0
               ? body_splice(&w->arena, w->tree.text, t->end, t->end, str_printf(&w->arena, ",%.*s", STR_ARG(item)))
               : STR_NONE;
}

static struct str insert_item(struct workshop *w, size_t i) {
    const struct token *t = &w->tree.tokens[i];
    if (t->kind != TOKEN_OBJECT && t->kind != TOKEN_ARRAY)
        return STR_NONE;
    struct str key = any_key(w), value = any_value(w);
    struct str member =
        t->kind == TOKEN_OBJECT ? str_printf(&w->arena, "%.*s:%.*s", STR_ARG(key), STR_ARG(value)) : value;
    return body_insert(&w->tree, i, member, /* is_first = */ rng_coin(&w->rng), &w->arena);
}

static struct str wrap_value(struct workshop *w, size_t i) {
    struct str value = value_text(w, i), key = any_key(w);
    struct str wrapped = rng_coin(&w->rng) ? str_printf(&w->arena, "[%.*s]", STR_ARG(value))
                                           : str_printf(&w->arena, "{%.*s:%.*s}", STR_ARG(key), STR_ARG(value));
    return body_replace(&w->tree, i, wrapped, &w->arena);
}

static struct str exchange_with_next(struct workshop *w, size_t i) {
    return body_exchange(&w->tree, i, &w->arena);
}

static struct str escape_character(struct workshop *w, size_t i) {
    return body_escape(&w->tree, i, &w->rng, &w->arena);
}

static struct str respell_number(struct workshop *w, size_t i) {
    static const char *const ends[] = {".0", "e0", "E+0", "0", "00000000000000000000", "e400", "e-400"};
    const struct token *t = &w->tree.tokens[i];
    struct str end = str_from(ends[below(w, COUNT(ends))]);
    return t->kind == TOKEN_NUMBER ? body_splice(&w->arena, w->tree.text, t->end, t->end, end) : STR_NONE;
}

/* The inside of a string by the engine's own mutator: words of a dictionary land here. */
static struct str change_bytes(struct workshop *w, size_t i) {
    const struct token *t = &w->tree.tokens[i];
    if (t->kind != TOKEN_STRING || !LLVMFuzzerMutate)
        return STR_NONE;
    struct str inside = text_between(w, t->start + 1, t->end - 1);
    size_t room = inside.len + BYTES_GROWTH;
    char *bytes = arena_alloc(&w->arena, room, 1);
    memcpy(bytes, inside.data, inside.len);
    size_t size = LLVMFuzzerMutate((uint8_t *)bytes, inside.len, room);
    return body_splice(&w->arena, w->tree.text, t->start + 1, t->end - 1, str_of(bytes, size));
}

static struct str (*const changes[])(struct workshop *w, size_t i) = {
    replace_value, replace_key,        remove_item,      repeat_item,    insert_item,
    wrap_value,    exchange_with_next, escape_character, respell_number, change_bytes,
};

static struct str change(struct workshop *w) {
    struct str changed = STR_NONE;
    for (size_t i = 0; !changed.data && i < COUNT(changes); i++)
        changed = changes[below(w, COUNT(changes))](w, any_token(w));
    return changed;
}

/* ---- where the JSON stands ---- */

static bool is_container(struct str text, struct workshop *w) {
    text = str_trim(text);
    char first = text.len >= 2 ? text.data[0] : '\0', last = text.len >= 2 ? text.data[text.len - 1] : '\0';
    bool may_be = (first == '{' && last == '}') || (first == '[' && last == ']');
    return may_be && tokens_scan(text, &w->arena, &w->tree);
}

static struct str from_first_bracket(struct str text) {
    ptrdiff_t object = str_find_char(text, '{', 0), array = str_find_char(text, '[', 0);
    ptrdiff_t first = array < 0 || (object >= 0 && object < array) ? object : array;
    return first < 0 ? STR_NONE : str_from_index(text, (size_t)first);
}

/* Behind some line feed, from the first bracket there up to another line feed or to the end. */
static struct str some_lines(struct workshop *w, struct str text) {
    ptrdiff_t start = str_find_char(text, '\n', below(w, text.len));
    text = from_first_bracket(str_from_index(text, start < 0 ? 0 : (size_t)start + 1));
    ptrdiff_t end = rng_coin(&w->rng) ? str_find_char(text, '\n', 0) : -1;
    return end < 0 ? text : str_sub(text, 0, (size_t)end);
}

static bool find_json(struct workshop *w, struct str text) {
    if (is_container(text, w))
        return true;
    int tries = str_find_char(text, '\n', 0) < 0 ? 0 : REGION_TRIES;
    for (int i = 0; i < tries; i++) {
        if (is_container(some_lines(w, text), w))
            return true;
    }
    return false;
}

/* ---- entry ---- */

/* Puts the text in place of a piece of the `size` bytes. False when it would not fit. */
static bool put_in(uint8_t *data, size_t *size, size_t max_size, struct str piece, struct str text) {
    size_t from = (size_t)(piece.data - (const char *)data), to = from + piece.len;
    size_t changed = *size - piece.len + text.len;
    if (changed > max_size)
        return false;
    memmove(data + from + text.len, data + to, *size - to);
    memcpy(data + from, text.data, text.len);
    *size = changed;
    return true;
}

static bool change_once(struct workshop *w, uint8_t *data, size_t *size, size_t max_size) {
    arena_reset(&w->arena);
    if (!find_json(w, str_of((const char *)data, *size)))
        return false;
    struct str text = change(w);
    return text.data && put_in(data, size, max_size, w->tree.text, text);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed) {
    static struct workshop w; /* the first block of its arena serves every call */
    rng_init(&w.rng, seed);
    bool is_changed = false;
    if (size <= TEXT_MAX_BYTES && rng_coin(&w.rng)) {
        is_changed = change_once(&w, data, &size, max_size);
        if (is_changed && below(&w, SECOND_CHANGE_OF) == 0)
            (void)change_once(&w, data, &size, max_size);
    }
    return is_changed || !LLVMFuzzerMutate ? size : LLVMFuzzerMutate(data, size, max_size);
}
