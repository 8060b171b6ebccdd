/* SPDX-License-Identifier: Apache-2.0
 *
 * wave: groups are made, sent and taken apart, each of these while another one is under way. */
#include "wave.h"

#include "checks.h"
#include "claims.h"
#include "fixtures.h"
#include "probe.h"
#include "render.h"
#include "sending.h"

#define GROUP_SIZE 4
#define WAVE_PART 256 /* groups that are under way at once */

/* The requests of one item's group, and what they are. */
struct group {
    struct item *item;
    struct request requests[1 + GROUP_SIZE];
    size_t lead; /* the first request is no sample, but the owner's, for the things that the others ask for */
    struct sample samples[GROUP_SIZE]; /* exchange and features come later */
    size_t count;
    bool is_unrendered;
};

static bool is_validated(const struct item *item) {
    return item->change && variation_is_conditional(item->change) && !item->surface->is_mutating;
}

static struct str absent_reference(struct engine *e, struct item *item, const struct field *field, struct str present) {
    if (item->absent_count == 0) {
        return render_absent(e, field, present);
    }
    const struct given_absent *given = &item->absents[item->absent_turn++ % item->absent_count];
    struct field like_given = {.absent = given->form};
    return given->value.data ? given->value : render_absent(e, &like_given, present);
}

static void add_request(struct engine *e, struct group *g, const struct family *family, bool is_denied) {
    const struct surface *s = g->item->surface;
    const struct field *field = &e->pack->resources[s->slot.resource].fields[s->slot.field];
    struct sample *sample = &g->samples[g->count];
    struct str present = probe_reference(s, family);
    *sample = (struct sample){.reference = is_denied ? present : absent_reference(e, g->item, field, present),
                              .family = is_denied ? family : NULL,
                              .is_denied = is_denied,
                              .is_fresh = g->item->has_fresh,
                              .group = g->item->group_count};
    const struct family *others = g->item->others ? g->item->others : family;
    struct fault fault = {0};
    struct request *request = &g->requests[g->lead + g->count];
    if (probe_render(e, g->item, sample->reference, others, request, &fault) != RC_OK ||
        claims_apply(e, g->item, family, request, &fault) != RC_OK) {
        g->is_unrendered = true;
        struct str reason = str_printf(e->arena, "its request could not be made: %s", fault.text);
        checks_doubt(e, g->item->check, DOUBT_CONTROL, reason);
        checks_doubt(e, g->item->permission_check, DOUBT_CONTROL, reason);
        return;
    }
    g->count++;
}

static void build_group(struct engine *e, struct group *g, struct item *item) {
    *g = (struct group){.item = item};
    size_t first = 2 * item->group_count % item->denied_count;
    const struct family *x = item->denied[first];
    const struct family *y = is_validated(item) ? x : item->denied[(first + 1) % item->denied_count];
    if (item->change && variation_is_warm(item->change)) {
        y = x;
        g->lead = probe_request(e, item->surface, x->owner, x, &g->requests[0], NULL) == RC_OK;
    }
    if (!item->is_comparing) {
        add_request(e, g, x, /* is_denied = */ true);
        if (y != x) {
            add_request(e, g, y, /* is_denied = */ true);
        }
        return;
    }
    bool absent_outside = rng_coin(&e->rng);
    add_request(e, g, x, !absent_outside);
    add_request(e, g, x, absent_outside);
    add_request(e, g, y, absent_outside);
    add_request(e, g, y, !absent_outside);
}

static struct sample *append_sample(struct engine *e, struct item *item) {
    if (item->sample_count == item->sample_capacity) {
        item->sample_capacity = item->sample_capacity ? 2 * item->sample_capacity : 2 * GROUP_SIZE;
        struct sample *samples = ARENA_ARRAY(e->arena, struct sample, item->sample_capacity);
        for (size_t i = 0; i < item->sample_count; i++) {
            samples[i] = item->samples[i];
        }
        item->samples = samples;
    }
    return &item->samples[item->sample_count++];
}

static enum reconnect reconnect_after(const struct exchange *answers, size_t i, size_t count) {
    if (i + 1 >= count || answers[i + 1].outcome != OUTCOME_ANSWERED) {
        return RECONNECT_UNKNOWN;
    }
    return answers[i + 1].is_new_connection ? RECONNECT_YES : RECONNECT_NO;
}

/* A single 503 that says when to come back, among answers of another kind: somebody was busy, whoever failed. */
static bool is_turned_away(const struct exchange *answers, size_t i, size_t count) {
    bool is_alone = false;
    for (size_t j = 0; j < count; j++) {
        is_alone |= answers[j].status != 503 || !exchange_header(&answers[j], "retry-after").data;
    }
    return is_alone && answers[i].status == 503 && exchange_header(&answers[i], "retry-after").data;
}

/* While the provider fails a 503 is an answer; on an odd request so is the end of the connection. */
static bool sample_is_lost(const struct item *item, const struct exchange *answers, size_t i, size_t count) {
    const struct exchange *x = &answers[i];
    bool is_ended = x->outcome == OUTCOME_RESET || x->outcome == OUTCOME_MALFORMED;
    if (item->fault) {
        return x->outcome != OUTCOME_ANSWERED || is_turned_away(answers, i, count);
    }
    return item->change && is_ended ? false : probe_is_dropped(x);
}

static void take_group(struct engine *e, struct group *g, const struct exchange *answers, bool was_alive) {
    struct item *item = g->item;
    for (size_t i = 0; i < g->count; i++) {
        struct sample *sample = append_sample(e, item);
        *sample = g->samples[i];
        sample->exchange = &answers[i];
        bool is_lost = sample_is_lost(item, answers, i, g->count);
        sample->is_dropped = is_lost || !was_alive;
        sample->features =
            probe_features(e, item->surface, &answers[i], sample->reference, reconnect_after(answers, i, g->count));
        fixtures_adopt(e, item->surface, item->principal, &answers[i]);
        if (!sample->is_denied && !sample->is_dropped) {
            pool_add(&e->pool_of_absent, item->surface->id, &sample->features);
        }
    }
    item->group_count++;
    e->result->ledger.groups++;
}

/* The n-th absent answer against the first and against the one before: moving values (dates, counters) show both
 * ways. */
static void learn_from(struct engine *e, const struct item *item) {
    const struct sample *first = NULL, *before = NULL;
    for (size_t i = 0; i < item->sample_count; i++) {
        const struct sample *s = &item->samples[i];
        if (s->is_denied || s->is_dropped) {
            continue;
        }
        if (first && !compare_is_void(&first->features, &s->features)) {
            noise_learn(&e->noise, item->surface->id, &first->features, &s->features);
            noise_learn(&e->noise, item->surface->id, &before->features, &s->features);
        }
        first = first ? first : s;
        before = s;
    }
}

static bool is_principal_alive(const struct engine *e, size_t principal) {
    return e->pack->principals[principal].is_anonymous || e->is_alive[principal];
}

static void mark_void(struct item *item, size_t from) {
    for (size_t i = from; i < item->sample_count; i++) {
        item->samples[i].is_dropped = true;
    }
}

/* The owner asks for what is asked for next: its validators are the ones to repeat. */
static enum rc ask_validators(struct engine *e, struct item **items, size_t count, struct fault *f) {
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        struct item *item = items[i];
        if (!is_validated(item)) {
            continue;
        }
        const struct family *x = item->denied[2 * item->group_count % item->denied_count];
        struct request *request = ARENA_NEW(e->arena, struct request);
        struct sequence sequence = {.requests = request, .count = 1};
        struct exchange *answer;
        if (probe_request(e, item->surface, x->owner, x, request, NULL) == RC_OK) {
            rc = probe_ask(e, &sequence, 1, &answer, f);
            item->validated = rc == RC_OK && exchange_is_success(answer) ? answer : NULL;
        }
    }
    return rc;
}

/* The groups of one wave, in the order in which they are sent. */
struct wave {
    struct item **items; /* those that go side by side, then the suspects, one by one */
    size_t count, together;
    struct group *groups;
    struct sequence *sequences;
    struct exchange **answers;
    size_t built, made; /* items that were looked at; groups that can be sent, which are fewer */
    size_t taken;
    bool *was_alive; /* of each principal */
};

static struct wave new_wave(struct engine *e, struct item **items, size_t count) {
    struct wave w = {.items = ARENA_ARRAY(e->arena, struct item *, count), .count = count};
    rng_shuffle(&e->rng, items, count, sizeof *items);
    for (size_t pass = 0, used = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            if (items[i]->is_suspect == (pass == 1)) {
                w.items[used++] = items[i];
            }
        }
        w.together = pass == 0 ? used : w.together;
    }
    w.groups = ARENA_ARRAY(e->arena, struct group, count);
    w.sequences = ARENA_ARRAY(e->arena, struct sequence, count);
    w.answers = ARENA_ARRAY(e->arena, struct exchange *, count);
    w.was_alive = ARENA_ARRAY(e->arena, bool, e->pack->principal_count);
    for (size_t i = 0; i < e->pack->principal_count; i++) {
        w.was_alive[i] = is_principal_alive(e, i);
    }
    return w;
}

static void build_up_to(struct engine *e, struct wave *w, size_t end) {
    for (; w->built < end; w->built++) {
        struct item *item = w->items[w->built];
        struct group *g = &w->groups[w->made];
        build_group(e, g, item);
        item->is_settled |= g->is_unrendered;
        w->sequences[w->made] = (struct sequence){.requests = g->requests, .count = g->lead + g->count};
        w->made += !g->is_unrendered;
    }
}

/* Of those that go together. */
static void build_next(struct engine *e, struct wave *w) {
    size_t end = w->built + WAVE_PART;
    build_up_to(e, w, end < w->together ? end : w->together);
}

static void take_up_to(struct engine *e, struct wave *w, size_t end) {
    for (; w->taken < end; w->taken++) {
        struct group *g = &w->groups[w->taken];
        take_group(e, g, w->answers[w->taken] + g->lead, w->was_alive[g->item->principal]);
    }
}

/* While some groups are under way the next are made and the last taken apart. */
static enum rc send_together(struct engine *e, struct wave *w, struct fault *f) {
    enum rc rc = RC_OK;
    build_next(e, w);
    for (size_t sent = 0; rc == RC_OK && (sent < w->made || w->built < w->together);) {
        struct sending sending;
        size_t end = w->made;
        sending_begin(&sending, e, &w->sequences[sent], end - sent, &w->answers[sent]);
        take_up_to(e, w, sent);
        build_next(e, w);
        rc = sending_end(&sending, f);
        sent = end;
    }
    if (rc == RC_OK) {
        take_up_to(e, w, w->made);
    }
    return rc;
}

/* Counters fall for this one alone. */
static enum rc send_suspects(struct engine *e, struct wave *w, struct fault *f) {
    enum rc rc = RC_OK;
    size_t sent = w->made;
    build_up_to(e, w, w->count);
    for (; rc == RC_OK && sent < w->made; sent++) {
        rc = engine_send(e, &w->sequences[sent], 1, &w->answers[sent], f);
    }
    if (rc == RC_OK) {
        take_up_to(e, w, w->made);
    }
    return rc;
}

enum rc wave_send(struct engine *e, struct item **items, size_t count, struct fault *f) {
    if (count == 0 || engine_should_stop(e)) {
        return RC_OK;
    }
    enum rc rc = probe_heartbeat(e, f);
    rc = rc == RC_OK ? ask_validators(e, items, count, f) : rc;
    struct wave w = new_wave(e, items, count);
    rc = rc == RC_OK ? send_together(e, &w, f) : rc;
    rc = rc == RC_OK ? send_suspects(e, &w, f) : rc;
    rc = rc == RC_OK ? probe_heartbeat(e, f) : rc;
    for (size_t i = 0; rc == RC_OK && i < w.made; i++) {
        struct item *item = w.groups[i].item;
        if (!is_principal_alive(e, item->principal)) {
            mark_void(item, item->sample_count - w.groups[i].count);
        }
        learn_from(e, item);
    }
    return rc;
}
