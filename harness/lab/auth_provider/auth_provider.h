/* SPDX-License-Identifier: Apache-2.0
 *
 * auth_provider: a multi-tenant implementation of AgentEx's public auth-provider contract (tenants, users, service
 * accounts, roles, parents, two-factor checks) that records every question, with a control API under /_nonesuch.
 * Usable by a real AgentEx deployment too (AGENTEX_AUTH_URL).
 *
 * POST /v1/authn and /v1/authz/{check,search,grant,revoke,register,deregister}. A credential is `authorization:
 * Bearer <token>`; a principal is {"user_id","account_id","service_account_id","metadata"}, the user named by name in
 * user_id (or the service account in service_account_id), the tenant in account_id; or {"agent_id","account_id"}: a
 * registered agent that acts for itself, which may read itself, read and update the tasks that hang on it, and
 * register, grant or revoke nothing. One that is unknown, or under another account, is denied (search: sees nothing).
 * Check knows the operations of permission.c; create is asked of the selector "*". Grant and revoke take a role as
 * `operation`; any other operation means owner, as the creator's grant does. A grant on what is not registered, or of
 * another tenant, is kept and gives nothing. Register makes the principal owner in its tenant; somebody else's is
 * 409. 403 says the same whether the thing is unknown or denied; a body that is not understood is 422.
 *
 * The control API is control.h's, and PUT /_nonesuch/grants {"principal","type","selector","role"} adds the role; 404
 * unless the principal is known and the thing registered DELETE /_nonesuch/grants the same body; without "role",
 * every role A log entry: {seq, endpoint, principal, type, selector, operation, parent, status}; endpoint is the last
 * part of the path, parent is {type, selector} of a registration, what was not given is null, status is 0 for a
 * question that was left without an answer. Grants by the control API are not questions and leave no entry. */
#ifndef NONESUCH_AUTH_PROVIDER_H
#define NONESUCH_AUTH_PROVIDER_H

#include <stdint.h>

#include "value.h"

struct auth_provider_options {
    const char *host;
    uint16_t port;
    struct str control_token;       /* bearer token of the control API; empty: nobody is admitted */
    const struct value *principals; /* { tenants: { acme: { users: { alice: {token} }, service_accounts: { … } } } } */
};

struct auth_provider;

/* RC_NET, RC_CONFIG (principals, with the place; names and tokens are unique over all tenants). Options are copied. */
MUST_USE enum rc auth_provider_start(const struct auth_provider_options *options, struct auth_provider **out,
                                     struct fault *f);
const char *auth_provider_url(const struct auth_provider *p);
void auth_provider_stop(struct auth_provider *p); /* accepts NULL */

#endif
