/* SPDX-License-Identifier: Apache-2.0
 *
 * handlers: what routes.c points to. Each runs behind its route's guards and writes the answer. */
#ifndef NONESUCH_HANDLERS_H
#define NONESUCH_HANDLERS_H

#include "defect_hooks.h"
#include "guard.h"
#include "router.h"
#include "surface.h"

void health_alive(struct api_call *c);
void health_ready(struct api_call *c);
void docs_openapi(struct api_call *c);

void agent_get(struct api_call *c);
void agent_list(struct api_call *c);
void agent_delete(struct api_call *c);
void agent_register_build(struct api_call *c);
void agent_register(struct api_call *c);

void task_get(struct api_call *c);
void task_list(struct api_call *c);
void task_update(struct api_call *c);
void task_delete(struct api_call *c);
void task_transition(struct api_call *c);
void task_stream(struct api_call *c);
void task_query(struct api_call *c);
void task_export(struct api_call *c);
void task_clean(struct api_call *c);
void task_rehydrate(struct api_call *c);

void message_create(struct api_call *c);
void message_create_batch(struct api_call *c);
void message_update(struct api_call *c);
void message_update_batch(struct api_call *c);
void message_list(struct api_call *c);
void message_page(struct api_call *c);
void message_get(struct api_call *c);

void state_create(struct api_call *c);
void state_get(struct api_call *c);
void state_update(struct api_call *c);
void state_delete(struct api_call *c);
void state_list(struct api_call *c);

void event_get(struct api_call *c);
void event_list(struct api_call *c);

void tracker_get(struct api_call *c);
void tracker_list(struct api_call *c);
void tracker_update(struct api_call *c);

void checkpoint_get(struct api_call *c);
void checkpoint_list(struct api_call *c);
void checkpoint_put(struct api_call *c);
void checkpoint_put_writes(struct api_call *c);
void checkpoint_delete_thread(struct api_call *c);

void api_key_create(struct api_call *c);
void api_key_create_webhook(struct api_call *c);
void api_key_list(struct api_call *c);
void api_key_get(struct api_call *c);
void api_key_get_named(struct api_call *c);
void api_key_delete(struct api_call *c);
void api_key_delete_named(struct api_call *c);

void rpc_call(struct api_call *c);
/* The agent is reached at `acp_url`; STR_NONE: at its own address. */
void rpc_call_at(struct api_call *c, struct str acp_url);

void deployment_create(struct api_call *c);
void deployment_list(struct api_call *c);
void deployment_get(struct api_call *c);
void deployment_promote(struct api_call *c);
void deployment_delete(struct api_call *c);
void deployment_rpc(struct api_call *c);
void release_get(struct api_call *c);
void release_list(struct api_call *c);

void span_create(struct api_call *c);
void span_get(struct api_call *c);
void span_update(struct api_call *c);
void span_list(struct api_call *c);

void schedule_create(struct api_call *c);
void schedule_list(struct api_call *c);
void schedule_get(struct api_call *c);
void schedule_update(struct api_call *c);
void schedule_delete(struct api_call *c);
void schedule_trigger(struct api_call *c);
void schedule_pause(struct api_call *c);
void schedule_resume(struct api_call *c);
void schedule_skip(struct api_call *c);
void schedule_unskip(struct api_call *c);

void webhook_forward(struct api_call *c);

#endif
