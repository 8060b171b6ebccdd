/* SPDX-License-Identifier: Apache-2.0
 *
 * surface_load: one written surface, whatever its form, to `struct written`. */
#include "surface_load.h"

#include "request_load.h"
#include "surface_id.h"

#define REFERENCES_MAX 32

static struct value *placed_string(const struct loader *l, const struct value *at, struct str text) {
    struct value *v = value_new_string(l->arena, text);
    v->line = at->line;
    v->column = at->column;
    return v;
}

/* "GET /tasks/${task.id} needs task.read, agent.read" as the object that says the same. */
static enum rc open_short_form(const struct loader *l, const struct value *at, const struct value **out) {
    struct str needs = STR(" needs ");
    ptrdiff_t cut = str_find(at->string, needs, 0);
    if (cut < 0) {
        return loader_fail(l, at,
                           "'%.*s' does not say what it needs; a surface is written METHOD /path needs type.operation",
                           STR_ARG(str_sub(at->string, 0, 120)));
    }
    struct str rest = str_from_index(at->string, (size_t)cut + needs.len);
    if (str_eq(str_trim(rest), STR("none"))) {
        return loader_fail(l, at, "`needs none` wants a reason: write { request: …, needs: none, reason: … }");
    }
    struct value *guards = value_new_array(l->arena);
    while (rest.data) {
        value_append(l->arena, guards, placed_string(l, at, str_trim(str_cut(&rest, ','))));
    }
    struct value *object = value_new_object(l->arena);
    object->line = at->line;
    object->column = at->column;
    value_set(l->arena, object, STR("request"), placed_string(l, at, str_sub(at->string, 0, (size_t)cut)));
    value_set(l->arena, object, STR("needs"), guards);
    *out = object;
    return RC_OK;
}

enum rc statuses_load(const struct loader *l, const struct value *expect, int **out, size_t *count) {
    size_t wanted = !expect ? 0 : expect->kind == VALUE_ARRAY ? expect->count : 1;
    int *statuses = ARENA_ARRAY(l->arena, int, wanted);
    for (size_t i = 0; i < wanted; i++) {
        const struct value *one = expect->kind == VALUE_ARRAY ? expect->items[i] : expect;
        int64_t status = value_int(one, 0);
        if (status < 200 || status > 599) {
            return loader_fail(l, one, "%lld is no status of a final answer (200 to 599)", (long long)status);
        }
        statuses[i] = (int)status;
    }
    *out = statuses;
    *count = wanted;
    return RC_OK;
}

static enum rc load_needs(const struct loader *l, struct written *w) {
    const struct value *needs = value_get_c(w->definition, "needs");
    struct surface *s = &w->common;
    const struct value *reason = value_get_c(w->definition, "reason");
    if (value_is(needs, VALUE_STRING) && !str_eq(needs->string, STR("none"))) {
        return loader_fail(l, needs, "`needs` is a list, for example [task.read], or none with a reason; found '%.*s'",
                           STR_ARG(str_sub(needs->string, 0, 80)));
    }
    if (value_is(needs, VALUE_STRING)) {
        w->has_reason = value_string(reason, STR_NONE).len > 0;
        return w->has_reason ? RC_OK
                             : loader_fail(l, needs, "`needs: none` wants a `reason`: why may everybody do this?");
    }
    if (reason) {
        return loader_fail(l, reason, "a `reason` says why nothing is needed, and `needs` names something");
    }
    struct guard *own = NULL;
    size_t own_count = 0;
    enum rc rc = loader_guards(l, needs, &own, &own_count);
    if (rc != RC_OK) {
        return rc;
    }
    size_t before = w->rpc_method.data ? l->rpc_guard_count : 0;
    s->guard_count = before + own_count;
    s->guards = ARENA_ARRAY(l->arena, struct guard, s->guard_count);
    for (size_t i = 0; i < s->guard_count; i++) {
        s->guards[i] = i < before ? l->rpc_guards[i] : own[i - before];
    }
    return RC_OK;
}

enum rc created_load(const struct loader *l, const struct value *created, struct capture_rule *rule, size_t *resource) {
    struct capture_rule *rules = NULL;
    size_t count = 0;
    *resource = NONE;
    if (!created) {
        return RC_OK;
    }
    enum rc rc = loader_resource(l, value_get_c(created, "resource"), resource);
    rc = rc == RC_OK ? capture_load(l, value_get_c(created, "capture"), &rules, &count) : rc;
    if (rc != RC_OK || count == 0) {
        return rc;
    }
    const struct resource *made = &l->pack->resources[*resource];
    if (count > 1 || resource_find_field(made, rules[0].field) == NONE) {
        return loader_fail(l, value_get_c(created, "capture"), "`created` captures one field that '%.*s' has",
                           STR_ARG(made->name));
    }
    *rule = rules[0];
    return RC_OK;
}

static enum rc load_list(const struct loader *l, struct written *w) {
    const struct value *list = value_get_c(w->definition, "list");
    w->common.is_list = list != NULL;
    return list ? loader_resource(l, list, &w->common.slot.resource) : RC_OK;
}

static bool is_safe_method(struct str method) {
    return str_eq(method, STR("GET")) || str_eq(method, STR("HEAD")) || str_eq(method, STR("OPTIONS"));
}

static enum absent_answer absent_answer_of(struct str name) {
    return str_eq(name, STR("creates")) ? ABSENT_CREATES : str_eq(name, STR("empty")) ? ABSENT_EMPTY : ABSENT_HIDDEN;
}

static void load_flags(const struct loader *l, struct written *w) {
    const struct value *d = w->definition;
    struct surface *s = &w->common;
    s->place = loader_place(l, w->at);
    s->absent = absent_answer_of(loader_string(d, "absent"));
    s->is_rpc = w->rpc_method.data != NULL;
    s->is_mutating = !is_safe_method(s->request.method) && !value_bool(value_get_c(d, "read_only"), false);
    s->is_destructive = value_bool(value_get_c(d, "destructive"), str_eq(s->request.method, STR("DELETE")));
    if (str_eq(loader_string(d, "until"), STR("first_event"))) {
        s->request.until = UNTIL_FIRST_EVENT;
    }
    const struct value *tags = value_get_c(d, "tags");
    for (size_t i = 0; tags && i < tags->count; i++) {
        LIST_PUSH(l->arena, s->tags, s->tag_count, value_string(tags->items[i], STR_NONE));
    }
}

static size_t find_main(const struct written *w) {
    for (size_t i = 0; i < w->references.count; i++) {
        if (!surface_is_endpoint_reference(w, i)) {
            return i;
        }
    }
    return NONE;
}

static struct str derive_id(const struct loader *l, const struct written *w) {
    const struct request_template *request = &w->common.request;
    const struct reference *main = w->main == NONE ? NULL : &w->references.items[w->main];
    if (!w->rpc_method.data) {
        return surface_id_http(l->arena, request->method, request->path, main ? main->key : STR_NONE);
    }
    struct str field = main ? l->pack->resources[main->slot.resource].fields[main->slot.field].name : STR_NONE;
    return surface_id_rpc(l->arena, w->rpc_method, field);
}

static enum rc load_id(const struct loader *l, struct written *w, struct str suffix) {
    const struct value *given = value_get_c(w->definition, "id");
    struct str id = given ? value_string(given, STR_NONE) : derive_id(l, w);
    if (!surface_id_is_valid(id)) {
        return loader_fail(l, given ? given : w->at, "'%.*s' is no id: 1 to 120 letters, digits, '.', '_' and '-'",
                           STR_ARG(str_sub(id, 0, 130)));
    }
    w->common.id = str_printf(l->arena, "%.*s%.*s", STR_ARG(id), STR_ARG(suffix));
    return RC_OK;
}

/* What follows once the request is there. */
static enum rc finish(const struct loader *l, struct written *w, struct str id_suffix) {
    struct surface *s = &w->common;
    struct hole_scope scope = {.resource = NONE, .allows_new = true, .references = &w->references};
    s->request.headers = value_get_c(w->definition, "headers");
    enum rc rc = request_check_headers(l, s->request.headers);
    rc = rc == RC_OK ? hole_check_request(l, &scope, &s->request, w->at) : rc;
    if (rc == RC_OK && w->references.count > REFERENCES_MAX) {
        rc = loader_fail(l, w->at, "one request names more than %d things", REFERENCES_MAX);
    }
    w->main = find_main(w);
    rc = rc == RC_OK ? load_id(l, w, id_suffix) : rc;
    rc = rc == RC_OK ? load_needs(l, w) : rc;
    rc = rc == RC_OK ? statuses_load(l, value_get_c(w->definition, "expect"), &s->expect, &s->expect_count) : rc;
    rc = rc == RC_OK ? created_load(l, value_get_c(w->definition, "created"), &s->created, &s->created_resource) : rc;
    rc = rc == RC_OK ? load_list(l, w) : rc;
    load_flags(l, w);
    return rc;
}

static enum rc load_http(struct loader *l, struct written w) {
    const struct value *line = value_get_c(w.definition, "request");
    enum rc rc = request_load_line(l, line, value_string(line, STR_NONE), &w.common.request);
    w.common.request.body = value_get_c(w.definition, "body");
    rc = rc == RC_OK ? finish(l, &w, STR("")) : rc;
    return rc == RC_OK ? surface_expand(l, &w) : rc;
}

/* The resource that the params speak of first; NONE. */
static enum rc resource_of_params(const struct loader *l, const struct written *w, size_t *out) {
    struct reference_list found = {0};
    struct hole_scope scope = {.resource = NONE, .allows_new = true, .references = &found};
    struct request_template params = {.path = STR("/"), .body = value_get_c(w->definition, "params")};
    enum rc rc = hole_check_request(l, &scope, &params, w->at);
    *out = found.count > 0 ? found.items[0].slot.resource : NONE;
    return rc;
}

static enum rc load_rpc_once(struct loader *l, const struct written *origin, bool is_stream) {
    size_t spoken_of = NONE;
    size_t agent = NONE;
    enum rc rc = resource_of_params(l, origin, &spoken_of);
    rc = rc == RC_OK ? rpc_agent(l, origin->definition, spoken_of, &agent) : rc;
    for (size_t i = 0; rc == RC_OK && i < l->endpoint_count; i++) {
        struct written w = *origin;
        struct rpc_call call = {
            .method = w.rpc_method, .params = value_get_c(w.definition, "params"), .is_stream = is_stream};
        w.endpoint = i;
        w.is_stream = is_stream;
        w.common.request = rpc_request(l, &call, &l->endpoints[i], agent);
        struct str at = i > 0 ? str_printf(l->arena, ".at_%.*s", STR_ARG(l->endpoints[i].id)) : STR("");
        rc = finish(l, &w, str_printf(l->arena, "%s%.*s", is_stream ? ".stream" : "", STR_ARG(at)));
        rc = rc == RC_OK ? surface_expand(l, &w) : rc;
    }
    return rc;
}

static enum rc load_rpc(struct loader *l, struct written w) {
    if (l->endpoint_count == 0) {
        return loader_fail(l, w.at,
                           "`rpc` needs the addresses of the RPC service: the pack has no `rpc: { endpoints: … }`");
    }
    if (value_get_c(w.definition, "body")) {
        return loader_fail(l, value_get_c(w.definition, "body"),
                           "the body of an RPC call is made from `rpc` and `params`");
    }
    w.rpc_method = loader_string(w.definition, "rpc");
    const struct value *stream = value_get_c(w.definition, "stream");
    bool is_both = value_is(stream, VALUE_STRING);
    enum rc rc = RC_OK;
    if (is_both || !value_bool(stream, false)) {
        rc = load_rpc_once(l, &w, /* is_stream = */ false);
    }
    if (rc == RC_OK && (is_both || value_bool(stream, false))) {
        rc = load_rpc_once(l, &w, /* is_stream = */ true);
    }
    LIST_PUSH(l->arena, l->rpc_methods_met, l->rpc_method_met_count, w.rpc_method);
    return rc;
}

static enum rc load_one(struct loader *l, const struct value *at) {
    struct written w = {.at = at, .definition = at};
    enum rc rc = value_is(at, VALUE_STRING) ? open_short_form(l, at, &w.definition) : RC_OK;
    if (rc != RC_OK) {
        return rc;
    }
    if (!value_get_c(w.definition, "needs")) {
        return loader_fail(l, at, "the surface does not say what it `needs`, for example needs: [ task.read ]");
    }
    bool has_request = value_get_c(w.definition, "request") != NULL;
    if (has_request == (value_get_c(w.definition, "rpc") != NULL)) {
        return loader_fail(l, at, "a surface wants exactly one of `request` and `rpc`");
    }
    rc = request_check_keys(l, w.definition);
    if (rc != RC_OK) {
        return rc;
    }
    return has_request ? load_http(l, w) : load_rpc(l, w);
}

enum rc surface_load_all(struct loader *l) {
    const struct value *surfaces = value_get_c(l->document, "surfaces");
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && surfaces && i < surfaces->count; i++) {
        rc = load_one(l, surfaces->items[i]);
    }
    return rc;
}
