/* SPDX-License-Identifier: Apache-2.0
 *
 * rpc_work: store, ask the agent, answer. */
#include "rpc_work.h"

#include "acp.h"
#include "limits.h"
#include "parse.h"
#include "task_make.h"

/* {"jsonrpc":"2.0","result":…,"error":…,"id":null}: the result is written between the two. */
static void envelope_begin(struct emit *e) {
    emit_object_begin(e);
    emit_member_cstr(e, "jsonrpc", "2.0");
    emit_key(e, "result");
}

static void envelope_end(struct emit *e) {
    emit_key(e, "error");
    emit_null(e);
    emit_key(e, "id");
    emit_null(e);
    emit_object_end(e);
}

void rpc_work_error(struct api_call *c, enum rpc_code code, struct str message) {
    struct emit *e = answer_begin(c);
    envelope_begin(e);
    emit_null(e);
    emit_key(e, "error");
    emit_object_begin(e);
    emit_member_int(e, "code", code);
    emit_member_string(e, "message", message);
    emit_key(e, "data");
    emit_null(e);
    emit_object_end(e);
    emit_key(e, "id");
    emit_null(e);
    emit_object_end(e);
    answer_send(c, 200);
}

static void answer_result(struct api_call *c, const struct columns *t, enum query query, struct str id) {
    struct row row;
    if (!store_row(c->server->store, c->arena, STATEMENT(query, id), &row)) {
        rpc_work_error(c, RPC_CODE_INTERNAL, STR("The result has gone"));
        return;
    }
    struct emit *e = answer_begin(c);
    envelope_begin(e);
    columns_emit_row(e, t, row);
    envelope_end(e);
    answer_send(c, 200);
}

static bool load_task(struct api_call *c, struct str id, struct row *out) {
    if (store_row(c->server->store, c->arena, STATEMENT(QUERY_TASK, id), out))
        return true;
    rpc_work_error(c, RPC_CODE_INTERNAL, STR("The task has gone"));
    return false;
}

/* False: answered with a JSON-RPC error. */
static bool ask_agent(struct api_call *c, const struct acp_call *call, struct str *out) {
    bool is_answered = acp_ask(c, call, out);
    if (!is_answered)
        rpc_work_error(c, RPC_CODE_INTERNAL, STR("The agent could not be reached"));
    return is_answered;
}

static struct str param_json(struct api_call *c, const char *name) {
    const struct value *v = value_get_c(c->rpc.params, name);
    return v && !value_is(v, VALUE_NULL) ? emit_to_str(c->arena, v) : STR_NONE;
}

/* Makes (or gets) the task and tells an async agent of a new one. False: answered. */
static bool make_task(struct api_call *c, struct row agent, const char *params, struct str *id) {
    struct task_plan plan = {.name = c->rpc.task_name,
                             .params = param_json(c, params),
                             .metadata = param_json(c, "task_metadata"),
                             .agent = agent.cells[AGENT_ID]};
    bool is_new = false;
    struct provider_answer told = task_get_or_make(c, &plan, id, &is_new);
    if (told.permission != PERMISSION_YES) {
        rpc_work_error(c, RPC_CODE_INTERNAL, told.text);
        return false;
    }
    if (!is_new || str_eq(agent.cells[AGENT_ACP_TYPE], STR("sync")))
        return true;
    struct acp_call call = {.method = "task/create", .agent = agent};
    struct str unused;
    return load_task(c, *id, &call.task) && ask_agent(c, &call, &unused);
}

void rpc_work_create(struct api_call *c, struct row agent, struct str task) {
    struct str taken = defects_find_elsewhere(c, RESOURCE_TASK, c->rpc.task_name);
    if (defects_tell_taken_name(c, taken))
        return;
    if (defects_hand_out(c, taken))
        answer_result(c, &task_columns, QUERY_TASK, taken);
    else if (make_task(c, agent, "params", &task))
        answer_result(c, &task_columns, QUERY_TASK, task);
}

static struct str store_message(struct api_call *c, struct str task, struct str content) {
    struct str id = api_new_hex24(c->arena);
    store_write(c->server->store, STATEMENT(QUERY_MESSAGE_INSERT, id, task, content, api_now(c->arena)));
    return id;
}

/* One line of the agent's answer: {"type":…,"index":…,"content":…}, also as the result of a JSON-RPC object. */
struct update {
    struct str type;
    int64_t index;
    const struct value *content;
};

static bool read_update(struct api_call *c, struct str line, struct update *out) {
    struct value *root = NULL;
    if (parse_json(line, c->arena, &root, NULL) != RC_OK)
        return false;
    const struct value *inner = value_get_c(root, "result");
    const struct value *v = value_is(inner, VALUE_OBJECT) ? inner : root;
    *out = (struct update){.type = value_string(value_get_c(v, "type"), STR_NONE),
                           .index = value_int(value_get_c(v, "index"), 0),
                           .content = value_get_c(v, "content")};
    return out->type.data != NULL;
}

/* Stores what a line brings; the id of the message that it made, STR_NONE when it made none. */
static struct str take_update(struct api_call *c, struct str task, const struct update *u) {
    bool is_whole = str_eq(u->type, STR("full")) && value_is(u->content, VALUE_OBJECT);
    return is_whole ? store_message(c, task, emit_to_str(c->arena, u->content)) : STR_NONE;
}

static void emit_message(struct api_call *c, struct emit *e, struct str id) {
    struct row row;
    if (store_row(c->server->store, c->arena, STATEMENT(QUERY_MESSAGE, id), &row))
        columns_emit_row(e, &message_columns, row);
}

static void emit_stream_line(struct api_call *c, struct emit *e, const struct update *u, struct str message) {
    envelope_begin(e);
    emit_object_begin(e);
    emit_member_string(e, "type", u->type);
    emit_member_int(e, "index", u->index);
    if (u->content) {
        emit_key(e, "content");
        emit_value(e, u->content);
    }
    if (message.data) {
        emit_key(e, "parent_task_message");
        emit_message(c, e, message);
    }
    emit_object_end(e);
    envelope_end(e);
}

static void answer_stream(struct api_call *c, struct str task, struct str lines) {
    struct buf out;
    buf_init(&out, LIMIT_BODY_BYTES);
    while (lines.data) {
        struct update u;
        if (!read_update(c, str_cut(&lines, '\n'), &u))
            continue;
        struct str message = take_update(c, task, &u);
        emit_stream_line(c, answer_begin(c), &u, message);
        buf_append_str(&out, buf_str(&c->text));
        buf_append_char(&out, '\n');
    }
    answer_bytes(c, 200, "application/x-ndjson", str_copy(c->arena, buf_str(&out)));
    c->response->is_chunked = true;
    buf_free(&out);
}

static void answer_list(struct api_call *c, struct str task, struct str lines) {
    struct emit *e = answer_begin(c);
    envelope_begin(e);
    emit_array_begin(e);
    while (lines.data) {
        struct update u;
        if (!read_update(c, str_cut(&lines, '\n'), &u))
            continue;
        struct str message = take_update(c, task, &u);
        if (message.data)
            emit_message(c, e, message);
    }
    emit_array_end(e);
    envelope_end(e);
    answer_send(c, 200);
}

void rpc_work_message(struct api_call *c, struct row agent, struct str task) {
    struct acp_call call = {.method = "message/send", .agent = agent, .is_stream = c->rpc.is_stream};
    struct str lines;
    if ((!task.data && !make_task(c, agent, "task_params", &task)) || !load_task(c, task, &call.task))
        return;
    call.content = emit_to_str(c->arena, c->rpc.content);
    store_message(c, task, call.content);
    if (!ask_agent(c, &call, &lines))
        return;
    if (c->rpc.is_stream)
        answer_stream(c, task, lines);
    else
        answer_list(c, task, lines);
}

static struct str event_json(struct api_call *c, struct row event) {
    columns_emit_row(answer_begin(c), &event_columns, event);
    return str_copy(c->arena, buf_str(&c->text));
}

void rpc_work_event(struct api_call *c, struct row agent, struct str task) {
    struct acp_call call = {.method = "event/send", .agent = agent};
    struct str id = api_new_uuid(c->arena), unused;
    struct row event;
    if (!load_task(c, task, &call.task))
        return;
    store_write(c->server->store, STATEMENT(QUERY_EVENT_INSERT, id, task, agent.cells[AGENT_ID],
                                            param_json(c, "content"), api_now(c->arena)));
    if (!store_row(c->server->store, c->arena, STATEMENT(QUERY_EVENT, id), &event))
        return;
    call.event = event_json(c, event);
    if (ask_agent(c, &call, &unused))
        answer_result(c, &event_columns, QUERY_EVENT, id);
}

static void end_task(struct api_call *c, struct row agent, struct str task, struct str status) {
    struct acp_call call = {.method = rpc_method_name(c->rpc.method), .agent = agent};
    struct str unused;
    if (!load_task(c, task, &call.task))
        return;
    struct statement q = STATEMENT(QUERY_TASK_TRANSITION, task, status, STR_NONE, api_now(c->arena));
    if (store_write(c->server->store, q) != STORE_DONE) {
        rpc_work_error(c, RPC_CODE_PARAMS,
                       str_printf(c->arena, "Task %.*s cannot be transitioned (current status: %.*s).", STR_ARG(task),
                                  STR_ARG(call.task.cells[TASK_STATUS])));
        return;
    }
    if (ask_agent(c, &call, &unused))
        answer_result(c, &task_columns, QUERY_TASK, task);
}

void rpc_work_cancel(struct api_call *c, struct row agent, struct str task) {
    end_task(c, agent, task, STR("CANCELED"));
}

void rpc_work_interrupt(struct api_call *c, struct row agent, struct str task) {
    end_task(c, agent, task, STR("INTERRUPTED"));
}
