/* SPDX-License-Identifier: Apache-2.0
 *
 * watch: what the campaign's own thread keeps while it looks after the rest, and what it tells meanwhile. Private to
 * campaign. */
#ifndef NONESUCH_WATCH_H
#define NONESUCH_WATCH_H

#include "confirm.h"
#include "curve.h"
#include "learning.h"

struct watch {
    struct campaign *campaign;
    struct learning learning;
    struct confirmer *confirmer;
    size_t looked_at;
    int64_t told_ns, saved_ns;
    struct curve curve;
    bool is_dead;
    struct fault fault; /* the last one; what fails is tried again */
};

/* Learns what varies by itself; from here on suspicions can be confirmed. Close it. */
void watch_open(struct watch *w, struct campaign *c);
void watch_close(struct watch *w);

struct campaign_point watch_point(const struct campaign_tally *t);
/* Progress, the curve and the sums of the corpus, each when it is time. */
void watch_tell_progress(struct watch *w);

#endif
