/* SPDX-License-Identifier: Apache-2.0
 *
 * rpc: the JSON-RPC body of AgentEx, parsed and validated: bytes in, a request or a validation message out. Pure. */
#ifndef NONESUCH_RPC_H
#define NONESUCH_RPC_H

#include "value.h"

enum rpc_method {
    RPC_UNKNOWN, /* never handed out as valid */
    RPC_TASK_CREATE,
    RPC_MESSAGE_SEND,
    RPC_EVENT_SEND,
    RPC_TASK_CANCEL,
    RPC_TASK_INTERRUPT,
};

struct rpc_request {
    enum rpc_method method;
    struct str task_id, task_name;   /* STR_NONE when not given */
    const struct value *params;      /* the whole object */
    bool is_stream;
};

enum rpc_outcome {
    RPC_VALID,
    RPC_MALFORMED, /* not JSON: 422 before the agent's guard */
    RPC_INVALID,   /* JSON, but not a request we know: 422 behind the agent's guard; `message` is the one-line list */
};

enum rpc_outcome rpc_parse(struct str body, struct arena *a, struct rpc_request *out, struct str *message);

/* The method's name on the wire; exact match only (no case, blank or Unicode folding). */
enum rpc_method rpc_method_from(struct str name);
const char *rpc_method_name(enum rpc_method m);

#endif
