/* SPDX-License-Identifier: Apache-2.0
 *
 * read_part: members as typed values. */
#include "read_part.h"

#include <stdio.h>

#include "codec.h"

#define WAY_MAX 16
#define SHOWN_BYTES 60
#define NS_PER_MS_REAL 1e6
#define MS_MAX 1e12

/* From the root to the part. */
static struct str pointer_of(const struct part *p, struct arena *a) {
    const struct part *way[WAY_MAX];
    size_t depth = 0;
    for (; p->parent && depth < WAY_MAX; p = p->parent)
        way[depth++] = p;
    struct str pointer = STR("");
    while (depth-- > 0) {
        struct str token = way[depth]->key ? str_from(way[depth]->key) : str_printf(a, "%zu", way[depth]->index);
        pointer = value_pointer_append(a, pointer, token);
    }
    return pointer;
}

void part_refuse(const struct part *p, const char *format, ...) {
    char text[sizeof(((struct fault *)0)->text)];
    if (p->reading->rc != RC_OK)
        return;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    struct arena *a = p->reading->arena;
    const char *pointer = str_cstr(a, pointer_of(p, a));
    (void)fault_set_at(p->reading->fault, RC_CONFIG, p->reading->file, 0, 0, pointer, "%s", text);
    p->reading->rc = RC_CONFIG;
}

struct part part_member(const struct part *p, const char *key) {
    return (struct part){.reading = p->reading, .value = value_get_c(p->value, key), .parent = p, .key = key};
}

struct part part_item(const struct part *p, size_t index) {
    return (struct part){.reading = p->reading, .value = value_at(p->value, index), .parent = p, .index = index};
}

bool part_is_there(const struct part *p) {
    return p->value && p->value->kind != VALUE_NULL;
}

/* Whether it is there, and of this kind. */
static bool is_of(const struct part *p, enum value_kind kind) {
    if (!part_is_there(p))
        return false;
    if (p->value->kind != kind)
        part_refuse(p, "expected %s, found %s", value_kind_name(kind), value_kind_name(p->value->kind));
    return p->value->kind == kind;
}

size_t part_count(const struct part *p) {
    return is_of(p, VALUE_ARRAY) ? p->value->count : 0;
}

struct str part_text(const struct part *p, const char *key) {
    struct part m = part_member(p, key);
    return is_of(&m, VALUE_STRING) ? m.value->string : STR("");
}

size_t part_whole(const struct part *p) {
    if (!is_of(p, VALUE_INT))
        return 0;
    if (p->value->integer < 0)
        part_refuse(p, "a count is not negative");
    return p->value->integer < 0 ? 0 : (size_t)p->value->integer;
}

size_t part_size(const struct part *p, const char *key) {
    struct part m = part_member(p, key);
    return part_whole(&m);
}

bool part_bool(const struct part *p, const char *key) {
    struct part m = part_member(p, key);
    return is_of(&m, VALUE_BOOL) && m.value->boolean;
}

int64_t part_ms(const struct part *p, const char *key) {
    struct part m = part_member(p, key);
    bool is_whole = value_is(m.value, VALUE_INT);
    if (!is_whole && !is_of(&m, VALUE_REAL))
        return 0;
    double ms = is_whole ? (double)m.value->integer : m.value->real;
    if (ms < 0 || ms > MS_MAX) {
        part_refuse(&m, "milliseconds from 0 to %.0f", MS_MAX);
        return 0;
    }
    return (int64_t)(ms * NS_PER_MS_REAL + 0.5);
}

static struct str decode(const struct part *p, struct str text) {
    struct str bytes = STR("");
    if (!codec_base64_decode(p->reading->arena, text, &bytes))
        part_refuse(p, "this is not base64");
    return bytes;
}

struct str part_bytes(const struct part *p) {
    if (value_is(p->value, VALUE_OBJECT))
        return decode(p, part_text(p, "base64"));
    return is_of(p, VALUE_STRING) ? p->value->string : STR("");
}

struct str part_bytes_member(const struct part *p, const char *key) {
    struct part m = part_member(p, key);
    return part_bytes(&m);
}

struct str part_joined(const struct part *p, const char *key, const char *separator) {
    struct part list = part_member(p, key);
    struct str joined = STR("");
    for (size_t i = 0; i < part_count(&list); i++) {
        struct part item = part_item(&list, i);
        if (is_of(&item, VALUE_STRING))
            joined = str_printf(p->reading->arena, "%.*s%s%.*s", STR_ARG(joined), i > 0 ? separator : "",
                                STR_ARG(item.value->string));
    }
    return joined;
}

size_t part_word(const struct part *p, const char *key, const char *(*name)(size_t index), size_t count) {
    struct part m = part_member(p, key);
    struct str word = part_text(p, key);
    for (size_t i = 0; i < count; i++) {
        if (str_eq(word, str_from(name(i))))
            return i;
    }
    struct str shown = codec_printable_start(p->reading->arena, word, SHOWN_BYTES);
    part_refuse(&m, "'%.*s' is no known word here", STR_ARG(shown));
    return 0;
}
