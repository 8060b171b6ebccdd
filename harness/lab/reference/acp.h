/* SPDX-License-Identifier: Apache-2.0
 *
 * acp: what the server asks of an agent (agentex.md section 6). */
#ifndef NONESUCH_ACP_H
#define NONESUCH_ACP_H

#include "guard.h"

struct acp_call {
    const char *method; /* task/create, message/send … */
    struct row agent, task;
    struct str content; /* JSON, STR_NONE when there is none */
    struct str event;   /* JSON of an Event, STR_NONE when there is none */
    bool is_stream;
};

/* The agent's whole answer (JSON or NDJSON) in `out`. False: it has no address, did not answer, or not with 200. */
bool acp_ask(struct api_call *c, const struct acp_call *call, struct str *out);

#endif
