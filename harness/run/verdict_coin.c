/* SPDX-License-Identifier: Apache-2.0
 *
 * verdict_coin: groups in, a decision out. */
#include "verdict_coin.h"

#include "order_coin.h"
#include "verdict_report.h"

#define GROUP_SIZE 4
#define FRESH_AFTER 4                           /* groups: things that were seen before could differ by chance */
#define GROUPS_SENT_MAX (ORDER_COIN_GROUPS + 8) /* some may be void */
#define ALONE_LEAST 1                           /* groups that show what a counter does */
#define LEANING_P 0.05                          /* of a surface; it is a reason to look, not a statement */

/* The order coin says nothing of what was created or broken on purpose: such answers differ for reasons of their own.
 */
static bool is_coined(const struct item *item) {
    return item->is_comparing && !item->is_exclusive && !item->fault && !item->method.data;
}

/* Adds the groups of an item that count; `out` has room for ORDER_COIN_GROUPS. Returns how many there are now. */
static size_t add_groups(const struct item *item, struct coin_group *out, size_t count) {
    for (size_t i = item->coin_from; i + GROUP_SIZE <= item->sample_count && count < ORDER_COIN_GROUPS;
         i += GROUP_SIZE) {
        const struct sample *s = &item->samples[i];
        if (sample_view_group_is_void(item, s->group)) {
            continue;
        }
        for (size_t j = 0; j < GROUP_SIZE; j++) {
            out[count].answers[j] = &s[j].features;
            out[count].is_denied[j] = s[j].is_denied;
        }
        count++;
    }
    return count;
}

/* The chance of the least p, of so many tests, under `limit`; nothing was tested where nothing differed. */
static bool is_below(const struct coin_result *r, double limit) {
    return r->tests > 0 && r->p * (double)r->tests < limit;
}

static struct coin_result test_item(const struct engine *e, const struct item *item, size_t *count) {
    struct coin_group groups[ORDER_COIN_GROUPS];
    *count = is_coined(item) ? add_groups(item, groups, 0) : 0;
    return order_coin_test(&e->noise, item->surface->id, groups, *count);
}

/* Plain ones go first: they are most alike. */
static size_t groups_of_surface(const struct engine *e, const struct surface *s, struct coin_group *out) {
    size_t count = 0;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < e->item_count; i++) {
            const struct item *item = &e->items[i];
            if (item->surface == s && is_coined(item) && (item->change != NULL) == (pass == 1)) {
                count = add_groups(item, out, count);
            }
        }
    }
    return count;
}

/* NULL when none has a group. */
static struct item *find_leaning_most(struct engine *e, const struct surface *s) {
    struct item *most = NULL;
    double least_p = 0;
    for (size_t i = 0; i < e->item_count; i++) {
        struct item *item = &e->items[i];
        if (item->surface != s || !is_coined(item) || item->change || item->is_settled) {
            continue;
        }
        size_t count;
        double p = test_item(e, item, &count).p;
        if (count > 0 && (!most || p < least_p)) {
            most = item;
            least_p = p;
        }
    }
    return most;
}

void verdict_coin_screen(struct engine *e) {
    for (size_t i = 0; i < e->surface_count; i++) {
        const struct surface *s = e->surfaces[i].surface;
        struct coin_group groups[ORDER_COIN_GROUPS];
        size_t count = groups_of_surface(e, s, groups);
        struct coin_result r = order_coin_test(&e->noise, s->id, groups, count);
        bool is_leaning = r.is_suspicious || is_below(&r, LEANING_P);
        bool is_counting = order_coin_has_counter(&e->noise, s->id, groups, count);
        struct item *item = is_leaning || is_counting ? find_leaning_most(e, s) : NULL;
        if (item) {
            item->is_leaning = is_leaning;
            item->coin_from = is_counting ? item->sample_count : 0;
            item->is_suspect |= is_counting; /* from here on it is sent alone */
        }
    }
}

enum decision verdict_coin_decide(struct engine *e, struct item *item, const struct sample_view *v) {
    size_t count;
    struct coin_result r = test_item(e, item, &count);
    enum decision without = r.is_suspicious ? DECIDE_OPEN : DECIDE_EQUAL;
    bool is_alone_due = item->coin_from > 0 && count < ALONE_LEAST;
    item->is_suspect = r.is_suspicious || item->is_leaning || is_alone_due;
    if (!item->is_suspect) {
        return DECIDE_EQUAL;
    }
    if (count == ORDER_COIN_GROUPS) {
        bool is_finding = is_below(&r, DECIDE_ALPHA / (double)e->item_count);
        if (is_finding) {
            verdict_report_coin(e, item, v, &r);
        }
        return is_finding ? DECIDE_FINDING : without;
    }
    item->wants_fresh |= r.is_suspicious && count >= FRESH_AFTER;
    return item->group_count < GROUPS_SENT_MAX && !engine_should_stop(e) ? DECIDE_MORE : without;
}
