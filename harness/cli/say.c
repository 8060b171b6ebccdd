/* SPDX-License-Identifier: Apache-2.0
 *
 * say: lines for people. */
#include "say.h"

#include <errno.h>
#include <string.h>

#include "codec.h"
#include "log.h"

#define LINE_BYTES 1600

static void say_line(const char *head, const char *text) {
    struct arena scratch = {0};
    struct str shown = codec_printable(&scratch, str_from(text));
    log_line(LOG_QUIET, "%s: %.*s", head, STR_ARG(shown));
    arena_free(&scratch);
}

void say_fault(const struct fault *f) {
    char line[LINE_BYTES];
    say_line("nonesuch", fault_describe(f, line, sizeof line));
}

void say_error(const char *format, ...) {
    char line[LINE_BYTES];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(line, sizeof line, format, args);
    va_end(args);
    say_line("nonesuch", line);
}

void say_hint(const char *format, ...) {
    char line[LINE_BYTES];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(line, sizeof line, format, args);
    va_end(args);
    say_line("hint", line);
}

void say_text(FILE *to, struct str text) {
    (void)fwrite(text.data ? text.data : "", 1, text.len, to);
    (void)fflush(to);
}

enum rc say_finish(struct fault *f) {
    if (fflush(stdout) != 0 || ferror(stdout)) {
        return fault_set(f, RC_IO, "standard output cannot be written: %s", strerror(errno));
    }
    return RC_OK;
}
