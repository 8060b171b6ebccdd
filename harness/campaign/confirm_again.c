/* SPDX-License-Identifier: Apache-2.0
 *
 * confirm_again: what was found by an earlier campaign, looked into with things of today. */
#include "confirm_private.h"

/* What a finding was found by, as confirm_tell tells it. */
static enum oracle oracle_of(const struct finding *f) {
    if (str_eq(f->kind, STR("dispatch"))) {
        return ORACLE_METHOD;
    }
    return f->property == PROPERTY_ROBUSTNESS ? ORACLE_ROBUST
           : f->property == PROPERTY_REVEAL   ? ORACLE_REVEAL
           : f->property == PROPERTY_EFFECTS  ? ORACLE_EFFECT
                                              : ORACLE_DIFFERENCE;
}

static struct root root_of(const struct finding *then) {
    return (struct root){.oracle = oracle_of(then), .surface = then->surface, .body = STR("{}")};
}

/* Why nothing can be sent, one sentence; STR_NONE: `root` and `sent` are ready. */
static struct str prepare(struct confirmer *k, const struct finding *then, struct root *root, struct sent_body *sent) {
    struct campaign *c = k->campaign;
    *root = root_of(then);
    struct str reason = made_up_restore(c, &then->made_up, sent);
    if (reason.data) {
        return reason;
    }
    root->body = sent->text;
    root->envelope = sent->envelope;
    root->class = body_class_of(root->body, c->view.methods, c->view.method_count, stage_arena(c->stage));
    if (root->oracle == ORACLE_METHOD && !root->class.is_unknown_name) {
        return STR("the pack knows the method now: it is no unknown one any more");
    }
    return STR_NONE;
}

static struct rounds go_rounds(struct confirmer *k, struct root *root, const struct sent_body *sent) {
    struct arena *a = stage_arena(k->campaign->stage);
    if (root->oracle == ORACLE_EFFECT) {
        struct stage_change *change = ARENA_NEW(a, struct stage_change);
        struct rounds r = confirm_effect_rounds(k, sent, &root->sight, change);
        root->change = change->is_seen ? change : NULL;
        return r;
    }
    struct inquiry q = {.confirmer = k, .arena = a, .oracle = root->oracle, .envelope = root->envelope};
    return confirm_go_rounds(&q, root->body, &root->sight);
}

static void settle(struct confirmer *k, const struct root *root, const struct finding *then, const struct rounds *r) {
    struct campaign *c = k->campaign;
    struct arena *a = stage_arena(c->stage);
    size_t shown = r->yes + r->mixed, whole = shown + r->no;
    size_t least = r->wanted < CONFIRM_ROUNDS ? r->wanted : CONFIRM_ROUNDS;
    if (campaign_is_stopped(c)) {
        confirm_settle(k, root, then->property, DOUBT_STOPPED, STR("stopped before it was looked into to the end"));
    } else if (shown > 0) {
        struct str reason =
            str_printf(a, "flaky: it showed in %zu of %zu rounds, and not always in both answers", shown, whole);
        confirm_settle(k, root, then->property, DOUBT_UNSTABLE, reason);
    } else if (whole < least) {
        struct str reason =
            str_printf(a, "%zu of %zu rounds were whole: answers did not come, or were a 429 or a 503", whole, least);
        confirm_settle(k, root, then->property, DOUBT_DROPPED, reason);
    } else {
        confirm_settle(k, root, then->property, DOUBT_NONE, STR_NONE);
    }
}

void confirm_leave(struct confirmer *k, const struct finding *then) {
    const struct root root = root_of(then);
    confirm_settle(k, &root, then->property, DOUBT_STOPPED, STR("the replay ended before its turn"));
}

void confirm_again(struct confirmer *k, const struct finding *then) {
    struct campaign *c = k->campaign;
    struct root root;
    struct sent_body sent;
    struct str reason = prepare(k, then, &root, &sent);
    if (reason.data) {
        confirm_settle(k, &root, then->property, DOUBT_NOT_EXERCISED, reason);
        return;
    }
    c->route = sent.route;
    struct rounds r = go_rounds(k, &root, &sent);
    if (r.yes == r.wanted) {
        confirm_tell(k, &root);
    } else {
        settle(k, &root, then, &r);
    }
    c->route = SIZE_MAX;
}
