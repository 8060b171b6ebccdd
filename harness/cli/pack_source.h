/* SPDX-License-Identifier: Apache-2.0
 *
 * pack_source: a pack by its name in the program or by its path. */
#ifndef NONESUCH_PACK_SOURCE_H
#define NONESUCH_PACK_SOURCE_H

#include "scenario.h"

#define PACK_DEFAULT "agentex"

/* A name has neither a slash nor a dot. */
bool pack_source_is_file(const char *name_or_path);

/* RC_USAGE: no pack of that name (with the nearest), RC_IO: no such file, and what
 * scenario_load_pack says. */
MUST_USE enum rc pack_source_load(const char *name_or_path, struct arena *a, struct pack *out, struct fault *f);

#endif
