/* SPDX-License-Identifier: Apache-2.0
 *
 * log: lines on stderr for the person at the keyboard. Only run and cli (and the lab's main loop) call it. The one
 * global of the harness is its level. */
#ifndef NONESUCH_LOG_H
#define NONESUCH_LOG_H

#include "rc.h"

enum log_level { LOG_QUIET, LOG_NORMAL, LOG_VERBOSE, LOG_DEBUG };

void log_set_level(enum log_level level);
enum log_level log_get_level(void);
void log_line(enum log_level level, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
