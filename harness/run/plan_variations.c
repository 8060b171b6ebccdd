/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_variations: which of the planned comparisons are sent in which variations. */
#include "plan_variations.h"

#include "claims.h"
#include "plan.h"
#include "plan_families.h"

#define REASONS_MAX 4 /* of one variation */

/* What is varied once by default. */
struct kind {
    struct str method;
    enum slot_place place;
    struct str operation;
    bool is_rpc;
};

static struct kind kind_of(const struct engine *e, const struct surface *s) {
    return (struct kind){.method = s->request.method,
                         .place = variation_slot_place(e->pack, s),
                         .operation = s->guard_count ? s->guards[s->guard_count - 1].operation : STR(""),
                         .is_rpc = s->is_rpc};
}

static bool is_same_kind(const struct kind *a, const struct kind *b, bool is_heavy) {
    if (is_heavy) {
        return str_eq(a->method, b->method);
    }
    return str_eq(a->method, b->method) && a->place == b->place && str_eq(a->operation, b->operation) &&
           a->is_rpc == b->is_rpc;
}

/* Comparisons whose equality a change must keep. */
static bool is_variable(const struct item *item) {
    bool is_hidden = item->expected == EXPECT_HIDDEN || item->expected == EXPECT_DENIED;
    return is_hidden && item->is_comparing && !item->is_exclusive && !item->change && !item->fault &&
           !item->is_deleted && !item->method.data && str_eq(item->variation, STR("plain"));
}

static bool is_stranger(const struct engine *e, size_t principal) {
    return !str_eq(e->pack->principals[principal].tenant, e->pack->principals[e->pack->owner].tenant);
}

/* The built-in ones, then the pack's claims; NULL behind the last. */
static const struct variation *variation_of(const struct engine *e, size_t index) {
    if (index < variation_count()) {
        return variation_at(index);
    }
    size_t claim = index - variation_count();
    return claim < e->pack->claim_count ? &e->claims[claim] : NULL;
}

bool plan_variation_is_selected(const struct run_options *o, const struct variation *v) {
    bool is_named = o->variation_count == 0;
    for (size_t i = 0; i < o->variation_count; i++) {
        is_named |= str_glob(o->variations[i], str_from(v->name));
    }
    return is_named;
}

static bool is_safe(const struct engine *e, const struct surface *s, const struct variation *v) {
    return !v->is_widening || !s->is_destructive || e->target->environment == ENVIRONMENT_ISOLATED;
}

/* NULL: a variation makes sense at a surface of this target. */
static const char *why_not(const struct engine *e, const struct surface *s, const struct variation *v) {
    if (variation_is_over_http2(v) && !target_may_speak_http2(e->target)) {
        return e->target->http2 == HTTP2_NEVER
                   ? "the target file says `http2: never`"
                   : "only over https, or where the target file says `http2: prior_knowledge`";
    }
    return v->why_not(s, variation_slot_place(e->pack, s));
}

/* An earlier item shows the same. */
static bool is_covered(const struct engine *e, size_t index, const struct variation *v) {
    struct kind kind = kind_of(e, e->items[index].surface);
    for (size_t i = 0; i < index; i++) {
        const struct item *item = &e->items[i];
        if (!is_variable(item) || !is_stranger(e, item->principal)) {
            continue;
        }
        struct kind other = kind_of(e, item->surface);
        if (is_same_kind(&kind, &other, v->is_heavy) && !why_not(e, item->surface, v) && is_safe(e, item->surface, v)) {
            return true;
        }
    }
    return false;
}

bool plan_is_first_of_kind(const struct engine *e, size_t index) {
    const struct item *item = &e->items[index];
    if (!is_variable(item) || !is_stranger(e, item->principal)) {
        return false;
    }
    struct kind kind = kind_of(e, item->surface);
    for (size_t i = 0; i < index; i++) {
        struct kind other = kind_of(e, e->items[i].surface);
        if (is_variable(&e->items[i]) && is_stranger(e, e->items[i].principal) && is_same_kind(&kind, &other, false)) {
            return false;
        }
    }
    return true;
}

static void add_variations_of(struct engine *e, size_t index) {
    const struct run_options *o = e->options;
    const struct variation *v;
    for (size_t i = 0; (v = variation_of(e, i)); i++) {
        struct item item = e->items[index];
        bool makes_sense =
            plan_variation_is_selected(o, v) && !why_not(e, item.surface, v) && is_safe(e, item.surface, v);
        bool is_once = !o->has_all_variations || v->is_heavy;
        bool can_be_own = (!v->is_graft || e->homes[item.principal]) && claims_can_be_made(e, v, item.principal);
        if (!makes_sense || !can_be_own || (is_once && is_covered(e, index, v))) {
            continue;
        }
        item.change = v;
        item.plain = index;
        item.variation = str_from(v->name);
        item.reaching = NULL;
        if (v->is_graft) {
            item.others = plan_untouched_family(e, item.surface, item.principal);
        }
        plan_push_item(e, item);
    }
}

/* "none" matches no variation, on purpose. */
static enum rc check_names(const struct engine *e, struct fault *f) {
    const struct run_options *o = e->options;
    for (size_t i = 0; i < o->variation_count; i++) {
        bool is_known = str_eq(o->variations[i], STR("none"));
        const struct variation *v;
        for (size_t j = 0; (v = variation_of(e, j)); j++) {
            is_known |= str_glob(o->variations[i], str_from(v->name));
        }
        if (!is_known) {
            return fault_set(f, RC_USAGE,
                             "--variations %.*s: there is no such variation; see them with `nonesuch plan`",
                             STR_ARG(o->variations[i]));
        }
    }
    return RC_OK;
}

enum rc plan_variations(struct engine *e, struct fault *f) {
    enum rc rc = check_names(e, f);
    size_t plain_count = e->item_count;
    for (size_t i = 0; rc == RC_OK && i < plain_count; i++) {
        bool is_asked = e->options->has_all_variations || is_stranger(e, e->items[i].principal);
        if (is_variable(&e->items[i]) && is_asked) {
            add_variations_of(e, i);
        }
    }
    return rc;
}

/* Why a variation makes no sense, and at how many surfaces. */
struct reason {
    const char *text;
    size_t count;
};

static size_t count_reason(struct reason *reasons, size_t count, const char *text) {
    size_t i = 0;
    while (i < count && !str_eq(str_from(reasons[i].text), str_from(text))) {
        i++;
    }
    if (i == REASONS_MAX) {
        return count;
    }
    reasons[i].text = text;
    reasons[i].count++;
    return i == count ? count + 1 : count;
}

static size_t reasons_of(const struct engine *e, const struct variation *v, struct reason *out) {
    size_t count = 0;
    for (size_t i = 0; i < e->declared_count; i++) {
        const struct surface *s = e->surfaces[i].surface;
        const char *text = s->is_list ? NULL : why_not(e, s, v);
        count = text ? count_reason(out, count, text) : count;
    }
    return count;
}

size_t plan_variations_left_out(const struct engine *e, struct str **out) {
    struct str *list = ARENA_ARRAY(e->arena, struct str, REASONS_MAX * (variation_count() + e->pack->claim_count));
    size_t count = 0;
    const struct variation *v;
    for (size_t i = 0; (v = variation_of(e, i)); i++) {
        struct reason reasons[REASONS_MAX] = {0};
        size_t reason_count = plan_variation_is_selected(e->options, v) ? reasons_of(e, v, reasons) : 0;
        for (size_t j = 0; j < reason_count; j++) {
            list[count++] = str_printf(e->arena, "%s at %zu of %zu: %s", v->name, reasons[j].count, e->declared_count,
                                       reasons[j].text);
        }
    }
    *out = list;
    return count;
}
