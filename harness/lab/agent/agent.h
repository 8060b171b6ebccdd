/* SPDX-License-Identifier: Apache-2.0
 *
 * agent: an ACP agent that answers every method (JSON, or NDJSON for message/send) at POST /api and records what it was
 * asked to do, with the same control API as the auth provider.
 *
 * Any other request is answered 200 {"status":"ok"} and recorded too (forwarded webhooks, health probes). A log entry:
 * {seq, path, method, agent, task, status}; method is the JSON-RPC method, agent and task the ids in its params, null
 * when there is none; status is 0 for a request that was left without an answer. The `endpoint` of a fault is the
 * JSON-RPC method or the path. */
#ifndef NONESUCH_AGENT_H
#define NONESUCH_AGENT_H

#include <stdint.h>

#include "str.h"

struct agent_options {
    const char *host;
    uint16_t port;
    struct str control_token; /* bearer token of the control API; empty: nobody is admitted */
};

struct agent;

/* RC_NET. Options are copied. */
MUST_USE enum rc agent_start(const struct agent_options *options, struct agent **out, struct fault *f);
const char *agent_url(const struct agent *a);
void agent_stop(struct agent *a); /* accepts NULL */

#endif
