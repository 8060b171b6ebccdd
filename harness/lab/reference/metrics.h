/* SPDX-License-Identifier: Apache-2.0
 *
 * metrics: counters sent to a StatsD agent over UDP. What nobody hears is lost, and nobody waits. Thread-safe. */
#ifndef NONESUCH_METRICS_H
#define NONESUCH_METRICS_H

#include "rc.h"
#include "str.h"

struct metrics;

/* `address`: HOST:PORT, IPv4; STR_NONE: nowhere, `*out` is NULL. RC_USAGE: no such address; RC_NET. */
MUST_USE enum rc metrics_open(struct str address, struct metrics **out, struct fault *f);
void metrics_close(struct metrics *m); /* accepts NULL */

/* Counts one more; `tags`: "op:register". Accepts NULL. */
void metrics_count(const struct metrics *m, const char *name, const char *tags);

#endif
