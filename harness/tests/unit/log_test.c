/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of log. */
/* modules: base */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "log.h"
#include "rows.h"

/* What one line of each level writes to stderr at `log_level`. */
static size_t captured(enum log_level log_level, char *out, size_t size) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    int kept = dup(STDERR_FILENO);
    assert_int_equal(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
    (void)close(ends[1]);
    log_set_level(log_level);
    log_line(LOG_NORMAL, "normal %d", 1);
    log_line(LOG_VERBOSE, "verbose");
    log_line(LOG_DEBUG, "debug");
    (void)dup2(kept, STDERR_FILENO);
    (void)close(kept);
    ssize_t got = read(ends[0], out, size);
    (void)close(ends[0]);
    return got > 0 ? (size_t)got : 0;
}

static void log__lines_above_the_level_are_not_written(void **state) {
    (void)state;
    static const struct {
        enum log_level level;
        const char *want;
    } rows[] = {
        {LOG_QUIET, ""},
        {LOG_NORMAL, "normal 1\n"},
        {LOG_VERBOSE, "normal 1\nverbose\n"},
        {LOG_DEBUG, "normal 1\nverbose\ndebug\n"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        char out[100];
        size_t len = captured(rows[i].level, out, sizeof out);
        row_str("stderr", str_of(out, len), rows[i].want);
        assert_int_equal(log_get_level(), rows[i].level);
    }
    log_set_level(LOG_NORMAL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(log__lines_above_the_level_are_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
