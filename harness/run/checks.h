/* SPDX-License-Identifier: Apache-2.0
 *
 * checks: the checks of a run, planned before anything is sent and each closed exactly once. Private to run. */
#ifndef NONESUCH_CHECKS_H
#define NONESUCH_CHECKS_H

#include "engine.h"

/* Makes the checks of every item and surface; all start as inconclusive, "not its turn yet". */
void checks_plan(struct engine *e);

/* A check of its own, open like those. Returns its index. */
size_t checks_add(struct engine *e, const struct surface *s, struct str principal, struct str variation,
                  enum property property, struct str expected);

void checks_pass(struct engine *e, size_t check);
/* It makes no sense here, as only its requests could show. */
void checks_leave(struct engine *e, size_t check, struct str reason);
void checks_fail(struct engine *e, size_t check, size_t finding, struct str reason);
/* Only while the check is still open: a verdict that stands is not taken back. */
void checks_doubt(struct engine *e, size_t check, enum doubt doubt, struct str reason);
bool checks_is_open(const struct engine *e, size_t check);

/* Adds a control to the result; returns its index. */
size_t checks_add_control(struct engine *e, struct str id, bool passed, struct str reason, const struct exchange *x);

#endif
