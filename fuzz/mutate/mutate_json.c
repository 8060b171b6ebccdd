/* SPDX-License-Identifier: Apache-2.0
 *
 * mutate_json: LLVMFuzzerCustomMutator for targets with the line "mutator: json". Every second call changes the
 * token tree of the JSON that it finds in the input (all of it, or some of its lines: a pointer before a body, a head
 * before it, NDJSON); the other half, and what holds no JSON, goes to the engine's own mutator. Duplicate keys, number
 * spellings and escapes survive, since a change is one splice of the text. The same seed makes the same change. */
#include <string.h>

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

/* The bytes from `from` to `to` are to be replaced by `text`. */
struct splice {
    size_t from, to;
    struct str text;
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

static const struct token *any_token(struct workshop *w) {
    return &w->tree.tokens[below(w, w->tree.count)];
}

static bool is_member(const struct token *t) {
    return t->key_end > t->key_start;
}

static size_t start_of(const struct token *t) {
    return is_member(t) ? t->key_start : t->start;
}

static struct str text_between(const struct workshop *w, size_t from, size_t to) {
    return str_sub(w->tree.text, from, to - from);
}

static struct str value_text(const struct workshop *w, const struct token *t) {
    return text_between(w, t->start, t->end);
}

static struct str any_value(struct workshop *w) {
    if (rng_coin(&w->rng))
        return value_text(w, any_token(w));
    return str_from(values[below(w, COUNT(values))]);
}

static struct str any_key(struct workshop *w) {
    const struct token *t = any_token(w);
    if (is_member(t) && rng_coin(&w->rng))
        return text_between(w, t->key_start, t->key_end);
    return str_from(keys[below(w, COUNT(keys))]);
}

/* ---- changes: each makes a splice, or says that the token does not suit it ---- */

static bool replace_value(struct workshop *w, const struct token *t, struct splice *out) {
    *out = (struct splice){t->start, t->end, any_value(w)};
    return true;
}

static bool replace_key(struct workshop *w, const struct token *t, struct splice *out) {
    *out = (struct splice){t->key_start, t->key_end, any_key(w)};
    return is_member(t);
}

/* With the comma behind it, or else the one before it. */
static bool remove_item(struct workshop *w, const struct token *t, struct splice *out) {
    struct str text = w->tree.text;
    size_t from = start_of(t), to = t->end;
    while (to < text.len && text.data[to] != ',' && text.data[to] != ']' && text.data[to] != '}')
        to++;
    if (to < text.len && text.data[to] == ',') {
        to++;
    } else if (t->position > 0) {
        to = t->end;
        while (text.data[from] != ',')
            from--;
    }
    *out = (struct splice){from, to, STR("")};
    return t->depth > 0;
}

static bool repeat_item(struct workshop *w, const struct token *t, struct splice *out) {
    struct str item = text_between(w, start_of(t), t->end);
    *out = (struct splice){t->end, t->end, str_printf(&w->arena, ",%.*s", STR_ARG(item))};
    return t->depth > 0;
}

static bool insert_item(struct workshop *w, const struct token *t, struct splice *out) {
    bool is_object = t->kind == TOKEN_OBJECT;
    bool is_empty = t->next == (size_t)(t - w->tree.tokens) + 1;
    struct str key = is_object ? any_key(w) : STR(""), value = any_value(w);
    struct str text =
        str_printf(&w->arena, "%.*s%s%.*s%s", STR_ARG(key), is_object ? ":" : "", STR_ARG(value), is_empty ? "" : ",");
    *out = (struct splice){t->start + 1, t->start + 1, text};
    return is_object || t->kind == TOKEN_ARRAY;
}

static bool wrap_value(struct workshop *w, const struct token *t, struct splice *out) {
    struct str value = value_text(w, t), key = any_key(w);
    struct str text = rng_coin(&w->rng) ? str_printf(&w->arena, "[%.*s]", STR_ARG(value))
                                        : str_printf(&w->arena, "{%.*s:%.*s}", STR_ARG(key), STR_ARG(value));
    *out = (struct splice){t->start, t->end, text};
    return true;
}

static bool exchange_with_next(struct workshop *w, const struct token *t, struct splice *out) {
    if (t->depth == 0 || t->next >= w->tree.count)
        return false;
    const struct token *next = &w->tree.tokens[t->next];
    struct str first = text_between(w, start_of(t), t->end), second = text_between(w, start_of(next), next->end);
    *out = (struct splice){start_of(t), next->end, str_printf(&w->arena, "%.*s,%.*s", STR_ARG(second), STR_ARG(first))};
    return next->parent == t->parent;
}

/* One plain character of a string or key as \u and four digits: another spelling of the same text. */
static bool escape_character(struct workshop *w, const struct token *t, struct splice *out) {
    bool at_key = is_member(t) && (t->kind != TOKEN_STRING || rng_coin(&w->rng));
    size_t from = at_key ? t->key_start : t->start, to = at_key ? t->key_end : t->end;
    if ((!at_key && t->kind != TOKEN_STRING) || to - from < 3)
        return false;
    size_t at = from + 1 + below(w, to - from - 2);
    unsigned char c = (unsigned char)w->tree.text.data[at];
    *out = (struct splice){at, at + 1, str_printf(&w->arena, "\\u%04x", c)};
    return c < 0x80 && !str_contains(text_between(w, from, to), STR("\\"));
}

static bool respell_number(struct workshop *w, const struct token *t, struct splice *out) {
    static const char *const ends[] = {".0", "e0", "E+0", "0", "00000000000000000000", "e400", "e-400"};
    *out = (struct splice){t->end, t->end, str_from(ends[below(w, COUNT(ends))])};
    return t->kind == TOKEN_NUMBER;
}

/* The inside of a string by the engine's own mutator: words of a dictionary land here. */
static bool change_bytes(struct workshop *w, const struct token *t, struct splice *out) {
    if (t->kind != TOKEN_STRING || !LLVMFuzzerMutate)
        return false;
    struct str inside = text_between(w, t->start + 1, t->end - 1);
    size_t room = inside.len + BYTES_GROWTH;
    char *bytes = arena_alloc(&w->arena, room, 1);
    memcpy(bytes, inside.data, inside.len);
    size_t size = LLVMFuzzerMutate((uint8_t *)bytes, inside.len, room);
    *out = (struct splice){t->start + 1, t->end - 1, str_of(bytes, size)};
    return true;
}

static bool (*const changes[])(struct workshop *w, const struct token *t, struct splice *out) = {
    replace_value, replace_key,        remove_item,      repeat_item,    insert_item,
    wrap_value,    exchange_with_next, escape_character, respell_number, change_bytes,
};

static bool change(struct workshop *w, struct splice *out) {
    for (size_t i = 0; i < COUNT(changes); i++) {
        size_t kind = below(w, COUNT(changes));
        if (changes[kind](w, any_token(w), out))
            return true;
    }
    return false;
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

/* Puts the splice, which was made for a piece of the `size` bytes, into them. False when they would not fit. */
static bool put_in(uint8_t *data, size_t *size, size_t max_size, struct str piece, struct splice s) {
    size_t offset = (size_t)(piece.data - (const char *)data);
    size_t from = offset + s.from, to = offset + s.to;
    size_t changed = *size - (to - from) + s.text.len;
    if (changed > max_size)
        return false;
    memmove(data + from + s.text.len, data + to, *size - to);
    memcpy(data + from, s.text.data, s.text.len);
    *size = changed;
    return true;
}

static bool change_once(struct workshop *w, uint8_t *data, size_t *size, size_t max_size) {
    struct splice s;
    arena_reset(&w->arena);
    if (!find_json(w, str_of((const char *)data, *size)) || !change(w, &s))
        return false;
    s.text = str_copy(&w->arena, s.text); /* it may be a view of what moves */
    return put_in(data, size, max_size, w->tree.text, s);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed) {
    struct workshop w = {0};
    rng_init(&w.rng, seed);
    bool is_changed = false;
    if (size <= TEXT_MAX_BYTES && rng_coin(&w.rng)) {
        is_changed = change_once(&w, data, &size, max_size);
        if (is_changed && below(&w, SECOND_CHANGE_OF) == 0)
            (void)change_once(&w, data, &size, max_size);
    }
    arena_free(&w.arena);
    return is_changed || !LLVMFuzzerMutate ? size : LLVMFuzzerMutate(data, size, max_size);
}
