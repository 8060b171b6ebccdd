/* SPDX-License-Identifier: Apache-2.0
 *
 * send_sequence: one sequence over a transport that has to be able to. Include behind cmocka.h; wants the module http.
 */
#ifndef NONESUCH_SEND_SEQUENCE_H
#define NONESUCH_SEND_SEQUENCE_H

#include "transport.h"

static inline const struct exchange *send_sequence(struct transport *t, struct arena *a, const struct request *requests,
                                                   size_t count) {
    struct sequence sequence = {.requests = requests, .count = count};
    struct exchange *out = NULL;
    struct fault f = {0};
    if (t->exchange(t->self, &sequence, 1, NULL, a, &out, &f) != RC_OK) {
        fail_msg("%s", f.text);
    }
    return out;
}

#endif
