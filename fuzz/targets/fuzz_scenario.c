/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: scenario_load_pack, scenario_load_target. The input is a pack and, for the embedded pack, a
 * target file. Properties: a pack that loads has every index in range, parents before children, an owner with a
 * tenant, surfaces with ids of their own, a slot and guards of known types, and flows with steps whose principals,
 * resources and references are the pack's; a target that loads has a credential for
 * each principal and a value for each variable; a refusal names the file and has one printable sentence. */
/* modules: base doc model scenario */
/* mutator: json */
/* seeds: scenarios/refused */
#include <assert.h>

#include "codec.h"
#include "fuzz_target.h"
#include "scenario.h"

static void check_refusal(enum rc rc, const struct fault *f, struct arena *a) {
    assert(rc == f->rc && f->file[0] == 'x' && f->text[0] != '\0');
    assert(str_eq(codec_printable(a, str_from(f->text)), str_from(f->text)));
}

static void check_slot(const struct pack *p, struct slot slot) {
    assert(slot.resource < p->resource_count && slot.field < p->resources[slot.resource].field_count);
}

static void check_request(const struct request_template *r) {
    assert(r->method.len > 0 && r->path.len > 0 && r->path.data[0] == '/');
}

static void check_resource(const struct pack *p, size_t index) {
    const struct resource *r = &p->resources[index];
    assert(r->parent == NONE || r->parent < index);
    assert(r->field_count > 0 && r->create_count > 0);
    assert(pack_find_resource(p, r->name) == index);
    assert(pack_role_grants(p, r->type, STR("owner"), STR("read")));
    for (size_t i = 0; i < r->create_count; i++) {
        check_request(&r->create[i].request);
        assert(r->create[i].as == NONE || r->create[i].as < p->principal_count);
        for (size_t k = 0; k < r->create[i].capture_count; k++) {
            assert(resource_find_field(r, r->create[i].captures[k].field) != NONE);
        }
    }
}

static void check_surface(const struct pack *p, size_t index) {
    const struct surface *s = &p->surfaces[index];
    check_request(&s->request);
    check_slot(p, s->slot);
    for (size_t i = 0; i < s->other_count; i++) {
        check_slot(p, s->others[i]);
        assert(s->others[i].resource != s->slot.resource || s->others[i].field != s->slot.field);
    }
    for (size_t i = 0; i < s->guard_count; i++) {
        assert(s->guards[i].type.len > 0 && s->guards[i].operation.len > 0);
    }
    assert(s->created_resource == NONE || s->created_resource < p->resource_count);
    for (size_t i = 0; i < index; i++) {
        assert(!str_eq(p->surfaces[i].id, s->id));
    }
}

static void check_step(const struct pack *p, const struct flow_step *step) {
    check_request(&step->request);
    assert(step->as == NONE || step->as < p->principal_count);
    assert(step->created_resource == NONE || step->created_resource < p->resource_count);
    assert(!step->fault.kind || (step->fault.principal < p->principal_count && step->fault.endpoint.len > 0));
    assert(step->within_ns >= 0 && step->place.line > 0);
    for (size_t i = 0; i < step->call_count; i++) {
        assert(step->calls[i].endpoint.len > 0 && step->calls[i].times > 0);
    }
    for (size_t i = 0; i < step->rule_count; i++) {
        assert(step->rules[i].value && step->rules[i].match <= MATCH_LACKS);
    }
}

static void check_flow(const struct pack *p, size_t index) {
    const struct flow *flow = &p->flows[index];
    assert(flow->id.len > 0 && flow->step_count > 0 && flow->place.line > 0);
    for (size_t i = 0; i < index; i++) {
        assert(!str_eq(p->flows[i].id, flow->id));
    }
    for (size_t i = 0; i < flow->step_count; i++) {
        check_step(p, &flow->steps[i]);
    }
    for (size_t i = 0; i < flow->cleanup_count; i++) {
        check_step(p, &flow->cleanup[i]);
    }
    for (size_t i = 0; i < flow->reference_count; i++) {
        check_slot(p, flow->references[i]);
    }
}

static void check_pack(const struct pack *p) {
    assert(p->owner < p->principal_count && p->principals[p->owner].tenant.len > 0);
    for (size_t i = 0; i < p->resource_count; i++) {
        check_resource(p, i);
    }
    for (size_t i = 0; i < p->surface_count; i++) {
        check_surface(p, i);
    }
    for (size_t i = 0; i < p->flow_count; i++) {
        check_flow(p, i);
    }
    for (size_t i = 0; i < p->out_of_scope_count; i++) {
        const struct exclusion *x = &p->out_of_scope[i];
        assert(x->method.len > 0 && x->path.data[0] == '/' && x->reason.len > 0 && x->place.line > 0);
        assert(!x->slot.data || x->slot.len > 0);
    }
    for (size_t i = 0; i < p->unknown.endpoint_count; i++) {
        check_request(&p->unknown.endpoints[i]);
        check_slot(p, p->unknown.slot);
    }
}

/* Loaded once: the searches are for target files here. */
static const struct pack *embedded_pack(void) {
    static struct arena memory;
    static struct pack pack;
    if (pack.surface_count == 0) {
        enum rc rc = scenario_load_pack(scenario_embedded_pack(STR("agentex"))->text, "agentex", &memory, &pack, NULL);
        assert(rc == RC_OK);
    }
    return &pack;
}

static void check_target(struct str text, struct arena *a) {
    const struct pack *agentex = embedded_pack();
    struct target t;
    struct fault f = {0};
    enum rc rc = scenario_load_target(text, "x", agentex, NULL, a, &t, &f);
    if (rc != RC_OK) {
        check_refusal(rc, &f, a);
        return;
    }
    assert(t.base_url.len > 0 && t.credential_count == agentex->principal_count);
    assert(t.variable_count == agentex->variable_count);
    for (size_t i = 0; i < t.credential_count; i++) {
        assert(t.credentials[i].principal == i && t.credentials[i].subject.data);
        assert(t.credentials[i].header_count == 0 || t.credentials[i].is_given);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size);
    struct arena a = {0};
    struct pack p;
    struct fault f = {0};
    enum rc rc = scenario_load_pack(text, "x", &a, &p, &f);
    if (rc == RC_OK) {
        check_pack(&p);
    } else {
        check_refusal(rc, &f, &a);
    }
    check_target(text, &a);
    arena_free(&a);
    return 0;
}
