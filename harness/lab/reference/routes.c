/* SPDX-License-Identifier: Apache-2.0
 *
 * routes: the API as a table (agentex.md section 4). Literal segments stand before parameters of the same place. Routes
 * without a guard here ask the provider in their handler, but for the public ones. */
#include "handlers.h"

/* clang-format off */
#define BY_ID(lookup, op) {{LOOKUP_##lookup, OP_##op, IN_PATH, "id"}}
#define BY_NAME(lookup, op) {{LOOKUP_##lookup, OP_##op, IN_PATH, "name"}}
#define BY_BODY(lookup, op, param) {{LOOKUP_##lookup, OP_##op, IN_BODY, param}}
#define BY_QUERY(lookup, op, param) {{LOOKUP_##lookup, OP_##op, IN_QUERY, param}}
#define BY_TASK_AND_AGENT {{LOOKUP_TASK, OP_READ, IN_QUERY, "task_id"}, {LOOKUP_AGENT, OP_READ, IN_QUERY, "agent_id"}}
#define OF_TWO_PARENTS {{LOOKUP_AGENT_OF_EVENT, OP_READ, IN_PATH, "id"}, {LOOKUP_TASK_OF_EVENT, OP_READ, IN_PATH, "id"}}
#define UNGUARDED {{LOOKUP_NONE, OP_READ, IN_PATH, ""}}
#define UNGUARDED_BY(param) {{LOOKUP_NONE, OP_READ, IN_BODY, param}}
#define DEPLOYMENTS "/agents/{id}/deployments"
#define DEPLOYMENT DEPLOYMENTS "/{deployment_id}"
#define SCHEDULES "/agents/{id}/schedules"
#define SCHEDULE_ROUTES(one)                                        \
    {"GET", one, UNGUARDED, schedule_get, false},                   \
    {"PATCH", one, UNGUARDED, schedule_update, false},              \
    {"DELETE", one, UNGUARDED, schedule_delete, false},             \
    {"POST", one "/trigger", UNGUARDED, schedule_trigger, false},   \
    {"POST", one "/pause", UNGUARDED, schedule_pause, false},       \
    {"POST", one "/resume", UNGUARDED, schedule_resume, false},     \
    {"POST", one "/skip", UNGUARDED, schedule_skip, false},         \
    {"POST", one "/unskip", UNGUARDED, schedule_unskip, false}
/* clang-format on */

const struct route route_table[] = {
    {"GET", "/healthz", UNGUARDED, health_alive, false},
    {"GET", "/readyz", UNGUARDED, health_ready, false},
    {"GET", "/healthcheck", UNGUARDED, health_ready, false},
    {"GET", "/openapi.json", UNGUARDED, docs_openapi, false},

    {"POST", "/agents/register-build", UNGUARDED, agent_register_build, false},
    {"POST", "/agents/register", UNGUARDED, agent_register, false},
    {"GET", "/agents", UNGUARDED, agent_list, false},
    {"POST", "/agents/name/{name}/rpc", BY_NAME(AGENT_NAME, EXECUTE), rpc_call, true},
    {"GET", "/agents/name/{name}", BY_NAME(AGENT_NAME, READ), agent_get, false},
    {"DELETE", "/agents/name/{name}", BY_NAME(AGENT_NAME, DELETE), agent_delete, false},
    {"POST", "/agents/{id}/rpc", BY_ID(AGENT, EXECUTE), rpc_call, true},
    {"GET", "/agents/{id}", BY_ID(AGENT, READ), agent_get, false},
    {"DELETE", "/agents/{id}", BY_ID(AGENT, DELETE), agent_delete, false},

    {"GET", "/tasks", UNGUARDED, task_list, false},
    {"GET", "/tasks/name/{name}/stream", BY_NAME(TASK_NAME, READ), task_stream, false},
    {"GET", "/tasks/name/{name}", BY_NAME(TASK_NAME, READ), task_get, false},
    {"PUT", "/tasks/name/{name}", BY_NAME(TASK_NAME, UPDATE), task_update, false},
    {"DELETE", "/tasks/name/{name}", BY_NAME(TASK_NAME, DELETE), task_delete, false},
    {"GET", "/tasks/{id}", BY_ID(TASK, READ), task_get, false},
    {"PUT", "/tasks/{id}", BY_ID(TASK, UPDATE), task_update, false},
    {"DELETE", "/tasks/{id}", BY_ID(TASK, DELETE), task_delete, false},
    {"POST", "/tasks/{id}/complete", BY_ID(TASK, UPDATE), task_transition, false},
    {"POST", "/tasks/{id}/fail", BY_ID(TASK, UPDATE), task_transition, false},
    {"POST", "/tasks/{id}/terminate", BY_ID(TASK, UPDATE), task_transition, false},
    {"POST", "/tasks/{id}/timeout", BY_ID(TASK, UPDATE), task_transition, false},
    {"POST", "/tasks/{id}/interrupt", BY_ID(TASK, UPDATE), task_transition, false},
    {"POST", "/tasks/{id}/cancel", BY_ID(TASK, CANCEL), task_transition, false},
    {"GET", "/tasks/{id}/stream", BY_ID(TASK, READ), task_stream, false},
    {"GET", "/tasks/{id}/query/{query}", BY_ID(TASK, READ), task_query, false},
    {"GET", "/tasks/{id}/export", BY_ID(TASK, READ), task_export, false},
    {"POST", "/tasks/{id}/export", BY_ID(TASK, READ), task_export, false},
    {"POST", "/tasks/{id}/clean", BY_ID(TASK, DELETE), task_clean, false},
    {"POST", "/tasks/{id}/rehydrate", BY_ID(TASK, UPDATE), task_rehydrate, false},

    {"POST", "/messages", BY_BODY(TASK, UPDATE, "task_id"), message_create, false},
    {"GET", "/messages", BY_QUERY(TASK, READ, "task_id"), message_list, false},
    {"POST", "/messages/batch", BY_BODY(TASK, UPDATE, "task_id"), message_create_batch, false},
    {"PUT", "/messages/batch", BY_BODY(TASK, UPDATE, "task_id"), message_update_batch, false},
    {"GET", "/messages/paginated", BY_QUERY(TASK, READ, "task_id"), message_page, false},
    {"PUT", "/messages/{id}", BY_BODY(TASK, UPDATE, "task_id"), message_update, false},
    {"GET", "/messages/{id}", BY_ID(TASK_OF_MESSAGE, READ), message_get, false},

    {"POST", "/states", BY_BODY(TASK, UPDATE, "task_id"), state_create, false},
    {"GET", "/states", UNGUARDED, state_list, false},
    {"GET", "/states/{id}", BY_ID(TASK_OF_STATE, READ), state_get, false},
    {"PUT", "/states/{id}", BY_ID(TASK_OF_STATE, UPDATE), state_update, false},
    {"DELETE", "/states/{id}", BY_ID(TASK_OF_STATE, DELETE), state_delete, false},

    {"GET", "/events", BY_TASK_AND_AGENT, event_list, false},
    {"GET", "/events/{id}", OF_TWO_PARENTS, event_get, false},

    {"GET", "/tracker", UNGUARDED, tracker_list, false},
    {"GET", "/tracker/{id}", BY_ID(TASK_OF_TRACKER, READ), tracker_get, false},
    {"PUT", "/tracker/{id}", BY_ID(TASK_OF_TRACKER, EXECUTE), tracker_update, false},

    {"POST", "/checkpoints/get-tuple", BY_BODY(TASK, READ, "thread_id"), checkpoint_get, false},
    {"POST", "/checkpoints/list", BY_BODY(TASK, READ, "thread_id"), checkpoint_list, false},
    {"POST", "/checkpoints/put", BY_BODY(TASK, UPDATE, "thread_id"), checkpoint_put, false},
    {"POST", "/checkpoints/put-writes", BY_BODY(TASK, UPDATE, "thread_id"), checkpoint_put_writes, false},
    {"POST", "/checkpoints/delete-thread", BY_BODY(TASK, DELETE, "thread_id"), checkpoint_delete_thread, false},

    {"POST", "/agent_api_keys", BY_BODY(AGENT, UPDATE, "agent_id"), api_key_create, false},
    {"POST", "/agent_api_keys/webhook-trigger", BY_BODY(AGENT, UPDATE, "agent_id"), api_key_create_webhook, false},
    {"GET", "/agent_api_keys", UNGUARDED, api_key_list, false},
    {"GET", "/agent_api_keys/name/{name}", UNGUARDED, api_key_get_named, false},
    {"DELETE", "/agent_api_keys/name/{name}", UNGUARDED, api_key_delete_named, false},
    {"GET", "/agent_api_keys/{id}", BY_ID(API_KEY, READ), api_key_get, false},
    {"DELETE", "/agent_api_keys/{id}", BY_ID(API_KEY, DELETE), api_key_delete, false},

    {"GET", "/agents/forward/name/{name}/{*path}", UNGUARDED, webhook_forward, false},
    {"POST", "/agents/forward/name/{name}/{*path}", UNGUARDED, webhook_forward, false},

    {"POST", DEPLOYMENTS, BY_ID(AGENT, EXECUTE), deployment_create, false},
    {"GET", DEPLOYMENTS, BY_ID(AGENT, READ), deployment_list, false},
    {"GET", DEPLOYMENT, BY_ID(AGENT, READ), deployment_get, false},
    {"DELETE", DEPLOYMENT, BY_ID(AGENT, DELETE), deployment_delete, false},
    {"POST", DEPLOYMENT "/promote", BY_ID(AGENT, EXECUTE), deployment_promote, false},
    {"POST", DEPLOYMENT "/rpc", BY_ID(AGENT, EXECUTE), deployment_rpc, true},
    {"GET", "/deployment-history", BY_QUERY(AGENT, READ, "agent_id"), release_list, false},
    {"GET", "/deployment-history/{id}", BY_ID(AGENT_OF_RELEASE, READ), release_get, false},

    {"POST", "/spans", UNGUARDED_BY("task_id"), span_create, false},
    {"GET", "/spans", UNGUARDED, span_list, false},
    {"GET", "/spans/{id}", UNGUARDED, span_get, false},
    {"PATCH", "/spans/{id}", UNGUARDED, span_update, false},

    {"POST", SCHEDULES, BY_ID(AGENT, UPDATE), schedule_create, false},
    {"GET", SCHEDULES, UNGUARDED, schedule_list, false},
    SCHEDULE_ROUTES(SCHEDULES "/name/{schedule_name}"),
    SCHEDULE_ROUTES(SCHEDULES "/{schedule_id}"),
};

const size_t route_count = sizeof route_table / sizeof route_table[0];
