/* SPDX-License-Identifier: Apache-2.0
 *
 * authz: four hash tables over one arena. */
#include "authz.h"

#include <stdlib.h>

#include "key_table.h"
#include "permission.h"

struct resource {
    struct resource_ref ref, parent;
    struct str tenant;
    bool is_registered;
    struct resource *next; /* in order of first registration */
};

struct grant {
    unsigned roles;
};

struct authz {
    struct arena arena;
    struct key_table tokens;    /* token -> principal */
    struct key_table names;     /* name -> principal */
    struct key_table resources; /* type, selector -> resource */
    struct key_table grants;    /* type, selector, principal -> grant */
    struct resource *first, *last;
};

struct authz *authz_new(void) {
    struct authz *z = calloc(1, sizeof *z);
    if (!z) {
        abort();
    }
    return z;
}

void authz_del(struct authz *z) {
    if (!z) {
        return;
    }
    key_table_free(&z->tokens);
    key_table_free(&z->names);
    key_table_free(&z->resources);
    key_table_free(&z->grants);
    arena_free(&z->arena);
    free(z);
}

static struct key key_of_ref(struct resource_ref ref) {
    return (struct key){{ref.type, ref.selector}};
}

static struct resource_ref copy_ref(struct arena *a, struct resource_ref ref) {
    return (struct resource_ref){.type = str_copy(a, ref.type), .selector = str_copy(a, ref.selector)};
}

bool authz_add_principal(struct authz *z, struct principal p, struct str token) {
    if (authz_by_token(z, token) || authz_by_name(z, p.name)) {
        return false;
    }
    struct principal *copy = ARENA_NEW(&z->arena, struct principal);
    *copy = (struct principal){
        .name = str_copy(&z->arena, p.name),
        .tenant = str_copy(&z->arena, p.tenant),
        .is_service_account = p.is_service_account,
        .creates_nothing = p.creates_nothing,
    };
    key_table_add(&z->tokens, (struct key){{str_copy(&z->arena, token)}}, copy);
    key_table_add(&z->names, (struct key){{copy->name}}, copy);
    return true;
}

const struct principal *authz_by_token(const struct authz *z, struct str token) {
    return key_table_get(&z->tokens, (struct key){{token}});
}

const struct principal *authz_by_name(const struct authz *z, struct str name) {
    return key_table_get(&z->names, (struct key){{name}});
}

static struct grant *grant_find(const struct authz *z, const struct principal *p, struct resource_ref ref) {
    return key_table_get(&z->grants, (struct key){{ref.type, ref.selector, p->name}});
}

/* The tenant gate: no roles on what is not registered in the principal's tenant, whatever was granted. */
static unsigned roles_behind_gate(const struct authz *z, const struct principal *p, struct resource_ref ref) {
    const struct resource *r = key_table_get(&z->resources, key_of_ref(ref));
    const struct grant *g = grant_find(z, p, ref);
    bool is_open = r && r->is_registered && str_eq(r->tenant, p->tenant);
    return is_open && g ? g->roles : 0;
}

/* The rights of an agent that acts for itself. */
static bool agent_may(const struct authz *z, struct str agent, struct resource_ref ref, struct str operation) {
    const struct resource *r = key_table_get(&z->resources, key_of_ref(ref));
    bool is_read = str_eq(operation, STR("read"));
    if (str_eq(ref.type, STR("agent"))) {
        return str_eq(ref.selector, agent) && is_read;
    }
    bool is_own = r && str_eq(r->parent.type, STR("agent")) && str_eq(r->parent.selector, agent);
    return is_own && str_eq(ref.type, STR("task")) && (is_read || str_eq(operation, STR("update")));
}

static bool is_of_tenant(const struct authz *z, struct resource_ref ref, struct str tenant) {
    const struct resource *r = key_table_get(&z->resources, key_of_ref(ref));
    return r && r->is_registered && str_eq(r->tenant, tenant);
}

bool authz_has_agent(const struct authz *z, const struct principal *p) {
    return is_of_tenant(z, (struct resource_ref){STR("agent"), p->agent}, p->tenant);
}

bool authz_check(const struct authz *z, const struct principal *p, struct resource_ref ref, struct str operation) {
    if (p->agent.data) {
        return agent_may(z, p->agent, ref, operation) && is_of_tenant(z, ref, p->tenant) && authz_has_agent(z, p);
    }
    if (str_eq(ref.selector, STR("*"))) {
        return str_eq(operation, STR("create")) && permission_has_type(ref.type) && !p->creates_nothing;
    }
    const struct resource *r = key_table_get(&z->resources, key_of_ref(ref));
    struct resource_ref parent = r ? r->parent : (struct resource_ref){.type = STR("agent"), .selector = ref.selector};
    unsigned parent_roles = roles_behind_gate(z, p, parent);
    unsigned roles = roles_behind_gate(z, p, ref);
    return permission_allows(ref.type, roles, parent_roles, operation) && is_of_tenant(z, ref, p->tenant);
}

size_t authz_search(const struct authz *z, const struct principal *p, struct str type, struct str operation,
                    struct arena *a, struct str **out) {
    struct str *ids = ARENA_ARRAY(a, struct str, z->resources.count);
    size_t count = 0;
    for (const struct resource *r = z->first; r; r = r->next) {
        bool can_be = r->is_registered && str_eq(r->tenant, p->tenant) && str_eq(r->ref.type, type);
        if (can_be && authz_check(z, p, r->ref, operation)) {
            ids[count++] = r->ref.selector;
        }
    }
    *out = ids;
    return count;
}

void authz_grant(struct authz *z, const struct principal *p, struct resource_ref ref, unsigned roles) {
    struct grant *g = grant_find(z, p, ref);
    if (!g) {
        struct resource_ref copy = copy_ref(&z->arena, ref);
        g = ARENA_NEW(&z->arena, struct grant);
        key_table_add(&z->grants, (struct key){{copy.type, copy.selector, p->name}}, g);
    }
    g->roles |= roles;
}

void authz_revoke(struct authz *z, const struct principal *p, struct resource_ref ref, unsigned roles) {
    struct grant *g = grant_find(z, p, ref);
    if (g) {
        g->roles &= ~roles;
    }
}

static struct resource *resource_add(struct authz *z, struct resource_ref ref) {
    struct resource *r = ARENA_NEW(&z->arena, struct resource);
    r->ref = copy_ref(&z->arena, ref);
    key_table_add(&z->resources, key_of_ref(r->ref), r);
    if (z->last) {
        z->last->next = r;
    } else {
        z->first = r;
    }
    z->last = r;
    return r;
}

bool authz_register(struct authz *z, const struct principal *p, struct resource_ref ref, struct resource_ref parent) {
    struct resource *r = key_table_get(&z->resources, key_of_ref(ref));
    if (r && r->is_registered) {
        return (roles_behind_gate(z, p, ref) & ROLE_OWNER) != 0;
    }
    if (!r) {
        r = resource_add(z, ref);
    }
    r->tenant = p->tenant;
    r->parent = copy_ref(&z->arena, parent);
    r->is_registered = true;
    authz_grant(z, p, r->ref, ROLE_OWNER);
    return true;
}

bool authz_deregister(struct authz *z, const struct principal *p, struct resource_ref ref) {
    struct resource *r = key_table_get(&z->resources, key_of_ref(ref));
    if (!r || !r->is_registered) {
        return true;
    }
    if (!str_eq(r->tenant, p->tenant)) {
        return false;
    }
    r->is_registered = false;
    return true;
}

bool authz_is_registered(const struct authz *z, struct resource_ref ref) {
    const struct resource *r = key_table_get(&z->resources, key_of_ref(ref));
    return r && r->is_registered;
}
