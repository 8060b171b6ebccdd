/* SPDX-License-Identifier: Apache-2.0
 *
 * doubts: sorting brings together what has one reason. */
#include "doubts.h"

#include <stdlib.h>

static int compare_doubts(const void *left, const void *right) {
    const struct check *a = *(const struct check *const *)left, *b = *(const struct check *const *)right;
    if (a->doubt != b->doubt)
        return a->doubt < b->doubt ? -1 : 1;
    int by_reason = str_cmp(a->reason, b->reason);
    /* In the order of the checks, both being of one array. */
    return by_reason != 0 ? by_reason : (a > b) - (a < b);
}

static bool is_same(const struct check *a, const struct check *b) {
    return a->doubt == b->doubt && str_eq(a->reason, b->reason);
}

struct doubt_groups doubts_group(struct draft *d) {
    const struct result *r = d->result;
    const struct check **checks = ARENA_ARRAY(&d->scratch, const struct check *, r->check_count);
    size_t count = 0;
    for (size_t i = 0; i < r->check_count; i++) {
        if (r->checks[i].verdict == VERDICT_INCONCLUSIVE)
            checks[count++] = &r->checks[i];
    }
    if (count > 0)
        qsort(checks, count, sizeof(*checks), compare_doubts);
    struct doubt_groups all = {.groups = ARENA_ARRAY(&d->scratch, struct doubt_group, count)};
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !is_same(checks[i], checks[i - 1]))
            all.groups[all.count++] = (struct doubt_group){.checks = &checks[i]};
        all.groups[all.count - 1].count++;
    }
    return all;
}

struct str doubts_show_ids(struct draft *d, const struct doubt_group *g, size_t max) {
    struct str text = STR("");
    size_t shown = g->count < max ? g->count : max;
    for (size_t i = 0; i < shown; i++) {
        struct str id = draft_show(d, g->checks[i]->id);
        text = str_printf(&d->scratch, "%.*s%s%.*s", STR_ARG(text), i > 0 ? ", " : "", STR_ARG(id));
    }
    return g->count > shown ? str_printf(&d->scratch, "%.*s and %zu more", STR_ARG(text), g->count - shown) : text;
}
