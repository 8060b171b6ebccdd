/* SPDX-License-Identifier: Apache-2.0
 *
 * openapi: the routes of an OpenAPI document with their slots. Pure. Not for other modules. */
#ifndef NONESUCH_OPENAPI_H
#define NONESUCH_OPENAPI_H

#include "route.h"

struct openapi_slot {
    struct str where; /* as slot_name.h spells it */
    struct str pointer;
    bool is_covered;
};

struct openapi_route {
    struct str method, path, pointer; /* GET, /tasks/{task_id}, /paths/~1tasks~1{task_id}/get */
    struct route_path segments;
    struct route_path *bases; /* of its servers' URLs */
    size_t base_count;
    struct openapi_slot *slots;
    size_t slot_count;
    bool is_mentioned, is_tested; /* a request of the pack goes there; one of a surface does */
};

struct openapi {
    struct openapi_route *routes;
    size_t route_count;
};

/* Errors as coverage_judge. */
MUST_USE enum rc openapi_read(const struct value *document, struct arena *a, struct openapi *out, struct fault *f);

/* What the parts of the reader share. */
struct openapi_reader {
    const struct value *document;
    struct arena *arena;
    struct fault *fault;
    size_t nodes; /* walked so far */
};

/* A value of the document and the pointer to it. */
struct spot {
    const struct value *value;
    struct str pointer;
};
struct spot spot_member(struct arena *a, struct spot at, struct str key); /* value NULL: not there */
/* How many members or items there are; 0 for anything of another kind. */
size_t spot_count(struct spot at, enum value_kind kind);
struct spot spot_item(struct arena *a, struct spot at, size_t index);
enum rc spot_fail(const struct openapi_reader *r, struct spot at, const char *format, ...) PRINTF_LIKE(3, 4);
/* Follows `$ref` until there is none. RC_CONFIG. */
MUST_USE enum rc spot_resolve(const struct openapi_reader *r, struct spot *at);

/* Adds a slot unless there is one of the same place. */
void openapi_add_slot(struct arena *a, struct openapi_route *route, struct str where, struct str pointer);

enum schema_sense {
    SCHEMA_CLOSED,    /* enumerated, a boolean, a fraction, or an object whose properties say more */
    SCHEMA_OPEN,      /* any text or number */
    SCHEMA_REFERENCE, /* its format says that it is one */
};
/* What values of the schema (NULL: anything) can be; a list is what its items are. */
enum schema_sense schema_sense_of(const struct openapi_reader *r, const struct value *schema);
/* Adds a slot for each property below the schema that is one; `where` is the place of the schema: "body". RC_CONFIG,
 * RC_LIMIT. */
MUST_USE enum rc schema_add_slots(struct openapi_reader *r, struct spot schema, struct str where,
                                  struct openapi_route *route);

#endif
