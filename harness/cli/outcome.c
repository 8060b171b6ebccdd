/* SPDX-License-Identifier: Apache-2.0
 *
 * outcome: reports, console, exit code. */
#include "outcome.h"

#include <stdlib.h>
#include <unistd.h>

#include "limits.h"
#include "output_file.h"
#include "pack_source.h"
#include "say.h"

enum rc outcome_check_files(const struct options *o, struct fault *f) {
    enum rc rc = RC_OK;
    for (size_t i = 0; i < REPORT_FORMAT_COUNT; i++) {
        const struct text_list *paths = &o->reports[i];
        for (size_t j = 0; rc == RC_OK && j < paths->count; j++) {
            rc = output_file_check(paths->items[j].data, f);
        }
    }
    return rc;
}

static bool has_stdout_report(const struct options *o) {
    for (size_t i = 0; i < REPORT_FORMAT_COUNT; i++) {
        const struct text_list *paths = &o->reports[i];
        for (size_t j = 0; j < paths->count; j++) {
            if (str_eq(paths->items[j], STR("-"))) {
                return true;
            }
        }
    }
    return false;
}

FILE *outcome_console(const struct options *o) {
    return has_stdout_report(o) ? stderr : stdout;
}

bool outcome_wants_color(const struct options *o, FILE *to) {
    const char *no_color = getenv("NO_COLOR");
    if (o->color != CHOICE_NONE) {
        return o->color == CHOICE_YES;
    }
    return isatty(fileno(to)) == 1 && !(no_color && *no_color);
}

static enum rc write_report(const struct result *r, const struct report_options *how, enum report_format format,
                            const char *path, struct fault *f) {
    struct buf text;
    buf_init(&text, LIMIT_REPORT_BYTES);
    report_at(format)->write(r, how, &text);
    enum rc rc = text.truncated ? fault_set(f, RC_LIMIT, "cannot write %s: the report is longer than %u bytes", path,
                                            LIMIT_REPORT_BYTES)
                                : output_file_write(path, buf_str(&text), f);
    buf_free(&text);
    return rc;
}

/* What was told line by line needs its end alone. */
static enum rc end_events(struct session *s, const struct result *r, struct fault *f) {
    event_stream_finish(&s->events, r);
    return event_stream_close(&s->events, f);
}

static enum rc say_failure(enum rc rc, const struct fault *f) {
    if (rc != RC_OK) {
        say_fault(f);
    }
    return rc;
}

static enum rc write_format(const struct session *s, const struct result *r, const struct report_options *how,
                            enum report_format format) {
    const struct text_list *paths = &s->options->reports[format];
    enum rc first = RC_OK;
    for (size_t i = 0; i < paths->count; i++) {
        struct fault f = {0};
        enum rc rc = say_failure(write_report(r, how, format, paths->items[i].data, &f), &f);
        first = first == RC_OK ? rc : first;
    }
    return first;
}

enum rc outcome_write_reports(struct session *s, const struct result *r, const char *pack) {
    struct report_options how = {.redactor = &s->redactor, .keep_raw = s->options->raw_evidence == CHOICE_YES};
    if (pack_source_is_file(pack)) {
        how.pack_file = str_from(pack);
    }
    struct fault f = {0};
    bool is_told = s->events.count > 0;
    enum rc first = is_told ? say_failure(end_events(s, r, &f), &f) : RC_OK;
    for (size_t i = 0; i < REPORT_FORMAT_COUNT; i++) {
        bool is_due = i != REPORT_NDJSON || !is_told;
        enum rc rc = is_due ? write_format(s, r, &how, (enum report_format)i) : RC_OK;
        first = first == RC_OK ? rc : first;
    }
    return first;
}

static void write_console(const struct session *s, const struct result *r) {
    const struct options *o = s->options;
    FILE *to = outcome_console(o);
    struct report_options how = {.use_color = outcome_wants_color(o, to),
                                 .is_verbose = o->verbose == CHOICE_YES,
                                 .is_quiet = o->quiet == CHOICE_YES,
                                 .redactor = &s->redactor};
    struct buf text;
    buf_init(&text, LIMIT_REPORT_BYTES);
    report_write_console(r, &how, &text);
    say_text(to, buf_str(&text));
    buf_free(&text);
}

enum exit_code outcome_tell(struct session *s, const struct result *r, const char *pack,
                            const struct doubt_set *accepted) {
    enum rc rc = outcome_write_reports(s, r, pack);
    write_console(s, r);
    struct fault f = {0};
    if (rc == RC_OK && say_finish(&f) != RC_OK) {
        say_fault(&f);
        rc = f.rc;
    }
    enum exit_code code = exit_code_of_result(r, accepted);
    return rc == RC_OK ? code : exit_code_worse(code, EXIT_CODE_BROKE);
}
