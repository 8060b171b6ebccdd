/* SPDX-License-Identifier: Apache-2.0
 *
 * plan: which surfaces, whose requests, with which fixtures. */
#include "plan.h"

#include "checks.h"
#include "claims.h"
#include "fixtures.h"
#include "freshness.h"
#include "plan_deleted.h"
#include "plan_families.h"
#include "plan_faults.h"
#include "plan_flows.h"
#include "plan_items.h"
#include "plan_shard.h"
#include "plan_variations.h"
#include "verdicts.h"

#define REQUESTS_PER_GROUP 4

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

/* What hangs on a thing shows whether it was taken away, and a list of what hangs on it shows nothing when it is
 * empty. */
static void need_children(struct engine *e, size_t resource) {
    for (size_t i = 0; i < e->pack->resource_count; i++) {
        if (e->pack->resources[i].parent == resource) {
            plan_need_resource(e, i);
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
    bool is_listing = !s->is_mutating && !s->is_list && variation_slot_place(e->pack, s) == SLOT_IN_QUERY;
    if (s->is_destructive || is_listing) {
        need_children(e, s->slot.resource);
    }
}

struct surface *plan_unknown_surface(struct engine *e, size_t endpoint) {
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
        struct surface *s = plan_unknown_surface(e, i);
        if (p->unknown.count > 0 && plan_is_selected(e->options, s)) {
            add_surface(e, s);
        }
    }
    claims_plan(e);
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

static bool takes_part(const struct run_options *o, const struct principal *who) {
    if (who->is_guest) {
        return false;
    }
    return o->as_count > 0 ? matches_any(o->as, o->as_count, who->name) : !who->is_extra || o->has_all_variations;
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
        e->is_asked[i] = i == p->owner || takes_part(o, &p->principals[i]);
        asked += e->is_asked[i] && i != p->owner;
    }
    if (asked == 0 && e->surface_count > 0) {
        return fault_set(f, RC_USAGE, "nobody but the owner is asked: name another principal with --as");
    }
    return RC_OK;
}

struct surface_state *plan_state_of(const struct engine *e, const struct surface *s) {
    for (size_t i = 0; i < e->surface_count; i++) {
        if (e->surfaces[i].surface == s) {
            return &e->surfaces[i];
        }
    }
    return NULL;
}

/* What is used up by being asked for is not asked for more often. */
static bool is_repeatable(const struct item *item) {
    return item->is_comparing && !item->is_exclusive && !item->method.data && !item->fault;
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
    item.groups_least = is_repeatable(&item) ? e->options->groups : 0;
    e->items[e->item_count++] = item;
}

static void plan_owner_control(struct engine *e, const struct surface *s) {
    struct owner_control *c = &e->owner_controls[e->owner_control_count++];
    *c = (struct owner_control){.surface = s, .control = NONE};
    c->before = plan_success(e, s, e->pool[0]);
    c->after = s->is_destructive ? plan_success(e, s, e->pool[1]) : c->before;
}

static enum rc check_limits(const struct engine *e, struct fault *f) {
    size_t max_requests = e->options->max_requests ? e->options->max_requests : RUN_MAX_REQUESTS;
    size_t max_fixtures = e->options->max_fixtures ? e->options->max_fixtures : RUN_MAX_FIXTURES;
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
        plan_items_of_surface(e, &e->surfaces[i]);
    }
    enum rc varied = plan_variations(e, f);
    if (varied != RC_OK) {
        return varied;
    }
    plan_deleted(e);
    plan_faults(e);
    for (size_t i = e->declared_count; i < e->surface_count; i++) {
        plan_unknown_items(e, &e->surfaces[i]);
    }
    checks_plan(e);
    freshness_plan(e);
    plan_flows(e);
    plan_keep_shard(e);
    e->requests_planned = count_requests(e);
    return check_limits(e, f);
}
