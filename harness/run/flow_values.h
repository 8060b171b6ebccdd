/* SPDX-License-Identifier: Apache-2.0
 *
 * flow_values: what the holes of a flow stand for, and what its answers have to hold. Private to run. */
#ifndef NONESUCH_FLOW_VALUES_H
#define NONESUCH_FLOW_VALUES_H

#include "engine.h"
#include "render.h"

/* What one flow has captured and chosen so far. */
struct flow_values {
    struct engine *engine;
    struct str *names; /* "task", "new.task" */
    const struct value **values;
    size_t count, capacity;
};

/* A renderer of the flow's texts, as `principal` (NONE: without a credential). Lives as long as `v`. */
struct render flow_render(struct flow_values *v, size_t principal);

/* As render_request. A string of the body that is one hole and nothing else takes the captured value as it is; a header
 * that holds a captured value is a secret. */
MUST_USE enum rc flow_request(struct flow_values *v, const struct flow_step *step, struct request *out,
                              struct fault *f);

/* Captures a value. False: the answer does not hold it. */
bool flow_capture(struct flow_values *v, const struct capture_rule *rule, const struct exchange *x);

/* The first rule that the answer breaks; NULL: none. `left` and `right`: what it says, what it should. */
const struct answer_rule *flow_find_broken(struct flow_values *v, const struct flow_step *step,
                                           const struct exchange *x, struct str *left, struct str *right);

#endif
