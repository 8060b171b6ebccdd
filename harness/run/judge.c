/* SPDX-License-Identifier: Apache-2.0
 *
 * judge: waves of probes until every item is settled. */
#include "judge.h"

#include "checks.h"
#include "decide.h"
#include "fixtures.h"
#include "plan.h"
#include "plan_families.h"
#include "verdict_coin.h"
#include "verdicts.h"
#include "wave.h"

#define FIRST_WAVES 2
#define ROUNDS_MAX \
    (DECIDE_MAX_SAMPLES / 2) /* of confirmation and of repeating what was void: two denied answers each */

static void block(struct engine *e, struct item *item, enum doubt doubt, struct str reason) {
    item->is_settled = true;
    checks_doubt(e, item->check, doubt, reason);
    checks_doubt(e, item->permission_check, doubt, reason);
    checks_doubt(e, item->reveal_check, doubt, reason);
}

static const struct owner_control *control_of(const struct engine *e, const struct surface *s) {
    for (size_t i = 0; i < e->owner_control_count; i++) {
        if (e->owner_controls[i].surface == s) {
            return &e->owner_controls[i];
        }
    }
    return NULL;
}

static struct str missing_fixture(const struct engine *e, const struct item *item) {
    const struct surface *s = item->surface;
    for (size_t i = 0; i < item->denied_count; i++) {
        if (!fixtures_has(item->denied[i], s->slot.resource)) {
            return fixtures_failure(item->denied[i], s->slot.resource);
        }
    }
    bool is_graft = item->change && item->change->is_graft;
    if (is_graft && !fixtures_has(item->others, s->slot.resource)) {
        return fixtures_failure(item->others, s->slot.resource);
    }
    for (size_t i = 0; item->others && i < s->other_count; i++) {
        if (!fixtures_has(item->others, s->others[i].resource)) {
            return fixtures_failure(item->others, s->others[i].resource);
        }
    }
    (void)e;
    return STR_NONE;
}

void judge_block(struct engine *e) {
    for (size_t i = 0; i < e->item_count; i++) {
        struct item *item = &e->items[i];
        const struct owner_control *control = control_of(e, item->surface);
        struct str missing = missing_fixture(e, item);
        if (!e->has_standing[item->principal]) {
            block(e, item, DOUBT_STANDING, e->standing_reason[item->principal]);
        } else if (missing.data) {
            block(e, item, DOUBT_CONTROL, missing);
        } else if (control && control->control != NONE && !e->result->controls[control->control].passed) {
            block(e, item, DOUBT_CONTROL, STR("the owner's own request does not succeed: see the failed controls"));
        }
    }
}

enum rc judge_make_fresh(struct engine *e, struct item **items, size_t count, struct fault *f) {
    bool is_any = false;
    for (size_t i = 0; i < count; i++) {
        if (items[i]->wants_fresh && !items[i]->has_fresh) {
            plan_fresh_families(e, items[i]);
            is_any = true;
        }
    }
    if (!is_any) {
        return RC_OK;
    }
    enum rc rc = fixtures_create(e, f);
    if (rc == RC_OK) {
        fixtures_share(e);
        rc = fixtures_bury(e, f);
    }
    return rc;
}

static size_t collect(struct engine *e, struct item **out, size_t groups_least) {
    size_t count = 0;
    for (size_t i = 0; i < e->item_count; i++) {
        if (!e->items[i].is_settled && !e->items[i].fault && verdicts_groups(&e->items[i]) >= groups_least) {
            out[count++] = &e->items[i];
        }
    }
    return count;
}

static bool fresh_is_made(const struct item *item) {
    for (size_t i = 0; i < item->denied_count; i++) {
        if (!fixtures_has(item->denied[i], item->surface->slot.resource)) {
            return false;
        }
    }
    return true;
}

static enum rc first_waves(struct engine *e, struct item **list, struct fault *f) {
    enum rc rc = RC_OK;
    for (size_t wave = 0; rc == RC_OK && wave < FIRST_WAVES; wave++) {
        rc = wave_send(e, list, collect(e, list, /* groups_least = */ wave + 1), f);
    }
    return rc;
}

enum rc judge_items(struct engine *e, struct fault *f) {
    struct item **list = ARENA_ARRAY(e->arena, struct item *, e->item_count);
    size_t rounds = e->options->groups > ROUNDS_MAX ? e->options->groups : ROUNDS_MAX;
    e->phase = "probes";
    enum rc rc = first_waves(e, list, f);
    if (rc == RC_OK) {
        verdict_coin_screen(e);
    }
    for (size_t round = 0; rc == RC_OK; round++) {
        size_t count = collect(e, list, /* groups_least = */ 0);
        size_t open = 0;
        for (size_t i = 0; i < count; i++) {
            bool is_last = round >= rounds || engine_should_stop(e);
            if (!verdicts_settle(e, list[i], is_last)) {
                list[open++] = list[i];
            }
        }
        if (open == 0 || engine_should_stop(e)) {
            return RC_OK;
        }
        e->phase = "confirm";
        rc = judge_make_fresh(e, list, open, f);
        size_t ready = 0;
        for (size_t i = 0; i < open; i++) {
            if (fresh_is_made(list[i])) {
                list[ready++] = list[i];
            } else {
                block(e, list[i], DOUBT_UNSTABLE,
                      STR("a difference showed once, and no fresh things could be made to confirm it"));
            }
        }
        rc = rc == RC_OK ? wave_send(e, list, ready, f) : rc;
    }
    return rc;
}

/* The last answers of each class, of what was not lost. */
static void keep_last(const struct item *item, struct evidence last[2]) {
    for (size_t i = 0; i < item->sample_count; i++) {
        const struct sample *s = &item->samples[i];
        if (!s->is_dropped) {
            last[s->is_denied ? 0 : 1] = (struct evidence){.label = s->is_denied ? STR("denied") : STR("absent"),
                                                           .reference = s->reference,
                                                           .exchange = s->exchange};
        }
    }
}

void judge_count(struct engine *e) {
    for (size_t i = 0; i < e->item_count; i++) {
        const struct item *item = &e->items[i];
        size_t checks[] = {item->check, item->permission_check};
        int64_t duration_ns = 0;
        for (size_t j = 0; j < item->sample_count; j++) {
            duration_ns += item->samples[j].exchange->total_ns;
        }
        for (size_t j = 0; j < 2; j++) {
            if (checks[j] != NONE) {
                struct check *check = &e->result->checks[checks[j]];
                check->group_count = item->group_count;
                check->request_count = item->sample_count;
                check->duration_ns = duration_ns;
                keep_last(item, check->last);
            }
        }
    }
}
