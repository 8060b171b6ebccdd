/* SPDX-License-Identifier: Apache-2.0
 *
 * pace: each caller takes the next free moment and sleeps until then. */
#include "pace.h"

#include "clock.h"

#define LOOK_AT_STOP_NS (20 * NS_PER_MS)

void pace_init(struct pace *p, int64_t rate_per_s) {
    p->interval_ns = rate_per_s > 0 ? NS_PER_S / rate_per_s : 0;
    atomic_init(&p->next_ns, 0);
}

static bool is_stopped(const atomic_bool *stop) {
    return stop && atomic_load(stop);
}

static int64_t take_moment(struct pace *p) {
    long long next = atomic_load(&p->next_ns);
    long long mine;
    do {
        long long now = clock_monotonic_ns();
        mine = next > now ? next : now;
    } while (!atomic_compare_exchange_weak(&p->next_ns, &next, mine + p->interval_ns));
    return mine;
}

bool pace_wait(struct pace *p, const atomic_bool *stop) {
    if (p->interval_ns == 0) {
        return !is_stopped(stop);
    }
    int64_t moment = take_moment(p);
    for (int64_t now = clock_monotonic_ns(); now < moment && !is_stopped(stop); now = clock_monotonic_ns()) {
        int64_t left = moment - now;
        clock_sleep_ns(left < LOOK_AT_STOP_NS ? left : LOOK_AT_STOP_NS);
    }
    return !is_stopped(stop);
}
