/* SPDX-License-Identifier: Apache-2.0
 *
 * mutate: changes JSON-RPC bodies by their structure: members and items come, go, double and swap, values change type,
 * methods are respelt, what the pack says a method takes is put in. Two arms: a part of the calls starts from a
 * pristine seed, chosen evenly per method, whatever body was handed in, so that no method dies out. A body names things
 * by markers, for which the sender puts a reference. Pure; the same rng gives the same body. */
#ifndef NONESUCH_MUTATE_H
#define NONESUCH_MUTATE_H

#include "rng.h"
#include "str.h"

#define MUTATE_MARKER "@@REF" /* every marker begins so: "@@REF0@@" … "@@REF9@@" */
#define MUTATE_MARKER_BYTES 8
#define MUTATE_BODY_BYTES 65536 /* a body is at most so long, unless nesting or a long string makes it a large one */

struct mutate_seed {
    struct str body; /* with its marker */
    size_t method;   /* index into the dictionary's methods */
};

/* A value that a parameter of a method takes. */
struct mutate_example {
    size_t method;
    struct str name, json;
};

struct mutate_dictionary {
    const struct str *methods;
    size_t method_count;
    const struct mutate_seed *seeds; /* at least one */
    size_t seed_count;
    const struct mutate_example *examples;
    size_t example_count;
    size_t marker_count;    /* "@@REF0@@" up to that */
    size_t large_per_10000; /* how often a body is made deep or large (100 000 levels, 1 MiB) */
};

/* A seed as it is, its method chosen evenly. */
struct str mutate_pristine(const struct mutate_dictionary *d, struct rng *r);

/* Another body. `body` may be anything, the empty text too. Lives in `a`, or is a seed of `d`, changed by nothing. */
struct str mutate_body(const struct mutate_dictionary *d, struct str body, struct rng *r, struct arena *a);

/* "@@REF3@@" */
struct str mutate_marker(size_t index, struct arena *a);

#endif
