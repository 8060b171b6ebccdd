/* SPDX-License-Identifier: Apache-2.0
 *
 * glance: one body, sent as a pair and judged at once: what looks suspicious, what is new. Nothing is confirmed here.
 * Private to campaign. */
#ifndef NONESUCH_GLANCE_H
#define NONESUCH_GLANCE_H

#include "contrast.h"
#include "trial.h"

#define GLANCE_SHOWN NOVELTY_ASPECTS
#define GLANCE_SUSPICIONS 4
#define GLANCE_NAMES 1024

/* Of one lane: method names that were compared with random ones lately. */
struct glance_memory {
    uint64_t names[GLANCE_NAMES];
};

struct suspicion {
    enum oracle oracle;
    uint64_t signature;
};

struct glance {
    size_t seed; /* that the body is told under */
    size_t sent, by_status_class[6];
    bool is_judged;     /* both answers came and can be compared */
    bool is_silent;     /* nobody was there, or no answer came */
    bool is_waited_out; /* in a framing envelope: both answers were waited for in vain */
    bool has_name;      /* a random name was sent beside it */
    bool is_news;
    uint16_t shown[GLANCE_SHOWN]; /* what both answers showed, as a worker is told */
    size_t shown_count;
    struct suspicion suspicions[GLANCE_SUSPICIONS];
    size_t suspicion_count;
    struct contrast contrast; /* of a plain body that is judged; texts live in the step arena */
};

/* False: nothing was sent (nobody is there, or it is stopped). `out` is filled in either case. */
bool glance_at(struct trial *t, struct glance_memory *memory, struct str body, struct glance *out);

#endif
