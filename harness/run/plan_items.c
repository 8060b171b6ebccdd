/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_items: who asks a surface for whose things, and what must come of it. */
#include "plan_items.h"

#include "plan.h"
#include "plan_families.h"

static bool is_same_tenant(const struct pack *p, size_t a, size_t b) {
    return str_eq(p->principals[a].tenant, p->principals[b].tenant);
}

/* A written request with several references gives several surfaces: the first of them stands for all where the
 * request is the same. */
static bool is_first_of_request(const struct engine *e, const struct surface *s) {
    for (size_t i = 0; i < e->declared_count; i++) {
        const struct surface *first = e->surfaces[i].surface;
        if (first->request.path.data == s->request.path.data && first->request.body == s->request.body) {
            return first == s;
        }
    }
    return true;
}

static bool has_other_below_slot(const struct surface *s) {
    for (size_t i = 0; i < s->other_count; i++) {
        if (s->others[i].is_below_slot) {
            return true;
        }
    }
    return false;
}

/* How an item is judged, by what decides about it. False: it would show nothing that another item does not. */
static bool plan_judgement(const struct engine *e, struct item *item, const struct matrix_answer *answer) {
    const struct surface *s = item->surface;
    bool has_own_others = !item->others_are_victims && s->other_count > 0;
    bool is_open = answer->slot_was_granted && !answer->is_about_slot;
    if (is_open && answer->guard) {
        /* Another reference decides, and the surface whose slot that is sends the very same request. */
        return false;
    }
    switch (item->expected) {
    case EXPECT_ALLOWED: return !has_own_others && is_first_of_request(e, s);
    case EXPECT_FORBIDDEN:
        /* Beside a child of the caller's own, not found and forbidden are both right. */
        return !(has_own_others && has_other_below_slot(s));
    case EXPECT_UNAUTHENTICATED: item->is_comparing = true; return true;
    case EXPECT_HIDDEN:
    case EXPECT_DENIED: break;
    }
    item->is_comparing = true;
    item->is_exclusive = s->absent == ABSENT_CREATES && answer->is_about_slot;
    item->is_filtering = s->absent == ABSENT_EMPTY && answer->is_about_slot;
    return true;
}

/* Who asks for whose thing, and whose the request's other references are. */
struct asking {
    size_t principal, victim;
    bool others_are_victims;
};

/* The first pass is "plain"; what else is asked in the same words says how. */
static struct str name_of(struct engine *e, const struct surface *s, struct asking a) {
    bool is_among = a.others_are_victims && s->other_count > 0;
    if (a.victim == e->pack->owner) {
        return is_among ? STR("among_victims") : STR("plain");
    }
    struct str victim = e->pack->principals[a.victim].name;
    return str_printf(e->arena, "%s_%.*s", is_among ? "among" : "of", STR_ARG(victim));
}

static void take_things(struct engine *e, struct surface_state *state, struct item *item) {
    const struct surface *s = state->surface;
    if (item->expected == EXPECT_ALLOWED) {
        item->denied[item->denied_count++] = plan_success(e, s, e->pool[0]);
    } else if (item->is_exclusive) {
        plan_take_exclusive_victims(e, item);
    } else {
        plan_take_victims(e, state, item);
    }
}

static void add_item(struct engine *e, struct surface_state *state, struct asking a) {
    const struct surface *s = state->surface;
    struct item item = {.surface = s,
                        .principal = a.principal,
                        .victim = a.victim,
                        .others_are_victims = a.others_are_victims,
                        .variation = name_of(e, s, a),
                        .check = NONE,
                        .permission_check = NONE};
    struct matrix_case c = {.pack = e->pack,
                            .surface = s,
                            .principal = a.principal,
                            .victim = a.victim,
                            .others_are_victims = a.others_are_victims};
    struct matrix_answer answer = matrix_expect(&c);
    bool is_reverse = a.victim != e->pack->owner;
    item.expected = answer.expected;
    if (!plan_judgement(e, &item, &answer) || (is_reverse && !item.is_comparing)) {
        return;
    }
    take_things(e, state, &item);
    bool is_own_pass = !a.others_are_victims || s->other_count == 0;
    struct family *home = e->homes[a.principal];
    item.others = a.others_are_victims ? NULL : home;
    if (item.is_comparing && !item.is_exclusive && is_own_pass && home) {
        item.reaching = s->is_destructive ? plan_success(e, s, home) : home;
    }
    plan_push_item(e, item);
}

static void add_both_passes(struct engine *e, struct surface_state *state, size_t principal, size_t victim) {
    struct asking a = {.principal = principal, .victim = victim};
    if (state->surface->other_count > 0 && !e->pack->principals[principal].is_anonymous) {
        add_item(e, state, a);
    }
    a.others_are_victims = true;
    add_item(e, state, a);
}

/* The other direction: the owner asks for what strangers have. By default what is only read, of one of them. */
static void add_reverse(struct engine *e, struct surface_state *state) {
    const struct pack *p = e->pack;
    bool is_all = e->options->has_all_variations;
    size_t room = (VICTIMS_MAX - 2) / 2;
    for (size_t i = 0; i < p->principal_count && room > 0; i++) {
        bool is_stranger = !p->principals[i].is_anonymous && !is_same_tenant(p, i, p->owner);
        bool is_wanted = is_all || (plan_is_representative(e, i) && !state->surface->is_mutating);
        if (is_stranger && is_wanted && e->homes[i]) {
            add_both_passes(e, state, p->owner, i);
            room--;
        }
    }
}

/* Everybody lists, and sees his own. */
static void add_list_item(struct engine *e, const struct surface *s, size_t principal) {
    bool is_anonymous = e->pack->principals[principal].is_anonymous;
    struct family *home = is_anonymous ? e->pool[0] : e->homes[principal];
    struct item item = {.surface = s,
                        .variation = STR("plain"),
                        .principal = principal,
                        .victim = e->pack->owner,
                        .expected = is_anonymous ? EXPECT_UNAUTHENTICATED : EXPECT_ALLOWED,
                        .check = NONE,
                        .permission_check = NONE};
    item.denied[item.denied_count++] = home ? home : e->pool[0];
    plan_push_item(e, item);
}

void plan_items_of_surface(struct engine *e, struct surface_state *state) {
    const struct pack *p = e->pack;
    for (size_t i = 0; i < p->principal_count; i++) {
        if (e->is_asked[i] && state->surface->is_list) {
            add_list_item(e, state->surface, i);
        } else if (e->is_asked[i] && i != p->owner) {
            add_both_passes(e, state, i, p->owner);
        }
    }
    if (!state->surface->is_list) {
        add_reverse(e, state);
    }
}

bool plan_is_representative(const struct engine *e, size_t principal) {
    const struct pack *p = e->pack;
    if (principal == p->owner || !e->is_asked[principal] || p->principals[principal].is_anonymous) {
        return false;
    }
    bool is_stranger = !is_same_tenant(p, principal, p->owner);
    for (size_t i = 0; i < principal; i++) {
        bool is_like = e->is_asked[i] && i != p->owner && !p->principals[i].is_anonymous &&
                       !is_same_tenant(p, i, p->owner) == is_stranger;
        if (is_like) {
            return false;
        }
    }
    return true;
}

void plan_unknown_items(struct engine *e, struct surface_state *state) {
    const struct pack *p = e->pack;
    for (size_t i = 0; i < p->principal_count; i++) {
        bool is_asked = i == p->owner || plan_is_representative(e, i);
        for (size_t m = 0; is_asked && m < p->unknown.count; m++) {
            struct item item = {.surface = state->surface,
                                .method = p->unknown.names[m],
                                .variation = p->unknown.names[m],
                                .principal = i,
                                .victim = p->owner,
                                .expected = EXPECT_HIDDEN,
                                .is_comparing = true,
                                .others = e->homes[i],
                                .check = NONE,
                                .permission_check = NONE};
            plan_take_victims(e, state, &item);
            plan_push_item(e, item);
        }
    }
}
