/* SPDX-License-Identifier: Apache-2.0
 *
 * body_edit: cuts and splices. */
#include "body_edit.h"

#include <string.h>

#include "method_name.h"

struct str body_splice(struct arena *a, struct str text, size_t from, size_t to, struct str with) {
    size_t len = from + with.len + (text.len - to);
    char *out = arena_alloc(a, len + 1, 1);
    if (from > 0) {
        memcpy(out, text.data, from);
    }
    if (with.len > 0) {
        memcpy(out + from, with.data, with.len);
    }
    if (text.len > to) {
        memcpy(out + from + with.len, text.data + to, text.len - to);
    }
    return str_of(out, len);
}

struct str body_replace(const struct token_tree *t, size_t index, struct str with, struct arena *a) {
    return body_splice(a, t->text, t->tokens[index].start, t->tokens[index].end, with);
}

static bool has_key(const struct token *token) {
    return token->key_end > token->key_start;
}

static size_t member_start(const struct token *token) {
    return has_key(token) ? token->key_start : token->start;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The first byte at or after `at` that is no white space. */
static size_t skip_blanks(struct str text, size_t at) {
    while (at < text.len && is_blank(text.data[at])) {
        at++;
    }
    return at;
}

/* Where the white space before `at` begins. */
static size_t skip_blanks_back(struct str text, size_t at) {
    while (at > 0 && is_blank(text.data[at - 1])) {
        at--;
    }
    return at;
}

struct str body_remove(const struct token_tree *t, size_t index, struct arena *a) {
    const struct token *token = &t->tokens[index];
    if (token->depth == 0) {
        return STR("");
    }
    size_t from = member_start(token), to = token->end;
    size_t behind = skip_blanks(t->text, to), before = skip_blanks_back(t->text, from);
    if (behind < t->text.len && t->text.data[behind] == ',') {
        to = behind + 1;
    } else if (before > 0 && t->text.data[before - 1] == ',') {
        from = before - 1;
    }
    return body_splice(a, t->text, from, to, STR(""));
}

struct str body_insert(const struct token_tree *t, size_t container, struct str member, bool is_first,
                       struct arena *a) {
    const struct token *c = &t->tokens[container];
    bool is_empty = c->next == container + 1;
    const char *before = is_first || is_empty ? "" : ",", *behind = is_first && !is_empty ? "," : "";
    struct str text = str_printf(a, "%s%.*s%s", before, STR_ARG(member), behind);
    size_t at = is_first ? c->start + 1 : c->end - 1;
    return body_splice(a, t->text, at, at, text);
}

struct str body_member(const struct token_tree *t, size_t index) {
    size_t from = member_start(&t->tokens[index]);
    return str_sub(t->text, from, t->tokens[index].end - from);
}

struct str body_exchange(const struct token_tree *t, size_t index, struct arena *a) {
    size_t next = t->tokens[index].next;
    if (next >= t->count || t->tokens[next].parent != t->tokens[index].parent) {
        return STR_NONE;
    }
    struct str first = body_member(t, index), second = body_member(t, next);
    size_t from = (size_t)(first.data - t->text.data), to = (size_t)(second.data - t->text.data);
    struct str changed = body_splice(a, t->text, to, to + second.len, first);
    return body_splice(a, changed, from, from + first.len, second);
}

struct str body_escape(const struct token_tree *t, size_t index, struct rng *r, struct arena *a) {
    const struct token *token = &t->tokens[index];
    bool is_key = has_key(token) && (token->kind != TOKEN_STRING || rng_coin(r));
    if (!is_key && token->kind != TOKEN_STRING) {
        return STR_NONE;
    }
    size_t from = (is_key ? token->key_start : token->start) + 1, to = (is_key ? token->key_end : token->end) - 1;
    struct str inside = str_sub(t->text, from, to - from);
    bool has_escapes = str_find_char(inside, '\\', 0) >= 0; /* one inside another would be none */
    return has_escapes ? STR_NONE : body_splice(a, t->text, from, to, method_name_escape(inside, r, a));
}

size_t body_find(const struct token_tree *t, size_t container, struct str key, struct arena *a) {
    if (t->tokens[container].kind != TOKEN_OBJECT) {
        return SIZE_MAX;
    }
    for (size_t i = container + 1; i < t->tokens[container].next; i = t->tokens[i].next) {
        const struct token *m = &t->tokens[i];
        struct str lexeme = str_sub(t->text, m->key_start, m->key_end - m->key_start);
        if (str_eq(tokens_unescape(lexeme, a), key)) {
            return i;
        }
    }
    return SIZE_MAX;
}
