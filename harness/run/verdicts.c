/* SPDX-License-Identifier: Apache-2.0
 *
 * verdicts: closes the checks of one item from its samples. */
#include "verdicts.h"

#include <assert.h>

#include "checks.h"
#include "decide.h"
#include "findings.h"
#include "order_coin.h"
#include "probe.h"
#include "render.h"

#define ECHO_BYTES_MIN 4 /* what features_take replaces */

#define CWE_OBSERVABLE_DISCREPANCY 203
#define CWE_RESPONSE_DISCREPANCY 204
#define CWE_MISSING_AUTHENTICATION 306
#define CWE_USER_CONTROLLED_KEY 639
#define CWE_INCORRECT_AUTHORIZATION 863

#define COIN_GROUP_SIZE 4
#define COIN_FRESH_AFTER 4                           /* groups: things that were seen before could differ by chance */
#define COIN_GROUPS_SENT_MAX (ORDER_COIN_GROUPS + 8) /* some may be void */

size_t verdicts_groups(const struct item *item) {
    if (item->groups_least > 0) {
        return item->groups_least;
    }
    bool is_single = !item->is_comparing || item->change || item->is_deleted || item->fault;
    return is_single ? 1 : 2;
}

/* The samples of an item that count. */
struct view {
    struct features *known; /* of absent answers */
    const struct sample **absent, **denied;
    size_t absent_count, denied_count;
    size_t groups, void_groups;
    size_t shed_denied, shed_absent; /* dropped by class */
    size_t asked_denied, asked_absent;
};

static bool group_is_void(const struct item *item, size_t group) {
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

static struct view view_of(struct engine *e, const struct item *item) {
    struct view v = {.known = ARENA_ARRAY(e->arena, struct features, item->sample_count),
                     .absent = ARENA_ARRAY(e->arena, const struct sample *, item->sample_count),
                     .denied = ARENA_ARRAY(e->arena, const struct sample *, item->sample_count)};
    bool *is_void = ARENA_ARRAY(e->arena, bool, item->group_count);
    for (size_t g = 0; g < item->group_count; g++) {
        is_void[g] = group_is_void(item, g);
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

static bool crosses_tenants(const struct engine *e, const struct item *item) {
    const struct principal *p = e->pack->principals;
    return p[item->principal].is_anonymous || !str_eq(p[item->principal].tenant, p[item->victim].tenant);
}

static struct sighting sighting_of(struct engine *e, const struct item *item, const struct sample *denied,
                                   const struct sample *absent) {
    struct sighting s = {
        .surface = item->surface, .variation = item->variation, .principal = item->principal, .victim = item->victim};
    s.property = item->check != NONE ? e->result->checks[item->check].property : PROPERTY_PERMISSION;
    s.sides[0] =
        (struct evidence){.label = STR("denied"), .reference = denied->reference, .exchange = denied->exchange};
    if (absent) {
        s.sides[1] =
            (struct evidence){.label = STR("absent"), .reference = absent->reference, .exchange = absent->exchange};
    }
    return s;
}

static struct str status_text(struct engine *e, const struct exchange *x) {
    return x->outcome == OUTCOME_ANSWERED ? str_printf(e->arena, "%d", x->status) : str_from(outcome_name(x->outcome));
}

static void fail_both(struct engine *e, const struct item *item, const struct sighting *s) {
    size_t finding = findings_add(e, s);
    checks_fail(e, item->check, finding, s->title);
    bool is_access = str_eq(str_from(s->kind), STR("access"));
    if (item->check == NONE || is_access) {
        checks_fail(e, item->permission_check, finding, s->title);
    } else if (item->is_filtering || !probe_is_success(e, item->surface, s->sides[0].exchange)) {
        checks_pass(e, item->permission_check);
    } else {
        checks_doubt(e, item->permission_check, DOUBT_NOT_EXERCISED,
                     STR("denied and absent are both answered with a success: nothing shows that one is refused"));
    }
}

static const char *resource_name(struct engine *e, const struct item *item) {
    return str_cstr(e->arena, e->pack->resources[item->surface->slot.resource].name);
}

static const char *resource_with_article(struct engine *e, const struct item *item) {
    return str_cstr(e->arena, render_resource(e, item->surface->slot.resource));
}

static void report_access(struct engine *e, const struct item *item, struct sighting *s, const struct sample *denied) {
    struct str name = e->pack->principals[item->principal].name;
    bool is_anonymous = e->pack->principals[item->principal].is_anonymous;
    s->property = item->fault ? PROPERTY_FAIL_CLOSED : is_anonymous ? PROPERTY_AUTHENTICATION : PROPERTY_PERMISSION;
    s->kind = "access";
    s->feature = STR("status");
    s->left = status_text(e, denied->exchange);
    s->right = s->right.data ? s->right : STR("a refusal");
    s->severity = crosses_tenants(e, item) ? SEVERITY_CRITICAL : SEVERITY_HIGH;
    s->cwe = is_anonymous               ? CWE_MISSING_AUTHENTICATION
             : crosses_tenants(e, item) ? CWE_USER_CONTROLLED_KEY
                                        : CWE_INCORRECT_AUTHORIZATION;
    s->title = str_printf(e->arena, "%.*s is let through to somebody else's %s", STR_ARG(name), resource_name(e, item));
    fail_both(e, item, s);
}

static struct str also_of(struct engine *e, const struct differences *d) {
    struct str also = STR_NONE;
    for (size_t k = 0; k < FEATURE_KIND_COUNT; k++) {
        bool is_there = false;
        for (size_t i = 0; i < d->count; i++) {
            is_there |= d->items[i].kind == (enum feature_kind)k && d->items[i].kind != d->items[0].kind;
        }
        if (is_there) {
            also = str_printf(e->arena, "%.*s%s%s", STR_ARG(also), also.len ? " " : "",
                              feature_kind_name((enum feature_kind)k));
        }
    }
    return also;
}

static void report_difference(struct engine *e, const struct item *item, const struct view *v,
                              const struct sample *denied, size_t deviating) {
    struct differences d =
        compare_with_known(&e->noise, item->surface->id, &denied->features, v->known, v->absent_count, e->arena);
    const struct sample *absent = v->absent[v->absent_count - 1];
    struct sighting s = sighting_of(e, item, denied, absent);
    s.kind = feature_kind_name(d.items[0].kind);
    s.also = also_of(e, &d);
    s.feature = d.items[0].key;
    s.left = d.items[0].left;
    s.right = d.items[0].right;
    s.seen = deviating;
    s.tried = v->denied_count;
    s.is_statistical = deviating < v->denied_count;
    bool is_success = probe_is_success(e, item->surface, denied->exchange) && !item->method.data;
    if (is_success && !probe_is_success(e, item->surface, absent->exchange) && !item->is_exclusive) {
        report_access(e, item, &s, denied);
        return;
    }
    bool is_quiet = d.items[0].kind == FEATURE_HEADER || d.items[0].kind == FEATURE_FRAMING;
    s.severity = s.is_statistical || is_quiet ? SEVERITY_MEDIUM : SEVERITY_HIGH;
    s.cwe = is_quiet ? CWE_OBSERVABLE_DISCREPANCY : CWE_RESPONSE_DISCREPANCY;
    const char *what = item->is_exclusive ? "taken" : "denied";
    s.title = str_printf(e->arena, "a %s %s is told from %s by its %s", what, resource_name(e, item),
                         item->is_exclusive ? "a free one" : "an absent one", str_cstr(e->arena, s.feature));
    fail_both(e, item, &s);
}

static bool is_expected_status(const struct surface *s, int status) {
    for (size_t i = 0; i < s->expect_count; i++) {
        if (s->expect[i] == status) {
            return true;
        }
    }
    return false;
}

static int expected_status(const struct engine *e, enum expected expected) {
    switch (expected) {
    case EXPECT_UNAUTHENTICATED: return e->pack->unauthenticated_status;
    case EXPECT_FORBIDDEN:
    case EXPECT_DENIED: return e->pack->denied_status;
    case EXPECT_HIDDEN: return e->pack->absent_status;
    case EXPECT_ALLOWED: break;
    }
    return 0;
}

static void doubt_both(struct engine *e, const struct item *item, enum doubt doubt, struct str reason) {
    checks_doubt(e, item->check, doubt, reason);
    checks_doubt(e, item->permission_check, doubt, reason);
}

static void report_policy(struct engine *e, const struct item *item, const struct sample *denied,
                          const struct sample *absent, int expected) {
    struct sighting s = sighting_of(e, item, denied, absent);
    if (s.property == PROPERTY_NONDISCLOSURE) {
        s.property = PROPERTY_PERMISSION;
    }
    s.kind = item->method.data ? "dispatch" : "policy";
    s.feature = STR("status");
    s.left = status_text(e, denied->exchange);
    s.right = str_printf(e->arena, "%d", expected);
    s.severity = item->method.data ? SEVERITY_HIGH : SEVERITY_LOW;
    s.cwe = CWE_INCORRECT_AUTHORIZATION;
    s.seen = s.tried = 1;
    s.title = item->method.data
                  ? str_printf(e->arena, "an unknown method is answered %.*s where every caller must get %d",
                               STR_ARG(s.left), expected)
                  : str_printf(e->arena, "a %s %s is answered %.*s where the policy says %d",
                               expected_name(item->expected), resource_name(e, item), STR_ARG(s.left), expected);
    size_t finding = findings_add(e, &s);
    bool is_main = s.property != PROPERTY_PERMISSION;
    checks_fail(e, is_main ? item->check : item->permission_check, finding, s.title);
    checks_pass(e, is_main ? NONE : item->check);
}

/* The slot is reached when the caller's own thing is answered otherwise than an absent one. */
static bool is_reached(struct engine *e, struct item *item, const struct view *v) {
    if (!item->reaching) {
        return true;
    }
    if (item->reached && probe_is_success(e, item->surface, item->reached)) {
        const struct slot *slot = &item->surface->slot;
        struct echo echo = {.name = STR("REF"), .value = item->reaching->members[slot->resource]->values[slot->field]};
        struct features own = features_take(item->reached, &echo, 1, RECONNECT_UNKNOWN, e->arena);
        if (compare_is_void(&own, &v->known[0])) {
            return true;
        }
        return compare_with_known(&e->noise, item->surface->id, &own, v->known, v->absent_count, e->arena).count > 0;
    }
    return false;
}

static struct str not_reached(struct engine *e, const struct item *item) {
    struct str name = e->pack->principals[item->principal].name;
    return str_printf(e->arena,
                      "the slot was not reached: %.*s asking for %s of his own is answered %.*s, not otherwise than "
                      "for an absent one; "
                      "check the request in the pack, and that he may do this with his own things",
                      STR_ARG(name), resource_with_article(e, item),
                      STR_ARG(item->reached ? status_text(e, item->reached) : STR("nothing")));
}

static void close_alike_unknown(struct engine *e, const struct item *item, const struct view *v) {
    if (is_expected_status(item->surface, v->absent[0]->exchange->status)) {
        checks_pass(e, item->check);
    } else if (v->absent[0]->exchange->status >= 500) {
        doubt_both(e, item, DOUBT_NOT_EXERCISED,
                   STR("an unknown method is answered with a server error, which proves nothing"));
    } else {
        report_policy(e, item, v->denied[0], v->absent[0], item->surface->expect[0]);
    }
}

static void close_alike_exclusive(struct engine *e, const struct item *item, const struct view *v) {
    if (probe_is_success(e, item->surface, v->absent[0]->exchange)) {
        checks_pass(e, item->check);
        return;
    }
    doubt_both(
        e, item, DOUBT_NOT_EXERCISED,
        str_printf(e->arena,
                   "a free value is answered %.*s, so that nothing was created: a taken one cannot be compared with it",
                   STR_ARG(status_text(e, v->absent[0]->exchange))));
}

/* A variation inherits from the plain request that the slot is reached. */
static void close_alike_changed(struct engine *e, const struct item *item) {
    size_t plain = e->items[item->plain].check;
    if (checks_is_open(e, plain)) {
        checks_doubt(
            e, item->check, DOUBT_NOT_EXERCISED,
            STR("the plain request of this surface is not judged, so that nothing shows that the slot is reached"));
    } else {
        checks_pass(e, item->check);
    }
}

/* What it inherits is not known yet. */
static bool awaits_plain(const struct engine *e, const struct item *item) {
    return item->change && !e->items[item->plain].is_settled;
}

/* With its auth provider down the service refuses, with whatever words, everything alike. */
static void close_alike_faulty(struct engine *e, const struct item *item, const struct view *v) {
    bool is_nothing = item->is_filtering; /* an empty list, like that of an absent one */
    if (is_nothing || !probe_is_success(e, item->surface, v->denied[0]->exchange)) {
        checks_pass(e, item->check);
        return;
    }
    struct sighting s = sighting_of(e, item, v->denied[0], v->absent[0]);
    s.seen = s.tried = 1;
    s.right = status_text(e, v->absent[0]->exchange);
    report_access(e, item, &s, v->denied[0]);
}

/* Why two that are alike prove nothing; STR_NONE: they do. */
static struct str obstacle_of_given(struct engine *e, struct item *item, const struct view *v) {
    int status = v->absent[0]->exchange->status;
    int expected = expected_status(e, item->expected);
    if (status != expected && status == e->pack->unauthenticated_status) {
        return str_printf(e->arena, "denied and absent are both answered %d: give the caller's credential with -H",
                          status);
    }
    if (status != expected && status >= 500) {
        return str_printf(e->arena, "denied and absent are both answered %d: two alike server errors prove nothing",
                          status);
    }
    if (status != expected) {
        return str_printf(e->arena,
                          "denied and absent are both answered %d, not %d: if that is how this service says that "
                          "something is absent, give --expect-absent %d",
                          status, expected, status);
    }
    if (!item->reaching) {
        return STR("alike, but slot not shown to be reached: give --control, a reference that the caller may use");
    }
    if (is_reached(e, item, v)) {
        return STR_NONE;
    }
    return str_printf(e->arena,
                      "alike, but slot not shown to be reached: the control is answered %.*s, where a success that "
                      "differs from the answer to an absent one is wanted",
                      STR_ARG(item->reached ? status_text(e, item->reached) : STR("nothing")));
}

static void close_alike_given(struct engine *e, struct item *item, const struct view *v) {
    struct str obstacle = obstacle_of_given(e, item, v);
    if (obstacle.data) {
        checks_doubt(e, item->check, DOUBT_NOT_EXERCISED, obstacle);
    } else {
        checks_pass(e, item->check);
    }
}

static void close_alike(struct engine *e, struct item *item, const struct view *v) {
    if (item->is_given) {
        close_alike_given(e, item, v);
        return;
    }
    if (item->method.data) {
        close_alike_unknown(e, item, v);
        return;
    }
    if (item->is_exclusive) {
        close_alike_exclusive(e, item, v);
        return;
    }
    if (item->change) {
        close_alike_changed(e, item);
        return;
    }
    if (item->fault) {
        close_alike_faulty(e, item, v);
        return;
    }
    const struct exchange *x = v->absent[0]->exchange;
    int expected = expected_status(e, item->expected);
    if (item->is_filtering ? probe_is_success(e, item->surface, x) : x->status == expected) {
        if (is_reached(e, item, v)) {
            checks_pass(e, item->check);
            checks_pass(e, item->permission_check);
        } else {
            doubt_both(e, item, DOUBT_NOT_EXERCISED, not_reached(e, item));
        }
        return;
    }
    bool is_anonymous = item->expected == EXPECT_UNAUTHENTICATED;
    if (is_anonymous && probe_is_success(e, item->surface, x)) {
        struct sighting s = sighting_of(e, item, v->denied[0], v->absent[0]);
        s.right = status_text(e, x);
        report_access(e, item, &s, v->denied[0]);
    } else if (x->status == e->pack->unauthenticated_status && !is_anonymous) {
        doubt_both(e, item, DOUBT_STANDING,
                   STR("his credential is not accepted here, so nothing behind authentication was reached"));
    } else if (x->status >= 500 || exchange_is_success(x)) {
        doubt_both(e, item, DOUBT_NOT_EXERCISED,
                   str_printf(e->arena,
                              "denied and absent are both answered %d: that is no absence, and two alike prove nothing",
                              x->status));
    } else {
        report_policy(e, item, v->denied[0], v->absent[0], expected);
    }
}

/* Shedding one class and not the other is a leak of its own. */
static enum decision decide_shedding(const struct engine *e, const struct view *v) {
    struct tally t = {.denied = v->asked_denied,
                      .denied_deviating = v->shed_denied,
                      .absent = v->asked_absent,
                      .comparisons = e->item_count,
                      .fresh_deviating = v->shed_denied};
    return v->shed_absent > 0 ? DECIDE_EQUAL : decide(&t);
}

static void report_shedding(struct engine *e, struct item *item, const struct view *v) {
    const struct sample *denied = NULL, *absent = NULL;
    for (size_t i = 0; i < item->sample_count; i++) {
        const struct sample *s = &item->samples[i];
        denied = s->is_denied && s->is_dropped ? s : denied;
        absent = s->is_denied ? absent : s;
    }
    assert(denied && absent); /* so decide_shedding has it */
    struct sighting s = sighting_of(e, item, denied, absent);
    s.kind = denied->exchange->outcome == OUTCOME_ANSWERED ? "status" : "outcome";
    s.feature = str_from(s.kind);
    s.left = status_text(e, denied->exchange);
    s.right = status_text(e, absent->exchange);
    s.severity = SEVERITY_HIGH;
    s.cwe = CWE_RESPONSE_DISCREPANCY;
    s.seen = v->shed_denied;
    s.tried = v->asked_denied;
    s.is_statistical = v->shed_denied < v->asked_denied;
    s.title = str_printf(e->arena, "only denied answers are lost (%zu of %zu, none of %zu absent ones)", v->shed_denied,
                         v->asked_denied, v->asked_absent);
    fail_both(e, item, &s);
}

static void doubt_lost(struct engine *e, const struct item *item, const struct view *v) {
    bool is_dropped = v->shed_denied + v->shed_absent > 0;
    doubt_both(e, item, is_dropped ? DOUBT_DROPPED : DOUBT_UNSTABLE,
               is_dropped ? str_printf(e->arena,
                                       "%zu of %zu answers were lost (time-out, reset, 429, 503): lower --jobs or "
                                       "--rate-limit and run again",
                                       v->shed_denied + v->shed_absent, v->asked_denied + v->asked_absent)
                          : STR("answers to one and the same absent reference did not agree with each other"));
}

/* What was answered is alike, or too little was answered; what was lost may tell denied from absent all the same. */
static bool settle_rest(struct engine *e, struct item *item, const struct view *v, bool is_last) {
    bool is_enough = v->groups >= verdicts_groups(item);
    enum decision lost = decide_shedding(e, v);
    if (lost == DECIDE_FINDING) {
        report_shedding(e, item, v);
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
        close_alike(e, item, v);
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
static const struct sample *count_deviating(struct engine *e, const struct item *item, const struct view *v,
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
static bool is_by_echo(struct engine *e, const struct item *item, const struct view *v, const struct sample *denied) {
    const struct sample *absent = v->absent[v->absent_count - 1];
    bool is_even = denied->reference.len == absent->reference.len && denied->reference.len >= ECHO_BYTES_MIN;
    if (is_even || !(repeats_reference(denied) || repeats_reference(absent))) {
        return false;
    }
    struct differences d =
        compare_with_known(&e->noise, item->surface->id, &denied->features, v->known, v->absent_count, e->arena);
    return d.items[0].kind != FEATURE_OUTCOME && d.items[0].kind != FEATURE_STATUS;
}

/* The order coin says nothing of what was created or broken on purpose: such answers differ for reasons of their own. */
static bool is_coined(const struct item *item) {
    return !item->is_exclusive && !item->fault && !item->method.data;
}

/* The groups of an item that count; `out` has room for ORDER_COIN_GROUPS. */
static size_t coin_groups(const struct item *item, struct coin_group *out) {
    size_t count = 0;
    for (size_t i = 0; i + COIN_GROUP_SIZE <= item->sample_count && count < ORDER_COIN_GROUPS; i += COIN_GROUP_SIZE) {
        const struct sample *s = &item->samples[i];
        if (group_is_void(item, s->group)) {
            continue;
        }
        for (size_t j = 0; j < COIN_GROUP_SIZE; j++) {
            out[count].answers[j] = &s[j].features;
            out[count].is_denied[j] = s[j].is_denied;
        }
        count++;
    }
    return count;
}

static void report_coin(struct engine *e, const struct item *item, const struct view *v, const struct coin_result *r) {
    struct sighting s = sighting_of(e, item, v->denied[v->denied_count - 1], v->absent[v->absent_count - 1]);
    s.kind = feature_kind_name(r->kind);
    s.feature = r->key;
    s.left = r->denied;
    s.right = r->absent;
    s.seen = s.tried = v->denied_count;
    s.is_statistical = true;
    s.severity = SEVERITY_MEDIUM;
    s.cwe = CWE_OBSERVABLE_DISCREPANCY;
    s.title = str_printf(e->arena, "a denied %s is told from an absent one by the %s of %.*s, which varies otherwise",
                         resource_name(e, item), r->aspect, STR_ARG(r->key));
    fail_both(e, item, &s);
}

/* Whether what varies anyway varies otherwise for the denied ones. */
static enum decision decide_by_coin(struct engine *e, struct item *item, const struct view *v) {
    struct coin_group groups[ORDER_COIN_GROUPS];
    size_t count = is_coined(item) ? coin_groups(item, groups) : 0;
    struct coin_result r = order_coin_test(&e->noise, item->surface->id, groups, count);
    item->is_suspect = r.is_suspicious;
    if (!r.is_suspicious) {
        return DECIDE_EQUAL;
    }
    if (count == ORDER_COIN_GROUPS) {
        bool is_finding = r.p < DECIDE_ALPHA / ((double)e->item_count * (double)r.tests);
        if (is_finding) {
            report_coin(e, item, v, &r);
        }
        return is_finding ? DECIDE_FINDING : DECIDE_OPEN;
    }
    item->wants_fresh |= count >= COIN_FRESH_AFTER;
    return item->group_count < COIN_GROUPS_SENT_MAX && !engine_should_stop(e) ? DECIDE_MORE : DECIDE_OPEN;
}

static bool settle_alike(struct engine *e, struct item *item, const struct view *v, bool is_last) {
    switch (decide_by_coin(e, item, v)) {
    case DECIDE_EQUAL: return settle_rest(e, item, v, is_last);
    case DECIDE_FINDING: return true;
    case DECIDE_MORE: return false;
    case DECIDE_OPEN: break;
    }
    doubt_both(e, item, DOUBT_UNSTABLE,
               STR("a value that varies anyway looked otherwise for denied references, and too few groups could tell"));
    return true;
}

static bool settle_comparison(struct engine *e, struct item *item, bool is_last) {
    struct view v = view_of(e, item);
    item->void_count = v.void_groups;
    if (v.groups < verdicts_groups(item)) {
        return settle_rest(e, item, &v, is_last);
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
            doubt_both(e, item, DOUBT_UNSTABLE,
                       STR("the answers differ, but they repeat references of unequal length or of less than 4 bytes: "
                           "give an absent one of the form of the denied one"));
        } else {
            report_difference(e, item, &v, deviating, t.denied_deviating);
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
    doubt_both(
        e, item, DOUBT_UNSTABLE,
        str_printf(e->arena,
                   "%zu of %zu denied answers differed and the rest did not: neither a finding nor a pass; run again",
                   t.denied_deviating, t.denied));
    return true;
}

static void report_single(struct engine *e, const struct item *item, const struct sample *denied) {
    struct sighting s = sighting_of(e, item, denied, NULL);
    s.seen = s.tried = 1;
    if (item->expected == EXPECT_ALLOWED) {
        s.kind = "refusal";
        s.feature = STR("status");
        s.left = status_text(e, denied->exchange);
        s.right = STR("a success");
        s.severity = SEVERITY_LOW;
        s.cwe = CWE_INCORRECT_AUTHORIZATION;
        s.title = str_printf(e->arena, "%.*s is refused what his role grants him on %s",
                             STR_ARG(e->pack->principals[item->principal].name), resource_with_article(e, item));
        fail_both(e, item, &s);
    } else if (exchange_is_success(denied->exchange)) {
        report_access(e, item, &s, denied);
    } else {
        report_policy(e, item, denied, NULL, expected_status(e, item->expected));
    }
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
                                            : x->status == expected_status(e, item->expected);
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
        doubt_both(e, item, DOUBT_DROPPED, STR("every answer was lost (time-out, reset, 429, 503)"));
        return is_last;
    }
    if (!wrong || (fresh_judged > 0 && !wrong->is_fresh)) {
        checks_pass(e, item->permission_check);
        return true;
    }
    if (fresh_judged > 0) {
        report_single(e, item, wrong);
        return true;
    }
    item->wants_fresh = true;
    doubt_both(e, item, DOUBT_UNSTABLE, STR("an answer was not as expected once, and could not be confirmed"));
    return is_last;
}

bool verdicts_settle(struct engine *e, struct item *item, bool is_last) {
    item->is_settled = item->is_comparing ? settle_comparison(e, item, is_last) : settle_single(e, item, is_last);
    return item->is_settled;
}
