/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_deleted: the class of things that existed once. */
#include "plan_deleted.h"

#include "fixtures.h"
#include "plan.h"

#define GRAVES 2 /* per group: each of its two denied requests has one */

static struct family *dig(struct engine *e, size_t resource, size_t index) {
    bool *own = ARENA_ARRAY(e->arena, bool, e->pack->resource_count);
    own[resource] = true;
    struct family *grave = fixtures_plan_family(e, e->pack->owner, e->pool[index], own);
    grave->members[resource]->is_grave = true;
    return grave;
}

/* The graves of a resource are shared, except where a request may take their names into use again. */
static void take_graves(struct engine *e, struct item *item) {
    size_t resource = item->surface->slot.resource;
    for (size_t i = 0; i < GRAVES; i++) {
        struct family **shared = &e->graves[GRAVES * resource + i];
        if (item->is_exclusive) {
            item->denied[item->denied_count++] = dig(e, resource, i);
            continue;
        }
        *shared = *shared ? *shared : dig(e, resource, i);
        item->denied[item->denied_count++] = *shared;
    }
}

static void add_deleted(struct engine *e, const struct surface *s, size_t principal) {
    bool is_owner = principal == e->pack->owner;
    struct item item = {.surface = s,
                        .variation = STR("deleted"),
                        .principal = principal,
                        .victim = e->pack->owner,
                        .expected = EXPECT_HIDDEN,
                        .is_comparing = true,
                        .is_deleted = true,
                        .is_exclusive = s->absent == ABSENT_CREATES,
                        .is_filtering = s->absent == ABSENT_EMPTY,
                        .others = is_owner ? NULL : e->homes[principal],
                        .check = NONE,
                        .permission_check = NONE};
    take_graves(e, &item);
    plan_push_item(e, item);
}

/* The owner, and the first of his tenant with a role and of another tenant. */
static bool is_mourner(const struct engine *e, size_t principal) {
    return principal == e->pack->owner || plan_is_representative(e, principal);
}

void plan_deleted(struct engine *e) {
    const struct pack *p = e->pack;
    e->graves = ARENA_ARRAY(e->arena, struct family *, GRAVES * p->resource_count);
    for (size_t i = 0; i < e->declared_count; i++) {
        const struct surface *s = e->surfaces[i].surface;
        bool can_be_deleted = p->resources[s->slot.resource].has_delete && !s->is_list;
        for (size_t j = 0; can_be_deleted && j < p->principal_count; j++) {
            if (is_mourner(e, j)) {
                add_deleted(e, s, j);
            }
        }
    }
}
