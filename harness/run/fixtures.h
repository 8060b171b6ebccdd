/* SPDX-License-Identifier: Apache-2.0
 *
 * fixtures: the things that a run makes, shares and deletes. Private to run. */
#ifndef NONESUCH_FIXTURES_H
#define NONESUCH_FIXTURES_H

#include "engine.h"

/* Plans a family of `owner`. Members are new for the resources that `is_own` names; the others are the base's (NULL
 * base: all needed resources are new). Nothing is sent. */
struct family *fixtures_plan_family(struct engine *e, size_t owner, const struct family *base, const bool *is_own);

/* Creates all that is planned, parents first, as many at once as the transport takes; each is journalled before. What
 * cannot be made is FIXTURE_FAILED with a sentence. RC_NET: nothing could be sent at all. RC_IO: the journal. */
MUST_USE enum rc fixtures_create(struct engine *e, struct fault *f);

/* Grants the pack's roles on the owner's things made since the last call. What cannot be granted takes the standing
 * of the principals that need it. RC_NET never: a failing observer is a lost standing. */
void fixtures_share(struct engine *e);

/* A success of a creating surface made something for the principal: it is deleted with the rest. Nothing happens when
 * the surface creates nothing, or hands out a thing that is known already. */
void fixtures_adopt(struct engine *e, const struct surface *s, size_t principal, const struct exchange *x);

/* Deletes what is planned as a grave, as its owner. What cannot be deleted is FIXTURE_FAILED. RC_NET as the
 * transport. */
MUST_USE enum rc fixtures_bury(struct engine *e, struct fault *f);

/* Deletes everything, children first. What is left is counted in the ledger. RC_NET: nothing could be sent at all. */
MUST_USE enum rc fixtures_delete(struct engine *e, struct fault *f);

/* The family's member was made (and is there, unless it is a grave). */
bool fixtures_has(const struct family *family, size_t resource);

/* Why a member is not there: the sentence of the nearest failed one. */
struct str fixtures_failure(const struct family *family, size_t resource);

#endif
