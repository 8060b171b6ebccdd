/* SPDX-License-Identifier: Apache-2.0
 *
 * loader: what the parts of scenario share while they read one file: where faults go, how lists grow, and what of a
 * pack is known so far. Not for other modules. */
#ifndef NONESUCH_LOADER_H
#define NONESUCH_LOADER_H

#include "pack.h"

/* One address of the RPC service. */
struct endpoint {
    struct str id;
    struct str path; /* holds a reference, and maybe further ones to what hangs on that */
    size_t resource; /* that is named by the first */
    struct str field;
    const struct value *at;
};

struct loader {
    struct arena *arena;
    const char *file; /* in the arena */
    const struct value *document;
    struct fault *fault;
    struct pack *pack; /* under construction; for a target file the finished one */

    const struct value **definitions; /* per resource of the pack: what the file says of it, `like` resolved */
    size_t *like_root;                /* per resource: the resource at the root of its `like` chain, itself without */

    struct str rpc_verb; /* POST */
    struct endpoint *endpoints;
    size_t endpoint_count;
    struct guard *rpc_guards;
    size_t rpc_guard_count;
    struct str *rpc_methods_met; /* methods whose endpoint reference is under test already */
    size_t rpc_method_met_count;
};

/* Parses `text`, names file and document in `l`, and checks it against the schema. RC_PARSE, RC_LIMIT, RC_CONFIG. */
MUST_USE enum rc loader_open(struct loader *l, struct str text, const char *name, const char *schema_name);

/* Names the file in a fault that has no name yet, one without a place too. Returns `rc`. */
enum rc loader_close(const struct loader *l, enum rc rc);

/* RC_CONFIG with the place and pointer of a value, or of a member's key, of the document. Copies of values that kept
 * their place will do. */
enum rc loader_fail(const struct loader *l, const struct value *at, const char *format, ...) PRINTF_LIKE(3, 4);
enum rc loader_fail_key(const struct loader *l, const struct member *at, const char *format, ...) PRINTF_LIKE(3, 4);
struct place loader_place(const struct loader *l, const struct value *at);

/* " (did you mean 'x'?)", or "" when nothing is near; terminated, in the arena. */
const char *loader_hint(const struct loader *l, struct str name, const struct str *candidates, size_t count);
/* "id, name", "nothing" when there is none; terminated, in the arena. */
const char *loader_enumerate(const struct loader *l, const struct str *names, size_t count);

/* Room for one more element behind `count` in an array that only ever grew through this. */
void *list_room(struct arena *a, void *items, size_t count, size_t size);
#define LIST_PUSH(a, items, count, ...) \
    ((items) = list_room((a), (items), (count), sizeof(*(items))), (items)[(count)++] = (__VA_ARGS__))

/* Letters, digits, `_` and `-`, the first no digit, and none of the names that templates give a meaning to.
 * RC_CONFIG; `what` is "a resource". */
MUST_USE enum rc loader_check_name(const struct loader *l, const struct member *named, const char *what);
/* RFC 9110, section 5.1. */
bool loader_is_header_name(struct str name);
/* Not empty, and no control characters but tabs. */
bool loader_is_header_value(struct str value);
/* A string member, STR_NONE without. */
struct str loader_string(const struct value *object, const char *key);
/* "type.operation", both known to the permissions. RC_CONFIG. */
MUST_USE enum rc loader_guards(const struct loader *l, const struct value *list, struct guard **out, size_t *count);
bool loader_has_type(const struct loader *l, struct str type);
/* Index of the resource or principal that the string value names. RC_CONFIG with a hint. */
MUST_USE enum rc loader_resource(const struct loader *l, const struct value *name, size_t *out);
MUST_USE enum rc loader_principal(const struct loader *l, const struct value *name, size_t *out);
/* The types of `permissions` named in a fault about one that is not there. */
enum rc loader_fail_type(const struct loader *l, const struct value *at, struct str type);

#endif
