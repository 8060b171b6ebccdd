/* SPDX-License-Identifier: Apache-2.0
 *
 * identity: who calls. An agent by its API key (not by those of its webhooks), everybody else by the auth provider,
 * whose answers are kept for 60 s per set of credential headers. A bare x-agent-identity is no credential. */
#ifndef NONESUCH_IDENTITY_H
#define NONESUCH_IDENTITY_H

#include "str.h"

struct api_call;

struct identity {
    struct str json;   /* the principal as the provider gave it: opaque, sent back with every question */
    struct str tenant; /* account_id */
    struct str user_id, service_account_id; /* at most one */
    struct str creator;                     /* the one that is there; names are unique per tenant and creator */
};

struct identity_cache;
struct identity_cache *identity_cache_new(void);
void identity_cache_del(struct identity_cache *cache); /* accepts NULL */

/* Whether the path needs no credential. */
bool identity_is_public(const struct api_call *c);
/* Whether the request bears anything that could be a credential. */
bool identity_is_claimed(const struct api_call *c);
/* Fills c->identity. False: answered (401, 502, 503). */
bool identity_establish(struct api_call *c);

#endif
