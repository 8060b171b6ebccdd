/* SPDX-License-Identifier: Apache-2.0
 *
 * permission: one row per resource type. */
#include "permission.h"

enum {
    OP_CREATE = 1u,
    OP_READ = 2u,
    OP_UPDATE = 4u,
    OP_DELETE = 8u,
    OP_EXECUTE = 16u,
    OP_CANCEL = 32u,
};

struct name_bit {
    const char *name;
    unsigned bit;
};

static const struct name_bit roles_by_name[] = {
    {"owner", ROLE_OWNER},
    {"editor", ROLE_EDITOR},
    {"viewer", ROLE_VIEWER},
    {NULL, 0},
};

/* `create` is asked of the selector `*` only, so no role holds it. */
static const struct name_bit operations_by_name[] = {
    {"create", OP_CREATE}, {"read", OP_READ}, {"update", OP_UPDATE}, {"delete", OP_DELETE}, {"execute", OP_EXECUTE},
    {"cancel", OP_CANCEL}, {NULL, 0},
};

struct type_row {
    const char *type;
    unsigned owner, editor, viewer;
    unsigned two_factor;        /* operations that need `update` on the parent agent besides */
    bool parent_owner_is_owner; /* rights flow down from the parent agent's owner */
};

static const struct type_row rows[] = {
    {
        .type = "task",
        .owner = OP_READ | OP_UPDATE | OP_DELETE | OP_EXECUTE | OP_CANCEL,
        .editor = OP_READ | OP_UPDATE,
        .viewer = OP_READ,
    },
    {
        .type = "agent",
        .owner = OP_READ | OP_UPDATE | OP_DELETE | OP_EXECUTE,
        .editor = OP_READ | OP_UPDATE | OP_EXECUTE,
        .viewer = OP_READ,
    },
    {
        .type = "api_key",
        .owner = OP_READ | OP_UPDATE | OP_DELETE,
        .two_factor = OP_UPDATE | OP_DELETE,
        .parent_owner_is_owner = true,
    },
    {
        .type = "schedule",
        .owner = OP_READ | OP_UPDATE | OP_DELETE,
        .editor = OP_READ | OP_UPDATE,
        .viewer = OP_READ,
        .two_factor = OP_UPDATE | OP_DELETE,
        .parent_owner_is_owner = true,
    },
};

static unsigned bit_from(const struct name_bit *table, struct str name) {
    for (; table->name; table++) {
        if (str_eq(name, str_from(table->name))) {
            return table->bit;
        }
    }
    return 0;
}

static const struct type_row *row_of(struct str type) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (str_eq(type, str_from(rows[i].type))) {
            return &rows[i];
        }
    }
    return NULL;
}

static unsigned operations_of(const struct type_row *row, unsigned roles) {
    return ((roles & ROLE_OWNER) ? row->owner : 0) | ((roles & ROLE_EDITOR) ? row->editor : 0) |
           ((roles & ROLE_VIEWER) ? row->viewer : 0);
}

unsigned permission_role_from(struct str name) {
    return bit_from(roles_by_name, name);
}

bool permission_has_type(struct str type) {
    return row_of(type) != NULL;
}

bool permission_has_role(struct str type, unsigned role) {
    const struct type_row *row = row_of(type);
    return row && operations_of(row, role) != 0;
}

bool permission_allows(struct str type, unsigned roles, unsigned parent_roles, struct str operation) {
    const struct type_row *row = row_of(type);
    unsigned wanted = bit_from(operations_by_name, operation);
    if (!row) {
        return false;
    }
    unsigned inherited = row->parent_owner_is_owner ? parent_roles & ROLE_OWNER : 0;
    bool is_granted = (operations_of(row, roles | inherited) & wanted) != 0;
    bool parent_consents = (operations_of(row_of(STR("agent")), parent_roles) & OP_UPDATE) != 0;
    return is_granted && (parent_consents || (row->two_factor & wanted) == 0);
}
