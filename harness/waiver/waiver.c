/* SPDX-License-Identifier: Apache-2.0
 *
 * waiver: which findings are waived, and what each waiver did. */
#include "waiver.h"

/* One application. */
struct judgement {
    const struct waiver_list *list;
    struct str today;
    struct arena *arena;
    struct result *result;
};

static bool is_expired(const struct waiver *w, struct str today) {
    return str_cmp(w->expires, today) < 0;
}

size_t waiver_count_expired(const struct waiver_list *list, struct str today) {
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        count += is_expired(&list->items[i], today);
    return count;
}

static bool is_about(const struct waiver *w, const struct finding *f) {
    if (w->fingerprint.data)
        return str_eq(w->fingerprint, f->fingerprint);
    return str_glob(w->surface, f->surface) && (!w->variation.data || str_glob(w->variation, f->variation));
}

static bool names(const struct waiver *w, const struct finding *f, struct str kind) {
    bool is_named = str_eq(kind, w->fingerprint.data ? f->kind : w->kind);
    for (size_t i = 0; i < w->also_count; i++)
        is_named |= str_eq(kind, w->also[i]);
    return is_named;
}

static struct str next_word(struct str *rest) {
    struct str word = STR("");
    while (rest->data && word.len == 0)
        word = str_trim(str_cut(rest, ' '));
    return word;
}

static bool shows(const struct finding *f, struct str kind) {
    struct str rest = f->also;
    bool is_shown = str_eq(f->kind, kind);
    while (rest.data)
        is_shown |= str_eq(next_word(&rest), kind);
    return is_shown;
}

/* The finding shows the waiver's own kind at a place that is the waiver's. */
static bool matches(const struct waiver *w, const struct finding *f) {
    return is_about(w, f) && (w->fingerprint.data || shows(f, w->kind));
}

/* The first waiver that counts and names this kind of the finding; NULL without. */
static const struct waiver *find_live(const struct judgement *j, const struct finding *f, struct str kind) {
    for (size_t i = 0; i < j->list->count; i++) {
        const struct waiver *w = &j->list->items[i];
        if (!is_expired(w, j->today) && matches(w, f) && names(w, f, kind))
            return w;
    }
    return NULL;
}

/* The kinds that nobody waives, comma-separated; empty: none. */
static struct str unnamed_kinds(const struct judgement *j, const struct finding *f) {
    struct str missing = STR(""), rest = f->also;
    struct str kind = f->kind;
    while (kind.len > 0) {
        if (!find_live(j, f, kind))
            missing = str_printf(j->arena, "%.*s%s%.*s", STR_ARG(missing), missing.len ? ", " : "", STR_ARG(kind));
        kind = next_word(&rest);
    }
    return missing;
}

static struct str describe_scope(const struct judgement *j, const struct waiver *w) {
    if (w->fingerprint.data)
        return w->fingerprint;
    if (!w->variation.data)
        return str_printf(j->arena, "%.*s %.*s", STR_ARG(w->surface), STR_ARG(w->kind));
    return str_printf(j->arena, "%.*s %.*s %.*s", STR_ARG(w->surface), STR_ARG(w->kind), STR_ARG(w->variation));
}

static struct str waived_reason(const struct judgement *j, const struct waiver *w) {
    bool has_issue = w->issue.len > 0;
    return str_printf(j->arena, "waived by %.*s until %.*s: %.*s%s%.*s%s", STR_ARG(w->owner), STR_ARG(w->expires),
                      STR_ARG(w->reason), has_issue ? " (" : "", STR_ARG(w->issue), has_issue ? ")" : "");
}

static struct str join_sentences(const struct judgement *j, struct str a, struct str b) {
    return a.len > 0 ? str_printf(j->arena, "%.*s; %.*s", STR_ARG(a), STR_ARG(b)) : b;
}

static void waive(const struct judgement *j, size_t finding, const struct waiver *w) {
    struct result *r = j->result;
    for (size_t i = 0; i < r->check_count; i++) {
        if (r->checks[i].finding == finding && r->checks[i].verdict == VERDICT_FAIL) {
            r->checks[i].verdict = VERDICT_WAIVED;
            r->checks[i].reason = waived_reason(j, w);
        }
    }
}

static void keep_failing(const struct judgement *j, size_t finding, struct str why) {
    struct result *r = j->result;
    for (size_t i = 0; i < r->check_count; i++) {
        if (r->checks[i].finding == finding && r->checks[i].verdict == VERDICT_FAIL)
            r->checks[i].reason = join_sentences(j, r->checks[i].reason, why);
    }
}

/* Why the finding stays a failure although a waiver is about it; empty when none is. */
static struct str why_not(const struct judgement *j, const struct finding *f, struct str missing) {
    struct str why = STR("");
    for (size_t i = 0; i < j->list->count; i++) {
        const struct waiver *w = &j->list->items[i];
        if (!matches(w, f))
            continue;
        struct str scope = describe_scope(j, w);
        struct str sentence =
            is_expired(w, j->today)
                ? str_printf(j->arena, "the waiver '%.*s' of %.*s expired on %.*s", STR_ARG(scope), STR_ARG(w->owner),
                             STR_ARG(w->expires))
                : str_printf(j->arena, "the waiver '%.*s' of %.*s does not cover that it also shows: %.*s",
                             STR_ARG(scope), STR_ARG(w->owner), STR_ARG(missing));
        why = join_sentences(j, why, sentence);
    }
    return why;
}

/* Returns whether it is waived. */
static bool judge_finding(const struct judgement *j, size_t finding) {
    const struct finding *f = &j->result->findings[finding];
    struct str missing = unnamed_kinds(j, f);
    if (missing.len == 0 && f->kind.len > 0) {
        waive(j, finding, find_live(j, f, f->kind));
        return true;
    }
    struct str why = why_not(j, f, missing);
    if (why.len > 0)
        keep_failing(j, finding, why);
    return false;
}

static bool is_run(const struct result *r, struct str surfaces) {
    for (size_t i = 0; i < r->check_count; i++) {
        if (str_glob(surfaces, r->checks[i].surface))
            return true;
    }
    return false;
}

static const char *why_unused(const struct judgement *j, const struct waiver *w) {
    if (w->fingerprint.data)
        return "no finding has this fingerprint";
    /* A shard does not know what the others run. */
    bool is_met = j->result->shard.count > 0 || is_run(j->result, w->surface);
    return is_met ? "no finding at these surfaces is of this kind" : "no surface of this run matches";
}

static struct str describe_state(const struct judgement *j, const struct waiver *w, const struct waiver_note *n) {
    const char *owner = arena_printf(j->arena, "%.*s", STR_ARG(w->owner));
    switch (n->state) {
    case WAIVER_USED: break;
    case WAIVER_INSUFFICIENT:
        return str_printf(j->arena, "the waiver of %s is not enough: what it is about shows more than it names", owner);
    case WAIVER_UNUSED:
        return str_printf(j->arena, "the waiver of %s is not needed: %s; remove it", owner, why_unused(j, w));
    case WAIVER_EXPIRED:
        return str_printf(j->arena, "the waiver of %s expired on %.*s and does not count: %s", owner,
                          STR_ARG(w->expires),
                          n->findings > 0 ? "mend what it is about, or accept it anew" : "nothing needs it; remove it");
    }
    return STR("");
}

static struct waiver_note note_of(const struct judgement *j, const struct waiver *w, const bool *is_waived) {
    struct waiver_note n = {
        .what = describe_scope(j, w), .owner = w->owner, .reason = w->reason, .issue = w->issue, .expires = w->expires};
    size_t used = 0;
    for (size_t i = 0; i < j->result->finding_count; i++) {
        bool is_match = matches(w, &j->result->findings[i]);
        n.findings += is_match;
        used += is_match && is_waived[i];
    }
    n.state = is_expired(w, j->today) ? WAIVER_EXPIRED
              : used > 0              ? WAIVER_USED
              : n.findings > 0        ? WAIVER_INSUFFICIENT
                                      : WAIVER_UNUSED;
    n.text = describe_state(j, w, &n);
    return n;
}

void waiver_apply(const struct waiver_list *list, struct str today, struct arena *a, struct result *r) {
    struct judgement j = {.list = list, .today = today, .arena = a, .result = r};
    bool *is_waived = ARENA_ARRAY(a, bool, r->finding_count);
    for (size_t i = 0; i < r->finding_count; i++)
        is_waived[i] = judge_finding(&j, i);
    r->waivers = ARENA_ARRAY(a, struct waiver_note, list->count);
    r->waiver_count = list->count;
    for (size_t i = 0; i < list->count; i++)
        r->waivers[i] = note_of(&j, &list->items[i], is_waived);
}
