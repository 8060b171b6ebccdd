/* SPDX-License-Identifier: Apache-2.0
 *
 * errands: everything is agreed to and written down. */
#include "errands.h"

#include "emit.h"
#include "parse.h"

#define REPLY "{\"type\":\"text\",\"author\":\"agent\",\"content\":\"Done.\"}"

/* A JSON-RPC request, as far as it was understood. */
struct errand {
    struct str method, agent_id, task_id; /* STR_NONE when not given */
    const struct value *id;
};

static struct errand errand_from(struct str body, struct arena *a) {
    struct value *root = NULL;
    if (parse_json(body, a, &root, NULL) != RC_OK) {
        return (struct errand){0};
    }
    return (struct errand){
        .method = value_string(value_get_c(root, "method"), STR_NONE),
        .agent_id = value_string(value_point(root, STR("/params/agent/id")), STR_NONE),
        .task_id = value_string(value_point(root, STR("/params/task/id")), STR_NONE),
        .id = value_get_c(root, "id"),
    };
}

static void answer_errand(const struct errand *e, struct serve_response *response, struct arena *a) {
    if (str_eq(e->method, STR("message/send"))) {
        response->body =
            STR("{\"type\":\"full\",\"index\":0,\"content\":" REPLY "}\n{\"type\":\"done\",\"index\":0}\n");
        serve_header_add(response, a, "content-type", STR("application/x-ndjson"));
        return;
    }
    struct str id = e->id ? emit_to_str(a, e->id) : STR("null");
    const char *outcome =
        e->method.data ? "\"result\":{}" : "\"error\":{\"code\":-32600,\"message\":\"Invalid Request\"}";
    control_answer(response, a, 200, str_printf(a, "{\"jsonrpc\":\"2.0\",\"id\":%.*s,%s}", STR_ARG(id), outcome));
}

static void record(struct control *log, struct str path, const struct errand *e, int status, struct arena *a) {
    struct value *entry = value_new_object(a);
    control_set_text(a, entry, STR("path"), path);
    control_set_text(a, entry, STR("method"), e->method);
    control_set_text(a, entry, STR("agent"), e->agent_id);
    control_set_text(a, entry, STR("task"), e->task_id);
    value_set(a, entry, STR("status"), value_new_int(a, status));
    control_record(log, entry);
}

static void answer_request(struct control *log, const struct serve_request *request, struct serve_response *response,
                           struct arena *a) {
    struct errand e = {0};
    if (str_eq(request->path, STR("/api")) && str_eq(request->method, STR("POST"))) {
        e = errand_from(request->body, a);
        answer_errand(&e, response, a);
    } else {
        control_answer(response, a, 200, STR("{\"status\":\"ok\"}"));
    }
    struct str endpoint = e.method.data ? e.method : request->path;
    enum control_fault fault = control_take_fault(log, endpoint, STR_NONE);
    control_play_fault(fault, response, a);
    record(log, request->path, &e, fault == CONTROL_FAULT_TIMEOUT ? 0 : response->status, a);
}

void errands_answer(void *self, const struct serve_request *request, struct serve_response *response,
                    struct arena *arena) {
    struct control *log = self;
    if (!control_is_addressed(request)) {
        answer_request(log, request, response, arena);
    } else if (control_admit(log, request, response, arena)) {
        control_handle(log, request, response, arena);
    }
}
