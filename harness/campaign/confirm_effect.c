/* SPDX-License-Identifier: Apache-2.0
 *
 * confirm_effect: which of many bodies changed what the owner has. */
#include <stdlib.h>
#include <string.h>

#include "confirm_private.h"
#include "envelope.h"
#include "minimise.h"

#define HUNTS_MOST 12
#define MINIMISE_TESTS 24

struct suspected {
    struct str body;
    size_t envelope;
};

struct hunt {
    struct confirmer *confirmer;
    struct suspected *bodies;
    size_t count;
    struct str feature; /* of the change that is searched for; STR_NONE: any */
    struct stage_change change;
    const struct exchange *sent; /* the last body's answer; NULL: it is not known which body it was */
    bool is_lost;                /* no whole answer, or one that says that the body was not looked at */
    enum rc rc;
    struct fault *fault;
};

static void take_references(struct campaign *c) {
    for (size_t set = 0; set < 2; set++) {
        for (size_t i = 0; i < c->view.slot_count; i++) {
            c->denied[set][i] = stage_denied(c->stage, i, set);
        }
    }
}

static void send_body(struct hunt *h, struct suspected x, struct arena *a) {
    struct campaign *c = h->confirmer->campaign;
    struct trial t = {.campaign = c, .step = a, .rng = &h->confirmer->rng, .envelope = x.envelope};
    struct body_class class = body_class_of(x.body, c->view.methods, c->view.method_count, a);
    /* Each as often as a pair has it, about either set. */
    const enum trial_side sides[2] = {TRIAL_DENIED, TRIAL_DENIED};
    struct trial_answer answers[2];
    h->is_lost = true;
    if (trial_send(&t, x.body, &class, sides, 2, answers)) {
        h->sent = answers[0].exchange;
        h->is_lost = answers[0].is_lost;
    }
    h->rc = t.rc;
}

static bool is_stopped(const struct hunt *h) {
    const atomic_bool *stop = h->confirmer->campaign->stop;
    return h->rc != RC_OK || (stop && atomic_load(stop));
}

/* With new things: do these bodies change them? */
static bool has_effect(struct hunt *h, size_t from, size_t to, struct arena *a) {
    struct campaign *c = h->confirmer->campaign;
    h->rc = stage_renew(c->stage, h->fault);
    if (is_stopped(h)) {
        return false;
    }
    take_references(c);
    for (size_t i = from; i < to && !is_stopped(h); i++) {
        send_body(h, h->bodies[i], a);
    }
    h->rc = h->rc == RC_OK ? stage_look(c->stage, &h->change, h->fault) : h->rc;
    bool is_wanted = !h->feature.data || str_eq(h->change.feature, h->feature);
    return !is_stopped(h) && h->change.is_seen && is_wanted;
}

static bool shows_alone(void *self, struct str body) {
    struct hunt *h = self;
    struct arena scratch = {0};
    h->bodies[0].body = body;
    bool is_seen = has_effect(h, 0, 1, &scratch);
    arena_free(&scratch);
    return is_seen;
}

/* Index of the body that does it by itself; SIZE_MAX: none does. */
static size_t search(struct hunt *h, struct arena *a) {
    size_t from = 0, to = h->count;
    if (!has_effect(h, from, to, a)) {
        return SIZE_MAX;
    }
    while (to - from > 1 && !is_stopped(h)) {
        size_t middle = from + (to - from) / 2;
        arena_reset(a);
        if (has_effect(h, from, middle, a)) {
            to = middle;
        } else {
            from = middle;
        }
    }
    return !is_stopped(h) && has_effect(h, from, to, a) ? from : SIZE_MAX;
}

/* Those since the last look, the latest first in time last. In the run's arena: the ring goes on. */
static void take_bodies(struct hunt *h, struct campaign *c) {
    struct recent_bodies *r = &c->recent;
    struct arena *a = stage_arena(c->stage);
    h->count = r->count < r->capacity ? r->count : r->capacity;
    h->bodies = ARENA_ARRAY(a, struct suspected, h->count + 1);
    for (size_t i = 0; i < h->count; i++) {
        const struct recent_body *x = &r->bodies[(r->count - h->count + i) % r->capacity];
        h->bodies[i] = (struct suspected){.body = str_copy(a, str_of(x->body, x->len)), .envelope = x->envelope};
    }
}

static void tell(struct hunt *h, struct suspected x, const struct stage_change *change) {
    struct confirmer *k = h->confirmer;
    struct campaign *c = k->campaign;
    struct arena *a = stage_arena(c->stage);
    const struct trial t = {.campaign = c, .step = a, .envelope = x.envelope};
    struct root root = {.oracle = ORACLE_EFFECT, .body = str_copy(a, x.body), .envelope = x.envelope, .change = change};
    root.class = body_class_of(root.body, c->view.methods, c->view.method_count, a);
    root.sight.suspect = h->sent;
    root.signature = trial_signature(&t, ORACLE_EFFECT, root.class.number, change->feature, change->title, STR(""));
    if (confirm_note_root(k, root.signature)) {
        confirm_tell(k, &root);
    }
}

/* One body was found: plain if that does, smaller, and once more for the evidence. */
static void settle(struct hunt *h, struct suspected x) {
    struct arena *a = stage_arena(h->confirmer->campaign->stage);
    struct arena scratch = {0};
    h->bodies[0] = (struct suspected){.body = x.body, .envelope = ENVELOPE_PLAIN};
    if (x.envelope != ENVELOPE_PLAIN && !has_effect(h, 0, 1, &scratch)) {
        h->bodies[0].envelope = x.envelope;
    }
    arena_free(&scratch);
    struct minimise_options o = {
        .still = shows_alone, .self = h, .keep = STR(MUTATE_MARKER), .tests_most = MINIMISE_TESTS};
    struct str least = minimise_body(&o, x.body, a);
    h->bodies[0].body = least;
    if (has_effect(h, 0, 1, a)) {
        struct stage_change *change = ARENA_NEW(a, struct stage_change);
        *change = h->change;
        tell(h, h->bodies[0], change);
    }
}

enum rc confirm_effect(struct confirmer *k, const struct stage_change *change, struct fault *f) {
    struct campaign *c = k->campaign;
    struct hunt h = {.confirmer = k, .feature = change->feature, .fault = f};
    struct arena scratch = {0};
    bool is_searched = k->hunts++ < HUNTS_MOST;
    if (is_searched) {
        take_bodies(&h, c);
        size_t at = search(&h, &scratch);
        c->tally.confirmed += at != SIZE_MAX;
        c->tally.flaky += at == SIZE_MAX && !is_stopped(&h);
        if (at != SIZE_MAX) {
            settle(&h, h.bodies[at]);
        } else if (!is_stopped(&h)) {
            h.sent = NULL;
            tell(&h, (struct suspected){.body = STR("{}")}, change);
        }
    }
    arena_free(&scratch);
    /* What comes next is compared with new things. */
    enum rc rc = h.rc == RC_OK ? stage_renew(c->stage, f) : h.rc;
    take_references(c);
    return rc;
}

struct rounds confirm_effect_rounds(struct confirmer *k, const struct sent_body *body, struct sight *out,
                                    struct stage_change *change) {
    struct suspected one = {.body = body->text, .envelope = body->envelope};
    struct fault unused = {0};
    struct hunt h = {.confirmer = k, .bodies = &one, .count = 1, .fault = &unused};
    struct rounds r = {.wanted = CONFIRM_EFFECT_ROUNDS};
    for (size_t i = 0; i < r.wanted && !is_stopped(&h); i++) {
        bool is_seen = has_effect(&h, 0, 1, stage_arena(k->campaign->stage));
        r.yes += is_seen;
        r.no += !is_seen && !is_stopped(&h) && !h.is_lost;
        *change = is_seen ? h.change : *change;
    }
    out->suspect = h.sent;
    return r;
}
