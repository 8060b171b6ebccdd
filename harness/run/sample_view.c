/* SPDX-License-Identifier: Apache-2.0
 *
 * sample_view: which samples count. */
#include "sample_view.h"

#include "limits.h"

bool sample_view_group_is_void(const struct item *item, size_t group) {
    const struct sample *absent = NULL;
    for (size_t i = 0; i < item->sample_count; i++) {
        const struct sample *s = &item->samples[i];
        if (s->group != group) {
            continue;
        }
        /* A server that gives an odd request up half-way may or may not get its answer through: both are known then. */
        bool must_agree = !item->change && !s->is_denied && absent;
        if (s->is_dropped || (must_agree && compare_is_void(&absent->features, &s->features))) {
            return true;
        }
        absent = s->is_denied ? absent : s;
    }
    return false;
}

struct sample_view sample_view_of(struct engine *e, const struct item *item) {
    struct sample_view v = {.known = ARENA_ARRAY(e->arena, struct features, item->sample_count),
                            .absent = ARENA_ARRAY(e->arena, const struct sample *, item->sample_count),
                            .denied = ARENA_ARRAY(e->arena, const struct sample *, item->sample_count)};
    bool *is_void = ARENA_ARRAY(e->arena, bool, item->group_count);
    for (size_t g = 0; g < item->group_count; g++) {
        is_void[g] = sample_view_group_is_void(item, g);
        v.void_groups += is_void[g];
        v.groups += !is_void[g];
    }
    for (size_t i = 0; i < item->sample_count; i++) {
        const struct sample *s = &item->samples[i];
        v.asked_denied += s->is_denied;
        v.asked_absent += !s->is_denied;
        v.shed_denied += s->is_denied && s->is_dropped;
        v.shed_absent += !s->is_denied && s->is_dropped;
        if (is_void[s->group]) {
            continue;
        }
        if (s->is_denied) {
            v.denied[v.denied_count++] = s;
        } else {
            v.known[v.absent_count] = s->features;
            v.absent[v.absent_count++] = s;
        }
    }
    return v;
}

struct evidence sample_view_evidence(struct engine *e, const struct item *item, const struct sample *s) {
    int64_t *times_ns = ARENA_ARRAY(e->arena, int64_t, item->sample_count);
    size_t count = 0;
    for (size_t i = 0; i < item->sample_count; i++) {
        int64_t wait_ns = exchange_wait_ns(item->samples[i].exchange);
        if (item->samples[i].is_denied == s->is_denied && wait_ns > 0) {
            times_ns[count++] = wait_ns;
        }
    }
    size_t left_out = count > LIMIT_EVIDENCE_TIMES ? count - LIMIT_EVIDENCE_TIMES : 0;
    return (struct evidence){.label = s->is_denied ? STR("denied") : STR("absent"),
                             .reference = s->reference,
                             .exchange = s->exchange,
                             .first_byte_ns = times_ns + left_out,
                             .first_byte_count = count - left_out};
}
