/* SPDX-License-Identifier: Apache-2.0
 *
 * command: the table of commands; one cmd_*.c each. */
#ifndef NONESUCH_COMMAND_H
#define NONESUCH_COMMAND_H

#include "exit_code.h"
#include "options.h"

struct command {
    const char *name, *arguments, *summary;
    unsigned bit;
    enum exit_code (*run)(const struct options *o, struct arena *a);
    const char *notes; /* last lines of its help */
};

size_t command_count(void);
const struct command *command_at(size_t index);
const struct command *command_find(const char *name); /* NULL when there is none */

enum exit_code cmd_run(const struct options *o, struct arena *a);
enum exit_code cmd_probe(const struct options *o, struct arena *a);
enum exit_code cmd_fuzz(const struct options *o, struct arena *a);
enum exit_code cmd_plan(const struct options *o, struct arena *a);
enum exit_code cmd_check(const struct options *o, struct arena *a);
enum exit_code cmd_lab(const struct options *o, struct arena *a);
enum exit_code cmd_cleanup(const struct options *o, struct arena *a);
enum exit_code cmd_explain(const struct options *o, struct arena *a);
enum exit_code cmd_replay(const struct options *o, struct arena *a);
enum exit_code cmd_report(const struct options *o, struct arena *a);

/* Says the fault and the hint, and gives the exit code of a fault met before anything was sent. */
enum exit_code command_refuse(const char *command, const struct fault *f);
/* The one pack that `run` and `plan` take as argument. RC_USAGE: there are more. */
MUST_USE enum rc command_pack_argument(const struct options *o, const char **out, struct fault *f);
/* What the options and the target's limits say, as run wants it. */
struct session;
struct run_options;
void command_select(const struct session *s, struct run_options *out);

/* The help of the program and of a command. */
struct str help_program(struct arena *a);
struct str help_command(const struct command *c, struct arena *a);

#endif
