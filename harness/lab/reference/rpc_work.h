/* SPDX-License-Identifier: Apache-2.0
 *
 * rpc_work: what the five methods do once everything is allowed, and the JSON-RPC answers. */
#ifndef NONESUCH_RPC_WORK_H
#define NONESUCH_RPC_WORK_H

#include "handlers.h"
#include "load.h"

enum rpc_code { RPC_CODE_PARAMS = -32602, RPC_CODE_INTERNAL = -32603 };

/* `task` is STR_NONE when the method is to make one. */
typedef void (*rpc_work_fn)(struct api_call *c, struct row agent, struct str task);

void rpc_work_create(struct api_call *c, struct row agent, struct str task);
void rpc_work_message(struct api_call *c, struct row agent, struct str task);
void rpc_work_event(struct api_call *c, struct row agent, struct str task);
void rpc_work_cancel(struct api_call *c, struct row agent, struct str task);
void rpc_work_interrupt(struct api_call *c, struct row agent, struct str task);

/* 200 with an error. */
void rpc_work_error(struct api_call *c, enum rpc_code code, struct str message);

#endif
