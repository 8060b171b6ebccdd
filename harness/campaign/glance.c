/* SPDX-License-Identifier: Apache-2.0
 *
 * glance: the pair, the random name, the news. */
#include "glance.h"

#include "envelope.h"
#include "hash.h"

#define NAME_AGAIN 64 /* a name that was compared lately is compared again so rarely */

static void suspect(struct glance *g, enum oracle oracle, uint64_t signature) {
    if (g->suspicion_count < GLANCE_SUSPICIONS) {
        g->suspicions[g->suspicion_count++] = (struct suspicion){.oracle = oracle, .signature = signature};
    }
}

static void count_answer(struct glance *g, const struct trial_answer *x) {
    if (x->exchange->outcome == OUTCOME_SKIPPED) {
        return;
    }
    int status = x->exchange->status;
    bool is_answered = x->exchange->outcome == OUTCOME_ANSWERED && status >= 100 && status < 600;
    g->sent++;
    g->by_status_class[is_answered ? status / 100 : 0]++;
}

static struct str body_of(const struct trial_answer *x) {
    return str_sub(x->exchange->decoded, 0, 400);
}

static void judge_failure(struct trial *t, const struct trial_answer *x, struct glance *g) {
    if (!trial_is_failure(x)) {
        return;
    }
    struct str what =
        x->is_silent ? str_from(outcome_name(x->exchange->outcome)) : str_printf(t->step, "%d", x->exchange->status);
    suspect(g, ORACLE_ROBUST, trial_signature(t, ORACLE_ROBUST, 0, STR("answer"), what, STR("")));
}

static void judge_pair(struct trial *t, const struct body_class *class, const struct trial_answer *denied,
                       const struct trial_answer *absent, struct glance *g) {
    struct differences d = trial_compare(t, denied, absent, 1);
    if (d.count > 0) {
        suspect(
            g, ORACLE_DIFFERENCE,
            trial_signature(t, ORACLE_DIFFERENCE, class->number, d.items[0].key, d.items[0].left, d.items[0].right));
    }
}

/* What both answers showed; the first of its kind counts when both show it. True: their text is new. */
static bool take_news(struct trial *t, const struct body_class *class, const struct trial_answer answers[2],
                      struct glance *g) {
    struct campaign *c = t->campaign;
    struct novelty_view n[2];
    for (size_t i = 0; i < 2; i++) {
        n[i] = novelty_take(answers[i].exchange, class->number, answers[i].echoes, answers[i].echo_count, t->step);
    }
    bool is_new_body = false;
    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; i < NOVELTY_ASPECTS; i++) {
        bool is_new;
        if (n[0].hashes[i] == n[1].hashes[i]) {
            uint16_t number = novelty_number(c->numbers, n[0].hashes[i], &is_new);
            g->shown[g->shown_count++] = (uint16_t)(number | (i == NOVELTY_FIRST ? CHANNEL_MESSAGE : 0));
            g->is_news |= is_new;
            is_new_body |= is_new && i == NOVELTY_CANON;
        }
    }
    pthread_mutex_unlock(&c->lock);
    return is_new_body;
}

static void judge_reveal(struct trial *t, const struct trial_answer *x, struct glance *g) {
    struct stage_reveal reveal;
    if (stage_reveals(t->campaign->stage, x->exchange->decoded, x->exchange->request->body, t->step, &reveal)) {
        suspect(g, ORACLE_REVEAL, trial_signature(t, ORACLE_REVEAL, 0, reveal.feature, body_of(x), STR("")));
    }
}

static bool is_due(struct trial *t, struct glance_memory *memory, struct str name) {
    uint64_t hash = hash_fnv1a(name), *place = &memory->names[hash % GLANCE_NAMES];
    bool is_new = *place != hash;
    *place = hash;
    return is_new || rng_below(t->rng, NAME_AGAIN) == 0;
}

/* Beside the absent one: the same body with a random name. */
static void judge_name(struct trial *t, struct str body, const struct body_class *class,
                       const struct trial_answer *absent, struct glance *g) {
    const enum trial_side side = TRIAL_OTHER_NAME;
    struct trial_answer other;
    if (!trial_send(t, body, class, &side, 1, &other)) {
        return;
    }
    count_answer(g, &other);
    g->has_name = true;
    if (other.is_lost) {
        return;
    }
    struct differences d = trial_compare_names(t, absent, &other, 1);
    if (d.count > 0) {
        suspect(g, ORACLE_METHOD,
                trial_signature(t, ORACLE_METHOD, 0, d.items[0].key, d.items[0].left, d.items[0].right));
    }
}

/* Only of what is sent as a client sends it: in another envelope the bytes that the target parses are not these. */
static void contrast_with_reference(struct trial *t, const struct body_class *class,
                                    const struct trial_answer answers[2], struct glance *g) {
    const struct campaign *c = t->campaign;
    if (!c->differential.reference || t->envelope != ENVELOPE_PLAIN) {
        return;
    }
    const struct contrast_names names = {.methods = c->view.methods, .method_count = c->view.method_count};
    const struct exchange *exchanges[2] = {answers[0].exchange, answers[1].exchange};
    g->contrast = contrast_take(c->differential.reference, &names, class, exchanges, 2, t->step);
}

bool glance_at(struct trial *t, struct glance_memory *memory, struct str body, struct glance *out) {
    struct campaign *c = t->campaign;
    const enum trial_side orders[2][2] = {{TRIAL_DENIED, TRIAL_ABSENT}, {TRIAL_ABSENT, TRIAL_DENIED}};
    size_t first = rng_coin(t->rng) ? 1 : 0;
    struct body_class class = body_class_of(body, c->view.methods, c->view.method_count, t->step);
    struct trial_answer answers[2];
    *out = (struct glance){.seed = (size_t)(campaign_seed_of(c, body, &class) - c->view.seeds)};
    if (!trial_send(t, body, &class, orders[first], 2, answers)) {
        out->is_silent = true;
        return false;
    }
    const struct trial_answer *denied = &answers[first], *absent = &answers[1 - first];
    for (size_t i = 0; i < 2; i++) {
        count_answer(out, &answers[i]);
        judge_failure(t, &answers[i], out);
        out->is_silent |= answers[i].is_silent || answers[i].exchange->outcome == OUTCOME_REFUSED;
    }
    out->is_waited_out = envelope_is_framing(t->envelope) && denied->exchange->outcome == OUTCOME_TIMEOUT &&
                         absent->exchange->outcome == OUTCOME_TIMEOUT;
    out->is_judged = !denied->is_lost && !absent->is_lost;
    if (!out->is_judged) {
        return out->sent > 0;
    }
    judge_pair(t, &class, denied, absent, out);
    contrast_with_reference(t, &class, answers, out);
    /* Only what a plain body shows is news: a worker cannot choose the envelope, so that a body kept for what another
     * one showed would lead nowhere. Without news to say what was read before, each such answer is read. */
    if (t->envelope != ENVELOPE_PLAIN || take_news(t, &class, answers, out)) {
        judge_reveal(t, denied, out);
    }
    if (class.is_unknown_name && is_due(t, memory, class.name)) {
        judge_name(t, body, &class, absent, out);
    }
    return true;
}
