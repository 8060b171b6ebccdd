/* SPDX-License-Identifier: Apache-2.0
 *
 * counters: hears the counters that a service sends to its metrics agent (StatsD over UDP). Nothing is read while
 * nobody asks: what does not fit into the socket's buffer until then is lost, so forget before the request and look
 * right after it. */
#ifndef NONESUCH_COUNTERS_H
#define NONESUCH_COUNTERS_H

#include "rc.h"
#include "statsd.h"

struct counters; /* a socket */

/* Listens on HOST:PORT (IPv4; port 0: the kernel chooses). RC_CONFIG: no such address; RC_NET: it cannot be had. */
MUST_USE enum rc counters_open(struct str address, struct counters **out, struct fault *f);
void counters_close(struct counters *c); /* accepts NULL */

/* "127.0.0.1:8125", where it listens; lives as long as it. */
struct str counters_address(const struct counters *c);

/* Drops what came so far. */
void counters_forget(struct counters *c);

struct counter_list {
    struct statsd_counter *items; /* in order of arrival; texts in the arena */
    size_t count;
};
/* Appends what came since the last look; does not wait. */
void counters_look(struct counters *c, struct arena *a, struct counter_list *list);

/* The sum over all that have this name and tag (empty: any). */
double counters_sum(const struct counter_list *list, struct str name, struct str tag);

#endif
