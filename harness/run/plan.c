/* SPDX-License-Identifier: Apache-2.0
 *
 * plan: which surfaces, whose requests, with which fixtures. */
#include "plan.h"

#include "checks.h"
#include "fixtures.h"
#include "freshness.h"
#include "plan_deleted.h"
#include "plan_faults.h"
#include "plan_shard.h"
#include "plan_flows.h"
#include "plan_variations.h"
#include "verdicts.h"

#define POOL_COUNT (sizeof((struct engine *)0)->pool / sizeof(struct family *))
#define REQUESTS_PER_GROUP 4
#define MAX_REQUESTS 100000
#define MAX_FIXTURES 3000

static bool matches_any(const struct str *globs, size_t count, struct str s) {
    for (size_t i = 0; i < count; i++) {
        if (str_glob(globs[i], s)) {
            return true;
        }
    }
    return false;
}

static bool has_tag(const struct surface *s, const struct str *tags, size_t count) {
    for (size_t i = 0; i < s->tag_count; i++) {
        if (matches_any(tags, count, s->tags[i])) {
            return true;
        }
    }
    return false;
}

bool plan_is_selected(const struct run_options *o, const struct surface *s) {
    return (o->only_count == 0 || matches_any(o->only, o->only_count, s->id)) &&
           (o->include_tag_count == 0 || has_tag(s, o->include_tags, o->include_tag_count)) &&
           !has_tag(s, o->exclude_tags, o->exclude_tag_count);
}

void plan_need_resource(struct engine *e, size_t resource) {
    for (; resource != NONE; resource = e->pack->resources[resource].parent) {
        e->is_needed[resource] = true;
    }
}

/* A filter shows where there is something to filter: what hangs on the slot, the first of each type that is guarded. */
static void need_listed(struct engine *e, const struct surface *s) {
    const struct pack *p = e->pack;
    for (size_t g = 0; g < s->guard_count; g++) {
        size_t r = 0;
        while (r < p->resource_count &&
               !(str_eq(p->resources[r].type, s->guards[g].type) && pack_is_ancestor(p, s->slot.resource, r))) {
            r++;
        }
        if (r < p->resource_count) {
            plan_need_resource(e, r);
        }
    }
}

static void add_surface(struct engine *e, const struct surface *s) {
    e->surfaces[e->surface_count++] = (struct surface_state){.surface = s, .effects_check = NONE};
    plan_need_resource(e, s->slot.resource);
    for (size_t i = 0; i < s->other_count; i++) {
        plan_need_resource(e, s->others[i].resource);
    }
    if (s->absent == ABSENT_EMPTY && !s->is_list) {
        need_listed(e, s);
    }
    /* What hangs on a thing that is to be taken away shows whether it was. */
    for (size_t i = 0; s->is_destructive && i < e->pack->resource_count; i++) {
        if (e->pack->resources[i].parent == s->slot.resource) {
            plan_need_resource(e, i);
        }
    }
}

static struct surface *unknown_surface(struct engine *e, size_t endpoint) {
    const struct unknown_methods *u = &e->pack->unknown;
    struct surface *s = ARENA_NEW(e->arena, struct surface);
    *s = (struct surface){.id = u->endpoint_ids[endpoint],
                          .request = u->endpoints[endpoint],
                          .slot = u->slot,
                          .expect = u->expect,
                          .expect_count = u->expect_count,
                          .is_mutating = true,
                          .is_rpc = true,
                          .created_resource = NONE};
    return s;
}

static enum rc select_surfaces(struct engine *e, struct fault *f) {
    const struct pack *p = e->pack;
    e->surfaces = ARENA_ARRAY(e->arena, struct surface_state, p->surface_count + p->unknown.endpoint_count);
    e->is_needed = ARENA_ARRAY(e->arena, bool, p->resource_count);
    for (size_t i = 0; i < p->surface_count; i++) {
        if (plan_is_selected(e->options, &p->surfaces[i])) {
            add_surface(e, &p->surfaces[i]);
        }
    }
    e->declared_count = e->surface_count;
    for (size_t i = 0; i < p->unknown.endpoint_count && e->options->include_tag_count == 0; i++) {
        struct surface *s = unknown_surface(e, i);
        if (p->unknown.count > 0 && plan_is_selected(e->options, s)) {
            add_surface(e, s);
        }
    }
    plan_flows_select(e);
    if (e->surface_count == 0 && e->flow_count == 0) {
        return fault_set(
            f, RC_USAGE,
            "no surface of pack '%.*s' is selected: see the ids with `nonesuch plan`, then mend --only or the tags",
            STR_ARG(p->name));
    }
    for (size_t i = 0; i < p->resource_count; i++) {
        if (p->resources[i].has_read) {
            e->heartbeat_resource = i;
            plan_need_resource(e, i);
            return RC_OK;
        }
    }
    e->heartbeat_resource = NONE;
    if (p->surface_count == 0) {
        return RC_OK;
    }
    return fault_set(f, RC_CONFIG, "pack '%.*s' has no resource with `read`: no principal can be shown to work",
                     STR_ARG(p->name));
}

static enum rc select_principals(struct engine *e, struct fault *f) {
    const struct pack *p = e->pack;
    const struct run_options *o = e->options;
    e->is_asked = ARENA_ARRAY(e->arena, bool, p->principal_count);
    size_t asked = 0;
    for (size_t i = 0; i < o->as_count; i++) {
        if (pack_find_principal(p, o->as[i]) == NONE) {
            return fault_set(f, RC_USAGE, "--as %.*s: pack '%.*s' has no such principal", STR_ARG(o->as[i]),
                             STR_ARG(p->name));
        }
    }
    for (size_t i = 0; i < p->principal_count; i++) {
        bool is_named = o->as_count == 0 || matches_any(o->as, o->as_count, p->principals[i].name);
        e->is_asked[i] = i == p->owner || (is_named && !p->principals[i].is_guest);
        asked += e->is_asked[i] && i != p->owner;
    }
    if (asked == 0 && e->surface_count > 0) {
        return fault_set(f, RC_USAGE, "nobody but the owner is asked: name another principal with --as");
    }
    return RC_OK;
}

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

static void plan_homes(struct engine *e) {
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

static void take_victims(struct engine *e, struct surface_state *state, struct item *item) {
    const struct surface *s = state->surface;
    if (!s->is_mutating) {
        for (size_t i = 0; i < POOL_COUNT; i++) {
            item->denied[item->denied_count++] = e->pool[i];
        }
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        if (!state->victims[i]) {
            /* One of the two has children, so that it shows when they are taken away. */
            bool *own = owned_by_denial(e, s, /* has_children = */ i == 0 && s->is_destructive);
            state->victims[i] = fixtures_plan_family(e, e->pack->owner, e->pool[i], own);
        }
        item->denied[item->denied_count++] = state->victims[i];
    }
}

/* A name that was created for the caller is his from then on: each denied one is used once. */
static void take_exclusive_victims(struct engine *e, struct item *item) {
    for (size_t i = 0; i < POOL_COUNT; i++) {
        item->denied[item->denied_count++] =
            fixtures_plan_family(e, e->pack->owner, e->pool[i], owned_by_denial(e, item->surface, false));
    }
}

static struct family *plan_success(struct engine *e, const struct surface *s, struct family *base) {
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
        item->denied[item->denied_count++] = fixtures_plan_family(e, item->victim, e->pool[1], own);
        return;
    }
    size_t count = item->is_exclusive ? POOL_COUNT : 2;
    for (size_t i = 0; i < count; i++) {
        /* What a list is filtered by shows in its children. */
        bool *own = owned_by_denial(e, item->surface, /* has_children = */ item->is_filtering);
        struct family *fresh = fixtures_plan_family(e, item->victim, e->pool[i], own);
        fresh->members[item->surface->slot.resource]->is_grave = item->is_deleted;
        item->denied[item->denied_count++] = fresh;
    }
}

struct surface_state *plan_state_of(const struct engine *e, const struct surface *s) {
    for (size_t i = 0; i < e->surface_count; i++) {
        if (e->surfaces[i].surface == s) {
            return &e->surfaces[i];
        }
    }
    return NULL;
}

void plan_push_item(struct engine *e, struct item item) {
    if (e->item_count == e->item_capacity) {
        e->item_capacity = e->item_capacity ? 2 * e->item_capacity : 1024;
        struct item *items = ARENA_ARRAY(e->arena, struct item, e->item_capacity);
        for (size_t i = 0; i < e->item_count; i++) {
            items[i] = e->items[i];
        }
        e->items = items;
    }
    e->items[e->item_count++] = item;
}

static bool is_same_tenant(const struct pack *p, size_t a, size_t b) {
    return str_eq(p->principals[a].tenant, p->principals[b].tenant);
}

/* A written request with several references gives several surfaces: the first of them stands for all where the
 * request is the same. */
static bool is_first_of_request(const struct engine *e, const struct surface *s) {
    for (size_t i = 0; i < e->declared_count; i++) {
        const struct surface *first = e->surfaces[i].surface;
        if (first->request.path.data == s->request.path.data && first->request.body == s->request.body) {
            return first == s;
        }
    }
    return true;
}

static bool has_other_below_slot(const struct surface *s) {
    for (size_t i = 0; i < s->other_count; i++) {
        if (s->others[i].is_below_slot) {
            return true;
        }
    }
    return false;
}

/* How an item is judged, by what decides about it. False: it would show nothing that another item does not. */
static bool plan_judgement(const struct engine *e, struct item *item, const struct matrix_answer *answer) {
    const struct surface *s = item->surface;
    bool has_own_others = !item->others_are_victims && s->other_count > 0;
    bool is_open = answer->slot_was_granted && !answer->is_about_slot;
    if (is_open && answer->guard) {
        /* Another reference decides, and the surface whose slot that is sends the very same request. */
        return false;
    }
    switch (item->expected) {
    case EXPECT_ALLOWED: return !has_own_others && is_first_of_request(e, s);
    case EXPECT_FORBIDDEN:
        /* Beside a child of the caller's own, not found and forbidden are both right. */
        return !(has_own_others && has_other_below_slot(s));
    case EXPECT_UNAUTHENTICATED: item->is_comparing = true; return true;
    case EXPECT_HIDDEN:
    case EXPECT_DENIED: break;
    }
    item->is_comparing = true;
    item->is_exclusive = s->absent == ABSENT_CREATES && answer->is_about_slot;
    item->is_filtering = s->absent == ABSENT_EMPTY && answer->is_about_slot;
    return true;
}

static void add_item(struct engine *e, struct surface_state *state, size_t principal, bool others_are_victims) {
    const struct surface *s = state->surface;
    struct item item = {.surface = s,
                        .principal = principal,
                        .victim = e->pack->owner,
                        .others_are_victims = others_are_victims,
                        .variation = others_are_victims && s->other_count > 0 ? STR("among_victims") : STR("plain"),
                        .check = NONE,
                        .permission_check = NONE};
    struct matrix_case c = {.pack = e->pack,
                            .surface = s,
                            .principal = principal,
                            .victim = item.victim,
                            .others_are_victims = others_are_victims};
    struct matrix_answer answer = matrix_expect(&c);
    item.expected = answer.expected;
    if (!plan_judgement(e, &item, &answer)) {
        return;
    }
    if (item.expected == EXPECT_ALLOWED) {
        item.denied[item.denied_count++] = plan_success(e, s, e->pool[0]);
    } else if (item.is_exclusive) {
        take_exclusive_victims(e, &item);
    } else {
        take_victims(e, state, &item);
    }
    bool is_own_pass = !others_are_victims || s->other_count == 0;
    struct family *home = e->homes[principal];
    item.others = others_are_victims ? NULL : home;
    if (item.is_comparing && !item.is_exclusive && is_own_pass && home) {
        item.reaching = s->is_destructive ? plan_success(e, s, home) : home;
    }
    plan_push_item(e, item);
}

/* Everybody lists, and sees his own. */
static void add_list_item(struct engine *e, const struct surface *s, size_t principal) {
    bool is_anonymous = e->pack->principals[principal].is_anonymous;
    struct family *home = is_anonymous ? e->pool[0] : e->homes[principal];
    struct item item = {.surface = s,
                        .variation = STR("plain"),
                        .principal = principal,
                        .victim = e->pack->owner,
                        .expected = is_anonymous ? EXPECT_UNAUTHENTICATED : EXPECT_ALLOWED,
                        .check = NONE,
                        .permission_check = NONE};
    item.denied[item.denied_count++] = home ? home : e->pool[0];
    plan_push_item(e, item);
}

static void add_items_of_surface(struct engine *e, struct surface_state *state) {
    const struct pack *p = e->pack;
    for (size_t i = 0; i < p->principal_count; i++) {
        if (!e->is_asked[i] || i == p->owner) {
            continue;
        }
        if (state->surface->is_list) {
            add_list_item(e, state->surface, i);
            continue;
        }
        if (state->surface->other_count > 0 && !p->principals[i].is_anonymous) {
            add_item(e, state, i, /* others_are_victims = */ false);
        }
        add_item(e, state, i, /* others_are_victims = */ true);
    }
}

bool plan_is_representative(const struct engine *e, size_t principal) {
    const struct pack *p = e->pack;
    if (principal == p->owner || !e->is_asked[principal] || p->principals[principal].is_anonymous) {
        return false;
    }
    bool is_stranger = !is_same_tenant(p, principal, p->owner);
    for (size_t i = 0; i < principal; i++) {
        bool is_like = e->is_asked[i] && i != p->owner && !p->principals[i].is_anonymous &&
                       !is_same_tenant(p, i, p->owner) == is_stranger;
        if (is_like) {
            return false;
        }
    }
    return true;
}

static void add_unknown_items(struct engine *e, struct surface_state *state) {
    const struct pack *p = e->pack;
    for (size_t i = 0; i < p->principal_count; i++) {
        bool is_asked = i == p->owner || plan_is_representative(e, i);
        for (size_t m = 0; is_asked && m < p->unknown.count; m++) {
            struct item item = {.surface = state->surface,
                                .method = p->unknown.names[m],
                                .variation = p->unknown.names[m],
                                .principal = i,
                                .victim = p->owner,
                                .expected = EXPECT_HIDDEN,
                                .is_comparing = true,
                                .others = e->homes[i],
                                .check = NONE,
                                .permission_check = NONE};
            take_victims(e, state, &item);
            plan_push_item(e, item);
        }
    }
}

static void plan_owner_control(struct engine *e, const struct surface *s) {
    struct owner_control *c = &e->owner_controls[e->owner_control_count++];
    *c = (struct owner_control){.surface = s, .control = NONE};
    c->before = plan_success(e, s, e->pool[0]);
    c->after = s->is_destructive ? plan_success(e, s, e->pool[1]) : c->before;
}

static enum rc check_limits(const struct engine *e, struct fault *f) {
    size_t max_requests = e->options->max_requests ? e->options->max_requests : MAX_REQUESTS;
    size_t max_fixtures = e->options->max_fixtures ? e->options->max_fixtures : MAX_FIXTURES;
    if (e->requests_planned > max_requests) {
        return fault_set(
            f, RC_LIMIT,
            "the plan sends %zu requests, --max-requests allows %zu: raise it, or select less with --only or --as",
            e->requests_planned, max_requests);
    }
    if (e->fixture_count > max_fixtures) {
        return fault_set(
            f, RC_LIMIT,
            "the plan makes %zu fixtures, --max-fixtures allows %zu: raise it, or select less with --only or --as",
            e->fixture_count, max_fixtures);
    }
    return RC_OK;
}

size_t plan_requests(const struct item *item) {
    if (!item->is_comparing) {
        return item->denied_count;
    }
    return verdicts_groups(item) * REQUESTS_PER_GROUP;
}

static size_t count_requests(const struct engine *e) {
    size_t count = 2 * e->owner_control_count + plan_flows_requests(e);
    for (size_t i = 0; i < e->item_count; i++) {
        count += plan_requests(&e->items[i]);
        count += e->items[i].reaching != NULL;
    }
    for (const struct fixture *x = e->fixtures; x; x = x->next) {
        count += e->pack->resources[x->resource].create_count + e->pack->resources[x->resource].has_delete;
    }
    return count;
}

enum rc plan_make(struct engine *e, struct fault *f) {
    enum rc rc = select_surfaces(e, f);
    if (rc == RC_OK) {
        rc = select_principals(e, f);
    }
    if (rc != RC_OK) {
        return rc;
    }
    e->owner_controls = ARENA_ARRAY(e->arena, struct owner_control, e->declared_count);
    plan_homes(e);
    for (size_t i = 0; i < e->declared_count; i++) {
        plan_owner_control(e, e->surfaces[i].surface);
        add_items_of_surface(e, &e->surfaces[i]);
    }
    enum rc varied = plan_variations(e, f);
    if (varied != RC_OK) {
        return varied;
    }
    plan_deleted(e);
    plan_faults(e);
    for (size_t i = e->declared_count; i < e->surface_count; i++) {
        add_unknown_items(e, &e->surfaces[i]);
    }
    checks_plan(e);
    freshness_plan(e);
    plan_flows(e);
    plan_keep_shard(e);
    e->requests_planned = count_requests(e);
    return check_limits(e, f);
}
