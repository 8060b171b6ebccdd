/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_faults: which comparisons are repeated while the auth provider fails. Private to run. */
#ifndef NONESUCH_PLAN_FAULTS_H
#define NONESUCH_PLAN_FAULTS_H

#include "engine.h"

/* Adds, where faults are allowed, an item for each kind of fault of every plain hidden comparison of the first
 * stranger: each kind once per method, place of the slot and deciding guard. */
void plan_faults(struct engine *e);

#endif
