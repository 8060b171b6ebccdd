/* SPDX-License-Identifier: Apache-2.0
 *
 * route_webhooks: calls from outside, handed on to an agent. They bear no credential of a caller; a webhook's key of
 * that very agent, in x-agent-api-key, is the proof. Without it everything is answered alike. */
#include "clock.h"
#include "defect_hooks.h"
#include "handlers.h"
#include "hash.h"

#define FORWARD_TIMEOUT_NS (10 * NS_PER_S)
#define SEGMENTS_BEFORE_PATH 5 /* "", agents, forward, name, {name} */

/* The agent that the key belongs to, when it bears the name. The same look-up is made whatever was sent. */
static bool find_proven(struct api_call *c, struct row *out) {
    struct str key = serve_header_get(c->request, "x-agent-api-key");
    struct statement q = STATEMENT(QUERY_AGENT_OF_WEBHOOK, sha256_hex(c->arena, key));
    if (store_row(c->server->store, c->arena, q, out) && str_eq(out->cells[AGENT_NAME], api_path_param(c, "name")))
        return true;
    return defects_take_webhook_key(c, key, out);
}

/* The path behind the agent's name, as it was sent, with the query. */
static struct str target_path(const struct api_call *c) {
    struct str rest = c->request->path, query = c->request->query;
    for (size_t i = 0; i < SEGMENTS_BEFORE_PATH; i++)
        (void)str_cut(&rest, '/');
    return str_printf(c->arena, "%.*s%s%.*s", STR_ARG(rest), query.data ? "?" : "", STR_ARG(query));
}

static void hand_on(struct api_call *c, struct row agent) {
    struct str url = agent.cells[AGENT_ACP_URL], path = target_path(c), body = c->request->body;
    bool has_slash = str_ends_with(url, STR("/"));
    bool is_post = str_eq(c->request->method, STR("POST"));
    struct call_request request = {
        .method = is_post ? "POST" : "GET",
        .url = arena_printf(c->arena, "%.*s%s%.*s", STR_ARG(url), has_slash ? "" : "/", STR_ARG(path)),
        .body = is_post ? str_of(body.data ? body.data : "", body.len) : STR_NONE,
        .timeout_ns = FORWARD_TIMEOUT_NS,
    };
    struct call_answer answer = call_send(c->server->calls, &request, c->arena);
    if (answer.status == 0)
        error_item(c, 502, STR("Bad gateway"));
    else
        answer_bytes(c, answer.status, answer.content_type.data ? str_cstr(c->arena, answer.content_type) : NULL,
                     answer.body);
}

void webhook_forward(struct api_call *c) {
    struct row agent;
    if (defects_forward(c))
        return;
    if (find_proven(c, &agent) && agent.cells[AGENT_ACP_URL].data)
        hand_on(c, agent);
    else
        error_detail(c, 401, "Unauthorized");
}
