/* SPDX-License-Identifier: Apache-2.0
 *
 * report_merge: the reports of all shards of one run as one. Pure. */
#ifndef NONESUCH_REPORT_MERGE_H
#define NONESUCH_REPORT_MERGE_H

#include "verdict.h"

/* A shard and where it was read from. */
struct merge_part {
    const char *name;
    struct result result;
};

/* In any order. Of a fuzz campaign each shard has all of the plan and bodies of its own: what several found or judged
 * stands there once, the worst verdict of a check, the sums of all. What shards have of the same control, noise, waiver
 * or sentence stands there once; counts are summed; the time is the longest, ids and seeds are joined where they
 * differ. Borrows from the parts; lists live in `a`. RC_USAGE, naming the files: one of them is no shard; shards of
 * different runs (pack, target, version, count, plan or options, those that say where reports go aside); the same
 * shard, check or finding twice; a shard or check that is missing. */
MUST_USE enum rc report_merge(const struct merge_part *parts, size_t count, struct arena *a, struct result *out,
                              struct fault *f);

/* The command line without what differs between shards of one run: --shard, --seed, --journal, the reports and what is
 * shown. */
struct str merge_options(struct str command_line, struct arena *a);

#endif
