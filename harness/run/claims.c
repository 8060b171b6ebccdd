/* SPDX-License-Identifier: Apache-2.0
 *
 * claims: headers and members that say who one is. */
#include "claims.h"

#include "emit.h"
#include "fixtures.h"
#include "parse.h"
#include "plan.h"
#include "plan_variations.h"
#include "render.h"

void claims_plan(struct engine *e) {
    const struct pack *p = e->pack;
    struct variation *claims = ARENA_ARRAY(e->arena, struct variation, p->claim_count);
    for (size_t i = 0; i < p->claim_count; i++) {
        const struct claim *c = &p->claims[i];
        claims[i] = (struct variation){.name = str_cstr(e->arena, c->name),
                                       .title = str_cstr(e->arena, c->title),
                                       .why_not = c->body ? variation_with_object : variation_anywhere};
        for (size_t j = 0; plan_variation_is_selected(e->options, &claims[i]) && j < c->reference_count; j++) {
            plan_need_resource(e, c->references[j].resource);
        }
    }
    e->claims = claims;
}

static const struct claim *claim_of(const struct engine *e, const struct variation *v) {
    for (size_t i = 0; i < e->pack->claim_count; i++) {
        if (v == &e->claims[i]) {
            return &e->pack->claims[i];
        }
    }
    return NULL;
}

static bool has_wanted(const struct engine *e, const struct claim *c) {
    bool has_it = !c->wants.data;
    for (size_t i = 0; i < e->target->variable_count; i++) {
        const struct variable *v = &e->target->variables[i];
        has_it |= v->value.len > 0 && str_eq(v->name, c->wants);
    }
    return has_it;
}

size_t claims_not_planned(const struct engine *e, struct str *out) {
    size_t count = 0;
    for (size_t i = 0; e->declared_count > 0 && i < e->pack->claim_count; i++) {
        const struct claim *c = &e->pack->claims[i];
        if (plan_variation_is_selected(e->options, &e->claims[i]) && !has_wanted(e, c)) {
            out[count++] = str_printf(e->arena, "credential %.*s is not tried: the target gives no variable %.*s",
                                      STR_ARG(c->name), STR_ARG(c->wants));
        }
    }
    return count;
}

bool claims_can_be_made(const struct engine *e, const struct variation *v, size_t principal) {
    const struct claim *c = claim_of(e, v);
    if (!c) {
        return true;
    }
    return has_wanted(e, c) && (c->is_victims || c->reference_count == 0 || e->homes[principal]);
}

static bool resolve_principal(void *self, const struct template_hole *hole, struct str *out) {
    return render_of_principal(self, hole, out);
}

static bool is_credential(const struct header *h) {
    return !secret_is_empty(h->secret);
}

static enum rc set_headers(struct render *r, const struct claim *c, struct request *out, struct fault *f) {
    struct engine *e = r->engine;
    size_t added = c->headers ? c->headers->count : 0;
    struct header *headers = ARENA_ARRAY(e->arena, struct header, out->header_count + added);
    size_t count = 0;
    for (size_t i = 0; i < out->header_count; i++) {
        if (!(c->is_alone && is_credential(&out->headers[i]))) {
            headers[count++] = out->headers[i];
        }
    }
    for (size_t i = 0; i < added; i++) {
        const struct member *m = &c->headers->members[i];
        bool is_secret = false;
        struct str value;
        r->meets_secret = &is_secret;
        enum rc rc = render_text(r, value_string(m->value, STR("")), &value, f);
        if (rc != RC_OK) {
            return rc;
        }
        headers[count++] = is_secret ? (struct header){.name = m->key, .secret = secret_wrap(value)}
                                     : (struct header){.name = m->key, .value = value};
    }
    out->headers = headers;
    out->header_count = count;
    return RC_OK;
}

static enum rc set_members(const struct render *r, const struct claim *c, struct request *out, struct fault *f) {
    struct arena *a = r->engine->arena;
    struct value *body = NULL, *added = NULL;
    enum rc rc = parse_json(out->body, a, &body, f);
    rc = rc == RC_OK ? render_value(r, c->body, &added, f) : rc;
    for (size_t i = 0; rc == RC_OK && i < added->count; i++) {
        value_set(a, body, added->members[i].key, added->members[i].value);
    }
    out->body = rc == RC_OK ? emit_to_str(a, body) : out->body;
    return rc;
}

enum rc claims_apply(struct engine *e, const struct item *item, const struct family *context, struct request *r,
                     struct fault *f) {
    const struct claim *c = item->change ? claim_of(e, item->change) : NULL;
    if (!c) {
        return RC_OK;
    }
    struct render render = {.engine = e,
                            .principal = NONE,
                            .others = c->is_victims ? context : e->homes[item->principal],
                            .before = resolve_principal,
                            .before_self = e};
    enum rc rc = set_headers(&render, c, r, f);
    return rc == RC_OK && c->body ? set_members(&render, c, r, f) : rc;
}
