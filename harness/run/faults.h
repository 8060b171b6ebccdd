/* SPDX-License-Identifier: Apache-2.0
 *
 * faults: with its auth provider failing, no answer becomes allowed, and denied and absent still look alike
 * (concept.md, property 11). The faults are played over the observer's control API, for one principal at a time, and
 * expire by themselves. Private to run. */
#ifndef NONESUCH_FAULTS_H
#define NONESUCH_FAULTS_H

#include "engine.h"

size_t faults_kind_count(void);
const char *faults_kind(size_t index); /* "503" … */

/* Sends the items that plan_faults made, kind by kind. RC_NET as the transport. */
MUST_USE enum rc faults_judge(struct engine *e, struct fault *f);

#endif
