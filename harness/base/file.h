/* SPDX-License-Identifier: Apache-2.0
 *
 * file: whole files. */
#ifndef NONESUCH_FILE_H
#define NONESUCH_FILE_H

#include "str.h"

/* Reads a regular file or pipe into the arena. RC_IO: it cannot be read (the sentence names path and reason);
 * RC_LIMIT: it is longer than `max_bytes`. "-" is standard input. */
MUST_USE enum rc file_read(const char *path, size_t max_bytes, struct arena *a, struct str *out, struct fault *f);

/* Writes beside `path` and renames: readers see the old file or the whole new one. Mode 0600 when `is_private`.
 * RC_IO. */
MUST_USE enum rc file_write_atomic(const char *path, struct str content, bool is_private, struct fault *f);

bool file_exists(const char *path);
bool file_is_directory(const char *path);
/* Creates the directory and its parents. RC_IO. */
MUST_USE enum rc file_make_directories(const char *path, struct fault *f);

#endif
