/* SPDX-License-Identifier: Apache-2.0
 *
 * waiver_files: the schema of waiver files, put into the program by harness/cmake/embed.cmake. Not for other modules.
 */
#ifndef NONESUCH_WAIVER_FILES_H
#define NONESUCH_WAIVER_FILES_H

#include "str.h"

struct waiver_file {
    const char *name; /* "waivers" */
    struct str text;
};

/* Made by the build. */
extern const struct waiver_file embedded_waiver_schemas[];
extern const size_t embedded_waiver_schema_count;

#endif
