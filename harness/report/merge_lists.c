/* SPDX-License-Identifier: Apache-2.0
 *
 * merge_lists: lists of shards to one. */
#include "merge_lists.h"

#include <stdlib.h>

#include "finding_order.h"

#define OWNER_PREFIX "owner/"

enum rc merge_findings(const struct merge_part *parts, size_t count, struct arena *a, struct result *out,
                       struct fault *f) {
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += parts[i].result.finding_count;
    out->findings = ARENA_ARRAY(a, struct finding, total);
    for (size_t i = 0; i < count; i++) {
        const struct result *r = &parts[i].result;
        for (size_t j = 0; j < r->finding_count; j++) {
            if (finding_order_find(out, r->findings[j].fingerprint) != SIZE_MAX)
                return fault_set(f, RC_USAGE, "%s: the finding %.*s is in another shard too", parts[i].name,
                                 STR_ARG(str_sub(r->findings[j].fingerprint, 0, 40)));
            out->findings[out->finding_count++] = r->findings[j];
        }
    }
    finding_order_sort(out);
    return RC_OK;
}

static int by_position(const void *x, const void *y) {
    const struct check *a = x, *b = y;
    return a->position < b->position ? -1 : a->position > b->position;
}

static struct check check_of(const struct result *out, const struct result *r, size_t index) {
    struct check c = r->checks[index];
    if (c.finding != SIZE_MAX)
        c.finding = finding_order_find(out, r->findings[c.finding].fingerprint);
    return c;
}

/* Every place of the plan is taken, once. */
static enum rc check_places(const struct result *out, size_t planned, struct fault *f) {
    for (size_t i = 0; i < out->check_count; i++) {
        const struct check *c = &out->checks[i];
        if (i > 0 && c->position == out->checks[i - 1].position)
            return fault_set(f, RC_USAGE, "two shards have the check %.*s", STR_ARG(str_sub(c->id, 0, 200)));
        if (c->position != i)
            break;
    }
    if (out->check_count == planned && (planned == 0 || out->checks[planned - 1].position == planned - 1))
        return RC_OK;
    return fault_set(f, RC_USAGE, "the shards have %zu checks together, planned were %zu", out->check_count, planned);
}

enum rc merge_checks(const struct merge_part *parts, size_t count, struct arena *a, struct result *out,
                     struct fault *f) {
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += parts[i].result.check_count;
    out->checks = ARENA_ARRAY(a, struct check, total);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < parts[i].result.check_count; j++)
            out->checks[out->check_count++] = check_of(out, &parts[i].result, j);
    }
    qsort(out->checks, out->check_count, sizeof(*out->checks), by_position);
    return check_places(out, parts[0].result.shard.checks_planned, f);
}

struct ranked_control {
    struct control control;
    size_t rank, index;
};

static int by_rank(const void *x, const void *y) {
    const struct ranked_control *a = x, *b = y;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return a->index < b->index ? -1 : 1;
}

/* Where the surface of an owner's control begins in the plan, behind all that is about nobody's surface; what comes
 * after a run's owner controls has no place of its own. */
static size_t rank_of(const struct result *out, const struct control *c) {
    struct str prefix = STR(OWNER_PREFIX);
    if (!str_starts_with(c->id, prefix))
        return str_starts_with(c->id, STR("heartbeat/")) || str_starts_with(c->id, STR("coverage")) ? SIZE_MAX : 0;
    struct str surface = str_from_index(c->id, prefix.len);
    for (size_t i = 0; i < out->check_count; i++) {
        if (str_eq(out->checks[i].surface, surface))
            return i + 1;
    }
    return SIZE_MAX - 1;
}

static void add_control(struct ranked_control *list, size_t *count, const struct control *c) {
    for (size_t i = 0; i < *count; i++) {
        if (str_eq(list[i].control.id, c->id)) {
            if (list[i].control.passed)
                list[i].control = *c;
            return;
        }
    }
    list[*count] = (struct ranked_control){.control = *c, .index = *count};
    *count += 1;
}

void merge_controls(const struct merge_part *parts, size_t count, struct arena *a, struct result *out) {
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += parts[i].result.control_count;
    struct ranked_control *list = ARENA_ARRAY(a, struct ranked_control, total);
    out->controls = ARENA_ARRAY(a, struct control, total);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < parts[i].result.control_count; j++)
            add_control(list, &out->control_count, &parts[i].result.controls[j]);
    }
    for (size_t i = 0; i < out->control_count; i++)
        list[i].rank = rank_of(out, &list[i].control);
    qsort(list, out->control_count, sizeof(*list), by_rank);
    for (size_t i = 0; i < out->control_count; i++)
        out->controls[i] = list[i].control;
}

static void add_noise(struct result *out, const struct learned_noise *n) {
    for (size_t i = 0; i < out->noise_count; i++) {
        struct learned_noise *known = &out->noise[i];
        if (str_eq(known->scope, n->scope) && str_eq(known->shape, n->shape)) {
            known->seen += n->seen;
            return;
        }
    }
    out->noise[out->noise_count++] = *n;
}

void merge_noise(const struct merge_part *parts, size_t count, struct arena *a, struct result *out) {
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += parts[i].result.noise_count;
    out->noise = ARENA_ARRAY(a, struct learned_noise, total);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < parts[i].result.noise_count; j++)
            add_noise(out, &parts[i].result.noise[j]);
    }
}

static void add_sentence(struct result *out, struct str sentence) {
    for (size_t i = 0; i < out->not_judged_count; i++) {
        if (str_eq(out->not_judged[i], sentence))
            return;
    }
    out->not_judged[out->not_judged_count++] = sentence;
}

void merge_sentences(const struct merge_part *parts, size_t count, struct arena *a, struct result *out) {
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += parts[i].result.not_judged_count;
    out->not_judged = ARENA_ARRAY(a, struct str, total);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < parts[i].result.not_judged_count; j++)
            add_sentence(out, parts[i].result.not_judged[j]);
    }
}

/* The sentence of the state that counts. Expired is the same in every shard. */
static void add_waiver(struct result *out, const struct waiver_note *w) {
    for (size_t i = 0; i < out->waiver_count; i++) {
        struct waiver_note *known = &out->waivers[i];
        if (!str_eq(known->what, w->what) || !str_eq(known->owner, w->owner) || !str_eq(known->expires, w->expires))
            continue;
        size_t findings = known->findings + w->findings;
        if (w->state < known->state || (w->state == known->state && w->findings > known->findings))
            *known = *w;
        known->findings = findings;
        return;
    }
    out->waivers[out->waiver_count++] = *w;
}

void merge_waivers(const struct merge_part *parts, size_t count, struct arena *a, struct result *out) {
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += parts[i].result.waiver_count;
    out->waivers = ARENA_ARRAY(a, struct waiver_note, total);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < parts[i].result.waiver_count; j++)
            add_waiver(out, &parts[i].result.waivers[j]);
    }
}

void merge_fixed(const struct merge_part *parts, size_t count, struct arena *a, struct result *out) {
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += parts[i].result.fixed_count;
    out->fixed = ARENA_ARRAY(a, struct fixed_finding, total);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < parts[i].result.fixed_count; j++)
            out->fixed[out->fixed_count++] = parts[i].result.fixed[j];
    }
}
