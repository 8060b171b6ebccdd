/* SPDX-License-Identifier: Apache-2.0
 *
 * flow_load: flows step by step: a hole may name what a step above it has captured. */
#include "flow_load.h"

#include "clock.h"
#include "surface_id.h"
#include "surface_load.h"

#define FLOWS_MAX 200
#define STEPS_MAX 64

/* What of a flow is known so far. */
struct flow_scope {
    struct loader *l;
    struct str *names; /* captured by the steps above */
    size_t name_count;
    struct reference_list references;
};

static struct hole_scope holes_of(struct flow_scope *scope) {
    return (struct hole_scope){.resource = NONE,
                               .allows_new = true,
                               .names_principals = true,
                               .extra = scope->names,
                               .extra_count = scope->name_count,
                               .references = &scope->references};
}

/* The holes of anything that is no request. */
static enum rc check_holes(struct flow_scope *scope, const struct value *v) {
    struct hole_scope holes = holes_of(scope);
    struct request_template all = {.path = STR("/"), .body = v};
    return hole_check_request(scope->l, &holes, &all, v);
}

static enum rc load_rules(struct flow_scope *scope, const struct value *step, const char *key, enum match match,
                          struct answer_rule **rules, size_t *count) {
    struct loader *l = scope->l;
    const struct value *given = value_get_c(step, key);
    enum rc rc = given ? check_holes(scope, given) : RC_OK;
    for (size_t i = 0; rc == RC_OK && given && i < given->count; i++) {
        const struct member *m = &given->members[i];
        if (m->key.len > 0 && m->key.data[0] != '/') {
            return loader_fail_key(l, m,
                                   "'%.*s' is no JSON pointer; one is written /member/0/member, \"\" is all of it",
                                   STR_ARG(str_sub(m->key, 0, 80)));
        }
        LIST_PUSH(l->arena, *rules, *count, (struct answer_rule){.pointer = m->key, .match = match, .value = m->value});
    }
    return rc;
}

static enum rc load_all_rules(struct flow_scope *scope, const struct value *d, struct flow_step *out) {
    enum rc rc = load_rules(scope, d, "expect_body", MATCH_EQUAL, &out->rules, &out->rule_count);
    rc = rc == RC_OK ? load_rules(scope, d, "contains", MATCH_CONTAINS, &out->rules, &out->rule_count) : rc;
    rc = rc == RC_OK ? load_rules(scope, d, "lacks", MATCH_LACKS, &out->rules, &out->rule_count) : rc;
    return rc == RC_OK ? load_rules(scope, d, "unless_body", MATCH_EQUAL, &out->excuses, &out->excuse_count) : rc;
}

static enum rc check_capture_name(const struct loader *l, const struct member *m) {
    for (size_t i = 0; i < l->pack->variable_count; i++) {
        if (str_eq(l->pack->variables[i].name, m->key)) {
            return loader_fail_key(l, m, "'%.*s' is a variable of the pack already", STR_ARG(m->key));
        }
    }
    return loader_check_name(l, m, "a capture");
}

static enum rc load_captures(struct flow_scope *scope, const struct value *d, struct flow_step *out) {
    struct loader *l = scope->l;
    const struct value *given = value_get_c(d, "capture");
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && given && i < given->count; i++) {
        const struct member *m = &given->members[i];
        bool is_whole = value_string(m->value, STR_NONE).len == 0;
        struct capture_rule rule = {.field = m->key, .from = EXTRACT_POINTER, .source = STR("")};
        rc = check_capture_name(l, m);
        rc = rc == RC_OK && !is_whole ? capture_load_one(l, m, &rule) : rc;
        LIST_PUSH(l->arena, out->captures, out->capture_count, rule);
        LIST_PUSH(l->arena, scope->names, scope->name_count, m->key);
    }
    return rc;
}

static const char *fault_kind(struct str name) {
    static const char *const kinds[] = {"503", "502", "404", "timeout", "garbage", "slow"};
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (str_eq(name, str_from(kinds[i]))) {
            return kinds[i];
        }
    }
    return NULL;
}

static enum rc load_fault(const struct loader *l, const struct value *d, struct flow_step *out) {
    const struct value *given = value_get_c(d, "fault");
    const struct value *principal = value_get_c(given, "principal");
    if (!given) {
        return RC_OK;
    }
    struct flow_fault fault = {.endpoint = loader_string(given, "endpoint"),
                               .principal = out->as,
                               .kind = fault_kind(loader_string(given, "kind")),
                               .count = value_int(value_get_c(given, "count"), 0)};
    enum rc rc = principal ? loader_principal(l, principal, &fault.principal) : RC_OK;
    if (rc == RC_OK && fault.principal == NONE) {
        return loader_fail(l, given, "the step has no principal: say whose questions meet the fault with `principal`");
    }
    out->fault = fault;
    return rc;
}

/* One of the provider's endpoints, or a pattern. */
static enum rc check_endpoint(const struct loader *l, const struct value *at, struct str name) {
    const struct str known[] = {STR("authn"),  STR("check"),    STR("search"),    STR("grant"),
                                STR("revoke"), STR("register"), STR("deregister")};
    size_t count = sizeof(known) / sizeof(known[0]);
    for (size_t i = 0; i < name.len; i++) {
        if (str_find_char(STR("*?[{"), name.data[i], 0) >= 0) {
            return RC_OK;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (str_eq(known[i], name)) {
            return RC_OK;
        }
    }
    return loader_fail(l, at, "'%.*s' is no endpoint of the auth provider%s; there are: %s",
                       STR_ARG(str_sub(name, 0, 80)), loader_hint(l, name, known, count),
                       loader_enumerate(l, known, count));
}

/* "register task ${task}", "check task ${task} update". */
static enum rc load_call(struct flow_scope *scope, const struct value *d, struct expected_call *out) {
    const struct value *at = value_is(d, VALUE_OBJECT) ? value_get_c(d, "call") : d;
    struct str rest = str_trim(value_string(at, STR("")));
    struct str parent = loader_string(d, "parent");
    struct expected_call call = {.times = (size_t)value_int(value_get_c(d, "times"), -1),
                                 .status = (int)value_int(value_get_c(d, "status"), 0)};
    call.endpoint = str_cut(&rest, ' ');
    call.type = str_cut(&rest, ' ');
    call.selector = str_cut(&rest, ' ');
    call.operation = rest;
    if (call.type.len == 0 || call.selector.len == 0 || str_find_char(rest, ' ', 0) >= 0) {
        return loader_fail(
            scope->l, at,
            "'%.*s' is no question; one is written ENDPOINT TYPE SELECTOR [OPERATION], for example check "
            "task ${task} update",
            STR_ARG(str_sub(value_string(at, STR("")), 0, 80)));
    }
    enum rc rc = check_endpoint(scope->l, at, call.endpoint);
    if (rc != RC_OK) {
        return rc;
    }
    if (parent.data) {
        call.parent = parent;
        call.parent_type = str_cut(&call.parent, ' ');
        if (call.parent.len == 0) {
            return loader_fail(scope->l, value_get_c(d, "parent"),
                               "a parent is written TYPE SELECTOR, for example agent ${agent.id}");
        }
    }
    *out = call;
    return RC_OK;
}

static enum rc load_calls(struct flow_scope *scope, const struct value *d, struct flow_step *out) {
    const struct value *given = value_get_c(d, "calls");
    if (given && out->as == NONE) {
        return loader_fail(scope->l, given,
                           "the auth provider is watched for the principal of the step, and this one has none");
    }
    enum rc rc = given ? check_holes(scope, given) : RC_OK;
    for (size_t i = 0; rc == RC_OK && given && i < given->count; i++) {
        struct expected_call call = {0};
        rc = load_call(scope, given->items[i], &call);
        LIST_PUSH(scope->l->arena, out->calls, out->call_count, call);
    }
    return rc;
}

/* "writes.success op:register": 1 */
static enum rc load_counters(const struct loader *l, const struct value *d, struct flow_step *out) {
    const struct value *given = value_get_c(d, "counters");
    for (size_t i = 0; given && i < given->count; i++) {
        const struct member *m = &given->members[i];
        struct expected_counter counter = {.tag = str_trim(m->key), .rise = value_int(m->value, 0), .at = m->value};
        counter.name = str_cut(&counter.tag, ' ');
        if (counter.name.len == 0 || str_find_char(counter.tag, ' ', 0) >= 0) {
            return loader_fail_key(l, m,
                                   "'%.*s' is no counter; one is written NAME [TAG], for example "
                                   "writes.success op:register",
                                   STR_ARG(str_sub(m->key, 0, 80)));
        }
        LIST_PUSH(l->arena, out->counters, out->counter_count, counter);
    }
    return RC_OK;
}

static enum rc load_within(const struct loader *l, const struct value *d, struct flow_step *out) {
    const struct value *given = value_get_c(d, "within");
    struct str text = value_string(given, STR_NONE);
    if (given && str_eq(text, STR("freshness"))) {
        out->within_ns = l->pack->freshness_ns;
    } else if (given && !clock_parse_duration(text, &out->within_ns)) {
        return loader_fail(l, given, "a duration has a unit, for example 500ms or 2s; `freshness` is the pack's bound");
    }
    return RC_OK;
}

static enum rc load_sender(const struct loader *l, const struct value *d, struct flow_step *out) {
    const struct value *as = value_get_c(d, "as");
    out->as = NONE;
    return str_eq(value_string(as, STR_NONE), STR("none")) ? RC_OK : loader_principal(l, as, &out->as);
}

static enum rc load_step(struct flow_scope *scope, const struct value *d, struct flow_step *out) {
    struct loader *l = scope->l;
    struct hole_scope holes = holes_of(scope);
    struct flow_step step = {.place = loader_place(l, d), .is_rpc = value_get_c(d, "rpc") != NULL};
    enum rc rc = load_sender(l, d, &step);
    rc = rc == RC_OK ? request_load(l, d, &holes, &step.request) : rc;
    rc = rc == RC_OK ? statuses_load(l, value_get_c(d, "expect"), &step.expect, &step.expect_count) : rc;
    rc = rc == RC_OK ? load_fault(l, d, &step) : rc;
    rc = rc == RC_OK ? load_within(l, d, &step) : rc;
    rc = rc == RC_OK ? load_counters(l, d, &step) : rc;
    rc = rc == RC_OK ? created_load(l, value_get_c(d, "created"), &step.created, &step.created_resource) : rc;
    rc = rc == RC_OK ? load_captures(scope, d, &step) : rc;
    /* Behind the captures: what the step itself captured may be named by what is expected of it. */
    rc = rc == RC_OK ? load_all_rules(scope, d, &step) : rc;
    rc = rc == RC_OK ? load_calls(scope, d, &step) : rc;
    *out = step;
    return rc;
}

static enum rc load_steps(struct flow_scope *scope, const struct value *list, struct flow_step **out, size_t *count) {
    size_t wanted = list ? list->count : 0;
    if (wanted > STEPS_MAX) {
        return loader_fail(scope->l, list, "a flow has at most %d steps", STEPS_MAX);
    }
    *out = ARENA_ARRAY(scope->l->arena, struct flow_step, wanted);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < wanted; i++) {
        rc = load_step(scope, list->items[i], &(*out)[(*count)++]);
    }
    return rc;
}

static enum flow_property property_of(const struct value *d) {
    struct str name = loader_string(d, "property");
    return str_eq(name, STR("freshness"))    ? FLOW_FRESHNESS
           : str_eq(name, STR("dual_write")) ? FLOW_DUAL_WRITE
                                             : FLOW_CONTRACT;
}

static enum rc check_id(const struct loader *l, const struct value *d) {
    const struct value *at = value_get_c(d, "id");
    struct str id = value_string(at, STR(""));
    if (!surface_id_is_valid(id)) {
        return loader_fail(l, at, "'%.*s' is no id: letters, digits, `.`, `_` and `-` only",
                           STR_ARG(str_sub(id, 0, 80)));
    }
    for (size_t i = 0; i < l->pack->flow_count; i++) {
        if (str_eq(l->pack->flows[i].id, id)) {
            return loader_fail(l, at, "there is a flow '%.*s' already, in line %d", STR_ARG(id),
                               l->pack->flows[i].place.line);
        }
    }
    return RC_OK;
}

static void take_references(const struct flow_scope *scope, struct flow *out) {
    out->reference_count = scope->references.count;
    out->references = ARENA_ARRAY(scope->l->arena, struct slot, out->reference_count);
    for (size_t i = 0; i < out->reference_count; i++) {
        out->references[i] = scope->references.items[i].slot;
    }
}

static enum rc load_one(struct loader *l, const struct value *d) {
    struct flow_scope scope = {.l = l};
    struct flow flow = {.id = loader_string(d, "id"),
                        .title = loader_string(d, "title"),
                        .property = property_of(d),
                        .is_gate = value_bool(value_get_c(d, "gate"), false),
                        .place = loader_place(l, d)};
    const struct value *tags = value_get_c(d, "tags");
    for (size_t i = 0; tags && i < tags->count; i++) {
        LIST_PUSH(l->arena, flow.tags, flow.tag_count, value_string(tags->items[i], STR("")));
    }
    enum rc rc = check_id(l, d);
    rc = rc == RC_OK ? load_steps(&scope, value_get_c(d, "steps"), &flow.steps, &flow.step_count) : rc;
    rc = rc == RC_OK ? load_steps(&scope, value_get_c(d, "cleanup"), &flow.cleanup, &flow.cleanup_count) : rc;
    if (rc == RC_OK) {
        take_references(&scope, &flow);
        LIST_PUSH(l->arena, l->pack->flows, l->pack->flow_count, flow);
    }
    return rc;
}

enum rc flow_load_all(struct loader *l) {
    const struct value *flows = value_get_c(l->document, "flows");
    if (flows && flows->count > FLOWS_MAX) {
        return loader_fail(l, flows, "a pack has at most %d flows", FLOWS_MAX);
    }
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && flows && i < flows->count; i++) {
        rc = load_one(l, flows->items[i]);
    }
    return rc;
}
