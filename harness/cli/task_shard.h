/* SPDX-License-Identifier: Apache-2.0
 *
 * task_shard: which shard a task of a job array is, by what its engine says in the environment. Pure. */
#ifndef NONESUCH_TASK_SHARD_H
#define NONESUCH_TASK_SHARD_H

#include "verdict.h"

/* Kubernetes: JOB_COMPLETION_INDEX (from 0), and JOB_COMPLETIONS, which the Job has to give itself. Slurm:
 * SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT, with SLURM_ARRAY_TASK_MIN and SLURM_ARRAY_TASK_STEP where the array
 * does not begin at 1 or leaves numbers out. {0} in `out`: this is no task of an array. `get` as getenv.
 * RC_USAGE: an index without a number of tasks, or what is no such number. */
MUST_USE enum rc task_shard_find(const char *(*get)(const char *name), struct shard *out, struct fault *f);

#endif
