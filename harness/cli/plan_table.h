/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_table: a plan for a person. Pure. */
#ifndef NONESUCH_PLAN_TABLE_H
#define NONESUCH_PLAN_TABLE_H

#include "run.h"

/* The rows (unless `is_quiet`), what is not planned, and the counts. */
struct str plan_table(const struct run_plan *plan, bool is_quiet, struct arena *a);

#endif
