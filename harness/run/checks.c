/* SPDX-License-Identifier: Apache-2.0
 *
 * checks: the checks of a run. */
#include "checks.h"

#include <assert.h>

#include "codec.h"
#include "plan.h"

#define NOT_YET "the run ended before it was its turn"

static size_t add(struct engine *e, const struct surface *s, struct str principal, struct str variation,
                  enum property property) {
    struct result *r = e->result;
    if (r->check_count == e->check_capacity) {
        e->check_capacity = e->check_capacity ? 2 * e->check_capacity : 1024;
        struct check *checks = ARENA_ARRAY(e->arena, struct check, e->check_capacity);
        for (size_t i = 0; i < r->check_count; i++) {
            checks[i] = r->checks[i];
        }
        r->checks = checks;
    }
    struct str shown = codec_printable(e->arena, variation);
    r->checks[r->check_count] = (struct check){
        .id = str_printf(e->arena, "%.*s/%.*s/%.*s/%.*s/%s", STR_ARG(e->pack->name), STR_ARG(s->id), STR_ARG(principal),
                         STR_ARG(shown), property_name(property)),
        .surface = s->id,
        .principal = principal,
        .variation = shown,
        .property = property,
        .verdict = VERDICT_INCONCLUSIVE,
        .doubt = DOUBT_STOPPED,
        .reason = STR(NOT_YET),
        .finding = NONE,
        .position = r->check_count,
    };
    return r->check_count++;
}

size_t checks_add(struct engine *e, const struct surface *s, struct str principal, struct str variation,
                  enum property property, struct str expected) {
    size_t check = add(e, s, principal, variation, property);
    e->result->checks[check].expected = expected;
    return check;
}

static enum property property_of(const struct item *item) {
    if (item->fault) {
        return PROPERTY_FAIL_CLOSED;
    }
    if (item->expected == EXPECT_UNAUTHENTICATED) {
        return PROPERTY_AUTHENTICATION;
    }
    if (item->method.data) {
        return PROPERTY_UNKNOWN_METHOD;
    }
    return item->is_exclusive ? PROPERTY_EXCLUSIVE : PROPERTY_NONDISCLOSURE;
}

static struct str expectation_of(const struct item *item) {
    if (item->method.data) {
        return STR("refused as unknown");
    }
    return item->is_exclusive ? STR("his own") : str_from(expected_name(item->expected));
}

/* Whose questions at the provider are compared: one in flight at a time takes its time, so not everybody's. */
static bool is_listened_to(const struct engine *e, const struct item *item) {
    bool is_plain = item->is_comparing && !item->is_exclusive && !item->change && !item->is_deleted &&
                    !item->method.data && !item->fault;
    return is_plain && observer_is_present(&e->auth_provider) && plan_is_representative(e, item->principal);
}

static void plan_item(struct engine *e, struct item *item) {
    struct str principal = e->pack->principals[item->principal].name;
    if (item->is_comparing) {
        item->check = add(e, item->surface, principal, item->variation, property_of(item));
        e->result->checks[item->check].expected = expectation_of(item);
    }
    item->calls_check = NONE;
    if (is_listened_to(e, item)) {
        item->calls_check = add(e, item->surface, principal, item->variation, PROPERTY_CALLS);
        e->result->checks[item->calls_check].expected = STR("the same questions");
    }
    bool is_special = item->method.data || item->change || item->is_deleted || item->fault || item->is_exclusive;
    bool has_permission = !is_special && (item->expected != EXPECT_UNAUTHENTICATED || !item->is_comparing);
    if (has_permission) {
        item->permission_check = add(e, item->surface, principal, item->variation, PROPERTY_PERMISSION);
        e->result->checks[item->permission_check].expected = expectation_of(item);
    }
}

static bool is_same_caller(const struct item *a, const struct item *b) {
    return a->surface == b->surface && a->principal == b->principal;
}

/* The check that an earlier item of the same surface and principal has. */
static size_t find_reveal_check(const struct engine *e, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (is_same_caller(&e->items[i], &e->items[index])) {
            return e->items[i].reveal_check;
        }
    }
    return NONE;
}

void checks_plan(struct engine *e) {
    for (size_t i = 0; i < e->item_count; i++) {
        struct item *item = &e->items[i];
        plan_item(e, item);
        size_t known = find_reveal_check(e, i);
        if (known != NONE) {
            item->reveal_check = known;
            continue;
        }
        item->reveal_check =
            add(e, item->surface, e->pack->principals[item->principal].name, STR("plain"), PROPERTY_REVEAL);
        e->result->checks[item->reveal_check].expected = STR("nothing unreadable");
    }
    for (size_t i = 0; i < e->surface_count; i++) {
        bool is_asked = i < e->declared_count && observer_is_present(&e->auth_provider);
        e->surfaces[i].owner_calls_check = NONE;
        if (is_asked && e->surfaces[i].surface->guard_count > 0) {
            size_t check =
                add(e, e->surfaces[i].surface, e->pack->principals[e->pack->owner].name, STR("plain"), PROPERTY_CALLS);
            e->surfaces[i].owner_calls_check = check;
            e->result->checks[check].expected = STR("the needed operation");
        }
        if (e->surfaces[i].victim_count > 0) {
            size_t check = add(e, e->surfaces[i].surface, STR("everyone"), STR("plain"), PROPERTY_EFFECTS);
            e->surfaces[i].effects_check = check;
            e->result->checks[check].expected = STR("no effect");
        }
    }
}

bool checks_is_open(const struct engine *e, size_t check) {
    return check != NONE && e->result->checks[check].verdict == VERDICT_INCONCLUSIVE;
}

/* Nothing is told twice. */
static void settle(struct engine *e, size_t check, const struct check *now) {
    struct check *c = &e->result->checks[check];
    bool is_news = c->verdict != now->verdict || c->doubt != now->doubt;
    *c = *now;
    if (is_news) {
        engine_tell_check(e, check);
    }
}

void checks_pass(struct engine *e, size_t check) {
    if (check == NONE || e->result->checks[check].verdict == VERDICT_FAIL) {
        return;
    }
    struct check now = e->result->checks[check];
    now.verdict = VERDICT_PASS;
    now.doubt = DOUBT_NONE;
    now.reason = STR_NONE;
    settle(e, check, &now);
}

void checks_leave(struct engine *e, size_t check, struct str reason) {
    struct check now = e->result->checks[check];
    now.verdict = VERDICT_NOT_APPLICABLE;
    now.doubt = DOUBT_NONE;
    now.reason = reason;
    settle(e, check, &now);
}

void checks_fail(struct engine *e, size_t check, size_t finding, struct str reason) {
    if (check == NONE) {
        return;
    }
    struct check now = e->result->checks[check];
    now.verdict = VERDICT_FAIL;
    now.doubt = DOUBT_NONE;
    now.reason = reason;
    now.finding = finding;
    settle(e, check, &now);
}

void checks_doubt(struct engine *e, size_t check, enum doubt doubt, struct str reason) {
    assert(doubt != DOUBT_NONE);
    if (!checks_is_open(e, check)) {
        return;
    }
    struct check now = e->result->checks[check];
    now.doubt = doubt;
    now.reason = reason;
    settle(e, check, &now);
}

size_t checks_add_control(struct engine *e, struct str id, bool passed, struct str reason, const struct exchange *x) {
    struct result *r = e->result;
    if (r->control_count == e->control_capacity) {
        e->control_capacity = e->control_capacity ? 2 * e->control_capacity : 256;
        struct control *controls = ARENA_ARRAY(e->arena, struct control, e->control_capacity);
        for (size_t i = 0; i < r->control_count; i++) {
            controls[i] = r->controls[i];
        }
        r->controls = controls;
    }
    r->controls[r->control_count] = (struct control){.id = id, .passed = passed, .reason = reason, .exchange = x};
    return r->control_count++;
}
