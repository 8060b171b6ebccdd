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

/* Writes all of it. `pack` is the name or path of the pack. */
enum exit_code outcome_tell(const struct session *s, const struct result *r, const char *pack,
                            const struct doubt_set *accepted);

#endif
