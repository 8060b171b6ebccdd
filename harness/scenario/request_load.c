/* SPDX-License-Identifier: Apache-2.0
 *
 * request_load: requests, RPC calls and captures. */
#include "request_load.h"

#include "template.h"

static enum rc load_endpoint(struct loader *l, const struct member *m) {
    struct fault found = {0};
    struct template_hole *holes = NULL;
    size_t count = 0;
    struct str path = value_string(m->value, STR_NONE);
    enum rc rc = template_holes(path, l->arena, &holes, &count, &found);
    if (rc != RC_OK) {
        return loader_fail(l, m->value, "%s", found.text);
    }
    if (count == 0 || !holes[0].field.data || path.data[0] != '/') {
        return loader_fail(l, m->value, "an endpoint is a path with a reference, for example /agents/${agent.id}/rpc");
    }
    size_t resource = pack_find_resource(l->pack, holes[0].name);
    if (resource == NONE) {
        return loader_fail(l, m->value, "`%.*s`: there is no resource '%.*s'", STR_ARG(holes[0].text),
                           STR_ARG(holes[0].name));
    }
    if (l->endpoint_count > 0 && l->endpoints[0].resource != resource) {
        return loader_fail(l, m->value, "all endpoints name the same resource, the first one '%.*s'",
                           STR_ARG(l->pack->resources[l->endpoints[0].resource].name));
    }
    for (size_t i = 1; i < count; i++) {
        size_t below = pack_find_resource(l->pack, holes[i].name);
        if (below == NONE || l->pack->resources[below].parent != resource) {
            return loader_fail(l, m->value, "`%.*s`: behind the first reference of an endpoint stands what hangs on it",
                               STR_ARG(holes[i].text));
        }
    }
    LIST_PUSH(
        l->arena, l->endpoints, l->endpoint_count,
        (struct endpoint){.id = m->key, .path = path, .resource = resource, .field = holes[0].field, .at = m->value});
    return RC_OK;
}

static void load_parameters(struct loader *l, const struct value *methods) {
    struct pack *p = l->pack;
    for (size_t i = 0; methods && i < methods->count; i++) {
        const struct member *method = &methods->members[i];
        for (size_t k = 0; k < method->value->count; k++) {
            const struct member *m = &method->value->members[k];
            struct rpc_parameter parameter = {.method = method->key, .name = m->key};
            parameter.examples = (const struct value **)m->value->items;
            parameter.example_count = m->value->count;
            LIST_PUSH(l->arena, p->rpc_parameters, p->rpc_parameter_count, parameter);
        }
    }
}

enum rc rpc_load(struct loader *l) {
    const struct value *rpc = value_get_c(l->document, "rpc");
    const struct value *endpoints = value_get_c(rpc, "endpoints");
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && endpoints && i < endpoints->count; i++) {
        rc = loader_check_name(l, &endpoints->members[i], "an endpoint");
        rc = rc == RC_OK ? load_endpoint(l, &endpoints->members[i]) : rc;
    }
    l->rpc_verb = value_string(value_get_c(rpc, "method"), STR("POST"));
    load_parameters(l, value_get_c(rpc, "params"));
    if (rc == RC_OK) {
        rc = loader_guards(l, value_get_c(rpc, "needs"), &l->rpc_guards, &l->rpc_guard_count);
    }
    return rc;
}

enum rc rpc_check(const struct loader *l) {
    struct hole_scope scope = {.resource = NONE};
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < l->endpoint_count; i++) {
        struct request_template request = {.method = l->rpc_verb, .path = l->endpoints[i].path};
        rc = hole_check_request(l, &scope, &request, l->endpoints[i].at);
    }
    return rc;
}

static struct value *build_params(const struct loader *l, const struct rpc_call *call) {
    struct value *params = call->params ? value_clone(l->arena, call->params) : value_new_object(l->arena);
    if (call->is_stream) {
        value_set(l->arena, params, STR("stream"), value_new_bool(l->arena, true));
    }
    return params;
}

/* What is made like `resource` and hangs on `parent`; NONE. */
static size_t counterpart(const struct loader *l, size_t resource, size_t parent) {
    for (size_t i = 0; i < l->pack->resource_count; i++) {
        if (l->like_root[i] == l->like_root[resource] && l->pack->resources[i].parent == parent) {
            return i;
        }
    }
    return NONE;
}

static struct str renamed(const struct loader *l, struct str path, size_t from, size_t to) {
    struct str hole_from = str_printf(l->arena, "${%.*s.", STR_ARG(l->pack->resources[from].name));
    struct str hole_to = str_printf(l->arena, "${%.*s.", STR_ARG(l->pack->resources[to].name));
    return str_replace(l->arena, path, hole_from, hole_to);
}

/* The path with another agent, and with what hangs on that one. */
static struct str endpoint_path(const struct loader *l, const struct endpoint *endpoint, size_t agent) {
    struct str path = endpoint->path;
    for (size_t i = 0; agent != endpoint->resource && i < l->pack->resource_count; i++) {
        size_t other = l->pack->resources[i].parent == endpoint->resource ? counterpart(l, i, agent) : NONE;
        path = other == NONE ? path : renamed(l, path, i, other);
    }
    return renamed(l, path, endpoint->resource, agent);
}

struct request_template rpc_request(const struct loader *l, const struct rpc_call *call,
                                    const struct endpoint *endpoint, size_t agent) {
    struct value *body = value_new_object(l->arena);
    value_set(l->arena, body, STR("jsonrpc"), value_new_string(l->arena, STR("2.0")));
    value_set(l->arena, body, STR("id"), value_new_int(l->arena, 1));
    value_set(l->arena, body, STR("method"), value_new_string(l->arena, call->method));
    value_set(l->arena, body, STR("params"), build_params(l, call));

    return (struct request_template){.method = l->rpc_verb, .path = endpoint_path(l, endpoint, agent), .body = body};
}

size_t rpc_agent_of(const struct loader *l, size_t resource) {
    size_t wanted = l->endpoints[0].resource;
    for (size_t at = resource; at != NONE; at = l->pack->resources[at].parent) {
        if (l->like_root[at] == l->like_root[wanted]) {
            return at;
        }
    }
    return wanted;
}

enum rc rpc_agent(const struct loader *l, const struct value *definition, size_t resource, size_t *out) {
    const struct value *named = value_get_c(definition, "agent");
    if (named) {
        return loader_resource(l, named, out);
    }
    *out = rpc_agent_of(l, resource);
    return RC_OK;
}

static bool is_method(struct str method) {
    for (size_t i = 0; i < method.len; i++) {
        if (method.data[i] < 'A' || method.data[i] > 'Z') {
            return false;
        }
    }
    return method.len > 0;
}

static bool is_path(struct str path) {
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.data[i];
        if (c <= 0x20 || c == 0x7f || c == '#') {
            return false;
        }
    }
    return path.len > 0 && path.data[0] == '/';
}

enum rc request_load_line(const struct loader *l, const struct value *at, struct str line,
                          struct request_template *out) {
    struct str path = str_trim(line);
    struct str method = str_cut(&path, ' ');
    path = str_trim(path);
    if (!is_method(method) || !is_path(path)) {
        return loader_fail(l, at,
                           "'%.*s' is no request; a request is written METHOD /path, for example GET /tasks/${task.id}",
                           STR_ARG(str_sub(line, 0, 120)));
    }
    *out = (struct request_template){.method = method, .path = path};
    return RC_OK;
}

static enum rc load_rpc(const struct loader *l, const struct value *definition, const struct hole_scope *scope,
                        struct request_template *out) {
    if (l->endpoint_count == 0) {
        return loader_fail(l, definition,
                           "`rpc` needs the addresses of the RPC service: the pack has no `rpc: { endpoints: … }`");
    }
    size_t agent = NONE;
    enum rc rc = rpc_agent(l, definition, scope->resource, &agent);
    if (rc == RC_OK) {
        struct rpc_call call = {.method = loader_string(definition, "rpc"),
                                .params = value_get_c(definition, "params")};
        *out = rpc_request(l, &call, &l->endpoints[0], agent);
    }
    return rc;
}

enum rc request_check_keys(const struct loader *l, const struct value *definition) {
    static const char *const keys[] = {"agent", "params", "stream"};
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const struct value *given = value_get_c(definition, keys[i]);
        if (given && value_get_c(definition, "request")) {
            return loader_fail(l, given, "`%s` belongs to `rpc`, and this is a `request`", keys[i]);
        }
    }
    return RC_OK;
}

enum rc request_check_headers(const struct loader *l, const struct value *headers) {
    for (size_t i = 0; headers && i < headers->count; i++) {
        const struct member *m = &headers->members[i];
        if (!loader_is_header_name(m->key)) {
            return loader_fail_key(l, m, "'%.*s' is no name of a header", STR_ARG(str_sub(m->key, 0, 80)));
        }
        struct str text = value_string(m->value, STR_NONE); /* an empty one is sent as such */
        if (text.len > 0 && !loader_is_header_value(text)) {
            return loader_fail(l, m->value, "the value holds a line break or another control character");
        }
    }
    return RC_OK;
}

enum rc request_load(const struct loader *l, const struct value *definition, const struct hole_scope *scope,
                     struct request_template *out) {
    struct request_template request = {0};
    const struct value *line = value_is(definition, VALUE_OBJECT) ? value_get_c(definition, "request") : definition;
    const struct value *rpc = value_get_c(definition, "rpc");
    if (!line == !rpc) {
        return loader_fail(l, definition, "this wants exactly one of `request` and `rpc`");
    }
    enum rc rc = request_check_keys(l, definition);
    rc = rc == RC_OK ? request_check_headers(l, value_get_c(definition, "headers")) : rc;
    if (rc == RC_OK) {
        rc = rpc ? load_rpc(l, definition, scope, &request)
                 : request_load_line(l, line, value_string(line, STR_NONE), &request);
    }
    if (rc != RC_OK) {
        return rc;
    }
    if (rpc && value_get_c(definition, "body")) {
        return loader_fail(l, value_get_c(definition, "body"),
                           "the body of an RPC call is made from `rpc` and `params`");
    }
    if (!rpc) {
        request.body = value_get_c(definition, "body");
    }
    request.headers = value_get_c(definition, "headers");
    rc = hole_check_request(l, scope, &request, rpc ? definition : line);
    if (rc == RC_OK) {
        *out = request;
    }
    return rc;
}

enum rc capture_load_one(const struct loader *l, const struct member *m, struct capture_rule *out) {
    struct str source = value_string(m->value, STR_NONE);
    struct str header = STR("header:");
    if (str_starts_with(source, header) && source.len > header.len) {
        *out = (struct capture_rule){
            .field = m->key, .from = EXTRACT_HEADER, .source = str_from_index(source, header.len)};
        return RC_OK;
    }
    if (source.len == 0 || source.data[0] != '/') {
        return loader_fail(l, m->value, "'%.*s' is no capture; a capture is a JSON pointer (/id) or header:name",
                           STR_ARG(str_sub(source, 0, 80)));
    }
    *out = (struct capture_rule){.field = m->key, .from = EXTRACT_POINTER, .source = source};
    return RC_OK;
}

enum rc capture_load(const struct loader *l, const struct value *captures, struct capture_rule **out, size_t *count) {
    size_t wanted = captures ? captures->count : 0;
    struct capture_rule *rules = ARENA_ARRAY(l->arena, struct capture_rule, wanted);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < wanted; i++) {
        rc = loader_check_name(l, &captures->members[i], "a field");
        rc = rc == RC_OK ? capture_load_one(l, &captures->members[i], &rules[i]) : rc;
    }
    if (rc == RC_OK) {
        *out = rules;
        *count = wanted;
    }
    return rc;
}
