/* SPDX-License-Identifier: Apache-2.0
 *
 * route_tasks: one task, by id or by name, and lists of them. */
#include "handlers.h"
#include "load.h"
#include "parse.h"

static void emit_agents(struct api_call *c, struct emit *e, struct row task) {
    struct row agent;
    emit_key(e, "agents");
    emit_array_begin(e);
    if (store_row(c->server->store, c->arena, STATEMENT(QUERY_AGENT, task.cells[TASK_AGENT]), &agent))
        columns_emit_row(e, &agent_columns, agent);
    emit_array_end(e);
}

/* Related things are shown to who may read them. */
static bool shows_agents(struct api_call *c, struct row task) {
    if (!str_eq(api_query(c, "relationships"), STR("agents")))
        return false;
    return provider_check(c, RESOURCE_AGENT, task.cells[TASK_AGENT], OP_READ).permission == PERMISSION_YES;
}

void task_get(struct api_call *c) {
    struct row task;
    if (!load_row(c, QUERY_TASK, c->guarded[0], &task))
        return;
    bool with_agents = shows_agents(c, task);
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    columns_emit_members(e, &task_columns, task, NULL);
    if (with_agents)
        emit_agents(c, e, task);
    emit_object_end(e);
    answer_send(c, 200);
}

static bool load_metadata_filter(struct api_call *c, struct str *out) {
    struct str text = api_query(c, "task_metadata");
    struct value *root = NULL;
    *out = STR_NONE;
    if (!text.data)
        return true;
    bool is_good = parse_json(text, c->arena, &root, NULL) == RC_OK && value_is(root, VALUE_OBJECT);
    if (is_good)
        *out = emit_to_str(c->arena, root);
    else
        error_invalid(c, STR("query.task_metadata: Input should be a JSON object"));
    return is_good;
}

static void answer_without_params(struct api_call *c, const struct row *rows, size_t count) {
    struct emit *e = answer_begin(c);
    emit_array_begin(e);
    for (size_t i = 0; i < count; i++) {
        emit_object_begin(e);
        columns_emit_members(e, &task_columns, rows[i], "params");
        emit_object_end(e);
    }
    emit_array_end(e);
    answer_send(c, 200);
}

void task_list(struct api_call *c) {
    struct str ids, agent, metadata;
    bool is_empty;
    struct page page;
    if (!load_readable(c, RESOURCE_TASK, &ids) || !load_agent_filter(c, &agent, &is_empty) || !api_page(c, &page) ||
        !load_metadata_filter(c, &metadata))
        return;
    struct row *rows = NULL;
    struct statement q = STATEMENT(QUERY_TASKS, ids, c->identity.tenant, agent, api_query(c, "status"), page.limit,
                                   page.offset, metadata, page.direction);
    size_t count = is_empty ? 0 : store_rows(c->server->store, c->arena, q, &rows);
    answer_without_params(c, rows, count);
}

static void answer_task(struct api_call *c) {
    struct row task;
    if (load_row(c, QUERY_TASK, c->guarded[0], &task))
        answer_row(c, &task_columns, task);
}

void task_update(struct api_call *c) {
    struct str metadata, params;
    if (!load_body(c) || !load_optional_json(c, "task_metadata", VALUE_OBJECT, &metadata) ||
        !load_optional_json(c, "merge_params", VALUE_OBJECT, &params))
        return;
    store_write(c->server->store, STATEMENT(QUERY_TASK_UPDATE, c->guarded[0], metadata, params, api_now(c->arena)));
    answer_task(c);
}

void task_delete(struct api_call *c) {
    struct str id = c->guarded[0];
    store_write(c->server->store, STATEMENT(QUERY_TASK_DELETE, id, api_now(c->arena)));
    provider_forget(c, (struct resource){RESOURCE_TASK, id}, /* is_granted = */ true);
    answer_done(c, id, "Task deleted successfully");
}

static struct str status_of_verb(struct str pattern) {
    static const struct {
        const char *ending, *status;
    } verbs[] = {{"/complete", "COMPLETED"}, {"/fail", "FAILED"},           {"/terminate", "TERMINATED"},
                 {"/timeout", "TIMED_OUT"},  {"/interrupt", "INTERRUPTED"}, {"/cancel", "CANCELED"}};
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (str_ends_with(pattern, str_from(verbs[i].ending)))
            return str_from(verbs[i].status);
    return STR_NONE;
}

void task_transition(struct api_call *c) {
    struct str id = c->guarded[0], reason = STR_NONE;
    if (c->body && (!load_body(c) || !load_optional_string(c, "reason", &reason)))
        return;
    struct statement q =
        STATEMENT(QUERY_TASK_TRANSITION, id, status_of_verb(str_from(c->route->pattern)), reason, api_now(c->arena));
    if (store_write(c->server->store, q) == STORE_DONE) {
        answer_task(c);
        return;
    }
    struct row task;
    if (load_row(c, QUERY_TASK, id, &task))
        error_item(c, 400,
                   str_printf(c->arena, "Task %.*s cannot be transitioned (current status: %.*s).", STR_ARG(id),
                              STR_ARG(task.cells[TASK_STATUS])));
}

void task_clean(struct api_call *c) {
    struct str id = c->guarded[0];
    struct statement list[] = {STATEMENT(QUERY_TASK_CLEAN, id, api_now(c->arena)),
                               STATEMENT(QUERY_TASK_CLEAN_MESSAGES, id), STATEMENT(QUERY_TASK_CLEAN_STATES, id)};
    store_write_all(c->server->store, list, sizeof list / sizeof list[0]);
    answer_task(c);
}

void task_rehydrate(struct api_call *c) {
    store_write(c->server->store, STATEMENT(QUERY_TASK_REHYDRATE, c->guarded[0], api_now(c->arena)));
    answer_task(c);
}
