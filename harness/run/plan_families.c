/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_families: whose things, and which of them a surface has for itself. */
#include "plan_families.h"

#include <assert.h>

#include "fixtures.h"
#include "plan.h"

#define POOL_COUNT (sizeof((struct engine *)0)->pool / sizeof(struct family *))

/* The references of a surface, the slot's first. */
static size_t reference_count(const struct surface *s) {
    return 1 + s->other_count;
}

static size_t reference_at(const struct surface *s, size_t i) {
    return i == 0 ? s->slot.resource : s->others[i - 1].resource;
}

/* For denied requests: the thing in the slot and what hangs on it are the surface's alone, so that an effect is
 * nobody else's. */
static bool *owned_by_denial(struct engine *e, const struct surface *s, bool has_children) {
    bool *own = ARENA_ARRAY(e->arena, bool, e->pack->resource_count);
    own[s->slot.resource] = true;
    for (size_t r = 0; has_children && r < e->pack->resource_count; r++) {
        own[r] |= e->is_needed[r] && e->pack->resources[r].parent == s->slot.resource;
    }
    for (size_t i = 0; i < s->other_count; i++) {
        size_t other = s->others[i].resource;
        for (size_t r = other; pack_is_ancestor(e->pack, s->slot.resource, r); r = e->pack->resources[r].parent) {
            own[r] = true;
        }
    }
    return own;
}

/* For a success that uses things up: the deepest of the references. */
static bool *owned_by_success(struct engine *e, const struct surface *s) {
    bool *own = ARENA_ARRAY(e->arena, bool, e->pack->resource_count);
    for (size_t i = 0; i < reference_count(s); i++) {
        bool is_deepest = true;
        for (size_t j = 0; j < reference_count(s); j++) {
            is_deepest &= !pack_is_ancestor(e->pack, reference_at(s, i), reference_at(s, j));
        }
        own[reference_at(s, i)] = is_deepest;
    }
    return own;
}

void plan_homes(struct engine *e) {
    const struct pack *p = e->pack;
    for (size_t i = 0; i < POOL_COUNT; i++) {
        e->pool[i] = fixtures_plan_family(e, p->owner, NULL, NULL);
    }
    e->homes = ARENA_ARRAY(e->arena, struct family *, p->principal_count);
    e->quiet_homes = ARENA_ARRAY(e->arena, struct family *, p->principal_count);
    for (size_t i = 0; i < p->principal_count; i++) {
        bool has_home = e->is_asked[i] && !p->principals[i].is_anonymous && e->has_standing[i];
        e->homes[i] = i == p->owner ? e->pool[0] : has_home ? fixtures_plan_family(e, i, NULL, NULL) : NULL;
    }
}

/* What a victim's new things hang on; the pack's owner has several of it. */
static struct family *base_of(const struct engine *e, size_t victim, size_t index) {
    return victim == e->pack->owner ? e->pool[index] : e->homes[victim];
}

static void take_readable(struct engine *e, struct item *item) {
    if (item->victim != e->pack->owner) {
        item->denied[item->denied_count++] = e->homes[item->victim];
        item->denied[item->denied_count++] = plan_untouched_family(e, item->surface, item->victim);
        return;
    }
    for (size_t i = 0; i < POOL_COUNT; i++) {
        item->denied[item->denied_count++] = e->pool[i];
    }
}

/* Those of one owner are planned once, in a pair. */
static struct family **victims_of(struct engine *e, struct surface_state *state, size_t owner) {
    for (size_t i = 0; i < state->victim_count; i += 2) {
        if (state->victims[i]->owner == owner) {
            return &state->victims[i];
        }
    }
    assert(state->victim_count + 2 <= VICTIMS_MAX);
    struct family **pair = &state->victims[state->victim_count];
    for (size_t i = 0; i < 2; i++) {
        /* One of the two has children, so that it shows when they are taken away. */
        bool *own = owned_by_denial(e, state->surface, /* has_children = */ i == 0 && state->surface->is_destructive);
        pair[i] = fixtures_plan_family(e, owner, base_of(e, owner, i), own);
    }
    state->victim_count += 2;
    return pair;
}

void plan_take_victims(struct engine *e, struct surface_state *state, struct item *item) {
    if (!state->surface->is_mutating) {
        take_readable(e, item);
        return;
    }
    struct family **pair = victims_of(e, state, item->victim);
    item->denied[item->denied_count++] = pair[0];
    item->denied[item->denied_count++] = pair[1];
}

/* A name that was created for the caller is his from then on: each denied one is used once. */
void plan_take_exclusive_victims(struct engine *e, struct item *item) {
    for (size_t i = 0; i < POOL_COUNT; i++) {
        bool *own = owned_by_denial(e, item->surface, false);
        struct family *base = base_of(e, item->victim, i);
        item->denied[item->denied_count++] = fixtures_plan_family(e, item->victim, base, own);
    }
}

struct family *plan_success(struct engine *e, const struct surface *s, struct family *base) {
    return s->is_mutating ? fixtures_plan_family(e, base->owner, base, owned_by_success(e, s)) : base;
}

struct family *plan_untouched_family(struct engine *e, const struct surface *s, size_t principal) {
    if (s->is_mutating) {
        return fixtures_plan_family(e, principal, e->homes[principal], owned_by_denial(e, s, false));
    }
    if (!e->quiet_homes[principal]) {
        e->quiet_homes[principal] = fixtures_plan_family(e, principal, NULL, NULL);
    }
    return e->quiet_homes[principal];
}

void plan_fresh_families(struct engine *e, struct item *item) {
    item->has_fresh = true;
    if (item->surface->is_list) {
        return;
    }
    item->denied_count = 0;
    if (item->expected == EXPECT_ALLOWED) {
        bool *own =
            item->surface->is_mutating ? owned_by_success(e, item->surface) : owned_by_denial(e, item->surface, false);
        item->denied[item->denied_count++] = fixtures_plan_family(e, item->victim, base_of(e, item->victim, 1), own);
        return;
    }
    size_t count = item->is_exclusive ? POOL_COUNT : 2;
    for (size_t i = 0; i < count; i++) {
        /* What a list is filtered by shows in its children. */
        bool *own = owned_by_denial(e, item->surface, /* has_children = */ item->is_filtering);
        struct family *fresh = fixtures_plan_family(e, item->victim, base_of(e, item->victim, i), own);
        fresh->members[item->surface->slot.resource]->is_grave = item->is_deleted;
        item->denied[item->denied_count++] = fresh;
    }
}
