/* SPDX-License-Identifier: Apache-2.0
 *
 * page_files: the texts of reports/template/, put into the program by harness/cmake/embed.cmake. Internal to report. */
#ifndef NONESUCH_PAGE_FILES_H
#define NONESUCH_PAGE_FILES_H

#include "str.h"

struct page_file {
    const char *name; /* "page", "style", "script" */
    struct str text;
};

/* Made by the build. */
extern const struct page_file embedded_page_files[];
extern const size_t embedded_page_file_count;

#endif
