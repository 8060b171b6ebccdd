/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_shard: a whole plan is made, since what is varied once is chosen from all of it; then most of it is dropped. */
#include "plan_shard.h"

#include "hash.h"

#define POOL_COUNT (sizeof((struct engine *)0)->pool / sizeof(struct family *))

static bool is_ours(const struct engine *e, struct str surface) {
    const struct shard *s = &e->options->shard;
    return hash_fnv1a(surface) % s->count == s->index - 1;
}

static size_t moved(const size_t *map, size_t old) {
    return old == NONE ? NONE : map[old];
}

/* Where each check went. */
static size_t *keep_checks(struct engine *e) {
    struct result *r = e->result;
    size_t *map = ARENA_ARRAY(e->arena, size_t, r->check_count);
    size_t kept = 0;
    for (size_t i = 0; i < r->check_count; i++) {
        bool is_kept = is_ours(e, r->checks[i].surface);
        map[i] = is_kept ? kept : NONE;
        if (is_kept) {
            r->checks[kept++] = r->checks[i];
        }
    }
    r->check_count = kept;
    return map;
}

static void keep_items(struct engine *e, const size_t *checks) {
    size_t *map = ARENA_ARRAY(e->arena, size_t, e->item_count);
    size_t kept = 0;
    for (size_t i = 0; i < e->item_count; i++) {
        struct item item = e->items[i];
        if (!is_ours(e, item.surface->id)) {
            continue;
        }
        map[i] = kept;
        item.plain = item.change || item.fault ? map[item.plain] : item.plain;
        item.check = moved(checks, item.check);
        item.permission_check = moved(checks, item.permission_check);
        item.reveal_check = moved(checks, item.reveal_check);
        item.calls_check = moved(checks, item.calls_check);
        e->items[kept++] = item;
    }
    e->item_count = kept;
}

static void keep_surfaces(struct engine *e, const size_t *checks) {
    size_t kept = 0, declared = 0;
    for (size_t i = 0; i < e->surface_count; i++) {
        struct surface_state state = e->surfaces[i];
        if (!is_ours(e, state.surface->id)) {
            continue;
        }
        state.effects_check = moved(checks, state.effects_check);
        state.owner_calls_check = moved(checks, state.owner_calls_check);
        declared += i < e->declared_count;
        e->surfaces[kept++] = state;
    }
    e->surface_count = kept;
    e->declared_count = declared;
}

static void keep_owner_controls(struct engine *e) {
    size_t kept = 0;
    for (size_t i = 0; i < e->owner_control_count; i++) {
        if (is_ours(e, e->owner_controls[i].surface->id)) {
            e->owner_controls[kept++] = e->owner_controls[i];
        }
    }
    e->owner_control_count = kept;
}

static void keep_freshness(struct engine *e, const size_t *checks) {
    size_t kept = 0;
    for (size_t i = 0; i < e->freshness_count; i++) {
        struct freshness x = e->freshness[i];
        if (is_ours(e, x.surface->id)) {
            x.granted_check = moved(checks, x.granted_check);
            x.revoked_check = moved(checks, x.revoked_check);
            e->freshness[kept++] = x;
        }
    }
    e->freshness_count = kept;
}

/* A flow that is not played stays: each shard says so, as one run would. */
static void keep_flows(struct engine *e, const size_t *checks) {
    for (size_t i = 0; i < e->flow_count; i++) {
        e->flows[i].check = moved(checks, e->flows[i].check);
    }
}

static void need_fixture(bool *is_needed, const struct fixture *x) {
    for (; x; x = x->parent) {
        is_needed[x->number] = true;
    }
}

static void need_family(const struct engine *e, bool *is_needed, const struct family *family) {
    for (size_t i = 0; family && i < e->pack->resource_count; i++) {
        need_fixture(is_needed, family->members[i]);
    }
}

static void need_item(const struct engine *e, bool *is_needed, const struct item *item) {
    for (size_t i = 0; i < item->denied_count; i++) {
        need_family(e, is_needed, item->denied[i]);
    }
    need_family(e, is_needed, item->others);
    need_family(e, is_needed, item->reaching);
}

/* By number. */
static bool *needed_fixtures(const struct engine *e) {
    bool *is_needed = ARENA_ARRAY(e->arena, bool, e->fixture_count);
    for (size_t i = 0; i < POOL_COUNT; i++) {
        need_family(e, is_needed, e->pool[i]);
    }
    for (size_t i = 0; i < e->pack->principal_count; i++) {
        need_family(e, is_needed, e->homes[i]);
        need_family(e, is_needed, e->quiet_homes[i]);
    }
    for (size_t i = 0; i < e->item_count; i++) {
        need_item(e, is_needed, &e->items[i]);
    }
    for (size_t i = 0; i < e->surface_count; i++) {
        for (size_t j = 0; j < e->surfaces[i].victim_count; j++) {
            need_family(e, is_needed, e->surfaces[i].victims[j]);
        }
    }
    for (size_t i = 0; i < e->owner_control_count; i++) {
        need_family(e, is_needed, e->owner_controls[i].before);
        need_family(e, is_needed, e->owner_controls[i].after);
    }
    for (size_t i = 0; i < e->freshness_count; i++) {
        need_fixture(is_needed, e->freshness[i].fixture);
    }
    return is_needed;
}

static void keep_fixtures(struct engine *e) {
    const bool *is_needed = needed_fixtures(e);
    struct fixture **link = &e->fixtures;
    size_t kept = 0;
    for (struct fixture *x = e->fixtures; x; x = x->next) {
        if (is_needed[x->number]) {
            x->number = kept++;
            *link = x;
            link = &x->next;
        }
    }
    *link = NULL;
    e->fixtures_end = link;
    e->fixture_count = kept;
}

void plan_keep_shard(struct engine *e) {
    if (e->options->shard.count == 0) {
        return;
    }
    e->result->shard = e->options->shard;
    e->result->shard.checks_planned = e->result->check_count;
    const size_t *checks = keep_checks(e);
    keep_items(e, checks);
    keep_surfaces(e, checks);
    keep_owner_controls(e);
    keep_freshness(e, checks);
    keep_flows(e, checks);
    keep_fixtures(e);
}
