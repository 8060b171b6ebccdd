/* SPDX-License-Identifier: Apache-2.0
 *
 * surface: the derivation of packs, from the server's side. */
#include "surface.h"

#include "router.h"

/* The parameter that the surface is named after: the first of the path, else the first guard's. */
static struct str primary_param(const struct route *r) {
    struct str pattern = str_from(r->pattern);
    ptrdiff_t open = str_find_char(pattern, '{', 0);
    if (open < 0)
        return str_from(r->guards[0].param);
    ptrdiff_t close = str_find_char(pattern, '}', (size_t)open);
    return str_sub(pattern, (size_t)open + 1, (size_t)(close - open) - 1);
}

/* "get.tasks.query": method and literal segments; `name` before a slot is no part of it. */
static struct str route_base(struct api_call *c) {
    struct str base = str_lower_ascii(c->arena, str_from(c->route->method));
    struct str rest = str_from(c->route->pattern);
    while (rest.data) {
        struct str part = str_cut(&rest, '/');
        bool is_slot = str_starts_with(part, STR("{"));
        bool is_kind = str_eq(part, STR("name")) && rest.data && str_starts_with(rest, STR("{"));
        if (part.len > 0 && !is_slot && !is_kind)
            base = str_printf(c->arena, "%.*s.%.*s", STR_ARG(base), STR_ARG(part));
    }
    return base;
}

/* ".at_deployment_id": what the path names behind its first reference, which says its type. */
static struct str further_params(struct api_call *c) {
    struct str rest = str_from(c->route->pattern), text = STR("");
    for (size_t met = 0; rest.data;) {
        struct str part = str_cut(&rest, '/');
        if (!str_starts_with(part, STR("{")))
            continue;
        if (met++ > 0 && str_contains(part, STR("_")))
            text = str_printf(c->arena, "%.*s.at_%.*s", STR_ARG(text), (int)part.len - 2, part.data + 1);
    }
    return text;
}

static void enter_named_after(struct api_call *c, struct str param) {
    struct str base = route_base(c), further = further_params(c);
    c->surface = param.len == 0
                     ? base
                     : str_printf(c->arena, "%.*s.by_%.*s%.*s", STR_ARG(base), STR_ARG(param), STR_ARG(further));
}

void surface_enter_route(struct api_call *c) {
    if (c->server->defects.any && !c->route->has_rpc_body)
        enter_named_after(c, primary_param(c->route));
}

void surface_enter_query(struct api_call *c, const char *param) {
    if (c->server->defects.any)
        enter_named_after(c, str_from(param));
}

void surface_enter_slot(struct api_call *c, const char *slot) {
    if (!c->server->defects.any)
        return;
    surface_enter_route(c);
    c->surface = str_printf(c->arena, "%.*s@%s", STR_ARG(c->surface), slot);
}

/* An agent named by name in place of its id is the same slot under another name. */
static bool is_primary(const struct route *r, const struct guard *g) {
    const struct guard *first = &r->guards[0];
    return str_eq(primary_param(r), str_from(first->param)) && g->place == first->place &&
           guard_type(g->lookup) == guard_type(first->lookup);
}

void surface_enter_guard(struct api_call *c, const struct guard *g) {
    if (!c->server->defects.any)
        return;
    bool is_named = guard_absence(g->lookup) == ABSENCE_NAME;
    if (c->route->has_rpc_body)
        surface_enter_rpc_agent(c, is_named);
    else if (is_primary(c->route, g))
        surface_enter_query(c, g->param);
    else
        surface_enter_slot(
            c, arena_printf(c->arena, "%s.%s", resource_type_name(guard_type(g->lookup)), is_named ? "name" : "id"));
}

/* "rpc.task_cancel", "rpc.unknown_method" */
static struct str rpc_base(struct api_call *c) {
    if (c->rpc_outcome != RPC_VALID)
        return STR("rpc.unknown_method");
    struct str name = str_replace(c->arena, str_from(rpc_method_name(c->rpc.method)), STR("/"), STR("_"));
    return str_printf(c->arena, "rpc.%.*s", STR_ARG(name));
}

/* A preview is sent to a deployment of the agent. */
static bool is_preview(const struct api_call *c) {
    return str_contains(str_from(c->route->pattern), STR("/deployments/"));
}

void surface_enter_rpc_agent(struct api_call *c, bool is_named) {
    if (c->server->defects.any)
        c->surface = str_printf(c->arena, "%.*s@agent.%s%s", STR_ARG(rpc_base(c)), is_named ? "name" : "id",
                                is_preview(c) ? ".at_preview" : "");
}

void surface_enter_rpc_deployment(struct api_call *c) {
    if (c->server->defects.any)
        c->surface = str_printf(c->arena, "%.*s@deployment.id.at_preview", STR_ARG(rpc_base(c)));
}

void surface_enter_rpc(struct api_call *c, const char *slot) {
    if (!c->server->defects.any)
        return;
    bool is_named = c->route->guards[0].lookup == LOOKUP_AGENT_NAME;
    const char *at = is_named ? ".at_name" : is_preview(c) ? ".at_preview" : "";
    struct str base = rpc_base(c);
    if (c->rpc_outcome != RPC_VALID)
        c->surface = str_printf(c->arena, "%.*s%s", STR_ARG(base), at);
    else
        c->surface = str_printf(c->arena, "%.*s.%s%s%s", STR_ARG(base), slot, c->rpc.is_stream ? ".stream" : "", at);
}
