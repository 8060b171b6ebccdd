/* SPDX-License-Identifier: Apache-2.0
 *
 * sums: what a campaign comes to so far, and with the one that it resumes. */
#include "campaign_private.h"
#include "clock.h"

struct campaign_tally campaign_tally_up(struct campaign *c) {
    pthread_mutex_lock(&c->lock);
    struct campaign_tally t = c->tally;
    pthread_mutex_unlock(&c->lock);
    t.confirming = stage_result(c->stage)->ledger.requests;
    t.blocked_ns = atomic_load(&c->blocked_ns);
    t.elapsed_ns = clock_monotonic_ns() - c->started_ns;
    return t;
}

/* An example may hold what a target told a client. */
static void clean_examples(const struct campaign *c, struct conformance *all, struct arena *a) {
    const struct redactor *redactor = c->setting->run.options->redactor;
    for (size_t i = 0; redactor && i < all->kind_count; i++) {
        all->kinds[i].example = redactor_clean(redactor, all->kinds[i].example, a);
    }
}

struct campaign_record campaign_sum_up(struct campaign *c, struct arena *a) {
    struct campaign_record r = {.is_there = true, .tally = campaign_tally_up(c)};
    pthread_mutex_lock(&c->lock);
    r.conformance = differential_sum(&c->differential, c->absents[0], c->view.slot_count, a);
    pthread_mutex_unlock(&c->lock);
    clean_examples(c, &r.conformance, a);
    return r;
}

struct campaign_record campaign_add(const struct campaign_record *x, const struct campaign_record *y, struct arena *a) {
    return (struct campaign_record){.is_there = true,
                                    .tally = campaign_tally_add(&x->tally, &y->tally),
                                    .conformance = conformance_add(&x->conformance, &y->conformance, a)};
}
