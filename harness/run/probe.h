/* SPDX-License-Identifier: Apache-2.0
 *
 * probe: the requests of items, questions that must be answered, and what answers show. Private to run. */
#ifndef NONESUCH_PROBE_H
#define NONESUCH_PROBE_H

#include "engine.h"

#define PROBE_TRIES_MAX 3 /* of a request that must be answered */

/* Sends each item's own reference, to show that the slot is reached. */
MUST_USE enum rc probe_reach(struct engine *e, struct fault *f);

/* Single requests that must be answered, not compared: those whose answer is lost are sent again, twice at most. As
 * engine_send otherwise. */
MUST_USE enum rc probe_ask(struct engine *e, const struct sequence *sequences, size_t count, struct exchange **out,
                           struct fault *f);

/* Every principal reads a thing of his own; sets is_alive. */
MUST_USE enum rc probe_heartbeat(struct engine *e, struct fault *f);

/* What stands in the slot when it is asked for a thing of that family. */
struct str probe_reference(const struct surface *s, const struct family *family);
/* The request of an item, its variation applied. `tested`: the reference under test. It stands in the slot, but for a
 * graft, where the caller's own one does. `others`: what the other references are filled from. RC_CONFIG as
 * render_request. */
MUST_USE enum rc probe_render(struct engine *e, const struct item *item, struct str tested, const struct family *others,
                              struct request *out, struct fault *f);

/* A single request of a principal at a surface, everything from one family. RC_CONFIG as render_request. */
MUST_USE enum rc probe_request(struct engine *e, const struct surface *s, size_t principal, const struct family *family,
                               struct request *out, struct fault *f);

/* What an answer at a surface shows beside the reference that was asked for, as it is and as it was spelled. */
struct features probe_features(struct engine *e, const struct surface *s, const struct exchange *x,
                               struct str reference, enum reconnect reconnect);

/* A success as the surface means it: an expected status, and no error member in an RPC answer. */
bool probe_is_success(const struct engine *e, const struct surface *s, const struct exchange *x);

/* The answer is lost for comparison: no answer, 429, 503. */
bool probe_is_dropped(const struct exchange *x);

#endif
