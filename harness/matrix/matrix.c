/* SPDX-License-Identifier: Apache-2.0
 *
 * matrix: what a principal must get at a surface. */
#include "matrix.h"

const char *expected_name(enum expected e) {
    static const char *const names[] = {
        [EXPECT_ALLOWED] = "allowed",
        [EXPECT_FORBIDDEN] = "forbidden",
        [EXPECT_HIDDEN] = "hidden",
        [EXPECT_DENIED] = "denied",
        [EXPECT_UNAUTHENTICATED] = "unauthenticated",
    };
    return names[e];
}

static bool has_type(const struct pack *p, size_t resource, struct str type) {
    return str_eq(p->resources[resource].type, type);
}

static bool has_ancestor_of_type(const struct pack *p, size_t resource, struct str type) {
    for (size_t r = p->resources[resource].parent; r != NONE; r = p->resources[r].parent) {
        if (has_type(p, r, type)) {
            return true;
        }
    }
    return false;
}

/* What a guard asks about. */
struct guarded {
    size_t owner; /* NONE: no reference of the request */
    bool is_slot;
};

static bool other_is(const struct matrix_case *c, struct str type,
                     bool (*is)(const struct pack *, size_t, struct str)) {
    for (size_t i = 0; i < c->surface->other_count; i++) {
        if (is(c->pack, c->surface->others[i].resource, type)) {
            return true;
        }
    }
    return false;
}

/* A reference of the guard's own type is meant before the ancestor of one; where the slot is only looked up below
 * another reference, that one is meant before the slot. */
static struct guarded find_guarded(const struct matrix_case *c, const struct guard *g) {
    bool (*const relations[])(const struct pack *, size_t, struct str) = {has_type, has_ancestor_of_type};
    const struct surface *s = c->surface;
    struct guarded other = {.owner = c->others_are_victims ? c->victim : c->principal};
    struct guarded slot = {.owner = c->victim, .is_slot = true};
    for (size_t i = 0; i < 2; i++) {
        bool is_slot = relations[i](c->pack, s->slot.resource, g->type);
        bool is_other = other_is(c, g->type, relations[i]);
        if (is_slot && !(is_other && s->is_secondary)) {
            return slot;
        }
        if (is_other) {
            return other;
        }
    }
    return (struct guarded){.owner = NONE};
}

static bool is_granted(const struct pack *p, size_t principal, size_t owner, struct str type, struct str operation) {
    if (principal == owner) {
        return pack_role_grants(p, type, STR("owner"), operation);
    }
    if (owner != p->owner) {
        return false;
    }
    struct str role = pack_role_of(p, principal, type);
    return role.data && pack_role_grants(p, type, role, operation);
}

static enum expected refusal(const struct pack *p, bool can_read) {
    switch (p->policy) {
    case POLICY_DENY_ALL: return EXPECT_DENIED;
    case POLICY_HIDE_ALL: return EXPECT_HIDDEN;
    case POLICY_HIDE_UNREADABLE: break;
    }
    return can_read ? EXPECT_FORBIDDEN : EXPECT_HIDDEN;
}

struct matrix_answer matrix_expect(const struct matrix_case *c) {
    const struct pack *p = c->pack;
    const struct surface *s = c->surface;
    if (p->principals[c->principal].is_anonymous) {
        return (struct matrix_answer){.expected = EXPECT_UNAUTHENTICATED};
    }
    struct matrix_answer answer = {.expected = EXPECT_ALLOWED};
    bool is_out_of_scope = s->is_secondary && !c->others_are_victims && c->principal != c->victim;
    for (size_t i = 0; i < s->guard_count; i++) {
        const struct guard *g = &s->guards[i];
        struct guarded on = find_guarded(c, g);
        if (on.owner == NONE || is_granted(p, c->principal, on.owner, g->type, g->operation)) {
            /* Beside the victim's other references their guard opens what is looked up below them, too. */
            bool is_below = s->is_secondary && c->others_are_victims && has_type(p, s->slot.resource, g->type);
            answer.slot_was_granted |= on.is_slot || is_below;
            continue;
        }
        bool can_read = is_granted(p, c->principal, on.owner, g->type, STR("read"));
        answer.expected = is_out_of_scope && on.is_slot ? EXPECT_HIDDEN : refusal(p, can_read);
        answer.guard = g;
        answer.is_about_slot = on.is_slot;
        return answer;
    }
    if (is_out_of_scope) {
        answer.expected = EXPECT_HIDDEN;
        answer.is_about_slot = true;
    }
    return answer;
}

bool matrix_may_read(const struct pack *pack, size_t principal, size_t owner, size_t resource) {
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
