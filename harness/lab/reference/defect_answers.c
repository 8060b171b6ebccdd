/* SPDX-License-Identifier: Apache-2.0
 *
 * defect_answers: how a denied answer, which is that of an absent thing already, is made to differ. One row a defect.
 * */
#include "defect_hooks.h"

static void set_body(struct api_call *c, struct str body) {
    c->response->body = body;
}

static void replace_in_body(struct api_call *c, struct str what, struct str with) {
    set_body(c, str_replace(c->arena, c->response->body, what, with));
}

/* Another status, in the form of its kind of error. */
static const struct {
    enum defect defect;
    int status;
    const char *text;
} statuses[] = {
    {DEFECT_STATUS_403_BY_ID, 403, "Forbidden – principal lacks permission"},
    {DEFECT_STATUS_403_BY_NAME, 403, "Forbidden – principal lacks permission"},
    {DEFECT_STATUS_410_DELETE, 410, "Item is gone."},
    {DEFECT_STATUS_409_UPDATE, 409, "Item belongs to somebody else."},
    {DEFECT_STATUS_401_EXPORT, 401, "Unauthorized"},
    {DEFECT_STATUS_500_CLEAN, 500, "Internal Server Error"},
    {DEFECT_STATUS_200_QUERY, 200, ""},
    {DEFECT_STATUS_403_QUERY_REFERENCE, 403, "Forbidden – principal lacks permission"},
    {DEFECT_STATUS_403_BODY_REFERENCE, 403, "Forbidden – principal lacks permission"},
    {DEFECT_STATUS_403_ONE_METHOD, 403, "Forbidden – principal lacks permission"},
    {DEFECT_STATUS_403_RPC_AGENT, 403, "Forbidden – principal lacks permission"},
    {DEFECT_STATUS_403_AGENT_DELETE, 403, "Forbidden – principal lacks permission"},
    {DEFECT_STATUS_403_KEY_BY_NAME, 403, "Forbidden – principal lacks permission"},
    {DEFECT_STATUS_403_KEY_MADE, 403, "Forbidden – principal lacks permission"},
    {DEFECT_STATUS_200_DELETE_THREAD, 200, "Thread deleted successfully"},
    {DEFECT_STATUS_403_RPC_NAME, 403, "Forbidden – principal lacks permission"},
    {DEFECT_STATUS_403_MESSAGE, 403, "Forbidden – principal lacks permission"},
    {DEFECT_WORDS_AGENT_KEY, 404, "Agent not found."},
    {DEFECT_REFERENCES_STATE_AGENT, 403, "Forbidden – principal lacks permission"},
    {DEFECT_REFERENCES_TRACKER_EVENT, 400, "The event belongs to another task."},
    {DEFECT_WORDS_OTHER_TEXT, 404, "Task not found."},
    {DEFECT_STATUS_403_DEPLOYMENTS, 403, "Forbidden – principal lacks permission"},
    {DEFECT_STATUS_403_HISTORY, 403, "Forbidden – principal lacks permission"},
    {DEFECT_STATUS_403_SCHEDULE, 403, "Forbidden – principal lacks permission"},
    {DEFECT_STATUS_410_SCHEDULE, 410, "Item is gone."},
    {DEFECT_STATUS_409_SKIP, 409, "The schedule belongs to somebody else."},
    {DEFECT_STATUS_403_SPAN, 403, "Forbidden – principal lacks permission"},
    {DEFECT_WORDS_DEPLOYMENT, 404, "The deployment belongs to another agent."},
    {DEFECT_WORDS_SCHEDULE, 404, "Run schedule not found."},
};

/* A header more. */
static const struct {
    enum defect defect;
    const char *name, *value;
} headers[] = {
    {DEFECT_HEADERS_EXTRA, "x-decision", "deny"},
    {DEFECT_HEADERS_KEY_DELETE, "x-decision", "deny"},
    {DEFECT_HEADERS_DOUBLED, "server", "uvicorn"},
    {DEFECT_HEADERS_COOKIE, "set-cookie", "visited=1; Path=/"},
    {DEFECT_HEADERS_ETAG, "etag", "\"5d41402abc4b2a76\""},
    {DEFECT_HEADERS_LAST_MODIFIED, "last-modified", "Sun, 22 Nov 2026 10:00:00 GMT"},
    {DEFECT_HEADERS_CACHE, "cache-control", "private, max-age=0"},
    {DEFECT_HEADERS_LINK, "link", "</owner>; rel=\"author\""},
    {DEFECT_HEADERS_RATE_COST, "x-ratelimit-cost", "2"},
    {DEFECT_HEADERS_CORS, "access-control-allow-origin", "*"},
    {DEFECT_HEADERS_PROMOTE, "x-decision", "deny"},
    {DEFECT_HEADERS_UNSKIP, "etag", "\"5d41402abc4b2a76\""},
};

static void drop_server(struct api_call *c) {
    c->response->headers++;
    c->response->header_count--;
}

static void change_server(struct api_call *c) {
    c->response->headers[0].value = STR("envoy");
}

static void swap_headers(struct api_call *c) {
    struct serve_header first = c->response->headers[0];
    c->response->headers[0] = c->response->headers[1];
    c->response->headers[1] = first;
}

static void change_case(struct api_call *c) {
    c->response->headers[1].name = STR("Content-Type");
}

static void add_charset(struct api_call *c) {
    c->response->headers[1].value = STR("application/json; charset=utf-8");
}

static void drop_full_stop(struct api_call *c) {
    replace_in_body(c, STR("exist."), STR("exist"));
}

static void code_as_string(struct api_call *c) {
    replace_in_body(c, STR(":404,"), STR(":\"404\","));
}

static void add_null(struct api_call *c) {
    replace_in_body(c, STR("\"data\":null"), STR("\"data\":null,\"errors\":null"));
}

static void change_key_order(struct api_call *c) {
    replace_in_body(c, STR(",\"code\":404,\"data\":null"), STR(",\"data\":null,\"code\":404"));
}

static void add_newline(struct api_call *c) {
    set_body(c, str_printf(c->arena, "%.*s\n", STR_ARG(c->response->body)));
}

static void say_id(struct api_call *c) {
    replace_in_body(c, STR("with name"), STR("with id"));
}

static void say_task(struct api_call *c) {
    replace_in_body(c, STR("Item with"), STR("Task with"));
}

static void make_chunked(struct api_call *c) {
    c->response->is_chunked = true;
}

static void make_close(struct api_call *c) {
    c->response->must_close = true;
}

static void make_http_1_0(struct api_call *c) {
    c->response->is_http_1_0 = true;
}

/* Connections are kept, so a caller's n-th denial is deterministic. */
static void forbid_second_time(struct api_call *c) {
    if (atomic_fetch_add(&c->server->denial_count, 1) % 2 == 1)
        error_forbidden(c, STR_NONE);
}

static void rpc_error(struct api_call *c) {
    answer_bytes(c, 200, "application/json",
                 STR("{\"jsonrpc\":\"2.0\",\"result\":null,\"error\":{\"code\":-32603,\"message\":\"Not allowed\","
                     "\"data\":null},\"id\":null}"));
}

static void stream_error(struct api_call *c) {
    if (!c->rpc.is_stream)
        return;
    answer_bytes(c, 200, "application/x-ndjson",
                 STR("{\"jsonrpc\":\"2.0\",\"result\":null,\"error\":{\"code\":-32603,\"message\":\"Not allowed\","
                     "\"data\":null},\"id\":null}\n"));
    c->response->is_chunked = true;
}

static void connect_first(struct api_call *c) {
    answer_bytes(c, 200, "text/event-stream; charset=utf-8", STR("data: {\"type\":\"connected\"}\n\n"));
    c->response->is_chunked = true;
}

static const struct {
    enum defect defect;
    void (*change)(struct api_call *c);
} changes[] = {
    {DEFECT_HEADERS_MISSING, drop_server},
    {DEFECT_HEADERS_ORDER, swap_headers},
    {DEFECT_HEADERS_VALUE, change_server},
    {DEFECT_HEADERS_CASE, change_case},
    {DEFECT_HEADERS_CHARSET, add_charset},
    {DEFECT_WORDS_NO_FULL_STOP, drop_full_stop},
    {DEFECT_WORDS_CODE_AS_STRING, code_as_string},
    {DEFECT_WORDS_EXTRA_NULL, add_null},
    {DEFECT_WORDS_KEY_ORDER, change_key_order},
    {DEFECT_WORDS_TRAILING_NEWLINE, add_newline},
    {DEFECT_WORDS_ID_FOR_NAME, say_id},
    {DEFECT_WORDS_RPC_CANCEL, say_task},
    {DEFECT_FRAMING_CHUNKED, make_chunked},
    {DEFECT_FRAMING_CLOSE, make_close},
    {DEFECT_FRAMING_HTTP_1_0, make_http_1_0},
    {DEFECT_STATUS_403_SECOND_TIME, forbid_second_time},
    {DEFECT_STATUS_200_RPC_ERROR, rpc_error},
    {DEFECT_STREAMS_DENIAL_INSIDE, stream_error},
    {DEFECT_STREAMS_SSE_CONNECTS, connect_first},
};

/* Answers that hold something of the hidden thing itself. */
static void reveal(struct api_call *c, struct str reference, struct str id) {
    struct row task;
    if (defect_on(c, DEFECT_REVEAL_RESOLVED_ID) || defect_on(c, DEFECT_REVEAL_RPC_ID))
        error_absent(c, ABSENCE_ID, id);
    if (defect_on(c, DEFECT_REVEAL_TRACE))
        error_item(c, 500,
                   str_printf(c->arena,
                              "Traceback (most recent call last): File \"/app/src/store.py\", line 88: "
                              "SELECT id FROM tasks WHERE id = '%.*s'",
                              STR_ARG(id)));
    if (defect_on(c, DEFECT_REVEAL_NAME) && store_row(c->server->store, c->arena, STATEMENT(QUERY_TASK, id), &task))
        error_absent(c, ABSENCE_ID,
                     str_printf(c->arena, "%.*s (%.*s)", STR_ARG(reference), STR_ARG(task.cells[TASK_NAME])));
}

static void tell_denied(struct api_call *c, struct str reference, struct str id) {
    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
        if (defect_on(c, statuses[i].defect))
            error_item(c, statuses[i].status, str_from(statuses[i].text));
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++)
        if (defect_on(c, headers[i].defect))
            serve_header_add(c->response, c->arena, headers[i].name, str_from(headers[i].value));
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
        if (defect_on(c, changes[i].defect))
            changes[i].change(c);
    reveal(c, reference, id);
}

static void tell_deleted(struct api_call *c, struct str reference) {
    struct statement q = STATEMENT(QUERY_FIND_DELETED_TASK, reference);
    if (defect_on(c, DEFECT_STATUS_410_DELETED) && store_cell(c->server->store, c->arena, q).data)
        error_item(c, 410, STR("Item is gone."));
}

void defects_hidden(struct api_call *c, struct str reference, struct str id) {
    if (!c->server->defects.any)
        return;
    defects_hide_in_noise(c, id.data != NULL);
    if (id.data)
        tell_denied(c, reference, id);
    else
        tell_deleted(c, reference);
}
