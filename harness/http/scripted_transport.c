/* SPDX-License-Identifier: Apache-2.0
 *
 * scripted_transport: the requests in order, one function call each. */
#include "scripted_transport.h"

#include "answer.h"
#include "head.h"

static bool is_stopped(const atomic_bool *stop) {
    return stop && atomic_load(stop);
}

/* The signature is the seam's: NOLINTNEXTLINE(readability-function-size) */
static enum rc answer_all(void *self, const struct sequence *sequences, size_t count, const atomic_bool *stop,
                          struct arena *step, struct exchange **out, struct fault *f) {
    const struct script *script = self;
    struct exchange **answers = ARENA_ARRAY(step, struct exchange *, count);
    size_t asked = 0;
    size_t refused = 0;
    for (size_t i = 0; i < count; i++) {
        answers[i] = ARENA_ARRAY(step, struct exchange, sequences[i].count);
        for (size_t k = 0; k < sequences[i].count; k++) {
            struct exchange *x = &answers[i][k];
            x->request = &sequences[i].requests[k];
            if (is_stopped(stop)) {
                x->outcome = OUTCOME_SKIPPED;
                continue;
            }
            script->answer(script->self, x->request, step, x);
            asked++;
            refused += x->outcome == OUTCOME_REFUSED ? 1 : 0;
        }
    }
    if (asked > 0 && refused == asked) {
        return fault_set(f, RC_NET, "nothing could be sent: the script refuses every request");
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = answers[i];
    }
    return RC_OK;
}

struct transport scripted_transport(struct script *script) {
    return (struct transport){.self = script, .exchange = answer_all};
}

bool scripted_answer_parse(struct str raw, struct arena *a, struct exchange *out) {
    struct exchange x = *out;
    struct str rest = raw;
    size_t interim_len = 0;
    do {
        interim_len = raw.len - rest.len;
        struct str head = head_cut(&rest);
        if (!answer_set_head(&x, head, a)) {
            return false;
        }
    } while (x.status < 200 && x.status != 101);
    x.interim = str_sub(raw, 0, interim_len);
    x.body = rest;
    x.decoded = answer_decoded(&x, a);
    *out = x;
    return true;
}
