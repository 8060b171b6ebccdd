/* SPDX-License-Identifier: Apache-2.0
 *
 * merge_campaign: the shards of a fuzz campaign, each of which searched everywhere with bodies of its own. Internal to
 * report; pure. */
#ifndef NONESUCH_MERGE_CAMPAIGN_H
#define NONESUCH_MERGE_CAMPAIGN_H

#include "report_merge.h"

/* A finding of several shards once, by its fingerprint, worst first; a check of several once, with the worst verdict
 * and all its pairs; the surfaces that one shard exercised; the record: sums of all, and the curve of all side by side
 * from their starts, in which a kind of answer counts once a shard; and what was read otherwise than by the reference,
 * by kinds. */
void merge_campaigns(const struct merge_part *parts, size_t count, struct arena *a, struct result *out);

#endif
