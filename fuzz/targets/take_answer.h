/* SPDX-License-Identifier: Apache-2.0
 *
 * take_answer: features of any text, for targets of the oracle. */
#ifndef NONESUCH_TAKE_ANSWER_H
#define NONESUCH_TAKE_ANSWER_H

#include "feature.h"
#include "scripted_transport.h"

/* `raw` as an answer; what is none is the body of one. An echo shorter than 4 bytes, STR_NONE too, replaces nothing. */
static inline struct features take_answer(struct str raw, struct str reference, struct arena *a) {
    struct exchange x = {0};
    if (!scripted_answer_parse(raw, a, &x)) {
        x.status = 404;
        x.body = x.decoded = raw;
    }
    struct echo echo = {.name = STR("REF"), .value = reference};
    return features_take(&x, &echo, 1, RECONNECT_NO, a);
}

#endif
