/* SPDX-License-Identifier: Apache-2.0
 *
 * cli: the command line: commands, options, exit codes. Everything is decided elsewhere; here it is wired together
 * and told. */
#ifndef NONESUCH_CLI_H
#define NONESUCH_CLI_H

/* Runs one command line to its end. Returns the exit code (exit_code.h). */
int cli_main(int argc, char **argv);

#endif
