/* SPDX-License-Identifier: Apache-2.0
 *
 * stage_private: what the parts of a stage share. Private to the stage. */
#ifndef NONESUCH_STAGE_PRIVATE_H
#define NONESUCH_STAGE_PRIVATE_H

#include "effects.h"
#include "reveal.h"
#include "stage.h"

#define STAGE_MARKER "@@REF"
#define STAGE_SLOTS 10
#define STAGE_SETS 2

struct stage {
    struct run_options options;
    struct run_setting setting;
    struct engine engine;
    struct result result;
    size_t guest, host;
    struct stage_slot slots[STAGE_SLOTS];
    size_t slot_count;
    struct stage_seed *seeds;
    size_t seed_count;
    struct stage_route *routes;
    size_t route_count;
    struct str *methods;
    size_t method_count;
    struct family *victims[STAGE_SETS];
    struct effects effects;
    struct reveal_index *needles;
    const struct fixture **needle_owners; /* by tag */
    size_t exercised;
    bool is_sound;
};

/* The two sets of denied things, planned. */
void stage_plan_victims(struct stage *s);
/* The controls of a campaign. */
MUST_USE enum rc stage_prove(struct stage *s, struct fault *f);
/* The first look at what is denied. */
MUST_USE enum rc stage_watch(struct stage *s, struct fault *f);

#endif
