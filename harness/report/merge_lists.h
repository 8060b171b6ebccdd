/* SPDX-License-Identifier: Apache-2.0
 *
 * merge_lists: each list of the shards' results as one list of `out`. Internal to report; pure. */
#ifndef NONESUCH_MERGE_LISTS_H
#define NONESUCH_MERGE_LISTS_H

#include "report_merge.h"

/* Worst first. RC_USAGE: two shards have the same. */
MUST_USE enum rc merge_findings(const struct merge_part *parts, size_t count, struct arena *a, struct result *out,
                                struct fault *f);
/* In the order of the plan; after merge_findings. RC_USAGE: a check stands there twice, or is missing. */
MUST_USE enum rc merge_checks(const struct merge_part *parts, size_t count, struct arena *a, struct result *out,
                              struct fault *f);
/* One that failed in any shard failed. Those of surfaces are in the order of the checks; after merge_checks. */
void merge_controls(const struct merge_part *parts, size_t count, struct arena *a, struct result *out);
void merge_noise(const struct merge_part *parts, size_t count, struct arena *a, struct result *out);
void merge_sentences(const struct merge_part *parts, size_t count, struct arena *a, struct result *out);
/* A waiver that one shard used is used. */
void merge_waivers(const struct merge_part *parts, size_t count, struct arena *a, struct result *out);
void merge_fixed(const struct merge_part *parts, size_t count, struct arena *a, struct result *out);

#endif
