/* SPDX-License-Identifier: Apache-2.0
 *
 * body_class: what a made-up body asks for, as far as a careful reader can tell: the key of what its answer shows, and
 * of where it is sent. Pure. */
#ifndef NONESUCH_BODY_CLASS_H
#define NONESUCH_BODY_CLASS_H

#include "str.h"

/* Classes behind those of the known methods. */
enum body_oddity {
    BODY_UNKNOWN_METHOD, /* one `method`, a string that names none */
    BODY_NO_METHOD,      /* none, or no string */
    BODY_TWO_METHODS,    /* the member stands twice */
    BODY_BATCH,
    BODY_OTHER, /* JSON, but neither object nor array */
    BODY_NO_JSON,
    BODY_ODDITIES
};

#define BODY_MARKERS 10 /* a marker's number is a digit */

struct body_class {
    size_t number;        /* index of the known method, or method_count + an oddity */
    bool is_known_method; /* `number` is its index */
    bool is_unknown_name;
    struct str name;           /* of an unknown method, escapes undone; in the arena */
    size_t name_from, name_to; /* its lexeme in the body */
    bool is_stream;            /* params.stream is true */
};

struct body_class body_class_of(struct str body, const struct str *methods, size_t method_count, struct arena *a);

/* The number of the first marker in the body; SIZE_MAX without. */
size_t body_first_marker(struct str body);

/* Which markers stand in the body: bit n for "@@REF<n>@@". */
unsigned body_markers(struct str body);
/* The body with other numbers in its markers: to[n], of BODY_MARKERS below that, in place of n. In `a`. */
struct str body_renumber(struct str body, const size_t *to, struct arena *a);

/* The body with its markers replaced by references, which need no escapes in JSON; values[i] stands for "@@REF<i>@@".
 * In `a`; the body itself when it has none. */
struct str body_fill(struct str body, const struct str *values, size_t count, struct arena *a);

#endif
