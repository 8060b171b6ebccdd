/* SPDX-License-Identifier: Apache-2.0
 *
 * confirm_shorten: examples of what the target reads otherwise than the reference. */
#include "confirm_private.h"
#include "envelope.h"
#include "minimise.h"

#define SHORTEN_TESTS 160

struct shortening {
    struct confirmer *confirmer;
    struct conformance_kind kind; /* status and code: of the last body that showed it */
};

static struct contrast look_at(struct shortening *s, struct str body, struct arena *a) {
    struct campaign *c = s->confirmer->campaign;
    const struct contrast_names names = {.methods = c->view.methods, .method_count = c->view.method_count};
    const enum trial_side side = TRIAL_ABSENT;
    struct body_class class = body_class_of(body, names.methods, names.method_count, a);
    struct trial t = {.campaign = c, .step = a, .rng = &s->confirmer->rng, .envelope = ENVELOPE_PLAIN};
    struct trial_answer x;
    if (!trial_send(&t, body, &class, &side, 1, &x) || x.is_lost) {
        return (struct contrast){.verdict = CONTRAST_NONE};
    }
    return contrast_take(c->differential.reference, &names, &class, &x.exchange, 1, a);
}

static bool still_differs(void *self, struct str body) {
    struct shortening *s = self;
    const struct campaign *c = s->confirmer->campaign;
    struct arena scratch = {0};
    /* The reference costs no request: what it reads in another way is not sent. */
    bool is_worth_it =
        !(c->stop && atomic_load(c->stop)) && c->differential.reference->read(body, &scratch, NULL) == s->kind.reading;
    struct contrast x = is_worth_it ? look_at(s, body, &scratch) : (struct contrast){0};
    bool is_same = x.verdict == CONTRAST_OTHERWISE && conformance_is_same_kind(&x.kind, &s->kind);
    if (is_same) {
        s->kind.status = x.kind.status;
        s->kind.code = x.kind.code;
    }
    arena_free(&scratch);
    return is_same;
}

bool confirm_shorten(struct confirmer *k) {
    struct campaign *c = k->campaign;
    struct shortening s = {.confirmer = k};
    struct str body;
    arena_reset(&k->step);
    pthread_mutex_lock(&c->lock);
    bool is_any = differential_take(&c->differential, &k->step, &s.kind, &body);
    pthread_mutex_unlock(&c->lock);
    if (!is_any) {
        return false;
    }
    struct minimise_options o = {
        .still = still_differs, .self = &s, .keep = STR(MUTATE_MARKER), .tests_most = SHORTEN_TESTS};
    body = minimise_body(&o, body, &k->step);
    pthread_mutex_lock(&c->lock);
    differential_put(&c->differential, &s.kind, body);
    pthread_mutex_unlock(&c->lock);
    return true;
}
