/* SPDX-License-Identifier: Apache-2.0
 *
 * baseline: an earlier report's findings against those of a result. Pure. */
#ifndef NONESUCH_BASELINE_H
#define NONESUCH_BASELINE_H

#include "verdict.h"

/* Marks each finding of `now` as new or known, by fingerprint, and lists the fixed ones: those of `old` that are gone
 * although every check of their surface and property in `now` came to a verdict. Borrows from `old`; lists live in
 * `a`. */
void baseline_apply(const struct result *old, struct arena *a, struct result *now);

size_t baseline_count_new(const struct result *r);

/* One line each: "new", "known" and "fixed", then a line of counts. Of a result that a baseline was applied to; safe
 * for a terminal. */
struct str baseline_describe(const struct result *now, struct arena *a);

#endif
