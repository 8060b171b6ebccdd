/* SPDX-License-Identifier: Apache-2.0
 *
 * work: one run over an open session, with all that goes along: its journal, progress on stderr, events, signals. */
#ifndef NONESUCH_WORK_H
#define NONESUCH_WORK_H

#include "exit_code.h"
#include "session.h"

/* The journal of an earlier run is never written over. RC_IO. */
MUST_USE enum rc work_check_journal(const char *path, struct fault *f);

/* Runs; `run` has what is selected (command_select), the rest is filled in here. False: it broke, the fault was said, and
 * `*code` is what the command ends with. */
MUST_USE bool work_execute(struct session *s, struct run_options *run, const struct coverage *coverage,
                           struct result *out, enum exit_code *code);

/* Takes the journal away when nothing is left, else says how to clean up. */
void work_close(const struct session *s, const struct run_options *run, const struct result *r);

#endif
