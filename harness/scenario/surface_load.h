/* SPDX-License-Identifier: Apache-2.0
 *
 * surface_load: the `surfaces`, `unknown_methods` and `out_of_scope` of a pack, one surface for each reference of each
 * request. Not for other modules. */
#ifndef NONESUCH_SURFACE_LOAD_H
#define NONESUCH_SURFACE_LOAD_H

#include "hole_check.h"

/* A surface as its author wrote it, at one address. */
struct written {
    const struct value *at;         /* the whole of it, for messages */
    const struct value *definition; /* an object; short forms are put into one */
    struct surface common;          /* all that its surfaces share; `id` is that of the first reference */
    struct reference_list references;
    size_t main;     /* index of the first reference (of an RPC call: of its params); NONE */
    bool has_reason; /* `needs: none` */

    struct str rpc_method; /* STR_NONE: no RPC */
    size_t endpoint;       /* RPC: index */
    bool is_stream;        /* RPC: the variant that asks for a stream */
};

/* All surfaces. RC_CONFIG, RC_LIMIT (LIMIT_SURFACES). */
MUST_USE enum rc surface_load_all(struct loader *l);
/* RC_CONFIG. */
MUST_USE enum rc unknown_methods_load(struct loader *l);

/* What the pack leaves alone on purpose. RC_CONFIG. */
MUST_USE enum rc out_of_scope_load(struct loader *l);

/* Appends one surface for each reference of it that is to be tested. RC_CONFIG, RC_LIMIT. */
MUST_USE enum rc surface_expand(struct loader *l, const struct written *w);
/* The reference stands in the address of an RPC call. */
bool surface_is_endpoint_reference(const struct written *w, size_t slot);
/* `created`: which resource a success makes (NONE without), and how to find it. RC_CONFIG. */
MUST_USE enum rc created_load(const struct loader *l, const struct value *created, struct capture_rule *rule,
                              size_t *resource);
/* `expect`: a status or a list of them. */
MUST_USE enum rc statuses_load(const struct loader *l, const struct value *expect, int **out, size_t *count);

#endif
