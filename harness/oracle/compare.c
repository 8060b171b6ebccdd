/* SPDX-License-Identifier: Apache-2.0
 *
 * compare: does an answer look like the answers to absent references? */
#include "compare.h"

struct comparison {
    const struct noise *noise;
    struct str surface;
    const struct features *known;
    size_t known_count;
    struct arena *arena;
    struct difference *items;
    size_t count, capacity;
};

static void push(struct comparison *c, struct difference d) {
    if (c->count == c->capacity) {
        size_t capacity = c->capacity ? 2 * c->capacity : 8;
        struct difference *items = ARENA_ARRAY(c->arena, struct difference, capacity);
        for (size_t i = 0; i < c->count; i++) {
            items[i] = c->items[i];
        }
        c->items = items;
        c->capacity = capacity;
    }
    c->items[c->count++] = d;
}

/* The known answers do not agree on this feature. */
static bool is_various(const struct comparison *c, struct str key) {
    const struct feature *first = features_find(&c->known[0], key);
    for (size_t i = 1; i < c->known_count; i++) {
        const struct feature *k = features_find(&c->known[i], key);
        if ((first == NULL) != (k == NULL) || (k && !str_eq(k->value, first->value))) {
            return true;
        }
    }
    return false;
}

static void add(struct comparison *c, const struct feature *f, struct str left, struct str right) {
    bool is_volatile = noise_is_volatile(c->noise, c->surface, f) || is_various(c, f->key);
    push(c,
         (struct difference){.kind = f->kind, .key = f->key, .left = left, .right = right, .is_volatile = is_volatile});
}

static void compare_present(struct comparison *c, const struct feature *f, size_t index) {
    struct str seen = STR_NONE;
    for (size_t i = 0; i < c->known_count; i++) {
        const struct feature *k = features_find_near(&c->known[i], f->key, index);
        if (k && noise_explains(c->noise, c->surface, f, k)) {
            return;
        }
        if (k) {
            seen = k->value;
        }
    }
    bool is_unknown_there = str_eq(f->key, STR("reconnect")) && !seen.data;
    if (!is_unknown_there) {
        add(c, f, f->value, seen);
    }
}

/* Features that every known answer has and the suspect lacks. */
static void compare_missing(struct comparison *c, const struct features *suspect) {
    const struct features *first = &c->known[0];
    for (size_t i = 0; i < first->count; i++) {
        const struct feature *k = &first->items[i];
        bool is_everywhere = !features_find(suspect, k->key) && !str_eq(k->key, STR("reconnect"));
        for (size_t j = 1; is_everywhere && j < c->known_count; j++) {
            is_everywhere = features_find(&c->known[j], k->key) != NULL;
        }
        if (is_everywhere) {
            add(c, k, STR_NONE, k->value);
        }
    }
}

static struct differences sorted_by_kind(const struct comparison *c) {
    struct differences sorted = {.items = ARENA_ARRAY(c->arena, struct difference, c->count)};
    for (size_t kind = 0; kind < FEATURE_KIND_COUNT; kind++) {
        for (size_t i = 0; i < c->count; i++) {
            if (c->items[i].kind == (enum feature_kind)kind) {
                sorted.items[sorted.count++] = c->items[i];
            }
        }
    }
    return sorted;
}

struct differences compare_with_known(const struct noise *n, struct str surface, const struct features *suspect,
                                      const struct features *known, size_t known_count, struct arena *a) {
    struct comparison c = {.noise = n, .surface = surface, .known = known, .known_count = known_count, .arena = a};
    for (size_t i = 0; known_count > 0 && i < suspect->count; i++) {
        compare_present(&c, &suspect->items[i], i);
    }
    if (known_count > 0) {
        compare_missing(&c, suspect);
    }
    return sorted_by_kind(&c);
}

bool compare_is_void(const struct features *x, const struct features *y) {
    static const char *const keys[] = {"outcome", "status", "version"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct feature *f = features_find(x, str_from(keys[i]));
        const struct feature *g = features_find(y, str_from(keys[i]));
        if ((f == NULL) != (g == NULL) || (f && !str_eq(f->value, g->value))) {
            return true;
        }
    }
    return false;
}
