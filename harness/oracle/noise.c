/* SPDX-License-Identifier: Apache-2.0
 *
 * noise: what varies between answers that must be alike. */
#include "noise.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "hash.h"

#define TOKENS_MAX 128          /* longer values are learned by their common beginning and end only */
#define SCOPE_TEXT_BYTES 4096

/* Which characters, how many. */
struct shape {
    unsigned classes;
    size_t min, max;
    bool is_set;
};

enum { CLASS_DIGIT = 1, CLASS_HEX_LOWER = 2, CLASS_HEX_UPPER = 4, CLASS_LOWER = 8, CLASS_UPPER = 16, CLASS_OTHER = 32 };

struct noise_pattern {
    struct str scope, key;
    uint64_t hash;
    bool is_span;            /* token counts differed: prefix and suffix are fixed, the middle varies */
    size_t token_count;
    bool varies[TOKENS_MAX];
    struct shape shapes[TOKENS_MAX];
    size_t prefix, suffix;   /* tokens, is_span */
    struct shape middle;
    size_t seen;
    struct str example;      /* one value */
};

struct cut {
    struct str tokens[TOKENS_MAX];
    size_t count;
    bool overflowed;
    struct str text;
};

void noise_init(struct noise *n, struct arena *arena)
{
    *n = (struct noise){.arena = arena, .capacity = 256};
    n->slots = ARENA_ARRAY(arena, struct noise_pattern *, n->capacity);
}

static unsigned class_of(unsigned char c)
{
    if (c >= '0' && c <= '9') {
        return CLASS_DIGIT;
    }
    if (c >= 'a' && c <= 'z') {
        return c <= 'f' ? CLASS_HEX_LOWER : CLASS_LOWER;
    }
    if (c >= 'A' && c <= 'Z') {
        return c <= 'F' ? CLASS_HEX_UPPER : CLASS_UPPER;
    }
    return CLASS_OTHER;
}

static struct shape shape_of(struct str s)
{
    struct shape shape = {.min = s.len, .max = s.len, .is_set = true};
    for (size_t i = 0; i < s.len; i++) {
        shape.classes |= class_of((unsigned char)s.data[i]);
    }
    return shape;
}

/* Letters beyond f make all letters of that case likely: base 62 ids may lack them by chance. */
static unsigned widen(unsigned classes)
{
    if (classes & CLASS_LOWER) {
        classes |= CLASS_HEX_LOWER;
    }
    if (classes & CLASS_UPPER) {
        classes |= CLASS_HEX_UPPER;
    }
    return classes;
}

static void shape_join(struct shape *into, struct str s)
{
    struct shape other = shape_of(s);
    if (!into->is_set) {
        *into = other;
    }
    into->classes = widen(into->classes | other.classes);
    into->min = other.min < into->min ? other.min : into->min;
    into->max = other.max > into->max ? other.max : into->max;
}

static bool shape_fits(const struct shape *shape, struct str s)
{
    struct shape other = shape_of(s);
    return (other.classes & ~shape->classes) == 0 && s.len >= shape->min && s.len <= shape->max;
}

static bool is_word(unsigned char c)
{
    return class_of(c) != CLASS_OTHER;
}

static void cut_tokens(struct str text, struct cut *out)
{
    out->count = 0;
    out->overflowed = false;
    out->text = text;
    size_t i = 0;
    while (i < text.len) {
        size_t end = i + 1;
        while (is_word((unsigned char)text.data[i]) && end < text.len && is_word((unsigned char)text.data[end])) {
            end++;
        }
        if (out->count == TOKENS_MAX) {
            out->overflowed = true;
            return;
        }
        out->tokens[out->count++] = str_sub(text, i, end - i);
        i = end;
    }
}

/* Scope of a feature: headers are the run's, the rest is the surface's. Array indices count as one place. */
static bool is_run_wide(const struct feature *f)
{
    return f->kind == FEATURE_HEADER && str_starts_with(f->key, STR("header:"));
}

static struct str generic_key(struct str key, char *out, size_t size)
{
    size_t used = 0;
    bool at_segment = false;
    for (size_t i = 0; i < key.len && used + 1 < size; i++) {
        bool is_digit = key.data[i] >= '0' && key.data[i] <= '9';
        if (at_segment && is_digit) {
            while (i + 1 < key.len && key.data[i + 1] >= '0' && key.data[i + 1] <= '9') {
                i++;
            }
            out[used++] = '*';
        } else {
            out[used++] = key.data[i];
        }
        at_segment = key.data[i] == '/';
    }
    return str_of(out, used);
}

static uint64_t pattern_hash(struct str scope, struct str key)
{
    return hash_fnv1a(scope) * UINT64_C(0x9E3779B97F4A7C15) ^ hash_fnv1a(key);
}

static size_t find_slot(const struct noise *n, struct str scope, struct str key, uint64_t hash)
{
    size_t i = (size_t)hash & (n->capacity - 1);
    while (n->slots[i] && !(n->slots[i]->hash == hash && str_eq(n->slots[i]->scope, scope) && str_eq(n->slots[i]->key, key))) {
        i = (i + 1) & (n->capacity - 1);
    }
    return i;
}

static void grow(struct noise *n)
{
    struct noise bigger = {.arena = n->arena, .capacity = 2 * n->capacity, .count = n->count};
    bigger.slots = ARENA_ARRAY(n->arena, struct noise_pattern *, bigger.capacity);
    for (size_t i = 0; i < n->capacity; i++) {
        if (n->slots[i]) {
            bigger.slots[find_slot(&bigger, n->slots[i]->scope, n->slots[i]->key, n->slots[i]->hash)] = n->slots[i];
        }
    }
    *n = bigger;
}

static const struct noise_pattern *find_pattern(const struct noise *n, struct str surface, const struct feature *f)
{
    char text[SCOPE_TEXT_BYTES];
    struct str scope = is_run_wide(f) ? STR("") : surface;
    struct str key = generic_key(f->key, text, sizeof text);
    return n->slots[find_slot(n, scope, key, pattern_hash(scope, key))];
}

static struct noise_pattern *get_pattern(struct noise *n, struct str surface, const struct feature *f)
{
    char text[SCOPE_TEXT_BYTES];
    struct str scope = is_run_wide(f) ? STR("") : surface;
    struct str key = generic_key(f->key, text, sizeof text);
    uint64_t hash = pattern_hash(scope, key);
    size_t i = find_slot(n, scope, key, hash);
    if (n->slots[i]) {
        return n->slots[i];
    }
    if (2 * (n->count + 1) > n->capacity) {
        grow(n);
        i = find_slot(n, scope, key, hash);
    }
    struct noise_pattern *p = ARENA_NEW(n->arena, struct noise_pattern);
    p->scope = str_copy(n->arena, scope);
    p->key = str_copy(n->arena, key);
    p->hash = hash;
    p->example = str_copy(n->arena, f->value);
    n->slots[i] = p;
    n->count++;
    return p;
}

static size_t common_prefix(const struct cut *x, const struct cut *y)
{
    size_t n = 0;
    while (n < x->count && n < y->count && str_eq(x->tokens[n], y->tokens[n])) {
        n++;
    }
    return n;
}

static size_t common_suffix(const struct cut *x, const struct cut *y, size_t limit)
{
    size_t n = 0;
    while (n < limit && str_eq(x->tokens[x->count - 1 - n], y->tokens[y->count - 1 - n])) {
        n++;
    }
    return n;
}

static struct str middle_of(const struct cut *c, size_t prefix, size_t suffix)
{
    size_t from = 0, to = c->text.len;
    for (size_t i = 0; i < prefix; i++) {
        from += c->tokens[i].len;
    }
    for (size_t i = 0; i < suffix; i++) {
        to -= c->tokens[c->count - 1 - i].len;
    }
    return str_sub(c->text, from, to > from ? to - from : 0);
}

static void become_span(struct noise_pattern *p)
{
    if (p->is_span) {
        return;
    }
    p->is_span = true;
    if (p->token_count == 0) {
        p->prefix = p->suffix = SIZE_MAX;
        return;
    }
    size_t first = 0, last = p->token_count;
    while (first < p->token_count && !p->varies[first]) {
        first++;
    }
    while (last > first && !p->varies[last - 1]) {
        last--;
    }
    p->prefix = first;
    p->suffix = p->token_count - last;
}

static void learn_span(struct noise_pattern *p, const struct cut *x, const struct cut *y)
{
    become_span(p);
    size_t shorter = x->count < y->count ? x->count : y->count;
    size_t prefix = common_prefix(x, y);
    prefix = prefix < p->prefix ? prefix : p->prefix;
    size_t suffix = common_suffix(x, y, shorter - prefix);
    suffix = suffix < p->suffix ? suffix : p->suffix;
    p->prefix = prefix;
    p->suffix = suffix;
    shape_join(&p->middle, middle_of(x, prefix, suffix));
    shape_join(&p->middle, middle_of(y, prefix, suffix));
}

static void learn_tokens(struct noise_pattern *p, const struct cut *x, const struct cut *y)
{
    p->token_count = x->count;
    for (size_t i = 0; i < x->count; i++) {
        p->varies[i] |= !str_eq(x->tokens[i], y->tokens[i]);
        if (p->varies[i]) {
            shape_join(&p->shapes[i], x->tokens[i]);
            shape_join(&p->shapes[i], y->tokens[i]);
        }
    }
}

static void learn_values(struct noise_pattern *p, struct str x, struct str y)
{
    struct cut a, b;
    cut_tokens(x, &a);
    cut_tokens(y, &b);
    bool is_first = !p->is_span && p->token_count == 0;
    bool is_aligned = a.count == b.count && !a.overflowed && !b.overflowed && !p->is_span &&
                      (is_first || a.count == p->token_count);
    p->seen++;
    if (is_aligned && a.count > 0) {
        learn_tokens(p, &a, &b);
    } else {
        learn_span(p, &a, &b);
    }
}

/* Presence, order and structure are never noise of a value: they are compared with the set of what was seen. */
static bool is_learnable(const struct feature *f)
{
    if (f->kind == FEATURE_OUTCOME || f->kind == FEATURE_STATUS) {
        return false;
    }
    static const char *const structural[] = {"headers", "framing", "version", "interim", "reconnect"};
    for (size_t i = 0; i < sizeof structural / sizeof *structural; i++) {
        if (str_eq(f->key, str_from(structural[i]))) {
            return false;
        }
    }
    return !str_ends_with(f->key, STR("shape")) || f->key.data[f->key.len - 6] == '/';
}

void noise_learn(struct noise *n, struct str surface, const struct features *x, const struct features *y)
{
    for (size_t i = 0; i < x->count; i++) {
        const struct feature *f = &x->items[i];
        if (!is_learnable(f)) {
            continue;
        }
        bool is_parallel = i < y->count && str_eq(y->items[i].key, f->key);
        const struct feature *g = is_parallel ? &y->items[i] : features_find(y, f->key);
        if (g && !str_eq(f->value, g->value)) {
            learn_values(get_pattern(n, surface, f), f->value, g->value);
        }
    }
}

static bool explains_tokens(const struct noise_pattern *p, const struct cut *v, const struct cut *k)
{
    if (v->overflowed || k->overflowed || v->count != p->token_count || k->count != p->token_count) {
        return false;
    }
    for (size_t i = 0; i < v->count; i++) {
        if (!str_eq(v->tokens[i], k->tokens[i]) && !(p->varies[i] && shape_fits(&p->shapes[i], v->tokens[i]))) {
            return false;
        }
    }
    return true;
}

static bool explains_span(const struct noise_pattern *p, const struct cut *v, const struct cut *k)
{
    if (v->count < p->prefix + p->suffix || k->count < p->prefix + p->suffix) {
        return false;
    }
    for (size_t i = 0; i < p->prefix; i++) {
        if (!str_eq(v->tokens[i], k->tokens[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < p->suffix; i++) {
        if (!str_eq(v->tokens[v->count - 1 - i], k->tokens[k->count - 1 - i])) {
            return false;
        }
    }
    return shape_fits(&p->middle, middle_of(v, p->prefix, p->suffix));
}

bool noise_explains(const struct noise *n, struct str surface, const struct feature *value, const struct feature *known)
{
    if (str_eq(value->value, known->value)) {
        return true;
    }
    if (!is_learnable(value)) {
        return false;
    }
    const struct noise_pattern *p = find_pattern(n, surface, value);
    if (!p) {
        return false;
    }
    struct cut v, k;
    cut_tokens(value->value, &v);
    cut_tokens(known->value, &k);
    return p->is_span ? explains_span(p, &v, &k) : explains_tokens(p, &v, &k);
}

static void describe_shape(struct buf *out, const struct shape *s)
{
    const char *what = s->classes == CLASS_DIGIT                                      ? "digits"
                       : (s->classes & ~(unsigned)(CLASS_DIGIT | CLASS_HEX_LOWER)) == 0 ? "hex"
                       : s->classes & CLASS_OTHER                                     ? "bytes"
                                                                                      : "letters";
    if (s->min == s->max) {
        buf_printf(out, "<%zu %s>", s->min, what);
    } else {
        buf_printf(out, "<%zu-%zu %s>", s->min, s->max, what);
    }
}

static struct str describe_pattern(const struct noise_pattern *p, struct arena *a)
{
    struct buf out;
    buf_init(&out, SCOPE_TEXT_BYTES);
    struct cut c;
    cut_tokens(p->example, &c);
    for (size_t i = 0; !p->is_span && i < c.count; i++) {
        if (p->varies[i]) {
            describe_shape(&out, &p->shapes[i]);
        } else {
            buf_append_str(&out, c.tokens[i]);
        }
    }
    for (size_t i = 0; p->is_span && i < p->prefix && i < c.count; i++) {
        buf_append_str(&out, c.tokens[i]);
    }
    if (p->is_span) {
        describe_shape(&out, &p->middle);
    }
    for (size_t i = 0; p->is_span && i < p->suffix && p->suffix <= c.count; i++) {
        buf_append_str(&out, c.tokens[c.count - p->suffix + i]);
    }
    struct str text = str_copy(a, buf_str(&out));
    buf_free(&out);
    return text;
}

static int by_scope(const void *x, const void *y)
{
    const struct learned_noise *a = x, *b = y;
    return str_cmp(a->scope, b->scope);
}

void noise_list(const struct noise *n, struct arena *a, struct learned_noise **out, size_t *count)
{
    struct learned_noise *list = ARENA_ARRAY(a, struct learned_noise, n->count);
    size_t used = 0;
    for (size_t i = 0; i < n->capacity; i++) {
        const struct noise_pattern *p = n->slots[i];
        if (p) {
            struct str scope = p->scope.len ? str_printf(a, "%.*s %.*s", STR_ARG(p->scope), STR_ARG(p->key)) : str_copy(a, p->key);
            list[used++] = (struct learned_noise){.scope = scope, .shape = describe_pattern(p, a), .seen = p->seen};
        }
    }
    assert(used == n->count);
    qsort(list, used, sizeof *list, by_scope);
    *out = list;
    *count = used;
}
