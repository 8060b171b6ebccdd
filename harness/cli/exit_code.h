/* SPDX-License-Identifier: Apache-2.0
 *
 * exit_code: what the program's exit code says. The one place where it is decided; pure. */
#ifndef NONESUCH_EXIT_CODE_H
#define NONESUCH_EXIT_CODE_H

#include "verdict.h"

enum exit_code {
    EXIT_CODE_PASSED = 0,       /* every planned check passed */
    EXIT_CODE_FOUND = 1,        /* at least one finding */
    EXIT_CODE_USAGE = 2,        /* the command line, a pack or a target file is wrong: nothing was sent */
    EXIT_CODE_BROKE = 3,        /* the target could not be reached, or the work could not be done */
    EXIT_CODE_INCONCLUSIVE = 4, /* a control failed, something was not exercised, or a verdict is under-powered */
};
#define EXIT_CODE_COUNT 5

/* One line for the help. */
const char *exit_code_meaning(enum exit_code code);

/* Of a fault met before anything was sent: only an unreachable peer is not the command line's mistake. */
enum exit_code exit_code_of_set_up(enum rc rc);
/* Of a fault met while working. */
enum exit_code exit_code_of_work(enum rc rc);

/* Which doubts --allow-inconclusive accepts, by `enum doubt`. */
struct doubt_set {
    bool allowed[DOUBT_STOPPED + 1];
    bool known_findings; /* --fail-on-new: nor do findings that the baseline knows fail the run */
};
/* "unstable,timing,dropped". RC_USAGE: another name; a control that failed, a slot that was not exercised, a standing
 * that never showed and a run that was stopped are never accepted. */
MUST_USE enum rc doubt_set_parse(struct str list, struct doubt_set *out, struct fault *f);

/* Of a result. Accepted doubts are left out of account; what remains has to hold a check that passed. */
enum exit_code exit_code_of_result(const struct result *r, const struct doubt_set *accepted);

/* The one that counts of two: 2 wins over 1, 1 over 3, 3 over 4. */
enum exit_code exit_code_worse(enum exit_code a, enum exit_code b);

#endif
