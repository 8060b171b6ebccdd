/* SPDX-License-Identifier: Apache-2.0
 *
 * output_file: files that a command writes at its end, and whose fault has to be found before it starts. */
#ifndef NONESUCH_OUTPUT_FILE_H
#define NONESUCH_OUTPUT_FILE_H

#include "str.h"

/* A file can be made beside `path`, and `path` is no directory. "-" is stdout and always fine. RC_IO; leaves nothing
 * behind. */
MUST_USE enum rc output_file_check(const char *path, struct fault *f);

/* Replaces a regular file as a whole; writes into anything else ("-", a pipe, a device, what a link leads to). RC_IO.
 */
MUST_USE enum rc output_file_write(const char *path, struct str content, struct fault *f);

#endif
