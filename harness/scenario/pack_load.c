/* SPDX-License-Identifier: Apache-2.0
 *
 * pack_load: a pack from its text, part by part: who, then what, then the requests. */
#include "clock.h"
#include "claim_load.h"
#include "flow_load.h"
#include "limits.h"
#include "request_load.h"
#include "resource_load.h"
#include "scenario.h"
#include "surface_load.h"

#define FRESHNESS_DEFAULT_NS NS_PER_S

/* A pack of flows alone needs no things that others may not see. */
static enum rc check_parts(struct loader *l) {
    static const char *const keys[] = {"permissions", "resources", "surfaces"};
    bool has_flows = value_get_c(l->document, "flows") != NULL;
    for (size_t i = 0; !has_flows && i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (!value_get_c(l->document, keys[i])) {
            return loader_fail(l, l->document, "missing required key '%s'", keys[i]);
        }
    }
    return RC_OK;
}

static enum rc load_head(struct loader *l) {
    struct pack *p = l->pack;
    const struct value *d = l->document;
    const struct value *policy = value_get_c(d, "policy");
    struct str wanted = value_string(policy, STR("hide-unreadable"));
    p->name = loader_string(d, "pack");
    p->base = loader_string(d, "base");
    p->title = value_string(value_get_c(d, "title"), p->name);
    p->absent_status = (int)value_int(value_get_c(d, "absent"), 404);
    p->denied_status = 403;
    p->unauthenticated_status = 401;
    const struct value *freshness = value_get_c(d, "freshness");
    p->freshness_ns = FRESHNESS_DEFAULT_NS;
    if (freshness && !clock_parse_duration(value_string(freshness, STR_NONE), &p->freshness_ns)) {
        return loader_fail(l, freshness, "a duration has a unit, for example 0s, 500ms or 20s");
    }
    for (enum policy k = POLICY_HIDE_UNREADABLE; k <= POLICY_DENY_ALL; k++) {
        if (str_eq(wanted, str_from(policy_name(k)))) {
            p->policy = k;
            return RC_OK;
        }
    }
    return loader_fail(l, policy, "'%.*s' is no policy; there are: hide-unreadable, hide-all, deny-all",
                       STR_ARG(str_sub(wanted, 0, 80)));
}

static struct role load_role(const struct loader *l, const struct member *m) {
    struct role role = {.name = m->key, .operations = ARENA_ARRAY(l->arena, struct str, m->value->count)};
    for (size_t i = 0; i < m->value->count; i++) {
        role.operations[role.operation_count++] = value_string(m->value->items[i], STR(""));
    }
    return role;
}

static enum rc load_permissions(struct loader *l) {
    const struct value *permissions = value_get_c(l->document, "permissions");
    size_t count = permissions ? permissions->count : 0;
    l->pack->permissions = ARENA_ARRAY(l->arena, struct permission, count);
    for (size_t i = 0; i < count; i++) {
        const struct member *m = &permissions->members[i];
        enum rc rc = loader_check_name(l, m, "a permission type");
        if (rc != RC_OK) {
            return rc;
        }
        struct permission p = {.type = m->key, .roles = ARENA_ARRAY(l->arena, struct role, m->value->count)};
        for (size_t k = 0; k < m->value->count; k++) {
            p.roles[p.role_count++] = load_role(l, &m->value->members[k]);
        }
        l->pack->permissions[l->pack->permission_count++] = p;
    }
    for (size_t i = 0; i < count; i++) {
        if (!pack_role_grants(l->pack, l->pack->permissions[i].type, STR("owner"), STR("read"))) {
            return loader_fail(
                l, permissions->members[i].value,
                "the role 'owner' of '%.*s' has to grant 'read': the owner is the one who shows that a thing exists",
                STR_ARG(l->pack->permissions[i].type));
        }
    }
    return RC_OK;
}

static enum rc load_grant(const struct loader *l, const struct member *m, struct grant *out) {
    const struct permission *permission = NULL;
    struct str *names = ARENA_ARRAY(l->arena, struct str, l->pack->permission_count);
    for (size_t i = 0; i < l->pack->permission_count; i++) {
        names[i] = l->pack->permissions[i].type;
        permission = str_eq(names[i], m->key) ? &l->pack->permissions[i] : permission;
    }
    if (!permission) {
        return loader_fail_key(l, m, "'%.*s' is no type of `permissions`%s; there are: %s",
                               STR_ARG(str_sub(m->key, 0, 80)),
                               loader_hint(l, m->key, names, l->pack->permission_count),
                               loader_enumerate(l, names, l->pack->permission_count));
    }
    struct str role = value_string(m->value, STR_NONE);
    struct str *roles = ARENA_ARRAY(l->arena, struct str, permission->role_count);
    for (size_t i = 0; i < permission->role_count; i++) {
        roles[i] = permission->roles[i].name;
        if (str_eq(roles[i], role)) {
            *out = (struct grant){.type = m->key, .role = role};
            return RC_OK;
        }
    }
    return loader_fail(l, m->value, "'%.*s' has no role '%.*s'%s; there are: %s", STR_ARG(m->key),
                       STR_ARG(str_sub(role, 0, 80)), loader_hint(l, role, roles, permission->role_count),
                       loader_enumerate(l, roles, permission->role_count));
}

static enum rc load_principal(const struct loader *l, const struct member *m, struct principal *out) {
    const struct value *d = m->value;
    const struct value *grants = value_get_c(d, "grants");
    struct principal p = {.name = m->key, .tenant = loader_string(d, "tenant")};
    p.is_anonymous = value_bool(value_get_c(d, "anonymous"), false);
    p.is_extra = value_bool(value_get_c(d, "extra"), false);
    enum rc rc = loader_check_name(l, m, "a principal");
    if (rc != RC_OK) {
        return rc;
    }
    if (str_eq(p.name, STR("none"))) {
        return loader_fail_key(l, m, "'none' cannot be the name of a principal: `as: none` sends no credential");
    }
    if (p.is_anonymous && (grants || p.tenant.data)) {
        return loader_fail(l, d, "'%.*s' is anonymous: it has no tenant and no grants", STR_ARG(p.name));
    }
    if (!p.is_anonymous && p.tenant.len == 0) {
        return loader_fail(l, d, "'%.*s' belongs to no `tenant`", STR_ARG(p.name));
    }
    p.grants = ARENA_ARRAY(l->arena, struct grant, grants ? grants->count : 0);
    for (size_t i = 0; rc == RC_OK && grants && i < grants->count; i++) {
        rc = load_grant(l, &grants->members[i], &p.grants[p.grant_count++]);
    }
    *out = p;
    return rc;
}

/* Behind all principals: a host may stand below his guest. */
static enum rc load_hosts(const struct loader *l, const struct value *principals) {
    struct pack *p = l->pack;
    for (size_t i = 0; i < principals->count; i++) {
        const struct value *host = value_get_c(principals->members[i].value, "guest_of");
        if (!host) {
            continue;
        }
        size_t found = pack_find_principal(p, value_string(host, STR_NONE));
        bool can_host = found != NONE && found != i && !p->principals[found].is_anonymous && found != p->owner;
        if (!can_host || p->principals[i].is_anonymous || i == p->owner) {
            return loader_fail(l, host,
                               "'%.*s' can be no host of '%.*s': name another principal, with a credential, "
                               "who is not the owner of the things",
                               STR_ARG(str_sub(value_string(host, STR("")), 0, 80)), STR_ARG(p->principals[i].name));
        }
        p->principals[i].is_guest = true;
        p->principals[i].host = found;
    }
    return RC_OK;
}

static enum rc load_principals(struct loader *l) {
    const struct value *principals = value_get_c(l->document, "principals");
    struct pack *p = l->pack;
    if (principals->count > LIMIT_PRINCIPALS) {
        return loader_fail(l, principals, "a pack has at most %u principals", LIMIT_PRINCIPALS);
    }
    p->principals = ARENA_ARRAY(l->arena, struct principal, principals->count);
    p->owner = NONE;
    for (size_t i = 0; i < principals->count; i++) {
        enum rc rc = load_principal(l, &principals->members[i], &p->principals[i]);
        if (rc != RC_OK) {
            return rc;
        }
        p->principal_count++;
        bool can_own = !p->principals[i].is_anonymous && !p->principals[i].is_extra;
        p->owner = p->owner == NONE && can_own ? i : p->owner;
    }
    if (p->owner == NONE) {
        return loader_fail(l, principals,
                           "all principals are anonymous or extra; the first other one makes the things to ask for");
    }
    return load_hosts(l, principals);
}

static enum rc load_variables(struct loader *l) {
    const struct value *variables = value_get_c(l->document, "variables");
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && variables && i < variables->count; i++) {
        const struct member *m = &variables->members[i];
        rc = loader_check_name(l, m, "a variable");
        LIST_PUSH(l->arena, l->pack->variables, l->pack->variable_count,
                  (struct pack_variable){.name = m->key, .note = value_string(m->value, STR(""))});
    }
    return rc;
}

enum rc scenario_load_pack(struct str text, const char *name, struct arena *a, struct pack *out, struct fault *f) {
    static enum rc (*const parts[])(struct loader *) = {
        check_parts,    load_head,        load_permissions, load_principals,
        load_variables, resource_declare, rpc_load,         resource_define,
    };
    struct pack pack = {0};
    struct loader l = {.arena = a, .fault = f, .pack = &pack};
    enum rc rc = loader_open(&l, text, name, "pack");
    for (size_t i = 0; rc == RC_OK && i < sizeof(parts) / sizeof(parts[0]); i++) {
        rc = parts[i](&l);
    }
    rc = rc == RC_OK ? rpc_check(&l) : rc;
    rc = rc == RC_OK ? surface_load_all(&l) : rc;
    rc = rc == RC_OK ? unknown_methods_load(&l) : rc;
    rc = rc == RC_OK ? claim_load_all(&l) : rc;
    rc = rc == RC_OK ? flow_load_all(&l) : rc;
    rc = rc == RC_OK ? out_of_scope_load(&l) : rc;
    if (rc == RC_OK) {
        pack.file = l.file;
        *out = pack;
    }
    return loader_close(&l, rc);
}
