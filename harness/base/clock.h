/* SPDX-License-Identifier: Apache-2.0
 *
 * clock: time. The one module, beside run, that asks the machine for it. */
#ifndef NONESUCH_CLOCK_H
#define NONESUCH_CLOCK_H

#include <stdint.h>

#include "str.h"

#define NS_PER_US INT64_C(1000)
#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S INT64_C(1000000000)

int64_t clock_monotonic_ns(void);
int64_t clock_wall_ns(void); /* since 1970-01-01T00:00:00Z */
void clock_sleep_ns(int64_t ns);

/* "2026-11-24T04:05:06.123456Z" (RFC 3339, microseconds). */
struct str clock_format_rfc3339(struct arena *a, int64_t wall_ns);
/* The day that it is, "2026-11-24" (UTC). */
struct str clock_today(struct arena *a);

/* Durations with a unit, as options and files write them: "500ms", "20s", "5m", "8h", "50us", "1d". False for anything
 * else, a bare number included. */
bool clock_parse_duration(struct str s, int64_t *out_ns);
/* A short human form: "850 ms", "6.1 s", "2 min 5 s". */
struct str clock_format_duration(struct arena *a, int64_t ns);

#endif
