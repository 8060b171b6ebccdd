/* SPDX-License-Identifier: Apache-2.0
 *
 * confirm: rounds, and what follows from them. */
#include <stdlib.h>
#include <string.h>

#include "confirm_private.h"
#include "envelope.h"
#include "minimise.h"

#define FRAMING_ROUNDS 28
#define TRIES_OF_ROUND 4 /* rounds that are void are repeated */
#define MINIMISE_TESTS 160
#define MINIMISE_SILENT_TESTS 16
#define SINGLES 2 /* how often a silence has to be met again in one round */

enum show { SHOW_YES, SHOW_NO, SHOW_MIXED, SHOW_VOID };

struct confirmer *confirmer_new(struct campaign *c) {
    struct confirmer *k = calloc(1, sizeof *k);
    if (!k) {
        abort();
    }
    k->campaign = c;
    rng_init(&k->rng, c->setting->run.options->seed ^ 0x9e3779b97f4a7c15u);
    return k;
}

void confirmer_del(struct confirmer *k) {
    if (k) {
        arena_free(&k->step);
        free(k);
    }
}

static struct trial trial_of(const struct inquiry *q, struct arena *a) {
    struct confirmer *k = q->confirmer;
    return (struct trial){.campaign = k->campaign, .step = a, .rng = &k->rng, .envelope = q->envelope};
}

/* Suspect, control, control, suspect, or the reverse. */
static enum show show_difference(struct inquiry *q, struct str body, const struct body_class *class, struct arena *a,
                                 struct sight *out) {
    bool is_method = q->oracle == ORACLE_METHOD;
    enum trial_side x = is_method ? TRIAL_ABSENT : TRIAL_DENIED, y = is_method ? TRIAL_OTHER_NAME : TRIAL_ABSENT;
    bool is_outer = rng_coin(&q->confirmer->rng);
    const enum trial_side sides[TRIAL_MOST] = {is_outer ? x : y, is_outer ? y : x, is_outer ? y : x, is_outer ? x : y};
    size_t mine[2] = {is_outer ? 0 : 1, is_outer ? 3 : 2}, others[2] = {is_outer ? 1 : 0, is_outer ? 2 : 3};
    struct trial t = trial_of(q, a);
    struct trial_answer answers[TRIAL_MOST];
    if (!trial_send(&t, body, class, sides, TRIAL_MOST, answers)) {
        return SHOW_VOID;
    }
    struct trial_answer controls[2] = {answers[others[0]], answers[others[1]]};
    for (size_t i = 0; i < TRIAL_MOST; i++) {
        if (answers[i].is_lost) {
            return SHOW_VOID;
        }
    }
    bool is_control_even = trial_compare(&t, &controls[0], &controls[1], 1).count == 0;
    trial_learn(&t, &controls[0], &controls[1]);
    *out = (struct sight){.suspect = answers[mine[0]].exchange, .other = controls[0].exchange};
    size_t differing = 0;
    for (size_t i = 0; i < 2; i++) {
        struct differences d = is_method ? trial_compare_names(&t, &answers[mine[i]], controls, 2)
                                         : trial_compare(&t, &answers[mine[i]], controls, 2);
        bool is_wanted = d.count > 0 && (!q->wanted.data || str_eq(q->wanted, d.items[0].key));
        differing += is_wanted;
        if (is_wanted) {
            *out = (struct sight){.kind = d.items[0].kind,
                                  .key = d.items[0].key,
                                  .left = d.items[0].left,
                                  .right = d.items[0].right,
                                  .suspect = answers[mine[i]].exchange,
                                  .other = controls[0].exchange};
        }
    }
    if (differing == 0) {
        return SHOW_NO;
    }
    /* A second begins between two controls, a header varies that was not seen to: of so many rounds one may say
     * nothing. Of the few of other envelopes each has to. */
    if (!is_control_even && envelope_is_framing(q->envelope)) {
        return SHOW_VOID;
    }
    return differing == 2 && is_control_even ? SHOW_YES : SHOW_MIXED;
}

/* A failure is the body's own only if the target was well just before: it may be on its way down, or behind a gateway
 * that speaks for it. */
static enum show show_failure(struct inquiry *q, struct str body, const struct body_class *class, struct arena *a,
                              struct sight *out) {
    const enum trial_side side = TRIAL_ABSENT;
    struct trial t = trial_of(q, a);
    for (size_t i = 0; i < SINGLES; i++) {
        struct trial_answer x;
        if (!campaign_await_life(q->confirmer->campaign) || !trial_send(&t, body, class, &side, 1, &x)) {
            return SHOW_VOID;
        }
        *out = (struct sight){.suspect = x.exchange};
        if (!trial_is_failure(&x)) {
            return x.is_lost ? SHOW_VOID : i == 0 ? SHOW_NO : SHOW_MIXED;
        }
        struct str what =
            x.is_silent ? str_from(outcome_name(x.exchange->outcome)) : str_printf(a, "%d", x.exchange->status);
        *out = (struct sight){.kind = x.is_silent ? FEATURE_OUTCOME : FEATURE_STATUS,
                              .key = x.is_silent ? STR("outcome") : STR("status"),
                              .left = what,
                              .right = STR("an answer below 500"),
                              .suspect = x.exchange};
    }
    return SHOW_YES;
}

static enum show show_reveal(struct inquiry *q, struct str body, const struct body_class *class, struct arena *a,
                             struct sight *out) {
    const enum trial_side sides[2] = {TRIAL_DENIED, TRIAL_ABSENT};
    struct trial t = trial_of(q, a);
    struct trial_answer answers[2];
    if (!trial_send(&t, body, class, sides, 2, answers) || answers[0].is_lost) {
        return SHOW_VOID;
    }
    struct stage_reveal reveal;
    const struct exchange *x = answers[0].exchange;
    *out = (struct sight){.suspect = x, .other = answers[1].exchange};
    if (!stage_reveals(q->confirmer->campaign->stage, x->decoded, x->request->body, a, &reveal)) {
        return SHOW_NO;
    }
    *out = (struct sight){.kind = FEATURE_BODY,
                          .key = reveal.feature,
                          .left = reveal.excerpt,
                          .right = STR("nothing of it"),
                          .suspect = x,
                          .other = answers[1].exchange,
                          .title = reveal.title};
    return SHOW_YES;
}

static enum show show(struct inquiry *q, struct str body, struct arena *a, struct sight *out) {
    const struct campaign *c = q->confirmer->campaign;
    struct body_class class = body_class_of(body, c->view.methods, c->view.method_count, a);
    if (q->oracle == ORACLE_METHOD && !class.is_unknown_name) {
        return SHOW_NO;
    }
    switch (q->oracle) {
    case ORACLE_ROBUST: return show_failure(q, body, &class, a, out);
    case ORACLE_REVEAL: return show_reveal(q, body, &class, a, out);
    case ORACLE_DIFFERENCE:
    case ORACLE_METHOD:
    case ORACLE_EFFECT:
    case ORACLE_COUNT: break;
    }
    return show_difference(q, body, &class, a, out);
}

/* In a framing envelope each answer has a connection of its own, which may be another machine's behind a balancer.
 * Those come in turns that may be just the rounds' own. What is left to trust is the order that coins decide: the same
 * value has to be the suspect's, and the same the control's, in every round. All by chance: 1 in 2^27. */
static size_t rounds_of(const struct inquiry *q) {
    return envelope_is_framing(q->envelope) ? FRAMING_ROUNDS : CONFIRM_ROUNDS;
}

/* "key|suspect's|control's"; of bodies without what ids, times and counters vary by. STR_NONE: that leaves nothing to
 * tell them apart by. */
static struct str direction_of(const struct inquiry *q, const struct sight *s) {
    struct arena *a = q->arena;
    bool is_text = s->kind == FEATURE_BODY || s->kind == FEATURE_RPC;
    struct str left = is_text ? novelty_mask(s->left, a) : s->left;
    struct str right = is_text ? novelty_mask(s->right, a) : s->right;
    bool is_told = !str_eq(left, right);
    return is_told ? str_printf(a, "%.*s|%.*s|%.*s", STR_ARG(s->key), STR_ARG(left), STR_ARG(right)) : STR_NONE;
}

static bool is_same_way(const struct inquiry *q, const struct sight *s, struct str *first) {
    bool has_control = q->oracle == ORACLE_DIFFERENCE || q->oracle == ORACLE_METHOD;
    if (!has_control || !envelope_is_framing(q->envelope)) {
        return true;
    }
    struct str way = direction_of(q, s);
    *first = first->data ? *first : way;
    return way.data && str_eq(way, *first);
}

static bool is_given_up(const struct campaign *c, const struct rounds *r, bool is_framing) {
    size_t shown = r->yes + r->mixed;
    if (c->is_replay) {
        return shown == 0 && r->no >= CONFIRM_ROUNDS;
    }
    return (shown == 0 && r->no > 1) || (is_framing && r->no + r->mixed > 0);
}

struct rounds confirm_go_rounds(struct inquiry *q, struct str body, struct sight *out) {
    struct rounds r = {.wanted = rounds_of(q)};
    struct campaign *c = q->confirmer->campaign;
    bool is_framing = envelope_is_framing(q->envelope);
    struct str way = STR_NONE;
    for (size_t i = 0; i < TRIES_OF_ROUND * r.wanted && r.yes + r.mixed + r.no < r.wanted; i++) {
        if (c->stop && atomic_load(c->stop)) {
            break;
        }
        enum show seen = show(q, body, q->arena, out);
        if (seen == SHOW_YES && !is_same_way(q, out, &way)) {
            seen = SHOW_MIXED;
        }
        r.yes += seen == SHOW_YES;
        r.mixed += seen == SHOW_MIXED;
        r.no += seen == SHOW_NO;
        if (is_given_up(c, &r, is_framing)) {
            break;
        }
    }
    return r;
}

static bool still_shows(void *self, struct str body) {
    struct inquiry *q = self;
    struct arena scratch = {0};
    struct sight unused;
    const atomic_bool *stop = q->confirmer->campaign->stop;
    bool is_seen = !(stop && atomic_load(stop)) && show(q, body, &scratch, &unused) == SHOW_YES;
    arena_free(&scratch);
    return is_seen;
}

bool confirm_note_root(struct confirmer *k, uint64_t signature) {
    for (size_t i = 0; i < k->root_count; i++) {
        if (k->roots[i] == signature) {
            return false;
        }
    }
    if (k->root_count < CONFIRM_ROOTS) {
        k->roots[k->root_count++] = signature;
    }
    return true;
}

/* The last round, with all that it needs in the arena that outlives it. */
static bool take_evidence(struct inquiry *q, struct str body, struct sight *out) {
    struct arena *a = stage_arena(q->confirmer->campaign->stage);
    for (size_t i = 0; i < CONFIRM_ROUNDS; i++) {
        if (show(q, body, a, out) == SHOW_YES) {
            return true;
        }
    }
    return false;
}

static uint64_t root_signature(const struct inquiry *q, const struct body_class *class, const struct sight *sight,
                               struct arena *a) {
    const struct trial t = trial_of(q, a);
    bool is_of_class = q->oracle == ORACLE_DIFFERENCE;
    return trial_signature(&t, q->oracle, is_of_class ? class->number : 0, sight->key,
                           is_of_class ? sight->left : STR(""), is_of_class ? sight->right : STR(""));
}

static bool tell_root(struct inquiry *q, struct str body) {
    struct confirmer *k = q->confirmer;
    struct campaign *c = k->campaign;
    struct arena *a = stage_arena(c->stage);
    struct root root = {.oracle = q->oracle, .body = str_copy(a, body), .envelope = q->envelope};
    if (!take_evidence(q, root.body, &root.sight)) {
        return false;
    }
    root.class = body_class_of(root.body, c->view.methods, c->view.method_count, a);
    root.signature = root_signature(q, &root.class, &root.sight, a);
    if (confirm_note_root(k, root.signature)) {
        confirm_tell(k, &root);
    }
    return true;
}

static void count(struct campaign *c, size_t *member) {
    pthread_mutex_lock(&c->lock);
    (*member)++;
    pthread_mutex_unlock(&c->lock);
}

static void release(struct campaign *c, uint64_t signature) {
    pthread_mutex_lock(&c->lock);
    suspects_release(&c->suspects, signature);
    pthread_mutex_unlock(&c->lock);
}

/* What shows in this envelope as well. */
static bool shows_likewise(struct inquiry *q, struct str body, struct sight *sight, size_t envelope) {
    const struct campaign *c = q->confirmer->campaign;
    struct arena *a = &q->confirmer->step;
    struct inquiry simpler = *q;
    struct sight seen;
    simpler.envelope = envelope;
    struct rounds r = confirm_go_rounds(&simpler, body, &seen);
    if (r.yes < r.wanted) {
        return false;
    }
    struct body_class class = body_class_of(body, c->view.methods, c->view.method_count, a);
    bool is_same = root_signature(&simpler, &class, &seen, a) == root_signature(&simpler, &class, sight, a);
    if (is_same) {
        *q = simpler;
        *sight = seen;
    }
    return is_same;
}

/* What the plain body shows as well has nothing to do with the envelope: it is one root, told without it. */
static void try_simpler(struct inquiry *q, struct str body, struct sight *sight) {
    size_t own = q->envelope, n = 0;
    for (size_t other = envelope_simpler(own, n); other != own; other = envelope_simpler(own, ++n)) {
        if (shows_likewise(q, body, sight, other)) {
            return;
        }
    }
}

void confirm_suspect(struct confirmer *k, const struct suspect *s) {
    struct campaign *c = k->campaign;
    struct inquiry q = {.confirmer = k, .arena = &k->step, .oracle = s->oracle, .envelope = s->envelope};
    struct sight sight;
    arena_reset(&k->step);
    struct str body = str_of(s->body, s->len);
    struct rounds r = confirm_go_rounds(&q, body, &sight);
    bool is_confirmed = r.yes == r.wanted;
    if (!is_confirmed) {
        count(c, r.yes + r.mixed > 0 ? &c->tally.flaky : &c->tally.not_reproduced);
        release(c, s->signature);
        return;
    }
    q.wanted = sight.key;
    try_simpler(&q, body, &sight);
    /* A silence is waited out with every test. */
    bool is_silent = sight.kind == FEATURE_OUTCOME;
    struct minimise_options o = {.still = still_shows,
                                 .self = &q,
                                 .keep = STR(MUTATE_MARKER),
                                 .tests_most = is_silent ? MINIMISE_SILENT_TESTS : MINIMISE_TESTS};
    struct str least = minimise_body(&o, body, &k->step);
    /* One round, by which it was minimised, is little in a framing envelope. */
    if (envelope_is_framing(q.envelope)) {
        r = confirm_go_rounds(&q, least, &sight);
        least = r.yes == r.wanted ? least : body;
    }
    body = least;
    count(c, tell_root(&q, body) ? &c->tally.confirmed : &c->tally.flaky);
}
