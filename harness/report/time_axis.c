/* SPDX-License-Identifier: Apache-2.0
 *
 * time_axis: ticks at round numbers. */
#include "time_axis.h"

#define INTERVALS 5.0        /* one more where the ends are no ticks */
#define RANGE_OF_TIMES 0.02  /* at least */
#define RANGE_LEAST_NS 100.0 /* no clock here is finer */

static const struct unit {
    const char *name;
    double ns;
} units[] = {{"ns", 1}, {"µs", 1e3}, {"ms", 1e6}, {"s", 1e9}};

/* The biggest that is not above it. */
static const struct unit *unit_of(double ns) {
    size_t i = sizeof(units) / sizeof(*units) - 1;
    while (i > 0 && ns < units[i].ns && -ns < units[i].ns)
        i--;
    return &units[i];
}

/* The least of 1, 2, 5, 10, 20 … that is not below it. */
static double round_up(double ns) {
    static const double factors[] = {1, 2, 5};
    double power = 1;
    while (power * 10 <= ns)
        power *= 10;
    for (size_t i = 0; i < sizeof(factors) / sizeof(*factors); i++) {
        if (ns <= power * factors[i])
            return power * factors[i];
    }
    return power * 10;
}

static int64_t floor_of(double x) {
    int64_t whole = (int64_t)x;
    return whole - ((double)whole > x ? 1 : 0);
}

struct time_axis time_axis_of(int64_t least_ns, int64_t most_ns) {
    double least = (double)least_ns, most = (double)most_ns, size = most > -least ? most : -least;
    double range = size * RANGE_OF_TIMES > RANGE_LEAST_NS ? size * RANGE_OF_TIMES : RANGE_LEAST_NS;
    double lacking = range > most - least ? range - (most - least) : 0;
    double from = least - lacking / 2, to = most + lacking / 2;
    if (least >= 0 && from < 0)
        from = 0; /* no time is below */
    struct time_axis axis = {.step_ns = round_up((to - from) / INTERVALS)};
    axis.first = floor_of(from / axis.step_ns);
    axis.last = -floor_of(-to / axis.step_ns);
    return axis;
}

double time_axis_place(const struct time_axis *axis, double ns) {
    return (ns / axis->step_ns - (double)axis->first) / (double)(axis->last - axis->first);
}

static const struct unit *unit_of_axis(const struct time_axis *axis) {
    int64_t size = axis->last > -axis->first ? axis->last : -axis->first;
    return unit_of((double)size * axis->step_ns);
}

struct str time_axis_unit(const struct time_axis *axis) {
    return str_from(unit_of_axis(axis)->name);
}

struct str time_axis_label(const struct time_axis *axis, int64_t number, struct arena *a) {
    const struct unit *unit = unit_of_axis(axis);
    double step_ns = axis->step_ns;
    int digits = 0;
    while (step_ns < unit->ns) {
        step_ns *= 10;
        digits++;
    }
    return str_printf(a, "%.*f", digits, (double)number * axis->step_ns / unit->ns);
}

struct str time_axis_write(double ns, struct arena *a) {
    const struct unit *unit = unit_of(ns);
    double amount = ns / unit->ns, size = amount < 0 ? -amount : amount;
    int digits = unit == units || size >= 100 ? 0 : size >= 10 ? 1 : 2;
    return str_printf(a, "%.*f %s", digits, amount, unit->name);
}
