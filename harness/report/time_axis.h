/* SPDX-License-Identifier: Apache-2.0
 *
 * time_axis: a linear axis for a few times, and how a time is written. Pure. Internal to report.
 *
 * Any int64_t is a time: what a report holds was measured by somebody else. */
#ifndef NONESUCH_TIME_AXIS_H
#define NONESUCH_TIME_AXIS_H

#include <stdint.h>

#include "str.h"

#define TIME_AXIS_TICKS_MAX 7

/* From tick `first` to tick `last` inclusive, at multiples of `step_ns`, which is 1, 2 or 5 times a power of ten. */
struct time_axis {
    double step_ns;
    int64_t first, last;
};

/* Holds both times, with at least one step and at most TIME_AXIS_TICKS_MAX ticks. A range below a fiftieth of the times
 * themselves is widened to that, so that what is nearly equal does not look far apart. `least_ns` <= `most_ns`. */
struct time_axis time_axis_of(int64_t least_ns, int64_t most_ns);

/* Where a time stands: 0 at the first tick, 1 at the last. */
double time_axis_place(const struct time_axis *axis, double ns);

/* "µs": of all labels of the axis. */
struct str time_axis_unit(const struct time_axis *axis);
/* "1.25": tick `number`, with the digits that tell it from its neighbours. */
struct str time_axis_label(const struct time_axis *axis, int64_t number, struct arena *a);

/* "412 µs", "1.23 ms": three digits or more. */
struct str time_axis_write(double ns, struct arena *a);

#endif
