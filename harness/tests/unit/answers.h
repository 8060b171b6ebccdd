/* SPDX-License-Identifier: Apache-2.0
 *
 * answers: exchanges and their features from raw answers, for tests of the oracle. Include behind cmocka.h; wants the
 * module http. */
#ifndef NONESUCH_ANSWERS_H
#define NONESUCH_ANSWERS_H

#include "feature.h"
#include "scripted_transport.h"

static inline struct features answer_features(struct arena *a, const char *raw, const char *reference) {
    struct exchange x = {0};
    if (!scripted_answer_parse(str_from(raw), a, &x))
        fail_msg("no answer: %s", raw);
    struct echo echo = {.name = STR("REF"), .value = str_from(reference)};
    return features_take(&x, &echo, reference ? 1 : 0, RECONNECT_UNKNOWN, a);
}

/* A 404 with this JSON body. */
static inline struct features absent_features(struct arena *a, const char *json) {
    struct str raw = str_printf(a, "HTTP/1.1 404 Not Found\r\n\r\n%s", json);
    return answer_features(a, str_cstr(a, raw), NULL);
}

#endif
