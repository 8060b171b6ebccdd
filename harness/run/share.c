/* SPDX-License-Identifier: Apache-2.0
 *
 * share: the roles of the pack's principals on the owner's things, granted over the auth provider's control API, and
 * proved. */
#include "fixtures.h"
#include "render.h"

/* Things made up to here were shared by an earlier call. */
static bool is_shareable(const struct engine *e, const struct fixture *x) {
    return x->state == FIXTURE_MADE && !x->is_shared && x->owner == e->pack->owner &&
           e->pack->resources[x->resource].share == SHARE_CONTROL;
}

static struct str id_of(const struct pack *p, const struct fixture *x) {
    size_t field = resource_find_field(&p->resources[x->resource], STR("id"));
    return field == NONE ? x->values[0] : x->values[field];
}

static size_t collect(struct engine *e, const struct fixture *x, struct observer_grant *out) {
    size_t count = 0;
    struct str type = e->pack->resources[x->resource].type;
    for (size_t p = 0; p < e->pack->principal_count; p++) {
        struct str role = pack_role_of(e->pack, p, type);
        if (p == e->pack->owner || !role.data || !e->is_asked[p]) {
            continue;
        }
        struct observer_grant grant = {
            .principal = e->target->credentials[p].subject, .type = type, .selector = id_of(e->pack, x), .role = role};
        if (out) {
            out[count] = grant;
        }
        count++;
    }
    return count;
}

static void lose_standing(struct engine *e, struct str reason) {
    for (size_t p = 0; p < e->pack->principal_count; p++) {
        if (e->pack->principals[p].grant_count > 0) {
            e->has_standing[p] = false;
            e->standing_reason[p] = reason;
        }
    }
}

void fixtures_share(struct engine *e) {
    size_t count = 0;
    for (const struct fixture *x = e->fixtures; x; x = x->next) {
        count += is_shareable(e, x) ? collect(e, x, NULL) : 0;
    }
    if (count == 0) {
        return;
    }
    if (!observer_is_present(&e->auth_provider)) {
        lose_standing(
            e, STR("roles could not be granted: the target names no observers.auth_provider with a control API"));
        return;
    }
    struct observer_grant *grants = ARENA_ARRAY(e->arena, struct observer_grant, count);
    size_t used = 0;
    for (struct fixture *x = e->fixtures; x; x = x->next) {
        if (is_shareable(e, x)) {
            used += collect(e, x, grants + used);
            x->is_shared = true;
        }
    }
    struct fault fault = {0};
    if (observer_grant(&e->auth_provider, grants, used, /* is_removal = */ false, e->arena, &fault) != RC_OK) {
        lose_standing(e, str_printf(e->arena, "roles could not be granted at the auth provider: %s", fault.text));
    }
}
