/* SPDX-License-Identifier: Apache-2.0
 *
 * authz: who there is, what is registered, who holds which role, and what follows from that. No network, no clock. Not
 * thread-safe: the auth provider holds a lock. Grants and registrations are kept apart, as in a relationship store: a
 * grant on a thing that is not registered gives nothing. Nothing that was ever named is forgotten, so that memory grows
 * with the number of registrations and grants. */
#ifndef NONESUCH_AUTHZ_H
#define NONESUCH_AUTHZ_H

#include "str.h"

struct principal {
    struct str name, tenant;
    bool is_service_account;
    bool creates_nothing; /* is refused every `create` */
    struct str agent;     /* id of the registered agent that acts for itself; STR_NONE: a person or a service account */
};

struct resource_ref {
    struct str type, selector;
};

struct authz;

struct authz *authz_new(void);
void authz_del(struct authz *z); /* accepts NULL */

/* False when the name or the token is taken (names are unique over all tenants). Everything is copied. */
bool authz_add_principal(struct authz *z, struct principal p, struct str token);
/* NULL when there is none. */
const struct principal *authz_by_token(const struct authz *z, struct str token);
const struct principal *authz_by_name(const struct authz *z, struct str name);

/* May `p` do that? Selector "*": `create` of a known type, for everybody but agents and who creates nothing. Otherwise
 * the thing must be registered in the principal's tenant, and a role must allow it; an agent holds no roles: it may
 * read itself, and read and update the tasks that hang on it. One look-up, whether the thing is absent or denied. */
bool authz_check(const struct authz *z, const struct principal *p, struct resource_ref ref, struct str operation);
/* The selectors of that type for which check says yes, oldest registration first; array and views live in `a` and the
 * store. Returns the count. */
size_t authz_search(const struct authz *z, const struct principal *p, struct str type, struct str operation,
                    struct arena *a, struct str **out);

/* `p` is one of the store's. */
void authz_grant(struct authz *z, const struct principal *p, struct resource_ref ref, unsigned roles);
void authz_revoke(struct authz *z, const struct principal *p, struct resource_ref ref, unsigned roles);

/* Registers in the principal's tenant with the principal as owner; `parent` may be all STR_NONE. False, and nothing
 * changes, when it is registered already and the principal is not its owner (a repeat by the owner is fine). */
bool authz_register(struct authz *z, const struct principal *p, struct resource_ref ref, struct resource_ref parent);
/* False when it is registered in another tenant; absent is fine. */
bool authz_deregister(struct authz *z, const struct principal *p, struct resource_ref ref);
/* The agent that `p` acts for is registered in its tenant. */
bool authz_has_agent(const struct authz *z, const struct principal *p);
bool authz_is_registered(const struct authz *z, struct resource_ref ref);

#endif
