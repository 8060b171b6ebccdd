/* SPDX-License-Identifier: Apache-2.0
 *
 * matrix: what a principal must get at a surface. */
#include "matrix.h"

const char *expected_name(enum expected e)
{
    static const char *const names[] = {
        [EXPECT_ALLOWED] = "allowed", [EXPECT_FORBIDDEN] = "forbidden",
        [EXPECT_HIDDEN] = "hidden",   [EXPECT_DENIED] = "denied",
        [EXPECT_UNAUTHENTICATED] = "unauthenticated",
    };
    return names[e];
}

static bool has_type(const struct pack *p, size_t resource, struct str type)
{
    return str_eq(p->resources[resource].type, type);
}

static bool has_ancestor_of_type(const struct pack *p, size_t resource, struct str type)
{
    for (size_t r = p->resources[resource].parent; r != NONE; r = p->resources[r].parent) {
        if (has_type(p, r, type)) {
            return true;
        }
    }
    return false;
}

/* Who owns the thing that a guard asks about: a reference of the guard's own type is meant before the parent of one. NONE: the guard
 * is about no reference of the request. */
static size_t guarded_owner(const struct matrix_case *c, const struct guard *g)
{
    const struct surface *s = c->surface;
    size_t others = c->others_are_victims ? c->victim : c->principal;
    if (has_type(c->pack, s->slot.resource, g->type)) {
        return c->victim;
    }
    for (size_t i = 0; i < s->other_count; i++) {
        if (has_type(c->pack, s->others[i].resource, g->type)) {
            return others;
        }
    }
    if (has_ancestor_of_type(c->pack, s->slot.resource, g->type)) {
        return c->victim;
    }
    for (size_t i = 0; i < s->other_count; i++) {
        if (has_ancestor_of_type(c->pack, s->others[i].resource, g->type)) {
            return others;
        }
    }
    return NONE;
}

static bool is_granted(const struct pack *p, size_t principal, size_t owner, struct str type, struct str operation)
{
    if (principal == owner) {
        return pack_role_grants(p, type, STR("owner"), operation);
    }
    if (owner != p->owner) {
        return false;
    }
    struct str role = pack_role_of(p, principal, type);
    return role.data && pack_role_grants(p, type, role, operation);
}

static enum expected refusal(const struct pack *p, bool can_read)
{
    switch (p->policy) {
    case POLICY_DENY_ALL:
        return EXPECT_DENIED;
    case POLICY_HIDE_ALL:
        return EXPECT_HIDDEN;
    case POLICY_HIDE_UNREADABLE:
        break;
    }
    return can_read ? EXPECT_FORBIDDEN : EXPECT_HIDDEN;
}

struct matrix_answer matrix_expect(const struct matrix_case *c)
{
    const struct pack *p = c->pack;
    const struct surface *s = c->surface;
    if (p->principals[c->principal].is_anonymous) {
        return (struct matrix_answer){.expected = EXPECT_UNAUTHENTICATED};
    }
    for (size_t i = 0; i < s->guard_count; i++) {
        const struct guard *g = &s->guards[i];
        size_t owner = guarded_owner(c, g);
        if (owner == NONE || is_granted(p, c->principal, owner, g->type, g->operation)) {
            continue;
        }
        bool can_read = is_granted(p, c->principal, owner, g->type, STR("read"));
        return (struct matrix_answer){.expected = refusal(p, can_read), .guard = g};
    }
    bool is_out_of_scope = s->is_secondary && !c->others_are_victims && c->principal != c->victim;
    return (struct matrix_answer){.expected = is_out_of_scope ? EXPECT_HIDDEN : EXPECT_ALLOWED};
}

bool matrix_may_read(const struct pack *pack, size_t principal, size_t owner, size_t resource)
{
    if (principal == owner) {
        return true;
    }
    for (size_t r = resource; r != NONE; r = pack->resources[r].parent) {
        struct str type = pack->resources[r].type;
        bool has_schema = false;
        for (size_t i = 0; i < pack->permission_count; i++) {
            has_schema |= str_eq(pack->permissions[i].type, type);
        }
        if (has_schema) {
            return is_granted(pack, principal, owner, type, STR("read"));
        }
    }
    return false;
}
