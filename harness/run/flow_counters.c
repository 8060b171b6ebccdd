/* SPDX-License-Identifier: Apache-2.0
 *
 * flow_counters: datagrams come when they come. */
#include "flow_counters.h"

#include "clock.h"

#define WAIT_NS (300 * NS_PER_MS)
#define POLL_NS (5 * NS_PER_MS)

void flow_counters_begin(const struct engine *e) {
    if (e->setting->counters) {
        counters_forget(e->setting->counters);
    }
}

static double rise_of(const struct counter_list *list, const struct expected_counter *wanted) {
    return counters_sum(list, wanted->name, wanted->tag);
}

/* Where others are served meanwhile, they are counted as well: too little is wrong there, more is not. */
static bool is_as_wanted(const struct engine *e, const struct counter_list *list,
                         const struct expected_counter *wanted) {
    double off = rise_of(list, wanted) - (double)wanted->rise;
    bool is_ours_alone = e->target->environment == ENVIRONMENT_ISOLATED;
    return off > -0.5 && (off < 0.5 || !is_ours_alone); /* a sampling rate leaves a fraction */
}

static const struct expected_counter *first_wrong(const struct engine *e, const struct counter_list *list,
                                                  const struct flow_step *step) {
    for (size_t i = 0; i < step->counter_count; i++) {
        if (!is_as_wanted(e, list, &step->counters[i])) {
            return &step->counters[i];
        }
    }
    return NULL;
}

static struct str describe(const struct engine *e, const struct expected_counter *c, double rise) {
    return str_printf(e->arena, "%.*s%s%.*s: %.15g", STR_ARG(c->name), c->tag.len ? " " : "", STR_ARG(c->tag), rise);
}

struct str flow_counters_wrong(const struct engine *e, const struct flow_step *step, struct str *seen) {
    if (step->counter_count == 0 || !e->setting->counters) {
        return STR_NONE;
    }
    struct counter_list list = {0};
    int64_t end_ns = clock_monotonic_ns() + WAIT_NS;
    const struct expected_counter *wrong;
    for (;;) {
        counters_look(e->setting->counters, e->arena, &list);
        wrong = first_wrong(e, &list, step);
        if (!wrong || clock_monotonic_ns() >= end_ns) {
            break;
        }
        clock_sleep_ns(POLL_NS);
    }
    if (!wrong) {
        return STR_NONE;
    }
    *seen = describe(e, wrong, rise_of(&list, wrong));
    return describe(e, wrong, (double)wrong->rise);
}
