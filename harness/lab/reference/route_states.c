/* SPDX-License-Identifier: Apache-2.0
 *
 * route_states: the state that an agent keeps for a task; one per pair. */
#include "handlers.h"
#include "load.h"

static void answer_state(struct api_call *c, struct str id) {
    struct row state;
    if (load_row(c, QUERY_STATE, id, &state))
        answer_row(c, &state_columns, state);
}

void state_create(struct api_call *c) {
    struct str agent, state, id = api_new_hex24(c->arena);
    if (!load_body(c) || !load_string(c, "agent_id", &agent) || !load_json(c, "state", VALUE_OBJECT, &state))
        return;
    surface_enter_slot(c, "agent.id");
    if (!guard_reference(c, LOOKUP_AGENT, OP_READ, agent, NULL))
        return;
    struct statement q = STATEMENT(QUERY_STATE_INSERT, id, c->guarded[0], agent, state, api_now(c->arena));
    if (store_write(c->server->store, q) == STORE_CONFLICT)
        error_conflict(c);
    else
        answer_state(c, id);
}

void state_get(struct api_call *c) {
    answer_state(c, api_path_param(c, "id"));
}

void state_update(struct api_call *c) {
    struct str state, id = api_path_param(c, "id");
    if (!load_body(c) || !load_json(c, "state", VALUE_OBJECT, &state))
        return;
    store_write(c->server->store, STATEMENT(QUERY_STATE_UPDATE, id, state, api_now(c->arena)));
    answer_state(c, id);
}

void state_delete(struct api_call *c) {
    struct row state;
    struct str id = api_path_param(c, "id");
    if (!load_row(c, QUERY_STATE, id, &state))
        return;
    store_write(c->server->store, STATEMENT(QUERY_STATE_DELETE, id));
    answer_row(c, &state_columns, state);
}

/* Of one task, guarded by it; or of every task that the caller may read. */
static bool load_tasks(struct api_call *c, struct str task, struct str *ids) {
    if (!task.data)
        return load_readable(c, RESOURCE_TASK, ids);
    surface_enter_query(c, "task_id");
    if (!guard_reference(c, LOOKUP_TASK, OP_READ, task, NULL))
        return false;
    *ids = str_printf(c->arena, "[\"%.*s\"]", STR_ARG(task));
    return true;
}

void state_list(struct api_call *c) {
    struct str ids, agent, task = api_query(c, "task_id");
    bool is_empty;
    struct page page;
    if (!load_tasks(c, task, &ids) || !load_agent_filter(c, &agent, &is_empty) || !api_page(c, &page))
        return;
    struct row *rows = NULL;
    struct statement q = STATEMENT(QUERY_STATES, ids, c->identity.tenant, task, agent, page.limit, page.offset);
    size_t count = is_empty ? 0 : store_rows(c->server->store, c->arena, q, &rows);
    answer_rows(c, &state_columns, rows, count);
}
