/* SPDX-License-Identifier: Apache-2.0
 *
 * stage: plan, make, grant, prove. */
#include "stage.h"

#include <string.h>

#include "checks.h"
#include "codec.h"
#include "controls.h"
#include "emit.h"
#include "fixtures.h"
#include "plan.h"
#include "probe.h"
#include "render.h"
#include "stage_private.h"

#define MAX_REQUESTS SIZE_MAX

static size_t find_guest(const struct pack *p) {
    for (size_t i = 0; i < p->principal_count; i++) {
        if (p->principals[i].is_guest) {
            return i;
        }
    }
    return NONE;
}

static struct str field_name(const struct stage *s, size_t resource, size_t field) {
    const struct resource *r = &s->engine.pack->resources[resource];
    return str_printf(s->engine.arena, "%.*s.%.*s", STR_ARG(r->name), STR_ARG(r->fields[field].name));
}

static void add_slot(struct stage *s, const struct slot *slot) {
    for (size_t i = 0; i < s->slot_count; i++) {
        if (s->slots[i].resource == slot->resource && s->slots[i].field == slot->field) {
            return;
        }
    }
    if (s->slot_count < STAGE_SLOTS) {
        s->slots[s->slot_count] = (struct stage_slot){.resource = slot->resource,
                                                      .field = slot->field,
                                                      .name = field_name(s, slot->resource, slot->field),
                                                      .echo = arena_printf(s->engine.arena, "REF%zu", s->slot_count)};
        s->slot_count++;
    }
}

/* The reference stands in the body: in its params, not in the address. */
static bool names_slot(const struct value *v, struct str hole) {
    struct arena scratch = {0};
    bool is_named = str_contains(emit_to_str(&scratch, v), hole);
    arena_free(&scratch);
    return is_named;
}

static bool is_bodily(const struct stage *s, const struct surface *surface) {
    struct str name = field_name(s, surface->slot.resource, surface->slot.field);
    struct str hole = str_printf(s->engine.arena, "${%.*s}", STR_ARG(name));
    return surface->is_rpc && !surface->is_list && surface->request.body && names_slot(surface->request.body, hole);
}

/* The same body at another address is no other seed. */
static bool is_known_body(const struct stage *s, const struct surface *surface) {
    for (size_t i = 0; i < s->seed_count; i++) {
        if (value_equal(s->seeds[i].surface->request.body, surface->request.body)) {
            return true;
        }
    }
    return false;
}

static struct str method_of(const struct surface *surface) {
    return value_string(value_get_c(surface->request.body, "method"), STR_NONE);
}

static void add_seed(struct stage *s, const struct surface *surface, bool is_unknown) {
    struct engine *e = &s->engine;
    s->seeds[s->seed_count++] =
        (struct stage_seed){.surface = surface, .method = is_unknown ? STR_NONE : method_of(surface)};
    add_slot(s, &surface->slot);
    plan_need_resource(e, surface->slot.resource);
    for (size_t i = 0; i < surface->other_count; i++) {
        plan_need_resource(e, surface->others[i].resource);
    }
}

static void add_method(struct stage *s, struct str method) {
    for (size_t i = 0; i < s->method_count; i++) {
        if (str_eq(s->methods[i], method)) {
            return;
        }
    }
    s->methods[s->method_count++] = method;
}

static void select_seeds(struct stage *s) {
    struct engine *e = &s->engine;
    const struct pack *p = e->pack;
    s->seeds = ARENA_ARRAY(e->arena, struct stage_seed, p->surface_count + 1);
    s->methods = ARENA_ARRAY(e->arena, struct str, p->surface_count + 1);
    for (size_t i = 0; i < p->surface_count; i++) {
        const struct surface *surface = &p->surfaces[i];
        if (plan_is_selected(e->options, surface) && is_bodily(s, surface) && !is_known_body(s, surface)) {
            add_seed(s, surface, /* is_unknown = */ false);
            add_method(s, method_of(surface));
        }
    }
    if (p->unknown.count > 0 && s->seed_count > 0) {
        add_seed(s, plan_unknown_surface(e, 0), /* is_unknown = */ true);
    }
}

static enum rc select_all(struct stage *s, struct fault *f) {
    struct engine *e = &s->engine;
    const struct pack *p = e->pack;
    s->guest = find_guest(p);
    if (s->guest == NONE) {
        return fault_set(f, RC_USAGE,
                         "pack '%.*s' has no guest: give one principal `guest_of`, who may call an agent of his host "
                         "and create nothing",
                         STR_ARG(p->name));
    }
    s->host = p->principals[s->guest].host;
    e->is_needed = ARENA_ARRAY(e->arena, bool, p->resource_count);
    e->is_asked = ARENA_ARRAY(e->arena, bool, p->principal_count);
    e->is_asked[p->owner] = e->is_asked[s->host] = e->is_asked[s->guest] = true;
    select_seeds(s);
    if (s->seed_count == 0) {
        return fault_set(f, RC_USAGE, "no RPC surface of pack '%.*s' with a reference in its body is selected",
                         STR_ARG(p->name));
    }
    e->heartbeat_resource = p->resources[s->seeds[0].surface->slot.resource].parent;
    for (size_t i = 0; e->heartbeat_resource == NONE && i < p->resource_count; i++) {
        e->heartbeat_resource = p->resources[i].has_read ? i : NONE;
    }
    for (size_t i = 0; i < s->slot_count; i++) {
        for (size_t r = 0; r < p->resource_count; r++) {
            /* What hangs on a denied thing shows whether it was touched. */
            bool is_child = p->resources[r].parent == s->slots[i].resource && p->resources[r].has_read;
            if (is_child && e->is_needed[s->slots[i].resource] && p->resources[r].is_only_child) {
                plan_need_resource(e, r);
            }
        }
    }
    return RC_OK;
}

/* What stands in the slots, and what hangs on it. */
static bool *own_of_victim(const struct stage *s) {
    struct engine *e = (struct engine *)&s->engine;
    bool *own = ARENA_ARRAY(e->arena, bool, e->pack->resource_count);
    for (size_t i = 0; i < s->slot_count; i++) {
        own[s->slots[i].resource] = true;
    }
    for (size_t r = 0; r < e->pack->resource_count; r++) {
        size_t parent = e->pack->resources[r].parent;
        own[r] |= e->is_needed[r] && parent != NONE && own[parent];
    }
    return own;
}

void stage_plan_victims(struct stage *s) {
    struct engine *e = &s->engine;
    for (size_t i = 0; i < STAGE_SETS; i++) {
        s->victims[i] = fixtures_plan_family(e, e->pack->owner, e->pool[0], own_of_victim(s));
    }
}

static void plan_families(struct stage *s) {
    struct engine *e = &s->engine;
    e->homes = ARENA_ARRAY(e->arena, struct family *, e->pack->principal_count);
    e->quiet_homes = ARENA_ARRAY(e->arena, struct family *, e->pack->principal_count);
    e->pool[0] = fixtures_plan_family(e, e->pack->owner, NULL, NULL);
    e->homes[e->pack->owner] = e->pool[0];
    e->homes[s->host] = fixtures_plan_family(e, s->host, NULL, NULL);
    stage_plan_victims(s);
}

/* Every role of the guest on everything of his host. */
static enum rc grant(struct stage *s, struct fault *f) {
    struct engine *e = &s->engine;
    const struct principal *guest = &e->pack->principals[s->guest];
    struct observer_grant *grants =
        ARENA_ARRAY(e->arena, struct observer_grant, e->pack->resource_count * (guest->grant_count + 1));
    size_t count = 0;
    for (size_t r = 0; r < e->pack->resource_count; r++) {
        const struct fixture *x = e->homes[s->host]->members[r];
        size_t field = resource_find_field(&e->pack->resources[r], STR("id"));
        bool can_share = x && field != NONE && e->pack->resources[r].share == SHARE_CONTROL;
        for (size_t g = 0; can_share && g < guest->grant_count; g++) {
            if (str_eq(guest->grants[g].type, e->pack->resources[r].type)) {
                grants[count++] = (struct observer_grant){.principal = e->target->credentials[s->guest].subject,
                                                          .type = guest->grants[g].type,
                                                          .selector = x->values[field],
                                                          .role = guest->grants[g].role};
            }
        }
    }
    if (count == 0) {
        return RC_OK;
    }
    if (!observer_is_present(&e->auth_provider)) {
        return fault_set(f, RC_CONFIG,
                         "the guest's roles cannot be granted: the target names no observers.auth_provider with a "
                         "control API");
    }
    return observer_grant(&e->auth_provider, grants, count, /* is_removal = */ false, e->arena, f);
}

static enum rc render_seed(struct stage *s, struct stage_seed *seed, struct fault *f) {
    struct engine *e = &s->engine;
    size_t slot = 0;
    while (slot < s->slot_count && !(s->slots[slot].resource == seed->surface->slot.resource &&
                                     s->slots[slot].field == seed->surface->slot.field)) {
        slot++;
    }
    struct render r = {.engine = e,
                       .principal = s->guest,
                       .surface = seed->surface,
                       .slot_value = str_printf(e->arena, STAGE_MARKER "%zu@@", slot),
                       .others = e->homes[s->host],
                       .method = e->pack->unknown.count > 0 ? e->pack->unknown.names[0] : STR("unknown")};
    struct request request;
    enum rc rc = render_request(&r, &seed->surface->request, &request, f);
    if (rc != RC_OK) {
        return rc;
    }
    seed->body = request.body;
    request.body = STR_NONE;
    for (seed->route = 0; seed->route < s->route_count; seed->route++) {
        if (str_eq(s->routes[seed->route].request.url, request.url)) {
            return RC_OK;
        }
    }
    s->routes[s->route_count++] = (struct stage_route){.request = request};
    return RC_OK;
}

static enum rc render_seeds(struct stage *s, struct fault *f) {
    s->routes = ARENA_ARRAY(s->engine.arena, struct stage_route, s->seed_count);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < s->seed_count; i++) {
        rc = render_seed(s, &s->seeds[i], f);
    }
    return rc;
}

size_t stage_list_own(const struct stage *s, struct stage_own **out) {
    const struct pack *p = s->engine.pack;
    const struct family *home = s->engine.homes[s->host];
    size_t most = 0, count = 0;
    for (size_t r = 0; r < p->resource_count; r++) {
        most += p->resources[r].field_count;
    }
    *out = ARENA_ARRAY(s->engine.arena, struct stage_own, most);
    for (size_t r = 0; r < p->resource_count; r++) {
        for (size_t i = 0; home->members[r] && i < p->resources[r].field_count; i++) {
            struct str value = home->members[r]->values[i];
            if (value.len > 0) {
                (*out)[count++] = (struct stage_own){.name = field_name(s, r, i), .value = value};
            }
        }
    }
    return count;
}

static enum rc check_made(struct stage *s, struct fault *f) {
    const struct engine *e = &s->engine;
    for (const struct fixture *x = e->fixtures; x; x = x->next) {
        if (x->state != FIXTURE_MADE) {
            return fault_set(f, e->result->ledger.requests == 0 ? RC_NET : RC_CONFIG, "%.*s",
                             STR_ARG(x->failure.data ? x->failure : STR("the things of the campaign were not made")));
        }
    }
    return RC_OK;
}

static enum rc prepare(struct stage *s, struct fault *f) {
    struct engine *e = &s->engine;
    enum rc rc = fixtures_create(e, f);
    rc = rc == RC_OK ? check_made(s, f) : rc;
    rc = rc == RC_OK ? grant(s, f) : rc;
    rc = rc == RC_OK ? render_seeds(s, f) : rc;
    e->phase = "controls";
    rc = rc == RC_OK ? stage_prove(s, f) : rc;
    rc = rc == RC_OK ? stage_watch(s, f) : rc;
    return rc;
}

enum rc stage_open(const struct run_setting *setting, struct arena *a, struct stage **out, struct fault *f) {
    struct stage *s = ARENA_NEW(a, struct stage);
    s->options = *setting->options;
    s->options.max_time_ns = 0;
    s->options.max_requests = MAX_REQUESTS;
    s->options.max_failures = 0;
    s->setting = *setting;
    s->setting.options = &s->options;
    s->is_sound = true;
    engine_init(&s->engine, &s->setting, a, &s->result);
    controls_credentials(&s->engine);
    enum rc rc = select_all(s, f);
    if (rc == RC_OK && !s->engine.has_standing[s->guest]) {
        return fault_set(f, RC_CONFIG, "%.*s", STR_ARG(s->engine.standing_reason[s->guest]));
    }
    rc = rc == RC_OK ? journal_open(&s->engine.journal, setting->options->journal_path, setting->pack,
                                    setting->target->base_url, s->result.run_id, f)
                     : rc;
    if (rc != RC_OK) {
        return rc;
    }
    plan_families(s);
    rc = prepare(s, f);
    if (rc != RC_OK) {
        struct result unused;
        stage_close(s, /* was_stopped = */ true, &unused);
        return rc;
    }
    *out = s;
    return RC_OK;
}

void stage_close(struct stage *s, bool was_stopped, struct result *out) {
    struct engine *e = &s->engine;
    e->phase = "cleanup";
    e->is_cleaning = true;
    if (!s->options.keep) {
        (void)!fixtures_delete(e, NULL);
    }
    journal_close(&e->journal);
    s->result.surfaces_exercised = s->exercised;
    e->declared_count = s->seed_count;
    s->result.not_judged = ARENA_ARRAY(e->arena, struct str, 1);
    s->result.not_judged[s->result.not_judged_count++] =
        STR("time is not judged: no statement about how long a refusal takes");
    engine_close(e);
    s->result.was_stopped = was_stopped;
    *out = s->result;
}
