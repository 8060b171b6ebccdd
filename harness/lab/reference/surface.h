/* SPDX-License-Identifier: Apache-2.0
 *
 * surface: what the caller is at, spelled as packs derive their surface ids (get.tasks.by_id,
 * rpc.task_cancel@agent.id), so that a defect's glob says where it acts. Costs nothing while no defect is on. */
#ifndef NONESUCH_SURFACE_H
#define NONESUCH_SURFACE_H

#include "guard.h"

/* The route with its first slot. */
void surface_enter_route(struct api_call *c);
/* The route with another parameter than its own. */
void surface_enter_query(struct api_call *c, const char *param);
/* The slot of one of its guards: the same when it is the first, else with "@type.field". */
void surface_enter_guard(struct api_call *c, const struct guard *g);
/* The agent slot of an RPC call, then the slot of its task: "by_id", "by_name", "name"; ".at_name" follows when the
 * call went to the agent by name, ".at_preview" when to a deployment of it. */
void surface_enter_rpc_agent(struct api_call *c, bool is_named);
void surface_enter_rpc(struct api_call *c, const char *slot);
/* The deployment to which a preview call goes. */
void surface_enter_rpc_deployment(struct api_call *c);
/* A secondary slot of the route: "event.id". */
void surface_enter_slot(struct api_call *c, const char *slot);

#endif
