/* SPDX-License-Identifier: Apache-2.0
 *
 * route_agents: agents: registered by their owner, made callable by their pod, listed, deleted. */
#include "handlers.h"
#include "hash.h"
#include "load.h"

static void answer_agent(struct api_call *c, struct str id) {
    struct row agent;
    if (load_row(c, QUERY_AGENT, id, &agent))
        answer_row(c, &agent_columns, agent);
}

void agent_get(struct api_call *c) {
    answer_agent(c, c->guarded[0]);
}

void agent_list(struct api_call *c) {
    struct str ids, by_task = api_query(c, "task_id"), task = STR_NONE;
    struct page page;
    if (!load_readable(c, RESOURCE_AGENT, &ids))
        return;
    enum name_claim claim = by_task.data ? guard_filter(c, LOOKUP_TASK, by_task, &task) : CLAIM_REACHED;
    if (claim == CLAIM_ANSWERED || !api_page(c, &page))
        return;
    struct row *rows = NULL;
    struct statement q =
        STATEMENT(QUERY_AGENTS, ids, c->identity.tenant, task, page.limit, page.offset, page.direction);
    size_t count = claim == CLAIM_FREE ? 0 : store_rows(c->server->store, c->arena, q, &rows);
    answer_rows(c, &agent_columns, rows, count);
}

void agent_delete(struct api_call *c) {
    struct str id = c->guarded[0];
    store_write(c->server->store, STATEMENT(QUERY_AGENT_DELETE, id, api_now(c->arena)));
    provider_forget(c, (struct resource){RESOURCE_AGENT, id}, /* is_granted = */ true);
    answer_done(c, id, "Agent deleted successfully");
}

struct registration {
    struct str name, description, metadata;
    struct str acp_url, acp_type; /* of a pod's registration */
};

static bool is_name(struct str name) {
    for (size_t i = 0; i < name.len; i++) {
        char ch = name.data[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '-'))
            return false;
    }
    return name.len > 0;
}

static bool load_registration(struct api_call *c, struct registration *out) {
    *out = (struct registration){0};
    if (!load_body(c) || !load_string(c, "name", &out->name) ||
        !load_optional_string(c, "description", &out->description) ||
        !load_optional_json(c, "registration_metadata", VALUE_OBJECT, &out->metadata))
        return false;
    if (!is_name(out->name))
        error_invalid(c, STR("body.name: String should match pattern '^[a-z0-9-]+$'"));
    return is_name(out->name);
}

static bool load_pod(struct api_call *c, struct registration *out) {
    if (!load_registration(c, out) || !load_string(c, "acp_url", &out->acp_url) ||
        !load_string(c, "acp_type", &out->acp_type))
        return false;
    bool is_known = str_eq(out->acp_type, STR("sync")) || str_eq(out->acp_type, STR("async")) ||
                    str_eq(out->acp_type, STR("agentic"));
    if (!is_known)
        error_invalid(c, STR("body.acp_type: Input should be 'sync', 'async' or 'agentic'"));
    return is_known;
}

/* The row first, then the provider: a row that the provider never heard of is invisible. False: answered. */
static bool make_agent(struct api_call *c, const struct registration *r, struct str *id) {
    struct str now = api_now(c->arena);
    *id = api_new_uuid(c->arena);
    struct statement q =
        STATEMENT(QUERY_AGENT_INSERT, *id, c->identity.tenant, c->identity.creator, r->name, r->description,
                  r->acp_type.data ? r->acp_type : STR("async"), now, c->identity.user_id,
                  c->identity.service_account_id, r->metadata, r->acp_url, r->acp_url.data ? now : STR_NONE);
    if (store_write(c->server->store, q) == STORE_CONFLICT) {
        error_conflict(c);
        return false;
    }
    if (!c->identity.json.data)
        return true;
    struct resource agent = {RESOURCE_AGENT, *id};
    struct provider_answer told = provider_register(c, agent, NULL);
    if (told.permission == PERMISSION_YES)
        told = provider_grant(c, agent);
    if (told.permission != PERMISSION_YES)
        error_item(c, told.status, told.text);
    return told.permission == PERMISSION_YES;
}

static struct str own_agent(struct api_call *c, struct str name) {
    struct row agent;
    struct statement q = STATEMENT(QUERY_AGENT_OWN_NAMED, c->identity.tenant, c->identity.creator, name);
    return store_row(c->server->store, c->arena, q, &agent) ? agent.cells[AGENT_ID] : STR_NONE;
}

void agent_register_build(struct api_call *c) {
    struct registration r;
    if (!guard_create(c, RESOURCE_AGENT) || !load_registration(c, &r))
        return;
    struct str id = own_agent(c, r.name);
    struct str elsewhere = id.data ? STR_NONE : defects_find_elsewhere(c, RESOURCE_AGENT, r.name);
    if (defects_tell_taken_name(c, elsewhere))
        return;
    if (id.data)
        store_write(c->server->store,
                    STATEMENT(QUERY_AGENT_DESCRIBE, id, r.description, api_now(c->arena), r.metadata));
    else if (!make_agent(c, &r, &id))
        return;
    answer_agent(c, id);
}

/* Every registration gets a key of its own. */
static void answer_registered(struct api_call *c, struct str agent) {
    struct row row;
    struct str key =
        str_printf(c->arena, "ak_%.*s%.*s", STR_ARG(api_new_hex24(c->arena)), STR_ARG(api_new_hex24(c->arena)));
    struct str name = str_printf(c->arena, "registration-%.*s", STR_ARG(api_new_hex24(c->arena)));
    struct statement q = STATEMENT(QUERY_API_KEY_INSERT, api_new_uuid(c->arena), agent, name, STR("internal"),
                                   sha256_hex(c->arena, key), api_now(c->arena), STR_NONE, STR_NONE);
    store_write(c->server->store, q);
    if (!load_row(c, QUERY_AGENT, agent, &row))
        return;
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    columns_emit_members(e, &agent_columns, row, NULL);
    emit_member_string(e, "agent_api_key", key);
    emit_object_end(e);
    answer_send(c, 200);
}

/* What the caller proves to be his is changed; with every other name he gets a new agent, taken or not. */
void agent_register(struct api_call *c) {
    struct registration r;
    struct str id = STR_NONE;
    bool is_claimed = identity_is_claimed(c);
    if (!load_pod(c, &r) || (is_claimed && !identity_establish(c)))
        return;
    enum name_claim claim = CLAIM_FREE;
    if (is_claimed)
        claim = guard_name_or_free(c, LOOKUP_AGENT_NAME, OP_UPDATE, r.name, &id);
    if (claim == CLAIM_ANSWERED)
        return;
    if (claim == CLAIM_REACHED)
        store_write(c->server->store, STATEMENT(QUERY_AGENT_REGISTER, id, r.description, r.acp_url, r.acp_type,
                                                api_now(c->arena), r.metadata));
    else if ((is_claimed && !guard_create(c, RESOURCE_AGENT)) || !make_agent(c, &r, &id))
        return;
    store_write(c->server->store,
                STATEMENT(QUERY_RELEASE_INSERT, api_new_uuid(c->arena), id, r.metadata, api_now(c->arena)));
    answer_registered(c, id);
}
