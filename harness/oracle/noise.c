/* SPDX-License-Identifier: Apache-2.0
 *
 * noise: what varies between answers that must be alike. */
#include "noise.h"

#include <assert.h>
#include <stdlib.h>

#include "compare.h"
#include "hash.h"
#include "shape.h"

#define TOKENS_MAX 128 /* longer values are learned by their common beginning and end only */
#define SCOPE_TEXT_BYTES 4096

struct noise_pattern {
    struct str scope, key;
    uint64_t hash;
    size_t token_count;   /* 0 before the first aligned pair */
    struct shape *shapes; /* one per token; not set: the token is fixed */
    bool is_span; /* token counts differed: so many tokens at both ends are fixed, what is between them varies */
    size_t prefix, suffix;
    struct shape middle;
    struct shape whole; /* of every value learned from */
    bool is_order;      /* of a shape: its members are shuffled */
    size_t seen;
    struct str example; /* one value */
};

void noise_init(struct noise *n, struct arena *arena) {
    *n = (struct noise){.arena = arena, .capacity = 256};
    n->slots = ARENA_ARRAY(arena, struct noise_pattern *, n->capacity);
}

/* The token that begins at `from`, which is not the end. */
static struct str token_at(struct str text, size_t from) {
    size_t end = from + 1;
    while (shape_is_word(text.data[from]) && end < text.len && shape_is_word(text.data[end])) {
        end++;
    }
    return str_sub(text, from, end - from);
}

/* The token that ends at `to`, which is not the beginning. */
static struct str token_before(struct str text, size_t to) {
    size_t start = to - 1;
    while (shape_is_word(text.data[to - 1]) && start > 0 && shape_is_word(text.data[start - 1])) {
        start--;
    }
    return str_sub(text, start, to - start);
}

/* At most TOKENS_MAX + 1. */
static size_t count_tokens(struct str text) {
    size_t count = 0;
    for (size_t at = 0; at < text.len && count <= TOKENS_MAX; count++) {
        at += token_at(text, at).len;
    }
    return count;
}

/* How many tokens, at most `limit`, both begin with; `bytes` is their length. */
static size_t common_prefix(struct str x, struct str y, size_t limit, size_t *bytes) {
    size_t count = 0;
    *bytes = 0;
    while (count < limit && *bytes < x.len && *bytes < y.len) {
        struct str token = token_at(x, *bytes);
        if (!str_eq(token, token_at(y, *bytes))) {
            break;
        }
        *bytes += token.len;
        count++;
    }
    return count;
}

static size_t common_suffix(struct str x, struct str y, size_t limit, size_t *bytes) {
    size_t count = 0;
    *bytes = 0;
    while (count < limit && *bytes < x.len && *bytes < y.len) {
        struct str token = token_before(x, x.len - *bytes);
        if (!str_eq(token, token_before(y, y.len - *bytes))) {
            break;
        }
        *bytes += token.len;
        count++;
    }
    return count;
}

/* Scope of a feature: headers are the run's, the rest is the surface's. Array indices count as one place. */
static bool is_run_wide(const struct feature *f) {
    return f->kind == FEATURE_HEADER && str_starts_with(f->key, STR("header:"));
}

static struct str generic_key(struct str key, char *out, size_t size) {
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

static uint64_t pattern_hash(struct str scope, struct str key) {
    return hash_fnv1a(scope) * UINT64_C(0x9E3779B97F4A7C15) ^ hash_fnv1a(key);
}

static size_t find_slot(const struct noise *n, struct str scope, struct str key, uint64_t hash) {
    size_t i = (size_t)hash & (n->capacity - 1);
    while (n->slots[i] &&
           !(n->slots[i]->hash == hash && str_eq(n->slots[i]->scope, scope) && str_eq(n->slots[i]->key, key))) {
        i = (i + 1) & (n->capacity - 1);
    }
    return i;
}

static void grow(struct noise *n) {
    struct noise bigger = {.arena = n->arena, .capacity = 2 * n->capacity, .count = n->count};
    bigger.slots = ARENA_ARRAY(n->arena, struct noise_pattern *, bigger.capacity);
    for (size_t i = 0; i < n->capacity; i++) {
        if (n->slots[i]) {
            bigger.slots[find_slot(&bigger, n->slots[i]->scope, n->slots[i]->key, n->slots[i]->hash)] = n->slots[i];
        }
    }
    *n = bigger;
}

static const struct noise_pattern *find_pattern(const struct noise *n, struct str surface, const struct feature *f) {
    char text[SCOPE_TEXT_BYTES];
    struct str scope = is_run_wide(f) ? STR("") : surface;
    struct str key = generic_key(f->key, text, sizeof text);
    return n->slots[find_slot(n, scope, key, pattern_hash(scope, key))];
}

static struct noise_pattern *get_pattern(struct noise *n, struct str surface, const struct feature *f) {
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

static void free_ends(const struct noise_pattern *p, size_t *prefix, size_t *suffix) {
    size_t first = 0, last = p->token_count;
    while (first < p->token_count && !p->shapes[first].is_set) {
        first++;
    }
    while (last > first && !p->shapes[last - 1].is_set) {
        last--;
    }
    *prefix = first;
    *suffix = p->token_count - last;
}

static void learn_span(struct noise_pattern *p, struct str x, struct str y) {
    size_t prefix_limit = p->prefix, suffix_limit = p->suffix;
    bool is_first = !p->is_span && p->token_count == 0;
    if (is_first) {
        prefix_limit = suffix_limit = SIZE_MAX;
    } else if (!p->is_span) {
        free_ends(p, &prefix_limit, &suffix_limit);
    }
    size_t from, to;
    size_t prefix = common_prefix(x, y, prefix_limit, &from);
    size_t suffix = common_suffix(str_from_index(x, from), str_from_index(y, from), suffix_limit, &to);
    bool is_wider = !is_first && (!p->is_span || prefix < p->prefix || suffix < p->suffix);
    p->is_span = true;
    p->prefix = prefix;
    p->suffix = suffix;
    shape_join(&p->middle, str_sub(x, from, x.len - from - to));
    shape_join(&p->middle, str_sub(y, from, y.len - from - to));
    if (is_wider) {
        /* What was learned earlier has to fit between the new ends, too. */
        shape_join_parts(&p->middle, &p->whole);
    }
}

static void learn_tokens(struct noise *n, struct noise_pattern *p, struct str x, struct str y, size_t count) {
    if (p->token_count == 0) {
        p->token_count = count;
        p->shapes = ARENA_ARRAY(n->arena, struct shape, count);
    }
    for (size_t i = 0, at_x = 0, at_y = 0; i < count; i++) {
        struct str a = token_at(x, at_x), b = token_at(y, at_y);
        at_x += a.len;
        at_y += b.len;
        if (p->shapes[i].is_set || !str_eq(a, b)) {
            shape_join(&p->shapes[i], a);
            shape_join(&p->shapes[i], b);
        }
    }
}

static void learn_values(struct noise *n, struct noise_pattern *p, struct str x, struct str y) {
    size_t count = count_tokens(x);
    bool is_aligned = !p->is_span && count > 0 && count <= TOKENS_MAX && count_tokens(y) == count &&
                      (p->token_count == 0 || p->token_count == count);
    p->seen++;
    if (is_aligned) {
        learn_tokens(n, p, x, y, count);
    } else {
        learn_span(p, x, y);
    }
    shape_join(&p->whole, x);
    shape_join(&p->whole, y);
}

/* `body:shape`, and `body:[n]shape` of a line; a member of that name is `body:/shape`. */
static bool is_body_shape(struct str key) {
    struct str prefix = STR("body:");
    if (!str_starts_with(key, prefix)) {
        return false;
    }
    struct str rest = str_from_index(key, prefix.len);
    ptrdiff_t bracket = str_starts_with(rest, STR("[")) ? str_find_char(rest, ']', 0) : -1;
    return str_eq(str_from_index(rest, (size_t)(bracket + 1)), STR("shape"));
}

/* Presence, order and structure are never noise of a value: they are compared with the set of what was seen. */
static bool is_learnable(const struct feature *f) {
    if (f->kind == FEATURE_OUTCOME || f->kind == FEATURE_STATUS) {
        return false;
    }
    static const char *const structural[] = {"headers", "framing", "version", "interim", "reconnect", "body:lines"};
    for (size_t i = 0; i < sizeof structural / sizeof *structural; i++) {
        if (str_eq(f->key, str_from(structural[i]))) {
            return false;
        }
    }
    return !is_body_shape(f->key);
}

/* The same bytes in another order: of a shape, its members shuffled. */
static bool is_shuffled(struct str x, struct str y) {
    size_t counts[256] = {0};
    if (x.len != y.len || str_eq(x, y)) {
        return false;
    }
    for (size_t i = 0; i < x.len; i++) {
        counts[(unsigned char)x.data[i]]++;
    }
    for (size_t i = 0; i < y.len; i++) {
        size_t *left = &counts[(unsigned char)y.data[i]];
        if (*left == 0) {
            return false;
        }
        (*left)--;
    }
    return true;
}

static void learn_order(struct noise *n, struct str surface, const struct feature *x, const struct feature *y) {
    if (is_shuffled(x->value, y->value)) {
        struct noise_pattern *p = get_pattern(n, surface, x);
        p->is_order = true;
        p->seen++;
        n->shuffled++;
    }
}

static bool explains_order(const struct noise *n, struct str surface, const struct feature *value,
                           const struct feature *known) {
    bool is_learned = n->shuffled >= NOISE_SHUFFLED_MIN || find_pattern(n, surface, value) != NULL;
    return is_learned && is_shuffled(value->value, known->value);
}

void noise_learn(struct noise *n, struct str surface, const struct features *x, const struct features *y) {
    if (compare_is_void(x, y)) {
        return;
    }
    for (size_t i = 0; i < x->count; i++) {
        const struct feature *f = &x->items[i];
        bool is_shape = is_body_shape(f->key);
        const struct feature *g = is_shape || is_learnable(f) ? features_find_near(y, f->key, i) : NULL;
        if (g && is_shape) {
            learn_order(n, surface, f, g);
        } else if (g && !str_eq(f->value, g->value)) {
            learn_values(n, get_pattern(n, surface, f), f->value, g->value);
        }
    }
}

static bool explains_tokens(const struct noise_pattern *p, struct str v, struct str k) {
    size_t at_v = 0, at_k = 0;
    for (size_t i = 0; i < p->token_count; i++) {
        if (at_v == v.len || at_k == k.len) {
            return false;
        }
        struct str a = token_at(v, at_v), b = token_at(k, at_k);
        if (!str_eq(a, b) && !(p->shapes[i].is_set && shape_fits(&p->shapes[i], a))) {
            return false;
        }
        at_v += a.len;
        at_k += b.len;
    }
    return at_v == v.len && at_k == k.len;
}

static bool explains_span(const struct noise_pattern *p, struct str v, struct str k) {
    size_t from, to;
    if (common_prefix(v, k, p->prefix, &from) < p->prefix) {
        return false;
    }
    struct str rest = str_from_index(v, from);
    return common_suffix(rest, str_from_index(k, from), p->suffix, &to) == p->suffix &&
           shape_fits(&p->middle, str_sub(rest, 0, rest.len - to));
}

bool noise_is_volatile(const struct noise *n, struct str surface, const struct feature *f) {
    return is_learnable(f) && find_pattern(n, surface, f) != NULL;
}

bool noise_explains(const struct noise *n, struct str surface, const struct feature *value,
                    const struct feature *known) {
    if (str_eq(value->value, known->value)) {
        return true;
    }
    if (is_body_shape(value->key)) {
        return explains_order(n, surface, value, known);
    }
    const struct noise_pattern *p = is_learnable(value) ? find_pattern(n, surface, value) : NULL;
    if (!p) {
        return false;
    }
    return p->is_span ? explains_span(p, value->value, known->value) : explains_tokens(p, value->value, known->value);
}

static struct str tokens_part(const struct noise_pattern *p, struct str value) {
    size_t from = value.len, to = 0;
    for (size_t i = 0, at = 0; i < p->token_count && at < value.len; i++) {
        size_t len = token_at(value, at).len;
        from = p->shapes[i].is_set && at < from ? at : from;
        to = p->shapes[i].is_set ? at + len : to;
        at += len;
    }
    return from < to ? str_sub(value, from, to - from) : value;
}

static struct str span_part(const struct noise_pattern *p, struct str value) {
    size_t from, to;
    (void)common_prefix(value, value, p->prefix, &from);
    struct str rest = str_from_index(value, from);
    (void)common_suffix(rest, rest, p->suffix, &to);
    return str_sub(rest, 0, rest.len - to);
}

struct str noise_volatile_part(const struct noise *n, struct str surface, const struct feature *f) {
    const struct noise_pattern *p = is_learnable(f) ? find_pattern(n, surface, f) : NULL;
    if (!p) {
        return STR_NONE;
    }
    return p->is_span ? span_part(p, f->value) : tokens_part(p, f->value);
}

static void describe_tokens(const struct noise_pattern *p, struct buf *out) {
    for (size_t i = 0, at = 0; i < p->token_count && at < p->example.len; i++) {
        struct str token = token_at(p->example, at);
        at += token.len;
        if (p->shapes[i].is_set) {
            shape_describe(&p->shapes[i], out);
        } else {
            buf_append_str(out, token);
        }
    }
}

static void describe_span(const struct noise_pattern *p, struct buf *out) {
    size_t from, to;
    (void)common_prefix(p->example, p->example, p->prefix, &from);
    struct str rest = str_from_index(p->example, from);
    (void)common_suffix(rest, rest, p->suffix, &to);
    buf_append_str(out, str_sub(p->example, 0, from));
    shape_describe(&p->middle, out);
    buf_append_str(out, str_from_index(rest, rest.len - to));
}

static struct str describe_pattern(const struct noise_pattern *p, struct arena *a) {
    struct buf out;
    buf_init(&out, SCOPE_TEXT_BYTES);
    if (p->is_order) {
        buf_append_cstr(&out, "the order of members");
    } else if (p->is_span) {
        describe_span(p, &out);
    } else {
        describe_tokens(p, &out);
    }
    struct str text = str_copy(a, buf_str(&out));
    buf_free(&out);
    return text;
}

static int by_scope(const void *x, const void *y) {
    const struct learned_noise *a = x, *b = y;
    return str_cmp(a->scope, b->scope);
}

void noise_list(const struct noise *n, struct arena *a, struct learned_noise **out, size_t *count) {
    struct learned_noise *list = ARENA_ARRAY(a, struct learned_noise, n->count);
    size_t used = 0;
    for (size_t i = 0; i < n->capacity; i++) {
        const struct noise_pattern *p = n->slots[i];
        if (p) {
            struct str scope =
                p->scope.len ? str_printf(a, "%.*s %.*s", STR_ARG(p->scope), STR_ARG(p->key)) : str_copy(a, p->key);
            list[used++] = (struct learned_noise){.scope = scope, .shape = describe_pattern(p, a), .seen = p->seen};
        }
    }
    assert(used == n->count);
    qsort(list, used, sizeof *list, by_scope);
    *out = list;
    *count = used;
}
