/* SPDX-License-Identifier: Apache-2.0
 *
 * probe: sends groups and takes their answers apart. */
#include "probe.h"

#include "checks.h"
#include "claims.h"
#include "fixtures.h"
#include "parse.h"
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

bool probe_is_dropped(const struct exchange *x) {
    return x->outcome != OUTCOME_ANSWERED || x->status == 429 || x->status == 503;
}

static bool has_rpc_error(struct engine *e, const struct exchange *x) {
    struct value *body = NULL;
    if (parse_json(x->decoded, e->arena, &body, NULL) != RC_OK) {
        return false;
    }
    const struct value *first = value_is(body, VALUE_ARRAY) ? value_at(body, 0) : body; /* of a batch */
    const struct value *error = value_get_c(first, "error");
    return error && error->kind != VALUE_NULL;
}

bool probe_is_success(const struct engine *e, const struct surface *s, const struct exchange *x) {
    bool is_expected = s->expect_count == 0 && exchange_is_success(x);
    for (size_t i = 0; i < s->expect_count; i++) {
        is_expected |= x->outcome == OUTCOME_ANSWERED && x->status == s->expect[i];
    }
    return is_expected && !(s->is_rpc && has_rpc_error((struct engine *)e, x));
}

/* The owner's success at a surface, whose validators a variation repeats. */
static const struct exchange *owner_answer(const struct engine *e, const struct surface *s) {
    for (size_t i = 0; i < e->owner_control_count; i++) {
        if (e->owner_controls[i].surface == s) {
            return e->owner_controls[i].first;
        }
    }
    return NULL;
}

static bool is_validated(const struct item *item) {
    return item->change && variation_is_conditional(item->change) && !item->surface->is_mutating;
}

static struct str slot_value_of(const struct surface *s, const struct family *family) {
    return family->members[s->slot.resource]->values[s->slot.field];
}

/* "task_id" */
static struct str slot_name(const struct engine *e, const struct surface *s) {
    const struct resource *r = &e->pack->resources[s->slot.resource];
    return str_printf(e->arena, "%.*s_%.*s", STR_ARG(r->type), STR_ARG(r->fields[s->slot.field].name));
}

/* `tested`: the reference under test. It stands in the slot, but for a graft, where the caller's own one does. */
static enum rc render_one(struct engine *e, const struct item *item, struct str tested, const struct family *others,
                          struct request *out, struct fault *f) {
    bool is_graft = item->change && item->change->is_graft;
    struct str slot_value = is_graft ? slot_value_of(item->surface, item->others) : tested;
    struct render r = {.engine = e,
                       .principal = item->principal,
                       .surface = item->surface,
                       .slot_value = slot_value,
                       .others = others,
                       .method = item->method};
    enum rc rc = render_request(&r, &item->surface->request, out, f);
    if (rc == RC_OK && item->change && item->change->apply) {
        struct variation_context c = {.surface = item->surface,
                                      .place = variation_slot_place(e->pack, item->surface),
                                      .slot_value = codec_apply(item->surface->slot.codec, e->arena, tested),
                                      .slot_name = slot_name(e, item->surface),
                                      .owner_answer =
                                          item->validated ? item->validated : owner_answer(e, item->surface),
                                      .arena = e->arena};
        item->change->apply(&c, out);
    }
    return rc;
}

enum rc probe_request(struct engine *e, const struct surface *s, size_t principal, const struct family *family,
                      struct request *out, struct fault *f) {
    struct item item = {.surface = s, .principal = principal};
    return render_one(e, &item, slot_value_of(s, family), family, out, f);
}

static struct str absent_reference(struct engine *e, struct item *item, const struct field *field, struct str present) {
    if (item->absent_count == 0) {
        return render_absent(e, field, present);
    }
    const struct given_absent *given = &item->absents[item->absent_turn++ % item->absent_count];
    struct field like_given = {.absent = given->form};
    return given->value.data ? given->value : render_absent(e, &like_given, present);
}

static void add_request(struct engine *e, struct group *g, const struct family *family, const struct family *context,
                        bool is_denied) {
    const struct surface *s = g->item->surface;
    const struct field *field = &e->pack->resources[s->slot.resource].fields[s->slot.field];
    struct sample *sample = &g->samples[g->count];
    struct str present = slot_value_of(s, context);
    *sample = (struct sample){.reference = is_denied ? present : absent_reference(e, g->item, field, present),
                              .family = is_denied ? family : NULL,
                              .is_denied = is_denied,
                              .is_fresh = g->item->has_fresh,
                              .group = g->item->group_count};
    const struct family *others = g->item->others ? g->item->others : context;
    struct fault fault = {0};
    struct request *request = &g->requests[g->lead + g->count];
    if (render_one(e, g->item, sample->reference, others, request, &fault) != RC_OK ||
        claims_apply(e, g->item, context, request, &fault) != RC_OK) {
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
        add_request(e, g, x, x, /* is_denied = */ true);
        if (y != x) {
            add_request(e, g, y, y, /* is_denied = */ true);
        }
        return;
    }
    bool absent_outside = rng_coin(&e->rng);
    add_request(e, g, x, x, !absent_outside);
    add_request(e, g, x, x, absent_outside);
    add_request(e, g, y, y, absent_outside);
    add_request(e, g, y, y, !absent_outside);
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

struct features probe_features(struct engine *e, const struct surface *s, const struct exchange *x,
                               struct str reference, enum reconnect reconnect) {
    enum codec codec = s->slot.codec;
    struct echo echoes[2] = {{.name = STR("REF"), .value = reference},
                             {.name = STR("REF"), .value = codec_apply(codec, e->arena, reference)}};
    return features_take(x, echoes, codec == CODEC_NONE ? 1 : 2, reconnect, e->arena);
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

enum rc probe_heartbeat(struct engine *e, struct fault *f) {
    if (e->is_faulty) {
        return RC_OK;
    }
    const struct pack *p = e->pack;
    size_t count = 0;
    size_t *who = ARENA_ARRAY(e->arena, size_t, p->principal_count);
    struct request *requests = ARENA_ARRAY(e->arena, struct request, p->principal_count);
    struct sequence *sequences = ARENA_ARRAY(e->arena, struct sequence, p->principal_count);
    for (size_t i = 0; i < p->principal_count; i++) {
        if (!fixtures_has(e->homes[i], e->heartbeat_resource)) {
            continue;
        }
        struct render r = {.engine = e, .principal = i, .fixture = e->homes[i]->members[e->heartbeat_resource]};
        enum rc rc = render_request(&r, &p->resources[e->heartbeat_resource].read, &requests[count], f);
        if (rc != RC_OK) {
            return rc;
        }
        sequences[count] = (struct sequence){.requests = &requests[count], .count = 1};
        who[count++] = i;
    }
    struct exchange **answers = ARENA_ARRAY(e->arena, struct exchange *, count + 1);
    enum rc rc = engine_send(e, sequences, count, answers, f);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        bool is_alive = exchange_is_success(answers[i]) || probe_is_dropped(answers[i]);
        if (!is_alive && e->is_alive[who[i]]) {
            struct str name = p->principals[who[i]].name;
            struct str id = str_printf(e->arena, "heartbeat/%.*s", STR_ARG(name));
            struct str reason =
                str_printf(e->arena,
                           "%.*s no longer reads his own %.*s (%d): his credential expired, was revoked or is blocked; "
                           "what he was "
                           "answered since the last heartbeat is not judged. Give a credential that lasts for the run",
                           STR_ARG(name), STR_ARG(p->resources[e->heartbeat_resource].name), answers[i]->status);
            checks_add_control(e, id, false, reason, answers[i]);
        }
        e->is_alive[who[i]] = is_alive;
    }
    return rc;
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

enum rc probe_wave(struct engine *e, struct item **items, size_t count, struct fault *f) {
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

static enum rc ask_lost_again(struct engine *e, const struct sequence *sequences, size_t count, struct exchange **out,
                              struct fault *f) {
    struct sequence *lost = ARENA_ARRAY(e->arena, struct sequence, count);
    struct exchange **answers = ARENA_ARRAY(e->arena, struct exchange *, count);
    size_t *place = ARENA_ARRAY(e->arena, size_t, count);
    size_t lost_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (probe_is_dropped(out[i])) {
            place[lost_count] = i;
            lost[lost_count++] = sequences[i];
        }
    }
    enum rc rc = engine_send(e, lost, lost_count, answers, f);
    for (size_t i = 0; rc == RC_OK && i < lost_count; i++) {
        out[place[i]] = answers[i];
    }
    return rc;
}

enum rc probe_ask(struct engine *e, const struct sequence *sequences, size_t count, struct exchange **out,
                  struct fault *f) {
    enum rc rc = engine_send(e, sequences, count, out, f);
    for (size_t tries = 1; rc == RC_OK && tries < PROBE_TRIES_MAX && !engine_should_stop(e); tries++) {
        rc = ask_lost_again(e, sequences, count, out, f);
    }
    return rc;
}

enum rc probe_reach(struct engine *e, struct fault *f) {
    size_t count = 0;
    struct item **reached = ARENA_ARRAY(e->arena, struct item *, e->item_count);
    struct request *requests = ARENA_ARRAY(e->arena, struct request, e->item_count);
    struct sequence *sequences = ARENA_ARRAY(e->arena, struct sequence, e->item_count);
    for (size_t i = 0; i < e->item_count; i++) {
        struct item *item = &e->items[i];
        if (!item->reaching || item->is_settled ||
            probe_request(e, item->surface, item->principal, item->reaching, &requests[count], NULL) != RC_OK) {
            continue;
        }
        sequences[count] = (struct sequence){.requests = &requests[count], .count = 1};
        reached[count++] = item;
    }
    struct exchange **answers = ARENA_ARRAY(e->arena, struct exchange *, count + 1);
    enum rc rc = probe_ask(e, sequences, count, answers, f);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        reached[i]->reached = answers[i];
        fixtures_adopt(e, reached[i]->surface, reached[i]->principal, answers[i]);
    }
    return rc;
}
