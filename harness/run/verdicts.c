/* SPDX-License-Identifier: Apache-2.0
 *
 * verdicts: closes the checks of one item from its samples. */
#include "verdicts.h"

#include "checks.h"
#include "decide.h"
#include "probe.h"
#include "sample_view.h"
#include "verdict_alike.h"
#include "verdict_coin.h"
#include "verdict_report.h"

#define ECHO_BYTES_MIN 4 /* what features_take replaces */

size_t verdicts_groups(const struct item *item) {
    if (item->groups_least > 0) {
        return item->groups_least;
    }
    bool is_single = !item->is_comparing || item->change || item->is_deleted || item->fault;
    return is_single ? 1 : 2;
}

/* What it inherits is not known yet. */
static bool awaits_plain(const struct engine *e, const struct item *item) {
    return item->change && !e->items[item->plain].is_settled;
}

/* Shedding one class and not the other is a leak of its own. */
static enum decision decide_shedding(const struct engine *e, const struct sample_view *v) {
    struct tally t = {.denied = v->asked_denied,
                      .denied_deviating = v->shed_denied,
                      .absent = v->asked_absent,
                      .comparisons = e->item_count,
                      .fresh_deviating = v->shed_denied};
    return v->shed_absent > 0 ? DECIDE_EQUAL : decide(&t);
}

static bool has_skipped(const struct item *item) {
    bool is_any = false;
    for (size_t i = 0; i < item->sample_count; i++) {
        is_any |= item->samples[i].exchange->outcome == OUTCOME_SKIPPED;
    }
    return is_any;
}

static void doubt_lost(struct engine *e, const struct item *item, const struct sample_view *v) {
    if (has_skipped(item)) {
        verdict_doubt(e, item, DOUBT_STOPPED, STR("the run ended before all of its requests were sent"));
        return;
    }
    bool is_dropped = v->shed_denied + v->shed_absent > 0;
    verdict_doubt(e, item, is_dropped ? DOUBT_DROPPED : DOUBT_UNSTABLE,
                  is_dropped ? str_printf(e->arena,
                                          "%zu of %zu answers were lost (time-out, reset, 429, 503): lower --jobs or "
                                          "--rate-limit and run again",
                                          v->shed_denied + v->shed_absent, v->asked_denied + v->asked_absent)
                             : STR("answers to one and the same absent reference did not agree with each other"));
}

/* What was answered is alike, or too little was answered; what was lost may tell denied from absent all the same. */
static bool settle_rest(struct engine *e, struct item *item, const struct sample_view *v, bool is_last) {
    bool is_enough = v->groups >= verdicts_groups(item);
    enum decision lost = decide_shedding(e, v);
    if (lost == DECIDE_FINDING) {
        verdict_report_shedding(e, item, v);
        return true;
    }
    if (!is_last && (!is_enough || lost == DECIDE_MORE)) {
        return false;
    }
    bool is_hiccup = lost == DECIDE_EQUAL || v->shed_denied == 1;
    if (!is_last && awaits_plain(e, item)) {
        return false;
    }
    if (is_enough && is_hiccup) {
        verdict_close_alike(e, item, v);
    } else {
        doubt_lost(e, item, v);
    }
    return true;
}

/* A difference in a value that no absent answer of the run has shown: only of such a one the pool says how rare it
 * is. (A second back end, a moving counter show theirs to absent references too, elsewhere or later.) */
static bool has_unseen(const struct engine *e, const struct item *item, const struct differences *d) {
    for (size_t i = 0; i < d->count; i++) {
        const struct difference *x = &d->items[i];
        bool is_told = x->left.data && !x->is_volatile;
        if (is_told && !pool_has(&e->pool_of_absent, item->surface->id, x->kind, x->key, x->left)) {
            return true;
        }
    }
    return false;
}

/* The last denied answer that deviates; counts them. */
static const struct sample *count_deviating(struct engine *e, const struct item *item, const struct sample_view *v,
                                            struct tally *t) {
    const struct sample *deviating = NULL;
    for (size_t i = 0; i < v->denied_count; i++) {
        const struct sample *s = v->denied[i];
        struct differences d =
            compare_with_known(&e->noise, item->surface->id, &s->features, v->known, v->absent_count, e->arena);
        if (d.count > 0) {
            t->denied_deviating++;
            t->fresh_deviating += s->is_fresh;
            t->pool = has_unseen(e, item, &d) ? t->pool : 0;
            deviating = s;
        }
    }
    return deviating;
}

static bool repeats_reference(const struct sample *s) {
    bool is_repeated = str_contains(s->exchange->decoded, s->reference);
    for (size_t i = 0; i < s->exchange->line_count; i++) {
        is_repeated |= str_contains(s->exchange->lines[i].value, s->reference);
    }
    return is_repeated;
}

/* An echo that no token could take out: by references of unequal length every length differs, and a very short one is
 * not told from other text. What is no text is told all the same. */
static bool is_by_echo(struct engine *e, const struct item *item, const struct sample_view *v,
                       const struct sample *denied) {
    const struct sample *absent = v->absent[v->absent_count - 1];
    bool is_even = denied->reference.len == absent->reference.len && denied->reference.len >= ECHO_BYTES_MIN;
    if (is_even || !(repeats_reference(denied) || repeats_reference(absent))) {
        return false;
    }
    struct differences d =
        compare_with_known(&e->noise, item->surface->id, &denied->features, v->known, v->absent_count, e->arena);
    return d.items[0].kind != FEATURE_OUTCOME && d.items[0].kind != FEATURE_STATUS;
}

static bool settle_alike(struct engine *e, struct item *item, const struct sample_view *v, bool is_last) {
    switch (verdict_coin_decide(e, item, v)) {
    case DECIDE_EQUAL: return settle_rest(e, item, v, is_last);
    case DECIDE_FINDING: return true;
    case DECIDE_MORE: return false;
    case DECIDE_OPEN: break;
    }
    verdict_doubt(
        e, item, DOUBT_UNSTABLE,
        STR("a value that varies anyway looked otherwise for denied references, and too few groups could tell"));
    return true;
}

static bool settle_comparison(struct engine *e, struct item *item, bool is_last) {
    struct sample_view v = sample_view_of(e, item);
    item->void_count = v.void_groups;
    if (v.groups < verdicts_groups(item)) {
        return settle_rest(e, item, &v, is_last);
    }
    if (verdict_close_without_http2(e, item, &v)) {
        return true;
    }
    /* The pool is of plain requests: how often an odd one ends in a reset it does not say. */
    struct tally t = {.denied = v.denied_count,
                      .absent = v.absent_count,
                      .pool = item->change ? 0 : e->pool_of_absent.answers,
                      .comparisons = e->item_count};
    const struct sample *deviating = count_deviating(e, item, &v, &t);
    switch (decide(&t)) {
    case DECIDE_EQUAL: return settle_alike(e, item, &v, is_last);
    case DECIDE_FINDING:
        if (is_by_echo(e, item, &v, deviating)) {
            verdict_doubt(
                e, item, DOUBT_UNSTABLE,
                STR("the answers differ, but they repeat references of unequal length or of less than 4 bytes: "
                    "give an absent one of the form of the denied one"));
        } else {
            verdict_report_difference(e, item, &v, deviating, t.denied_deviating);
        }
        return true;
    case DECIDE_MORE:
        item->wants_fresh = true;
        if (!is_last) {
            return false;
        }
        break;
    case DECIDE_OPEN: break;
    }
    verdict_doubt(
        e, item, DOUBT_UNSTABLE,
        str_printf(e->arena,
                   "%zu of %zu denied answers differed and the rest did not: neither a finding nor a pass; run again",
                   t.denied_deviating, t.denied));
    return true;
}

/* A list shows its caller his own thing. */
static bool lists_own(const struct item *item, const struct exchange *x) {
    const struct fixture *own = item->denied[0]->members[item->surface->slot.resource];
    return str_contains(x->decoded, own->values[item->surface->slot.field]);
}

static bool is_as_expected(const struct engine *e, const struct item *item, const struct exchange *x) {
    if (item->surface->is_list && item->expected == EXPECT_ALLOWED) {
        return probe_is_success(e, item->surface, x) && lists_own(item, x);
    }
    return item->expected == EXPECT_ALLOWED ? probe_is_success(e, item->surface, x)
                                            : x->status == verdict_expected_status(e, item->expected);
}

static bool settle_single(struct engine *e, struct item *item, bool is_last) {
    const struct sample *wrong = NULL;
    size_t judged = 0, fresh_judged = 0;
    for (size_t i = 0; i < item->sample_count; i++) {
        const struct sample *s = &item->samples[i];
        if (s->is_dropped) {
            continue;
        }
        judged++;
        fresh_judged += s->is_fresh;
        bool is_wrong = !is_as_expected(e, item, s->exchange);
        wrong = is_wrong && (s->is_fresh || !wrong) ? s : wrong;
    }
    if (judged == 0) {
        verdict_doubt(e, item, DOUBT_DROPPED, STR("every answer was lost (time-out, reset, 429, 503)"));
        return is_last;
    }
    if (!wrong || (fresh_judged > 0 && !wrong->is_fresh)) {
        checks_pass(e, item->permission_check);
        return true;
    }
    if (fresh_judged > 0) {
        verdict_report_single(e, item, wrong);
        return true;
    }
    item->wants_fresh = true;
    verdict_doubt(e, item, DOUBT_UNSTABLE, STR("an answer was not as expected once, and could not be confirmed"));
    return is_last;
}

bool verdicts_settle(struct engine *e, struct item *item, bool is_last) {
    item->is_settled = item->is_comparing ? settle_comparison(e, item, is_last) : settle_single(e, item, is_last);
    return item->is_settled;
}
