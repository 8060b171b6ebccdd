/* SPDX-License-Identifier: Apache-2.0
 *
 * value: one document value, whether it came from JSON or YAML, with the place it stood at. Pure. Trees live in an
 * arena and are not changed once built. */
#ifndef NONESUCH_VALUE_H
#define NONESUCH_VALUE_H

#include "str.h"

enum value_kind {
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_REAL,
    VALUE_STRING,
    VALUE_ARRAY,
    VALUE_OBJECT,
};

struct member;

struct value {
    enum value_kind kind;
    int line, column; /* from 1; 0 for values that were built, not read */
    bool boolean;
    int64_t integer;
    double real;
    struct str string;      /* VALUE_STRING */
    struct value **items;   /* VALUE_ARRAY */
    struct member *members; /* VALUE_OBJECT, in document order, no duplicates */
    size_t count;           /* of items or members */
};

struct member {
    struct str key;
    int line, column; /* of the key */
    struct value *value;
};

/* Reading. A NULL value is "not there" and accepted everywhere. */
const struct value *value_get(const struct value *object, struct str key); /* NULL when absent or not an object */
const struct value *value_get_c(const struct value *object, const char *key);
const struct value *value_at(const struct value *array, size_t index); /* NULL when absent or not an array */
bool value_is(const struct value *v, enum value_kind kind);
struct str value_string(const struct value *v, struct str otherwise); /* `otherwise` unless a string */
int64_t value_int(const struct value *v, int64_t otherwise);
bool value_bool(const struct value *v, bool otherwise);
/* Members are compared as sets; 1 and 1.0 differ. */
bool value_equal(const struct value *a, const struct value *b);
const char *value_kind_name(enum value_kind kind); /* "an object", "a string" … for messages */

/* RFC 6901. NULL when nothing is there or the pointer is malformed. "" is the value itself. */
const struct value *value_point(const struct value *root, struct str pointer);
/* Appends "/token" with ~0 and ~1 escapes. */
struct str value_pointer_append(struct arena *a, struct str pointer, struct str token);

/* Building. Strings are borrowed, not copied. */
struct value *value_new_null(struct arena *a);
struct value *value_new_bool(struct arena *a, bool b);
struct value *value_new_int(struct arena *a, int64_t i);
struct value *value_new_real(struct arena *a, double d);
struct value *value_new_string(struct arena *a, struct str s);
struct value *value_new_array(struct arena *a);
struct value *value_new_object(struct arena *a);
void value_append(struct arena *a, struct value *array, struct value *item);
/* Adds a member without looking for one of the same key: for who knows that there is none. Returns it, valid until the
 * next change of `object`. */
struct member *value_add_member(struct arena *a, struct value *object, struct str key, struct value *v);
/* Replaces the member or adds it at the end. */
void value_set(struct arena *a, struct value *object, struct str key, struct value *v);
struct value *value_clone(struct arena *a, const struct value *v); /* deep, strings copied */
/* A deep copy of `base` with the members of `patch` laid over it: objects merge, everything else replaces. */
struct value *value_merge(struct arena *a, const struct value *base, const struct value *patch);

#endif
