/* SPDX-License-Identifier: Apache-2.0
 *
 * statsd: counters in the text protocol of StatsD, with the tags of DogStatsD: `name:value|c|@rate|#tag:x,tag:y`, one a
 * line. Pure.
 * https://github.com/statsd/statsd/blob/master/docs/metric_types.md
 * https://docs.datadoghq.com/developers/dogstatsd/datagram_shell/ */
#ifndef NONESUCH_STATSD_H
#define NONESUCH_STATSD_H

#include "str.h"

struct statsd_counter {
    struct str name;
    struct str tags; /* "op:register,env:x"; STR_NONE without */
    double value;    /* divided by the sampling rate */
};

/* Takes the first line off `rest`; false at the end. What is no counter (a gauge, a timer, nonsense) is skipped. */
bool statsd_next(struct str *rest, struct statsd_counter *out);

/* One of the counter's tags is this one. An empty tag fits every counter. */
bool statsd_has_tag(const struct statsd_counter *c, struct str tag);

#endif
