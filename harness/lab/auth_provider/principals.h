/* SPDX-License-Identifier: Apache-2.0
 *
 * principals: the document that names tenants, users and service accounts, read into a store. Inside auth_provider
 * only. */
#ifndef NONESUCH_PRINCIPALS_H
#define NONESUCH_PRINCIPALS_H

#include "authz.h"
#include "value.h"

/* { tenants: { acme: { users: { alice: {token} }, service_accounts: { robot: {token} } } } }; `creates: false` beside a
 * token: may create nothing. RC_CONFIG with the
 * place. */
MUST_USE enum rc principals_load(const struct value *document, struct authz *z, struct fault *f);

#endif
