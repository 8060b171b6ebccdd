/* SPDX-License-Identifier: Apache-2.0
 *
 * embedded_files: the packs and schemas of scenarios/, put into the program by harness/cmake/embed.cmake. Not for other
 * modules. */
#ifndef NONESUCH_EMBEDDED_FILES_H
#define NONESUCH_EMBEDDED_FILES_H

#include "scenario.h"

/* Made by the build. */
extern const struct scenario_embedded embedded_packs[];
extern const size_t embedded_pack_count;
extern const struct scenario_embedded embedded_schemas[];
extern const size_t embedded_schema_count;

/* "pack" or "target"; asserts that it is there. */
struct str embedded_schema(const char *name);

#endif
