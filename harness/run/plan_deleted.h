/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_deleted: the class of things that existed once. Private to run. */
#ifndef NONESUCH_PLAN_DELETED_H
#define NONESUCH_PLAN_DELETED_H

#include "engine.h"

/* Adds, for every surface whose slot takes a thing that can be deleted, a comparison of deleted with absent ones, as
 * the owner, the first with a role and the first stranger: a deleted thing is absent for everybody. */
void plan_deleted(struct engine *e);

#endif
