/* SPDX-License-Identifier: Apache-2.0
 *
 * shell: words of a script for any POSIX shell. Pure. */
#ifndef NONESUCH_SHELL_H
#define NONESUCH_SHELL_H

#include "buf.h"

/* Bytes that a word of a shell can hold: all but NUL. */
bool shell_can_hold(struct str s);

/* Appends a word that stands for exactly these bytes (which it can hold): in single quotes; where a terminal should not
 * see them, as a call of printf, to which at the end a newline is lost. */
void shell_append_word(struct buf *out, struct str s, struct arena *scratch);

/* Appends the first argument of printf that writes any bytes, NUL too. */
void shell_append_format(struct buf *out, struct str s);

/* Text on one line behind "# ". */
void shell_append_comment(struct buf *out, struct str s, struct arena *scratch);

/* The name of a variable: capitals, digits and "_", of two parts joined by "_"; not beginning with a digit. */
struct str shell_variable(struct arena *a, struct str first, struct str second);

#endif
