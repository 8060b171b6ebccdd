/* SPDX-License-Identifier: Apache-2.0
 *
 * outcome: what becomes of a result: its reports, the console's lines and the exit code. */
#ifndef NONESUCH_OUTCOME_H
#define NONESUCH_OUTCOME_H

#include <stdio.h>

#include "exit_code.h"
#include "session.h"

/* Every file that is to be written can be. RC_IO. */
MUST_USE enum rc outcome_check_files(const struct options *o, struct fault *f);

/* Where the console's lines go: stdout, unless a report is written there. */
FILE *outcome_console(const struct options *o);
bool outcome_wants_color(const struct options *o, FILE *to);

/* Writes the files. `pack` is the name or path of the pack. Every one is tried: the code of the first that fails, said
 * already. */
MUST_USE enum rc outcome_write_reports(struct session *s, const struct result *r, const char *pack);

/* Writes all of it: the files, then the console's lines. */
enum exit_code outcome_tell(struct session *s, const struct result *r, const char *pack,
                            const struct doubt_set *accepted);

#endif
