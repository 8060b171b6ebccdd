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
    RPC_METHOD_COUNT
};

struct rpc_request {
    enum rpc_method method;
    struct str task_id, task_name; /* STR_NONE when not given; never both, except of task/create (name only) */
    const struct value *content;   /* NULL when not given */
    const struct value *params;    /* the whole object */
    bool is_stream;
};

enum rpc_outcome {
    RPC_VALID,
    RPC_MALFORMED, /* parse_json refuses it: 422 before the agent's guard */
    RPC_INVALID,   /* JSON, but not a request we know: 422 behind the agent's guard; `message` is the one-line list */
};

/* `out` is filled only for RPC_VALID, `message` for the other two. The message depends on what is wrong alone, never
 * on a value of the body, so that it is the same for every reference. */
enum rpc_outcome rpc_parse(struct str body, struct arena *a, struct rpc_request *out, struct str *message);

/* The second half of rpc_parse, for a body that is parsed already: RPC_VALID or RPC_INVALID. */
enum rpc_outcome rpc_validate(const struct value *body, struct arena *a, struct rpc_request *out, struct str *message);

/* What is wrong with a message content (`at` names it in the sentence), STR_NONE when it is good. */
struct str rpc_content_fault(const struct value *content, const char *at, struct arena *a);

/* The method's name on the wire; exact match only (no case, blank or Unicode folding). */
enum rpc_method rpc_method_from(struct str name);
const char *rpc_method_name(enum rpc_method m); /* "" for RPC_UNKNOWN */

#endif
