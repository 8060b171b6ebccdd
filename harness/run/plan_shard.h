/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_shard: the part of a plan that falls to one shard. Private to run. */
#ifndef NONESUCH_PLAN_SHARD_H
#define NONESUCH_PLAN_SHARD_H

#include "engine.h"

/* Keeps of a whole plan what is about the surfaces of this shard (by a hash of their ids), with the fixtures that it
 * takes: all shards together do what one run does. Homes and the pool stay. Without a shard nothing is done. */
void plan_keep_shard(struct engine *e);

#endif
