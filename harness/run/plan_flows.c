/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_flows: one check for each flow. */
#include "plan_flows.h"

#include "checks.h"
#include "plan.h"

enum property plan_flows_property(const struct flow *flow) {
    static const enum property properties[] = {
        [FLOW_CONTRACT] = PROPERTY_CONTRACT,
        [FLOW_FRESHNESS] = PROPERTY_FRESHNESS,
        [FLOW_DUAL_WRITE] = PROPERTY_DUAL_WRITE,
    };
    return properties[flow->property];
}

static bool is_everybody_asked(const struct engine *e, const struct flow *flow) {
    for (size_t i = 0; i < flow->step_count; i++) {
        if (flow->steps[i].as != NONE && !e->is_asked[flow->steps[i].as]) {
            return false;
        }
    }
    return true;
}

static struct str obstacle_of(const struct engine *e, const struct flow *flow) {
    for (size_t i = 0; i < flow->step_count; i++) {
        const struct flow_step *step = &flow->steps[i];
        if ((step->call_count > 0 || step->fault.kind) && !observer_is_present(&e->auth_provider)) {
            return STR("observer auth_provider is absent");
        }
        if (step->fault.kind && !e->target->are_faults_allowed) {
            return STR("the target does not say `faults: allowed`");
        }
    }
    return STR_NONE;
}

static void select_one(struct engine *e, const struct flow *flow) {
    struct surface *s = ARENA_NEW(e->arena, struct surface);
    *s = (struct surface){.id = str_printf(e->arena, "flow.%.*s", STR_ARG(flow->id)),
                          .request = flow->steps[0].request,
                          .slot = {.resource = NONE, .field = NONE},
                          .created_resource = NONE,
                          .tags = flow->tags,
                          .tag_count = flow->tag_count,
                          .is_mutating = true,
                          .place = flow->place};
    if (!plan_is_selected(e->options, s)) {
        return;
    }
    e->flows[e->flow_count++] = (struct flow_state){.flow = flow, .surface = s, .check = NONE};
    for (size_t i = 0; i < flow->reference_count; i++) {
        plan_need_resource(e, flow->references[i].resource);
    }
}

void plan_flows_select(struct engine *e) {
    const struct pack *p = e->pack;
    e->flows = ARENA_ARRAY(e->arena, struct flow_state, p->flow_count);
    for (int is_gate = 1; is_gate >= 0; is_gate--) {
        for (size_t i = 0; i < p->flow_count; i++) {
            if (p->flows[i].is_gate == (is_gate == 1)) {
                select_one(e, &p->flows[i]);
            }
        }
    }
}

static struct str first_sender(const struct engine *e, const struct flow *flow) {
    for (size_t i = 0; i < flow->step_count; i++) {
        if (flow->steps[i].as != NONE) {
            return e->pack->principals[flow->steps[i].as].name;
        }
    }
    return STR("everyone");
}

void plan_flows(struct engine *e) {
    for (size_t i = 0; i < e->flow_count; i++) {
        struct flow_state *s = &e->flows[i];
        s->obstacle = obstacle_of(e, s->flow);
        if ((s->obstacle.data && !s->flow->is_gate) || !is_everybody_asked(e, s->flow)) {
            continue;
        }
        s->check = checks_add(e, s->surface, first_sender(e, s->flow), STR("plain"), plan_flows_property(s->flow),
                              STR("every step holds"));
    }
}

size_t plan_flows_requests(const struct engine *e) {
    size_t count = 0;
    for (size_t i = 0; i < e->flow_count; i++) {
        bool is_played = e->flows[i].check != NONE;
        count += is_played ? e->flows[i].flow->step_count + e->flows[i].flow->cleanup_count : 0;
    }
    return count;
}

size_t plan_flows_not_planned(const struct engine *e, struct str *out) {
    size_t count = 0;
    for (size_t i = 0; i < e->flow_count; i++) {
        if (e->flows[i].obstacle.data) {
            out[count++] = str_printf(e->arena, "%.*s is not played: %.*s", STR_ARG(e->flows[i].surface->id),
                                      STR_ARG(e->flows[i].obstacle));
        }
    }
    return count;
}

bool plan_flows_count_counters(const struct engine *e) {
    for (size_t i = 0; i < e->flow_count; i++) {
        for (size_t j = 0; e->flows[i].check != NONE && j < e->flows[i].flow->step_count; j++) {
            if (e->flows[i].flow->steps[j].counter_count > 0) {
                return true;
            }
        }
    }
    return false;
}
