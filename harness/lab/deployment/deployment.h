/* SPDX-License-Identifier: Apache-2.0
 *
 * deployment: the whole lab: auth provider, agent and reference server on loopback in this process, and the target file
 * that tells a judge how to reach them. */
#ifndef NONESUCH_DEPLOYMENT_H
#define NONESUCH_DEPLOYMENT_H

#include <stdint.h>

#include "str.h"

struct deployment_options {
    const char *host; /* NULL: 127.0.0.1 */
    uint16_t port;    /* of the reference server; 0: the kernel chooses */
    uint16_t auth_port, agent_port;
    const char *database; /* NULL: ":memory:" */
    struct str statsd;    /* HOST:PORT to which counters are sent; STR_NONE: nowhere */
    const struct str *defects;
    size_t defect_count;
    const struct str *noises;
    size_t noise_count;
};

struct deployment;

/* Tokens are made afresh from the machine's entropy at each start. RC_NET, RC_IO, RC_USAGE as its parts. */
MUST_USE enum rc deployment_start(const struct deployment_options *options, struct deployment **out, struct fault *f);

/* The target file (YAML) of this deployment, secrets in plain: base_url, every principal with its credential,
 * environment isolated, observers, variables. Lives as long as the deployment. */
struct str deployment_target(const struct deployment *d);
/* For a person: base URL, principals with tokens, a curl line to try. Lives as long as the deployment. */
struct str deployment_banner(const struct deployment *d);
const char *deployment_url(const struct deployment *d);
void deployment_stop(struct deployment *d); /* accepts NULL */

#endif
