/* SPDX-License-Identifier: Apache-2.0
 *
 * provider: the questions to the auth provider (agentex.md section 7), one function each. */
#ifndef NONESUCH_PROVIDER_H
#define NONESUCH_PROVIDER_H

#include "api.h"

enum resource_type { RESOURCE_AGENT, RESOURCE_TASK, RESOURCE_API_KEY, RESOURCE_SCHEDULE, RESOURCE_TYPE_COUNT };
const char *resource_type_name(enum resource_type t);

enum operation { OP_READ, OP_CREATE, OP_UPDATE, OP_DELETE, OP_EXECUTE, OP_CANCEL, OPERATION_COUNT };
const char *operation_name(enum operation op);

enum permission {
    PERMISSION_YES,
    PERMISSION_NO,     /* `text`: the provider's own words, STR_NONE when it had none */
    PERMISSION_BROKEN, /* `status` and `text`: what to answer in its place */
};
struct provider_answer {
    enum permission permission;
    int status;
    struct str text;
};

struct provider_answer provider_check(struct api_call *c, enum resource_type type, struct str selector,
                                      enum operation op);

/* Which ids the caller may read: a JSON array in `ids`, or STR_NONE for all of his tenant. */
struct provider_answer provider_search(struct api_call *c, enum resource_type type, enum operation op, struct str *ids);

/* Tells the provider of a new thing (retried on 503 and 502: 3 times, exponential backoff with jitter), then grants it.
 * PERMISSION_YES or PERMISSION_BROKEN. */
struct resource {
    enum resource_type type;
    struct str selector;
};
struct provider_answer provider_register(struct api_call *c, struct resource thing, const struct resource *parent);
struct provider_answer provider_grant(struct api_call *c, struct resource thing);
/* Takes the caller's grant back. */
void provider_revoke(struct api_call *c, struct resource thing);
/* The reverse of both, for a deleted thing; what fails is left to a backfill. */
void provider_forget(struct api_call *c, struct resource thing, bool is_granted);

/* POST /v1/authn with the caller's headers. */
struct call_answer provider_authn(struct api_call *c);

#endif
