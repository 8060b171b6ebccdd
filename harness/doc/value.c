/* SPDX-License-Identifier: Apache-2.0
 *
 * value: reading, comparing and building document values. */
#include "value.h"

#include <assert.h>
#include <string.h>

#define FIRST_CAPACITY ((size_t)4)

/* ---- reading ---- */

static struct member *find_member(const struct value *object, struct str key) {
    for (size_t i = 0; i < object->count; i++) {
        /* Most keys differ in length already. */
        if (object->members[i].key.len == key.len && str_eq(object->members[i].key, key))
            return &object->members[i];
    }
    return NULL;
}

const struct value *value_get(const struct value *object, struct str key) {
    const struct member *found = value_is(object, VALUE_OBJECT) ? find_member(object, key) : NULL;
    return found ? found->value : NULL;
}

const struct value *value_get_c(const struct value *object, const char *key) {
    return value_get(object, str_from(key));
}

const struct value *value_at(const struct value *array, size_t index) {
    return value_is(array, VALUE_ARRAY) && index < array->count ? array->items[index] : NULL;
}

bool value_is(const struct value *v, enum value_kind kind) {
    return v && v->kind == kind;
}

struct str value_string(const struct value *v, struct str otherwise) {
    return value_is(v, VALUE_STRING) ? v->string : otherwise;
}

int64_t value_int(const struct value *v, int64_t otherwise) {
    return value_is(v, VALUE_INT) ? v->integer : otherwise;
}

bool value_bool(const struct value *v, bool otherwise) {
    return value_is(v, VALUE_BOOL) ? v->boolean : otherwise;
}

static bool items_equal(const struct value *a, const struct value *b) {
    for (size_t i = 0; i < a->count; i++) {
        if (!value_equal(a->items[i], b->items[i]))
            return false;
    }
    return true;
}

/* Members mostly stand in the same order, so the search begins where the last one was found. */
static bool members_equal(const struct value *a, const struct value *b) {
    size_t from = 0;
    for (size_t i = 0; i < a->count; i++) {
        size_t tried = 0;
        while (tried < b->count && !str_eq(a->members[i].key, b->members[(from + tried) % b->count].key))
            tried++;
        if (tried == b->count)
            return false;
        size_t at = (from + tried) % b->count;
        if (!value_equal(a->members[i].value, b->members[at].value))
            return false;
        from = at + 1;
    }
    return true;
}

bool value_equal(const struct value *a, const struct value *b) {
    if (!a || !b)
        return a == b;
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case VALUE_NULL: return true;
    case VALUE_BOOL: return a->boolean == b->boolean;
    case VALUE_INT: return a->integer == b->integer;
    case VALUE_REAL: return !(a->real < b->real) && !(a->real > b->real);
    case VALUE_STRING: return str_eq(a->string, b->string);
    case VALUE_ARRAY: return a->count == b->count && items_equal(a, b);
    case VALUE_OBJECT: return a->count == b->count && members_equal(a, b);
    }
    return false;
}

const char *value_kind_name(enum value_kind kind) {
    static const char *const names[] = {
        [VALUE_NULL] = "null",        [VALUE_BOOL] = "a boolean",  [VALUE_INT] = "an integer",
        [VALUE_REAL] = "a number",    [VALUE_STRING] = "a string", [VALUE_ARRAY] = "an array",
        [VALUE_OBJECT] = "an object",
    };
    return names[kind];
}

/* ---- pointers ---- */

/* Whether the pointer token `escaped` spells `key`; malformed escapes spell nothing. */
static bool token_is_key(struct str escaped, struct str key) {
    size_t at = 0;
    for (size_t i = 0; i < escaped.len; i++, at++) {
        char c = escaped.data[i];
        if (c == '~') {
            i++;
            if (i == escaped.len || (escaped.data[i] != '0' && escaped.data[i] != '1'))
                return false;
            c = escaped.data[i] == '0' ? '~' : '/';
        }
        if (at == key.len || key.data[at] != c)
            return false;
    }
    return at == key.len;
}

static const struct value *point_member(const struct value *object, struct str token) {
    for (size_t i = 0; i < object->count; i++) {
        if (token_is_key(token, object->members[i].key))
            return object->members[i].value;
    }
    return NULL;
}

static const struct value *point_item(const struct value *array, struct str token) {
    bool is_index = token.len > 0 && token.data[0] != '-' && (token.data[0] != '0' || token.len == 1);
    int64_t index;
    return is_index && str_to_int64(token, &index) ? value_at(array, (size_t)index) : NULL;
}

const struct value *value_point(const struct value *root, struct str pointer) {
    if (pointer.len == 0)
        return root;
    if (pointer.data[0] != '/')
        return NULL;
    const struct value *here = root;
    for (struct str rest = str_from_index(pointer, 1); rest.data && here;) {
        struct str token = str_cut(&rest, '/');
        if (here->kind == VALUE_OBJECT)
            here = point_member(here, token);
        else
            here = point_item(here, token);
    }
    return here;
}

struct str value_pointer_append(struct arena *a, struct str pointer, struct str token) {
    char *out = arena_alloc(a, pointer.len + 2 * token.len + 2, 1);
    if (pointer.len > 0)
        memcpy(out, pointer.data, pointer.len);
    size_t at = pointer.len;
    out[at++] = '/';
    for (size_t i = 0; i < token.len; i++) {
        char c = token.data[i];
        bool is_special = c == '~' || c == '/';
        out[at++] = is_special ? '~' : c;
        if (is_special)
            out[at++] = c == '~' ? '0' : '1';
    }
    return str_of(out, at);
}

/* ---- building ---- */

static struct value *new_value(struct arena *a, enum value_kind kind) {
    struct value *v = ARENA_NEW(a, struct value);
    v->kind = kind;
    return v;
}

struct value *value_new_null(struct arena *a) {
    return new_value(a, VALUE_NULL);
}

struct value *value_new_bool(struct arena *a, bool b) {
    struct value *v = new_value(a, VALUE_BOOL);
    v->boolean = b;
    return v;
}

struct value *value_new_int(struct arena *a, int64_t i) {
    struct value *v = new_value(a, VALUE_INT);
    v->integer = i;
    return v;
}

struct value *value_new_real(struct arena *a, double d) {
    struct value *v = new_value(a, VALUE_REAL);
    v->real = d;
    return v;
}

struct value *value_new_string(struct arena *a, struct str s) {
    struct value *v = new_value(a, VALUE_STRING);
    v->string = s;
    return v;
}

struct value *value_new_array(struct arena *a) {
    return new_value(a, VALUE_ARRAY);
}

struct value *value_new_object(struct arena *a) {
    return new_value(a, VALUE_OBJECT);
}

/* The room of a container follows from its count: four, then the powers of two. Returns `elements`, moved to twice the
 * room when `count` fills it. */
static void *with_room(struct arena *a, void *elements, size_t count, size_t size) {
    bool is_full = count == 0 || (count >= FIRST_CAPACITY && (count & (count - 1)) == 0);
    if (!is_full)
        return elements;
    size_t capacity = count == 0 ? FIRST_CAPACITY : count * 2;
    void *roomy = arena_alloc(a, capacity * size, _Alignof(struct member));
    if (count > 0)
        memcpy(roomy, elements, count * size);
    return roomy;
}

void value_append(struct arena *a, struct value *array, struct value *item) {
    assert(array->kind == VALUE_ARRAY && item);
    array->items = with_room(a, (void *)array->items, array->count, sizeof(struct value *));
    array->items[array->count++] = item;
}

struct member *value_add_member(struct arena *a, struct value *object, struct str key, struct value *v) {
    assert(object->kind == VALUE_OBJECT && v);
    object->members = with_room(a, object->members, object->count, sizeof(struct member));
    struct member *added = &object->members[object->count++];
    *added = (struct member){.key = key, .value = v};
    return added;
}

void value_set(struct arena *a, struct value *object, struct str key, struct value *v) {
    assert(object->kind == VALUE_OBJECT && v);
    struct member *found = find_member(object, key);
    if (found)
        found->value = v;
    else
        value_add_member(a, object, key, v);
}

static void clone_member(struct arena *a, struct value *object, const struct member *m) {
    struct member *added = value_add_member(a, object, str_copy(a, m->key), value_clone(a, m->value));
    added->line = m->line;
    added->column = m->column;
}

struct value *value_clone(struct arena *a, const struct value *v) {
    if (!v)
        return NULL;
    struct value *copy = ARENA_NEW(a, struct value);
    *copy = *v;
    copy->string = v->kind == VALUE_STRING ? str_copy(a, v->string) : STR_NONE;
    copy->items = NULL;
    copy->members = NULL;
    copy->count = 0;
    for (size_t i = 0; v->kind == VALUE_ARRAY && i < v->count; i++)
        value_append(a, copy, value_clone(a, v->items[i]));
    for (size_t i = 0; v->kind == VALUE_OBJECT && i < v->count; i++)
        clone_member(a, copy, &v->members[i]);
    return copy;
}

/* Lays `patch` over `base`, which is a copy of ours already. */
static struct value *overlay(struct arena *a, struct value *base, const struct value *patch) {
    if (!value_is(base, VALUE_OBJECT) || !value_is(patch, VALUE_OBJECT))
        return value_clone(a, patch);
    for (size_t i = 0; i < patch->count; i++) {
        const struct member *m = &patch->members[i];
        struct member *found = find_member(base, m->key);
        if (found)
            found->value = overlay(a, found->value, m->value);
        else
            clone_member(a, base, m);
    }
    return base;
}

struct value *value_merge(struct arena *a, const struct value *base, const struct value *patch) {
    struct value *copy = value_clone(a, base);
    return patch ? overlay(a, copy, patch) : copy;
}
