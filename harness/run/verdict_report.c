/* SPDX-License-Identifier: Apache-2.0
 *
 * verdict_report: findings and doubts of one item. */
#include "verdict_report.h"

#include <assert.h>

#include "checks.h"
#include "findings.h"
#include "probe.h"
#include "render.h"

#define CWE_OBSERVABLE_DISCREPANCY 203
#define CWE_RESPONSE_DISCREPANCY 204
#define CWE_MISSING_AUTHENTICATION 306
#define CWE_USER_CONTROLLED_KEY 639
#define CWE_INCORRECT_AUTHORIZATION 863

static bool crosses_tenants(const struct engine *e, const struct item *item) {
    const struct principal *p = e->pack->principals;
    return p[item->principal].is_anonymous || !str_eq(p[item->principal].tenant, p[item->victim].tenant);
}

static struct sighting sighting_of(struct engine *e, const struct item *item, const struct sample *denied,
                                   const struct sample *absent) {
    struct sighting s = {
        .surface = item->surface, .variation = item->variation, .principal = item->principal, .victim = item->victim};
    s.property = item->check != NONE ? e->result->checks[item->check].property : PROPERTY_PERMISSION;
    s.sides[0] = sample_view_evidence(e, item, denied);
    if (absent) {
        s.sides[1] = sample_view_evidence(e, item, absent);
    }
    return s;
}

struct str verdict_status_text(struct engine *e, const struct exchange *x) {
    return x->outcome == OUTCOME_ANSWERED ? str_printf(e->arena, "%d", x->status) : str_from(outcome_name(x->outcome));
}

static void fail_both(struct engine *e, const struct item *item, const struct sighting *s) {
    size_t finding = findings_add(e, s);
    checks_fail(e, item->check, finding, s->title);
    bool is_access = str_eq(str_from(s->kind), STR("access"));
    if (item->check == NONE || is_access) {
        checks_fail(e, item->permission_check, finding, s->title);
    } else if (item->is_filtering || !probe_is_success(e, item->surface, s->sides[0].exchange)) {
        checks_pass(e, item->permission_check);
    } else {
        checks_doubt(e, item->permission_check, DOUBT_NOT_EXERCISED,
                     STR("denied and absent are both answered with a success: nothing shows that one is refused"));
    }
}

void verdict_doubt(struct engine *e, const struct item *item, enum doubt doubt, struct str reason) {
    checks_doubt(e, item->check, doubt, reason);
    checks_doubt(e, item->permission_check, doubt, reason);
}

static const char *resource_name(struct engine *e, const struct item *item) {
    return str_cstr(e->arena, e->pack->resources[item->surface->slot.resource].name);
}

const char *verdict_resource_with_article(struct engine *e, const struct item *item) {
    return str_cstr(e->arena, render_resource(e, item->surface->slot.resource));
}

static void report_access(struct engine *e, const struct item *item, struct sighting *s, const struct sample *denied) {
    struct str name = e->pack->principals[item->principal].name;
    bool is_anonymous = e->pack->principals[item->principal].is_anonymous;
    s->property = item->fault ? PROPERTY_FAIL_CLOSED : is_anonymous ? PROPERTY_AUTHENTICATION : PROPERTY_PERMISSION;
    s->kind = "access";
    s->feature = STR("status");
    s->left = verdict_status_text(e, denied->exchange);
    s->right = s->right.data ? s->right : STR("a refusal");
    s->severity = crosses_tenants(e, item) ? SEVERITY_CRITICAL : SEVERITY_HIGH;
    s->cwe = is_anonymous               ? CWE_MISSING_AUTHENTICATION
             : crosses_tenants(e, item) ? CWE_USER_CONTROLLED_KEY
                                        : CWE_INCORRECT_AUTHORIZATION;
    s->title = str_printf(e->arena, "%.*s is let through to somebody else's %s", STR_ARG(name), resource_name(e, item));
    fail_both(e, item, s);
}

void verdict_report_access(struct engine *e, const struct item *item, const struct sample *denied,
                           const struct sample *absent) {
    struct sighting s = sighting_of(e, item, denied, absent);
    s.seen = s.tried = 1;
    if (absent) {
        s.right = verdict_status_text(e, absent->exchange);
    }
    report_access(e, item, &s, denied);
}

static struct str also_of(struct engine *e, const struct differences *d) {
    struct str also = STR_NONE;
    for (size_t k = 0; k < FEATURE_KIND_COUNT; k++) {
        bool is_there = false;
        for (size_t i = 0; i < d->count; i++) {
            is_there |= d->items[i].kind == (enum feature_kind)k && d->items[i].kind != d->items[0].kind;
        }
        if (is_there) {
            also = str_printf(e->arena, "%.*s%s%s", STR_ARG(also), also.len ? " " : "",
                              feature_kind_name((enum feature_kind)k));
        }
    }
    return also;
}

void verdict_report_difference(struct engine *e, const struct item *item, const struct sample_view *v,
                               const struct sample *denied, size_t deviating) {
    struct differences d =
        compare_with_known(&e->noise, item->surface->id, &denied->features, v->known, v->absent_count, e->arena);
    const struct sample *absent = v->absent[v->absent_count - 1];
    struct sighting s = sighting_of(e, item, denied, absent);
    s.kind = feature_kind_name(d.items[0].kind);
    s.also = also_of(e, &d);
    s.feature = d.items[0].key;
    s.left = d.items[0].left;
    s.right = d.items[0].right;
    s.seen = deviating;
    s.tried = v->denied_count;
    s.is_statistical = deviating < v->denied_count;
    bool is_success = probe_is_success(e, item->surface, denied->exchange) && !item->method.data;
    if (is_success && !probe_is_success(e, item->surface, absent->exchange) && !item->is_exclusive) {
        report_access(e, item, &s, denied);
        return;
    }
    bool is_quiet = d.items[0].kind == FEATURE_HEADER || d.items[0].kind == FEATURE_FRAMING;
    s.severity = s.is_statistical || is_quiet ? SEVERITY_MEDIUM : SEVERITY_HIGH;
    s.cwe = is_quiet ? CWE_OBSERVABLE_DISCREPANCY : CWE_RESPONSE_DISCREPANCY;
    const char *what = item->is_exclusive ? "taken" : "denied";
    s.title = str_printf(e->arena, "a %s %s is told from %s by its %s", what, resource_name(e, item),
                         item->is_exclusive ? "a free one" : "an absent one", str_cstr(e->arena, s.feature));
    fail_both(e, item, &s);
}

int verdict_expected_status(const struct engine *e, enum expected expected) {
    switch (expected) {
    case EXPECT_UNAUTHENTICATED: return e->pack->unauthenticated_status;
    case EXPECT_FORBIDDEN:
    case EXPECT_DENIED: return e->pack->denied_status;
    case EXPECT_HIDDEN: return e->pack->absent_status;
    case EXPECT_ALLOWED: break;
    }
    return 0;
}

void verdict_report_policy(struct engine *e, const struct item *item, const struct sample *denied,
                           const struct sample *absent, int expected) {
    struct sighting s = sighting_of(e, item, denied, absent);
    if (s.property == PROPERTY_NONDISCLOSURE) {
        s.property = PROPERTY_PERMISSION;
    }
    s.kind = item->method.data ? "dispatch" : "policy";
    s.feature = STR("status");
    s.left = verdict_status_text(e, denied->exchange);
    s.right = str_printf(e->arena, "%d", expected);
    s.severity = item->method.data ? SEVERITY_HIGH : SEVERITY_LOW;
    s.cwe = CWE_INCORRECT_AUTHORIZATION;
    s.seen = s.tried = 1;
    s.title = item->method.data
                  ? str_printf(e->arena, "an unknown method is answered %.*s where every caller must get %d",
                               STR_ARG(s.left), expected)
                  : str_printf(e->arena, "a %s %s is answered %.*s where the policy says %d",
                               expected_name(item->expected), resource_name(e, item), STR_ARG(s.left), expected);
    size_t finding = findings_add(e, &s);
    bool is_main = s.property != PROPERTY_PERMISSION;
    checks_fail(e, is_main ? item->check : item->permission_check, finding, s.title);
    checks_pass(e, is_main ? NONE : item->check);
}

void verdict_report_shedding(struct engine *e, const struct item *item, const struct sample_view *v) {
    const struct sample *denied = NULL, *absent = NULL;
    for (size_t i = 0; i < item->sample_count; i++) {
        const struct sample *s = &item->samples[i];
        denied = s->is_denied && s->is_dropped ? s : denied;
        absent = s->is_denied ? absent : s;
    }
    assert(denied && absent); /* so decide_shedding has it */
    struct sighting s = sighting_of(e, item, denied, absent);
    s.kind = denied->exchange->outcome == OUTCOME_ANSWERED ? "status" : "outcome";
    s.feature = str_from(s.kind);
    s.left = verdict_status_text(e, denied->exchange);
    s.right = verdict_status_text(e, absent->exchange);
    s.severity = SEVERITY_HIGH;
    s.cwe = CWE_RESPONSE_DISCREPANCY;
    s.seen = v->shed_denied;
    s.tried = v->asked_denied;
    s.is_statistical = v->shed_denied < v->asked_denied;
    s.title = str_printf(e->arena, "only denied answers are lost (%zu of %zu, none of %zu absent ones)", v->shed_denied,
                         v->asked_denied, v->asked_absent);
    fail_both(e, item, &s);
}

void verdict_report_coin(struct engine *e, const struct item *item, const struct sample_view *v,
                         const struct coin_result *r) {
    struct sighting s = sighting_of(e, item, v->denied[v->denied_count - 1], v->absent[v->absent_count - 1]);
    s.kind = feature_kind_name(r->kind);
    s.feature = r->key;
    s.left = r->denied;
    s.right = r->absent;
    s.seen = s.tried = v->denied_count;
    s.is_statistical = true;
    s.severity = SEVERITY_MEDIUM;
    s.cwe = CWE_OBSERVABLE_DISCREPANCY;
    s.title = str_printf(e->arena, "a denied %s is told from an absent one by the %s of %.*s, which varies otherwise",
                         resource_name(e, item), r->aspect, STR_ARG(r->key));
    fail_both(e, item, &s);
}

void verdict_report_single(struct engine *e, const struct item *item, const struct sample *denied) {
    struct sighting s = sighting_of(e, item, denied, NULL);
    s.seen = s.tried = 1;
    if (item->expected == EXPECT_ALLOWED) {
        s.kind = "refusal";
        s.feature = STR("status");
        s.left = verdict_status_text(e, denied->exchange);
        s.right = STR("a success");
        s.severity = SEVERITY_LOW;
        s.cwe = CWE_INCORRECT_AUTHORIZATION;
        s.title =
            str_printf(e->arena, "%.*s is refused what his role grants him on %s",
                       STR_ARG(e->pack->principals[item->principal].name), verdict_resource_with_article(e, item));
        fail_both(e, item, &s);
    } else if (exchange_is_success(denied->exchange)) {
        report_access(e, item, &s, denied);
    } else {
        verdict_report_policy(e, item, denied, NULL, verdict_expected_status(e, item->expected));
    }
}
