/* SPDX-License-Identifier: Apache-2.0
 *
 * say: what goes to the person at the keyboard: `nonesuch: <place>: <sentence>` on stderr, a hint below it where
 * there is one. */
#ifndef NONESUCH_SAY_H
#define NONESUCH_SAY_H

#include <stdio.h>

#include "str.h"

/* The fault, harmless for a terminal. */
void say_fault(const struct fault *f);
void say_error(const char *format, ...) PRINTF_LIKE(1, 2);
void say_hint(const char *format, ...) PRINTF_LIKE(1, 2);

/* Text to stdout or stderr, as a whole. */
void say_text(FILE *to, struct str text);

/* Whether everything said to stdout arrived there. RC_IO. */
MUST_USE enum rc say_finish(struct fault *f);

#endif
