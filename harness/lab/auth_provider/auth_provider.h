/* SPDX-License-Identifier: Apache-2.0
 *
 * auth_provider: a multi-tenant implementation of AgentEx's public auth-provider contract (tenants, users, service
 * accounts, roles, parents, two-factor checks) that records every question, with a control API under /_nonesuch. Usable by
 * a real AgentEx deployment too (AGENTEX_AUTH_URL). */
#ifndef NONESUCH_AUTH_PROVIDER_H
#define NONESUCH_AUTH_PROVIDER_H

#include <stdint.h>

#include "value.h"

struct auth_provider_options {
    const char *host;
    uint16_t port;
    struct str control_token;        /* bearer token of the control API */
    const struct value *principals;  /* { tenants: { acme: { users: { alice: {token} }, service_accounts: { … } } } } */
};

struct auth_provider;

/* RC_NET, RC_CONFIG (principals, with the place). Options are copied. */
MUST_USE enum rc auth_provider_start(const struct auth_provider_options *options, struct auth_provider **out,
                                     struct fault *f);
const char *auth_provider_url(const struct auth_provider *p);
void auth_provider_stop(struct auth_provider *p); /* accepts NULL */

#endif
