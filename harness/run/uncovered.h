/* SPDX-License-Identifier: Apache-2.0
 *
 * uncovered: what an OpenAPI document has and the pack leaves out, as a part of the result. Private to run. */
#ifndef NONESUCH_UNCOVERED_H
#define NONESUCH_UNCOVERED_H

#include "engine.h"

/* The sentence of `not_judged` about coverage. */
struct str uncovered_sentence(const struct engine *e);
/* A failed control `coverage/<where>` for each gap, a passed one when there is none; the counts. Nothing without a
 * document. */
void uncovered_add_controls(struct engine *e);
/* The gaps as sentences of a plan; `out` has room for them. Returns how many. */
size_t uncovered_not_planned(const struct engine *e, struct str *out);
size_t uncovered_count(const struct engine *e);

#endif
