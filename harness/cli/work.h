/* SPDX-License-Identifier: Apache-2.0
 *
 * work: what goes along with a run or a campaign over an open session: its journal, progress on stderr, events,
 * signals, the note of --annotate. */
#ifndef NONESUCH_WORK_H
#define NONESUCH_WORK_H

#include "exit_code.h"
#include "progress.h"
#include "session.h"

/* The journal of an earlier run is never written over. RC_IO. */
MUST_USE enum rc work_check_journal(const char *path, struct fault *f);

struct work {
    struct session *session;
    struct run_options *run;
    struct progress progress;
};

/* `run` has what is selected (command_select), the rest is filled in here. The setting has no coverage yet; it borrows
 * from session and `run`, which borrows from `w`. RC_IO: the note cannot be written. */
MUST_USE enum rc work_begin(struct work *w, struct session *s, struct run_options *run, struct run_setting *out,
                            struct fault *f);
/* Takes the progress line away and ends the note; `rc` is what became of the work. Returns the first that went wrong.
 */
MUST_USE enum rc work_end(struct work *w, enum rc rc, struct fault *f);
/* Says the fault of a work that broke, and what is left; the exit code. */
enum exit_code work_tell_fault(const struct work *w, const struct fault *f);

/* A run from beginning to end. False: it broke, the fault was said, and `*code` is what the command ends with. */
MUST_USE bool work_execute(struct session *s, struct run_options *run, const struct coverage *coverage,
                           struct result *out, enum exit_code *code);

/* Takes the journal away when nothing is left, else says how to clean up. */
void work_close(const struct session *s, const struct run_options *run, const struct result *r);

#endif
