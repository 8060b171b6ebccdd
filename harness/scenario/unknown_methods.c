/* SPDX-License-Identifier: Apache-2.0
 *
 * unknown_methods: calls of RPC methods that must not exist, at every address. */
#include "request_load.h"
#include "surface_load.h"

static enum rc load_names(const struct loader *l, const struct value *names, struct unknown_methods *out) {
    out->count = names->count;
    out->names = ARENA_ARRAY(l->arena, struct str, names->count);
    for (size_t i = 0; i < names->count; i++) {
        out->names[i] = value_string(names->items[i], STR(""));
    }
    return RC_OK;
}

/* The first reference of the params. */
static enum rc load_slot(const struct loader *l, const struct value *definition, struct unknown_methods *out) {
    const struct value *params = value_get_c(definition, "params");
    struct reference_list found = {0};
    struct hole_scope scope = {.resource = NONE, .allows_new = true, .references = &found};
    struct request_template request = {.path = STR("/"), .body = params};
    enum rc rc = hole_check_request(l, &scope, &request, definition);
    if (rc == RC_OK && found.count == 0) {
        return loader_fail(l, params ? params : definition,
                           "`params` names no thing, for example task_id: \"${task.id}\"");
    }
    if (rc == RC_OK) {
        out->slot = found.items[0].slot;
    }
    return rc;
}

static enum rc load_endpoints(struct loader *l, const struct value *definition, struct unknown_methods *out) {
    size_t agent = NONE;
    enum rc rc = rpc_agent(l, definition, out->slot.resource, &agent);
    if (rc != RC_OK) {
        return rc;
    }
    out->endpoint_count = l->endpoint_count;
    out->endpoints = ARENA_ARRAY(l->arena, struct request_template, l->endpoint_count);
    out->endpoint_ids = ARENA_ARRAY(l->arena, struct str, l->endpoint_count);
    const struct str extra[] = {STR("method")};
    struct hole_scope scope = {.resource = NONE, .allows_new = true, .extra = extra, .extra_count = 1};
    struct rpc_call call = {.method = STR("${method}"), .params = value_get_c(definition, "params")};
    for (size_t i = 0; rc == RC_OK && i < l->endpoint_count; i++) {
        out->endpoints[i] = rpc_request(l, &call, &l->endpoints[i], agent);
        out->endpoint_ids[i] = i == 0 ? STR("rpc.unknown_method")
                                      : str_printf(l->arena, "rpc.unknown_method.at_%.*s", STR_ARG(l->endpoints[i].id));
        rc = hole_check_request(l, &scope, &out->endpoints[i], definition);
    }
    return rc;
}

enum rc unknown_methods_load(struct loader *l) {
    const struct value *definition = value_get_c(l->document, "unknown_methods");
    if (!definition) {
        return RC_OK;
    }
    if (l->endpoint_count == 0) {
        return loader_fail(l, definition,
                           "unknown methods need the addresses of the RPC service: the pack has no `rpc`");
    }
    struct unknown_methods unknown = {0};
    enum rc rc = load_names(l, value_get_c(definition, "names"), &unknown);
    rc = rc == RC_OK ? load_slot(l, definition, &unknown) : rc;
    rc = rc == RC_OK ? load_endpoints(l, definition, &unknown) : rc;
    rc = rc == RC_OK ? statuses_load(l, value_get_c(definition, "expect"), &unknown.expect, &unknown.expect_count) : rc;
    if (rc == RC_OK) {
        l->pack->unknown = unknown;
    }
    return rc;
}
