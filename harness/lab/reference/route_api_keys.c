/* SPDX-License-Identifier: Apache-2.0
 *
 * route_api_keys: keys of an agent. The key itself is shown once; only its hash is kept. */
#include "handlers.h"
#include "hash.h"
#include "load.h"

static bool check_type(struct api_call *c, struct str type) {
    static const char *const types[] = {"internal", "external", "github", "slack"};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_eq(type, str_from(types[i])))
            return true;
    error_invalid(c, STR("api_key_type: Input should be 'internal', 'external', 'github' or 'slack'"));
    return false;
}

static void answer_made(struct api_call *c, struct str id, struct str key, struct str hook) {
    struct row row;
    if (!load_row(c, QUERY_API_KEY, id, &row))
        return;
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    columns_emit_members(e, &api_key_columns, row, NULL);
    emit_member_string(e, "api_key", key);
    if (hook.data)
        emit_member_string(e, "webhook_url", hook);
    emit_object_end(e);
    answer_send(c, 200);
}

/* Makes the key `name` of the guarded agent and tells the provider. `*key` is what to show once. False: answered. */
static bool make_key(struct api_call *c, struct str name, struct str type, struct str *id, struct str *key) {
    struct str agent = c->guarded[0];
    *id = api_new_uuid(c->arena);
    *key = str_printf(c->arena, "ak_%.*s%.*s", STR_ARG(api_new_hex24(c->arena)), STR_ARG(api_new_hex24(c->arena)));
    struct statement q = STATEMENT(QUERY_API_KEY_INSERT, *id, agent, name, type, sha256_hex(c->arena, *key),
                                   api_now(c->arena), c->identity.user_id, c->identity.service_account_id);
    if (store_write(c->server->store, q) == STORE_CONFLICT) {
        error_item(c, 409,
                   str_printf(c->arena, "%.*s agent API key '%.*s' already exists for agent ID %.*s.", STR_ARG(type),
                              STR_ARG(name), STR_ARG(agent)));
        return false;
    }
    struct resource parent = {RESOURCE_AGENT, agent};
    struct provider_answer told = provider_register(c, (struct resource){RESOURCE_API_KEY, *id}, &parent);
    if (told.permission == PERMISSION_YES)
        return true;
    error_item(c, told.status, told.text);
    return false;
}

/* Name and type from the body. */
static bool load_key(struct api_call *c, struct str otherwise, struct str *name, struct str *type) {
    if (!load_body(c) || !load_string(c, "name", name) || !load_optional_string(c, "api_key_type", type))
        return false;
    *type = type->data ? *type : otherwise;
    return check_type(c, *type);
}

void api_key_create(struct api_call *c) {
    struct str name, type, id, key;
    if (load_key(c, STR("external"), &name, &type) && make_key(c, name, type, &id, &key))
        answer_made(c, id, key, STR_NONE);
}

void api_key_create_webhook(struct api_call *c) {
    struct str name, type, id, key;
    struct row agent;
    if (!load_key(c, STR("github"), &name, &type) || !load_row(c, QUERY_AGENT, c->guarded[0], &agent) ||
        !make_key(c, name, type, &id, &key))
        return;
    answer_made(
        c, id, key,
        str_printf(c->arena, "/agents/forward/name/%.*s/%.*s", STR_ARG(agent.cells[AGENT_NAME]), STR_ARG(name)));
}

static bool require_agent(struct api_call *c) {
    bool is_given = api_query(c, "agent_id").data || api_query(c, "agent_name").data;
    if (!is_given)
        error_invalid(c, STR("query: One of agent_id and agent_name is required"));
    return is_given;
}

void api_key_list(struct api_call *c) {
    struct str ids, agent;
    bool is_empty;
    struct page page;
    if (!require_agent(c) || !load_readable(c, RESOURCE_API_KEY, &ids) || !load_agent_filter(c, &agent, &is_empty) ||
        !api_page(c, &page))
        return;
    struct row *rows = NULL;
    struct statement q = STATEMENT(QUERY_API_KEYS, ids, c->identity.tenant, agent, page.limit, page.offset);
    size_t count = is_empty ? 0 : store_rows(c->server->store, c->arena, q, &rows);
    answer_rows(c, &api_key_columns, rows, count);
}

static void answer_key(struct api_call *c, struct str id) {
    struct row row;
    if (load_row(c, QUERY_API_KEY, id, &row))
        answer_row(c, &api_key_columns, row);
}

static void delete_key(struct api_call *c, struct str id) {
    bool survives = defect_is_on(c, DEFECT_WRITES_KEY_SURVIVES);
    store_write(c->server->store, STATEMENT(survives ? QUERY_API_KEY_HIDE : QUERY_API_KEY_DELETE, id));
    provider_forget(c, (struct resource){RESOURCE_API_KEY, id}, /* is_granted = */ false);
    answer_done(c, id, "Agent API key deleted successfully");
}

/* A key by its agent and name: an agent out of scope, an absent one and an absent key are all one to the caller. */
static bool find_named(struct api_call *c, enum operation op, struct str *id) {
    struct str by_id = api_query(c, "agent_id"), type = api_query(c, "api_key_type");
    struct str name = api_path_param(c, "name");
    if (!require_agent(c) || (type.data && !check_type(c, type)))
        return false;
    struct str agent = by_id.data ? guard_resolve(c, LOOKUP_AGENT, by_id)
                                  : guard_resolve(c, LOOKUP_AGENT_NAME, api_query(c, "agent_name"));
    *id = store_cell(c->server->store, c->arena,
                     STATEMENT(QUERY_FIND_API_KEY_NAMED, agent, name, type.data ? type : STR("external")));
    return guard_found(c, (struct guard){.lookup = LOOKUP_API_KEY_NAME, .op = op}, name, *id);
}

void api_key_get(struct api_call *c) {
    answer_key(c, c->guarded[0]);
}

void api_key_delete(struct api_call *c) {
    delete_key(c, c->guarded[0]);
}

void api_key_get_named(struct api_call *c) {
    struct str id;
    if (find_named(c, OP_READ, &id))
        answer_key(c, id);
}

void api_key_delete_named(struct api_call *c) {
    struct str id;
    if (find_named(c, OP_DELETE, &id))
        delete_key(c, id);
}
