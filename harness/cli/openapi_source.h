/* SPDX-License-Identifier: Apache-2.0
 *
 * openapi_source: the OpenAPI document of --openapi against a pack. */
#ifndef NONESUCH_OPENAPI_SOURCE_H
#define NONESUCH_OPENAPI_SOURCE_H

#include "coverage.h"

/* Without a path `*out` is NULL. Faults of parse_file and coverage_judge, with the file's name. */
MUST_USE enum rc openapi_source_judge(const char *path, const struct pack *pack, struct arena *a,
                                      const struct coverage **out, struct fault *f);
/* The gaps, one a line: "slot_not_in_pack FILE#/pointer: sentence". */
struct str openapi_source_gaps(const char *path, const struct coverage *coverage, struct arena *a);

#endif
