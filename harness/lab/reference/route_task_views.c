/* SPDX-License-Identifier: Apache-2.0
 *
 * route_task_views: what hangs on a task, shown whole: the event stream, a query, an export. */
#include "clock.h"
#include "handlers.h"
#include "load.h"

#define STREAM_OPEN_NS (900 * NS_PER_S)

void task_stream(struct api_call *c) {
    struct str first =
        str_printf(c->arena, "data: {\"type\":\"connected\",\"taskId\":\"%.*s\"}\n\n", STR_ARG(c->guarded[0]));
    answer_bytes(c, 200, "text/event-stream; charset=utf-8", first);
    c->response->is_chunked = true;
    c->response->hold_open_ns = STREAM_OPEN_NS;
}

void task_query(struct api_call *c) {
    struct row task;
    if (!load_row(c, QUERY_TASK, c->guarded[0], &task))
        return;
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    emit_member_string(e, "task_id", task.cells[TASK_ID]);
    emit_member_string(e, "query", api_path_param(c, "query"));
    emit_member_string(e, "result", task.cells[TASK_STATUS]);
    emit_object_end(e);
    answer_send(c, 200);
}

static void emit_list(struct api_call *c, const char *key, const struct columns *t, struct statement q) {
    struct row *rows = NULL;
    size_t count = store_rows(c->server->store, c->arena, q, &rows);
    emit_key(&c->emit, key);
    emit_array_begin(&c->emit);
    for (size_t i = 0; i < count; i++)
        columns_emit_row(&c->emit, t, rows[i]);
    emit_array_end(&c->emit);
}

void task_export(struct api_call *c) {
    struct row task;
    struct str id = c->guarded[0], all = STR("-1"), none = STR("0");
    if (!load_row(c, QUERY_TASK, id, &task))
        return;
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    emit_key(e, "task");
    columns_emit_row(e, &task_columns, task);
    struct str readable = str_printf(c->arena, "[\"%.*s\"]", STR_ARG(id));
    emit_list(c, "messages", &message_columns, STATEMENT(QUERY_MESSAGES, id, all, none, STR_NONE));
    emit_list(c, "states", &state_columns, STATEMENT(QUERY_STATES, readable, STR_NONE, id, STR_NONE, all, none));
    emit_list(c, "events", &event_columns, STATEMENT(QUERY_EVENTS, id, task.cells[TASK_AGENT], STR_NONE, all));
    emit_object_end(e);
    answer_send(c, 200);
}
