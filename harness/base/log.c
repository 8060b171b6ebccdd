/* SPDX-License-Identifier: Apache-2.0
 *
 * log: lines on stderr. */
#include "log.h"

#include <stdatomic.h>
#include <stdio.h>

static _Atomic int current_level = LOG_NORMAL;

void log_set_level(enum log_level level) {
    atomic_store(&current_level, (int)level);
}

enum log_level log_get_level(void) {
    return (enum log_level)atomic_load(&current_level);
}

void log_line(enum log_level level, const char *format, ...) {
    if (level > log_get_level())
        return;
    /* One write per line: lines of several threads do not mix. */
    char line[2048];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(line, sizeof line, format, args);
    va_end(args);
    (void)fprintf(stderr, "%s\n", line);
}
