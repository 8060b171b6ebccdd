/* SPDX-License-Identifier: Apache-2.0
 *
 * route_rpc: JSON-RPC behind the agent's guard: what each method needs, in one table, then its work (rpc_work.c). */
#include "rpc_work.h"

enum task_need {
    TASK_NONE,     /* the method makes its own */
    TASK_EXISTING, /* by id or by name */
    TASK_OR_NEW,   /* a free name, or none at all, makes one */
};

struct rpc_rule {
    enum task_need need;
    enum operation op;
    bool is_for_sync, is_for_async;
    rpc_work_fn work;
};

static const struct rpc_rule rules[RPC_METHOD_COUNT] = {
    [RPC_TASK_CREATE] = {TASK_NONE, OP_CREATE, true, true, rpc_work_create},
    [RPC_MESSAGE_SEND] = {TASK_OR_NEW, OP_UPDATE, true, false, rpc_work_message},
    [RPC_EVENT_SEND] = {TASK_EXISTING, OP_UPDATE, false, true, rpc_work_event},
    [RPC_TASK_CANCEL] = {TASK_EXISTING, OP_CANCEL, false, true, rpc_work_cancel},
    [RPC_TASK_INTERRUPT] = {TASK_EXISTING, OP_UPDATE, true, true, rpc_work_interrupt},
};

/* By a name that leads to nothing the caller can see, or by none: a new task. */
static bool claim_or_create(struct api_call *c, enum operation op, struct str *task) {
    enum name_claim claim = CLAIM_FREE;
    if (c->rpc.task_name.data)
        claim = guard_name_or_free(c, LOOKUP_TASK_NAME, op, c->rpc.task_name, task);
    if (claim != CLAIM_FREE)
        return claim == CLAIM_REACHED;
    *task = STR_NONE;
    return guard_create(c, RESOURCE_TASK);
}

static const char *slot_of(const struct api_call *c, const struct rpc_rule *rule) {
    if (rule->need == TASK_NONE)
        return "name";
    return c->rpc.task_id.data ? "by_id" : "by_name";
}

/* `*task` is the task to work on, STR_NONE when one is to be made. False: answered. */
static bool authorize(struct api_call *c, const struct rpc_rule *rule, struct str *task) {
    *task = STR_NONE;
    surface_enter_rpc(c, slot_of(c, rule));
    if (rule->need == TASK_NONE)
        return guard_create(c, RESOURCE_TASK);
    if (c->rpc.task_id.data)
        return guard_reference(c, LOOKUP_TASK, rule->op, c->rpc.task_id, task) || defects_create_instead(c);
    if (rule->need == TASK_OR_NEW)
        return claim_or_create(c, rule->op, task);
    return guard_reference(c, LOOKUP_TASK_NAME, rule->op, c->rpc.task_name, task);
}

static bool is_supported(const struct rpc_rule *rule, struct row agent) {
    bool is_sync = str_eq(agent.cells[AGENT_ACP_TYPE], STR("sync"));
    return is_sync ? rule->is_for_sync : rule->is_for_async;
}

/* False: answered. */
static bool run_unknown(struct api_call *c) {
    surface_enter_rpc(c, "");
    enum unknown_course course = defects_unknown_method(c);
    if (course == UNKNOWN_REFUSED)
        error_invalid(c, c->rpc_message);
    return course == UNKNOWN_RUN;
}

/* The agent as it is reached at another address. */
static struct row moved_to(struct api_call *c, struct row agent, struct str acp_url) {
    struct str *cells = ARENA_ARRAY(c->arena, struct str, AGENT_COLUMN_COUNT);
    for (size_t i = 0; i < AGENT_COLUMN_COUNT; i++)
        cells[i] = i == AGENT_ACP_URL ? acp_url : agent.cells[i];
    return (struct row){cells};
}

void rpc_call(struct api_call *c) {
    rpc_call_at(c, STR_NONE);
}

void rpc_call_at(struct api_call *c, struct str acp_url) {
    struct row agent;
    struct str task;
    if (c->rpc_outcome != RPC_VALID && !run_unknown(c))
        return;
    const struct rpc_rule *rule = &rules[c->rpc.method];
    if (!load_row(c, QUERY_AGENT, c->guarded[0], &agent) || !authorize(c, rule, &task))
        return;
    agent = acp_url.data ? moved_to(c, agent, acp_url) : agent;
    if (!is_supported(rule, agent)) {
        rpc_work_error(c, RPC_CODE_PARAMS,
                       str_printf(c->arena, "Method '%s' is not supported by agents of type '%.*s'",
                                  rpc_method_name(c->rpc.method), STR_ARG(agent.cells[AGENT_ACP_TYPE])));
        return;
    }
    rule->work(c, agent, task);
}
