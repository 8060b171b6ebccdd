/* SPDX-License-Identifier: Apache-2.0
 *
 * calls: what a request makes the auth provider be asked. One request is in flight at a time, so that every question
 * is its own. Private to run. */
#ifndef NONESUCH_CALLS_H
#define NONESUCH_CALLS_H

#include "engine.h"

/* The questions of one request but authn, in order. */
struct calls {
    const struct observation_entry **items;
    size_t count;
    bool is_known; /* the provider is observed, and its log could be read */
};

/* From here on: what the provider was asked before is nobody's. */
void calls_begin(struct engine *e);

/* Sends one request and reads what it made the provider be asked. RC_NET as the transport. */
MUST_USE enum rc calls_listen(struct engine *e, const struct request *request, const struct exchange **answer,
                              struct calls *out, struct fault *f);

/* The owner's success asks for the operations that the surface needs, and for no others on what they guard. */
void calls_judge_owner(struct engine *e, const struct owner_control *c, const struct exchange *answer,
                       const struct calls *calls);

/* Denied and absent references ask the same questions: a difference there is a difference in time, seen without
 * statistics. */
MUST_USE enum rc calls_judge_items(struct engine *e, struct fault *f);

#endif
