/* SPDX-License-Identifier: Apache-2.0
 *
 * authz: three hash tables over one arena. A resource knows its parent and who holds a role on it, so that a question
 * costs one look-up, and a search none. */
#include "authz.h"

#include <stdlib.h>

#include "key_table.h"
#include "permission.h"

struct grant {
    struct str principal; /* name */
    unsigned roles;
    struct grant *next;
};

/* Anything that was ever named. */
struct resource {
    struct resource_ref ref;
    struct resource *parent; /* NULL: none */
    struct grant *grants;
    struct str tenant;
    bool is_registered, is_listed;
    struct resource *next; /* in order of first registration */
};

struct authz {
    struct arena arena;
    struct key_table tokens;    /* token -> principal */
    struct key_table names;     /* name -> principal */
    struct key_table resources; /* type, selector -> resource */
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
    arena_free(&z->arena);
    free(z);
}

static struct resource *resource_find(const struct authz *z, struct resource_ref ref) {
    return key_table_get(&z->resources, (struct key){{ref.type, ref.selector}});
}

static struct resource *resource_named(struct authz *z, struct resource_ref ref) {
    struct resource *r = resource_find(z, ref);
    if (!r) {
        r = ARENA_NEW(&z->arena, struct resource);
        r->ref = (struct resource_ref){str_copy(&z->arena, ref.type), str_copy(&z->arena, ref.selector)};
        key_table_add(&z->resources, (struct key){{r->ref.type, r->ref.selector}}, r);
    }
    return r;
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

static struct grant *grant_find(const struct resource *r, const struct principal *p) {
    struct grant *g = r->grants;
    while (g && !str_eq(g->principal, p->name)) {
        g = g->next;
    }
    return g;
}

static bool is_of_tenant(const struct resource *r, const struct principal *p) {
    return r && r->is_registered && str_eq(r->tenant, p->tenant);
}

/* The tenant gate: no roles on what is not registered in the principal's tenant, whatever was granted. */
static unsigned roles_behind_gate(const struct resource *r, const struct principal *p) {
    const struct grant *g = is_of_tenant(r, p) ? grant_find(r, p) : NULL;
    return g ? g->roles : 0;
}

bool authz_has_agent(const struct authz *z, const struct principal *p) {
    return is_of_tenant(resource_find(z, (struct resource_ref){STR("agent"), p->agent}), p);
}

/* The rights of an agent that acts for itself. */
static bool agent_may(const struct authz *z, const struct principal *p, const struct resource *r,
                      struct str operation) {
    if (!is_of_tenant(r, p) || !authz_has_agent(z, p)) {
        return false;
    }
    const struct resource *agent = str_eq(r->ref.type, STR("agent")) ? r : r->parent;
    bool is_own = agent && str_eq(agent->ref.type, STR("agent")) && str_eq(agent->ref.selector, p->agent);
    bool is_read = str_eq(operation, STR("read"));
    bool is_task = str_eq(r->ref.type, STR("task"));
    return is_own && (agent == r ? is_read : is_task && (is_read || str_eq(operation, STR("update"))));
}

/* `r` may be NULL: absent. */
static bool may(const struct authz *z, const struct principal *p, const struct resource *r, struct str operation) {
    if (p->agent.data) {
        return agent_may(z, p, r, operation);
    }
    return is_of_tenant(r, p) &&
           permission_allows(r->ref.type, roles_behind_gate(r, p), roles_behind_gate(r->parent, p), operation);
}

bool authz_check(const struct authz *z, const struct principal *p, struct resource_ref ref, struct str operation) {
    if (!p->agent.data && str_eq(ref.selector, STR("*"))) {
        return str_eq(operation, STR("create")) && permission_has_type(ref.type) && !p->creates_nothing;
    }
    return may(z, p, resource_find(z, ref), operation);
}

size_t authz_search(const struct authz *z, const struct principal *p, struct str type, struct str operation,
                    struct arena *a, struct str **out) {
    struct str *ids = ARENA_ARRAY(a, struct str, z->resources.count);
    size_t count = 0;
    for (const struct resource *r = z->first; r; r = r->next) {
        if (str_eq(r->ref.type, type) && may(z, p, r, operation)) {
            ids[count++] = r->ref.selector;
        }
    }
    *out = ids;
    return count;
}

void authz_grant(struct authz *z, const struct principal *p, struct resource_ref ref, unsigned roles) {
    struct resource *r = resource_named(z, ref);
    struct grant *g = grant_find(r, p);
    if (!g) {
        g = ARENA_NEW(&z->arena, struct grant);
        *g = (struct grant){.principal = p->name, .next = r->grants};
        r->grants = g;
    }
    g->roles |= roles;
}

void authz_revoke(struct authz *z, const struct principal *p, struct resource_ref ref, unsigned roles) {
    const struct resource *r = resource_find(z, ref);
    struct grant *g = r ? grant_find(r, p) : NULL;
    if (g) {
        g->roles &= ~roles;
    }
}

static void list(struct authz *z, struct resource *r) {
    if (r->is_listed) {
        return;
    }
    r->is_listed = true;
    if (z->last) {
        z->last->next = r;
    } else {
        z->first = r;
    }
    z->last = r;
}

bool authz_register(struct authz *z, const struct principal *p, struct resource_ref ref, struct resource_ref parent) {
    struct resource *r = resource_named(z, ref);
    if (r->is_registered) {
        return (roles_behind_gate(r, p) & ROLE_OWNER) != 0;
    }
    r->tenant = p->tenant;
    r->parent = parent.type.data ? resource_named(z, parent) : NULL;
    r->is_registered = true;
    list(z, r);
    authz_grant(z, p, ref, ROLE_OWNER);
    return true;
}

bool authz_deregister(struct authz *z, const struct principal *p, struct resource_ref ref) {
    struct resource *r = resource_find(z, ref);
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
    const struct resource *r = resource_find(z, ref);
    return r && r->is_registered;
}
