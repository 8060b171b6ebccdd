/* SPDX-License-Identifier: Apache-2.0
 *
 * acp: one POST. */
#include "acp.h"

#include "clock.h"
#include "limits.h"

#define AGENT_TIMEOUT_NS (10 * NS_PER_S)

static void emit_params(struct emit *e, const struct acp_call *call) {
    emit_key(e, "params");
    emit_object_begin(e);
    emit_key(e, "agent");
    columns_emit_row(e, &agent_columns, call->agent);
    emit_key(e, "task");
    columns_emit_row(e, &task_columns, call->task);
    if (call->content.data) {
        emit_key(e, "content");
        emit_raw(e, call->content);
        emit_member_bool(e, "stream", call->is_stream);
    }
    if (call->event.data) {
        emit_key(e, "event");
        emit_raw(e, call->event);
    }
    emit_object_end(e);
}

static struct str write_call(struct api_call *c, const struct acp_call *call) {
    struct buf out;
    buf_init(&out, LIMIT_BODY_BYTES);
    struct emit e;
    emit_init(&e, &out, /* indent = */ 0);
    emit_object_begin(&e);
    emit_member_cstr(&e, "jsonrpc", "2.0");
    emit_member_cstr(&e, "method", call->method);
    emit_params(&e, call);
    emit_member_string(&e, "id", api_new_uuid(c->arena));
    emit_object_end(&e);
    struct str text = str_copy(c->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

bool acp_ask(struct api_call *c, const struct acp_call *call, struct str *out) {
    struct str url = call->agent.cells[AGENT_ACP_URL];
    if (!url.data)
        return false;
    bool has_slash = str_ends_with(url, STR("/"));
    struct call_request request = {
        .url = arena_printf(c->arena, "%.*s%s", STR_ARG(url), has_slash ? "api" : "/api"),
        .body = write_call(c, call),
        .timeout_ns = AGENT_TIMEOUT_NS,
    };
    struct call_answer answer = call_send(c->server->calls, &request, c->arena);
    *out = answer.body;
    return answer.status == 200;
}
