/* SPDX-License-Identifier: Apache-2.0
 *
 * pack: look-ups in a pack. Packs hold tens of things each: linear search is what is read most easily. */
#include "pack.h"

#include <assert.h>

size_t pack_find_principal(const struct pack *p, struct str name) {
    for (size_t i = 0; i < p->principal_count; i++) {
        if (str_eq(p->principals[i].name, name)) {
            return i;
        }
    }
    return NONE;
}

size_t pack_find_resource(const struct pack *p, struct str name) {
    for (size_t i = 0; i < p->resource_count; i++) {
        if (str_eq(p->resources[i].name, name)) {
            return i;
        }
    }
    return NONE;
}

size_t resource_find_field(const struct resource *r, struct str name) {
    for (size_t i = 0; i < r->field_count; i++) {
        if (str_eq(r->fields[i].name, name)) {
            return i;
        }
    }
    return NONE;
}

static const struct permission *find_permission(const struct pack *p, struct str type) {
    for (size_t i = 0; i < p->permission_count; i++) {
        if (str_eq(p->permissions[i].type, type)) {
            return &p->permissions[i];
        }
    }
    return NULL;
}

static const struct role *find_role(const struct permission *permission, struct str name) {
    for (size_t i = 0; permission && i < permission->role_count; i++) {
        if (str_eq(permission->roles[i].name, name)) {
            return &permission->roles[i];
        }
    }
    return NULL;
}

bool pack_role_grants(const struct pack *p, struct str type, struct str role, struct str operation) {
    const struct role *found = find_role(find_permission(p, type), role);
    for (size_t i = 0; found && i < found->operation_count; i++) {
        if (str_eq(found->operations[i], operation)) {
            return true;
        }
    }
    return false;
}

struct str pack_role_of(const struct pack *p, size_t principal, struct str type) {
    assert(principal < p->principal_count);
    if (principal == p->owner) {
        return STR("owner");
    }
    const struct principal *who = &p->principals[principal];
    if (who->is_guest) {
        return STR_NONE;
    }
    for (size_t i = 0; i < who->grant_count; i++) {
        if (str_eq(who->grants[i].type, type)) {
            return who->grants[i].role;
        }
    }
    return STR_NONE;
}

bool pack_is_ancestor(const struct pack *p, size_t ancestor, size_t resource) {
    assert(resource < p->resource_count);
    /* Parents stand before children, so the walk up ends. */
    for (size_t at = p->resources[resource].parent; at != NONE; at = p->resources[at].parent) {
        if (at == ancestor) {
            return true;
        }
    }
    return false;
}

const char *policy_name(enum policy p) {
    static const char *const names[] = {
        [POLICY_HIDE_UNREADABLE] = "hide-unreadable",
        [POLICY_HIDE_ALL] = "hide-all",
        [POLICY_DENY_ALL] = "deny-all",
    };
    return names[p];
}

const char *environment_name(enum environment e) {
    static const char *const names[] = {
        [ENVIRONMENT_ISOLATED] = "isolated",
        [ENVIRONMENT_STAGING] = "staging",
        [ENVIRONMENT_PRODUCTION] = "production",
    };
    return names[e];
}

bool target_may_speak_http2(const struct target *t) {
    bool is_tls = str_starts_with(t->base_url, STR("https://"));
    return t->http2 == HTTP2_PRIOR_KNOWLEDGE || (t->http2 == HTTP2_NEGOTIATED && is_tls);
}
