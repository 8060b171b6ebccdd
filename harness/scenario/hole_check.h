/* SPDX-License-Identifier: Apache-2.0
 *
 * hole_check: every `${…}` of a pack is known where it stands, and which of them are references. Not for other
 * modules. */
#ifndef NONESUCH_HOLE_CHECK_H
#define NONESUCH_HOLE_CHECK_H

#include "loader.h"

enum region { REGION_PATH, REGION_QUERY, REGION_BODY, REGION_HEADER };

/* A reference of a request, at its first place. */
struct reference {
    struct slot slot;
    enum region region;
    struct str key; /* the query parameter, header or innermost body member that holds it; the field in a path */
};

struct reference_list {
    struct reference *items; /* each slot once, in the order path, query, body, headers */
    size_t count;
};

struct hole_scope {
    size_t resource;         /* only it and what it hangs on may be named; NONE: every resource */
    bool is_unseen;          /* no answer told its fields: only those that were chosen may be named */
    bool allows_new;         /* ${new.field} */
    bool names_principals;   /* ${alice.subject}, ${alice.tenant} */
    const struct str *extra; /* further plain names: "method" */
    size_t extra_count;
    struct reference_list *references; /* filled when not NULL */
};

/* Checks all holes of a request and collects its references. RC_CONFIG at `at`, or closer where the body has a
 * place. */
MUST_USE enum rc hole_check_request(const struct loader *l, const struct hole_scope *scope,
                                    const struct request_template *request, const struct value *at);

/* The fields named by ${new.…} in a value's strings and member names, each once. */
MUST_USE enum rc hole_new_fields(const struct loader *l, const struct value *v, struct str **out, size_t *count);
/* Some string or member name of the value has this text. */
bool hole_value_contains(const struct value *v, struct str text);

bool reference_list_find(const struct reference_list *list, struct slot slot, size_t *out);

#endif
