/* SPDX-License-Identifier: Apache-2.0
 *
 * permission: the permission schema of the lab: resource type -> role -> operations, and the operations that need the
 * parent's consent too. Pure. */
#ifndef NONESUCH_PERMISSION_H
#define NONESUCH_PERMISSION_H

#include "str.h"

/* Roles are bits: a principal may hold several on one resource. */
enum {
    ROLE_OWNER = 1u,
    ROLE_EDITOR = 2u,
    ROLE_VIEWER = 4u,
};

unsigned permission_role_from(struct str name); /* 0 when unknown */
bool permission_has_type(struct str type);
/* Whether the role means anything on that type. */
bool permission_has_role(struct str type, unsigned role);

/* Whether `roles` on a resource of `type`, and `parent_roles` on its parent agent, allow the operation. False for
 * unknown types and operations. */
bool permission_allows(struct str type, unsigned roles, unsigned parent_roles, struct str operation);

#endif
