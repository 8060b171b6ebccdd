/* SPDX-License-Identifier: Apache-2.0
 *
 * agent: an ACP agent that answers every method (JSON, or NDJSON for message/send) at POST /api and records what it was
 * asked to do, with the same control API as the auth provider. */
#ifndef NONESUCH_AGENT_H
#define NONESUCH_AGENT_H

#include <stdint.h>

#include "str.h"

struct agent_options {
    const char *host;
    uint16_t port;
    struct str control_token;
};

struct agent;

MUST_USE enum rc agent_start(const struct agent_options *options, struct agent **out, struct fault *f);
const char *agent_url(const struct agent *a);
void agent_stop(struct agent *a); /* accepts NULL */

#endif
