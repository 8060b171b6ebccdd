/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_run: one run, from its files to its reports. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codec.h"
#include "command.h"
#include "file.h"
#include "journal.h"
#include "limits.h"
#include "log.h"
#include "openapi_source.h"
#include "output_file.h"
#include "pack_source.h"
#include "progress.h"
#include "report.h"
#include "rng.h"
#include "say.h"
#include "session.h"
#include "stop_signal.h"

/* All that has to be right before the first request. */
struct prepared {
    const char *pack;
    struct doubt_set accepted;
};

static enum rc check_outputs(const struct options *o, struct fault *f) {
    enum rc rc = RC_OK;
    for (size_t i = 0; i < REPORT_FORMAT_COUNT; i++) {
        const struct text_list *paths = &o->reports[i];
        for (size_t j = 0; rc == RC_OK && j < paths->count; j++) {
            rc = output_file_check(paths->items[j].data, f);
        }
    }
    return rc;
}

static enum rc check_journal(const char *path, struct fault *f) {
    if (path && file_exists(path)) {
        return fault_set(f, RC_IO,
                         "the journal %s is there already: an earlier run left it; `nonesuch cleanup %s` first", path,
                         path);
    }
    return path ? output_file_check(path, f) : RC_OK;
}

static enum rc prepare(const struct options *o, struct prepared *p, struct fault *f) {
    *p = (struct prepared){0};
    enum rc rc = command_pack_argument(o, &p->pack, f);
    rc = rc == RC_OK && o->allow_inconclusive ? doubt_set_parse(str_from(o->allow_inconclusive), &p->accepted, f) : rc;
    rc = rc == RC_OK ? check_outputs(o, f) : rc;
    return rc == RC_OK ? check_journal(o->journal, f) : rc;
}

/* What is made on the embedded lab goes away with it. */
static const char *journal_path(const struct session *s) {
    if (s->options->journal || s->lab) {
        return s->options->journal;
    }
    char id[4];
    entropy_fill(id, sizeof id);
    return arena_printf(s->arena, "nonesuch-%.*s.journal", STR_ARG(codec_hex(s->arena, str_of(id, sizeof id))));
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

static bool wants_color(const struct options *o, FILE *to) {
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

/* Every report is tried, whatever becomes of the others. The first failure's code. */
static enum rc write_reports(const struct session *s, const struct result *r, const char *pack) {
    struct report_options how = {.redactor = &s->redactor};
    if (pack_source_is_file(pack)) {
        how.pack_file = str_from(pack);
    }
    enum rc first = RC_OK;
    for (size_t i = 0; i < REPORT_FORMAT_COUNT; i++) {
        const struct text_list *paths = &s->options->reports[i];
        for (size_t j = 0; j < paths->count; j++) {
            struct fault f = {0};
            enum rc rc = write_report(r, &how, (enum report_format)i, paths->items[j].data, &f);
            if (rc != RC_OK) {
                say_fault(&f);
                first = first == RC_OK ? rc : first;
            }
        }
    }
    return first;
}

static void write_console(const struct session *s, const struct result *r) {
    const struct options *o = s->options;
    FILE *to = has_stdout_report(o) ? stderr : stdout;
    struct report_options how = {.use_color = wants_color(o, to),
                                 .is_verbose = o->verbose == CHOICE_YES,
                                 .is_quiet = o->quiet == CHOICE_YES,
                                 .redactor = &s->redactor};
    struct buf text;
    buf_init(&text, LIMIT_REPORT_BYTES);
    report_write_console(r, &how, &text);
    say_text(to, buf_str(&text));
    buf_free(&text);
}

static enum exit_code tell_result(const struct session *s, const struct result *r, const struct prepared *p) {
    enum rc rc = write_reports(s, r, p->pack);
    write_console(s, r);
    struct fault f = {0};
    if (rc == RC_OK && say_finish(&f) != RC_OK) {
        say_fault(&f);
        rc = f.rc;
    }
    enum exit_code code = exit_code_of_result(r, &p->accepted);
    return rc == RC_OK ? code : exit_code_worse(code, EXIT_CODE_BROKE);
}

/* Whether the journal of a run that reached nobody notes anything that was made. */
static bool is_journal_empty(const struct session *s, const char *journal) {
    struct journal_entry *entries;
    size_t count;
    if (journal_read(journal, &s->pack, s->target.base_url, s->arena, &entries, &count, NULL) != RC_OK) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (entries[i].is_made) {
            return false;
        }
    }
    return true;
}

/* A journal is of use as long as something is left. */
static void close_journal(const struct session *s, const char *journal, bool is_clean) {
    if (!journal || !file_exists(journal)) {
        return;
    }
    if (is_clean) {
        (void)unlink(journal);
        return;
    }
    say_hint("what was made and is still there: `nonesuch cleanup -t %s %s`",
             s->options->target ? s->options->target : "FILE", journal);
}

static enum exit_code tell_fault(const struct session *s, const char *journal, const struct fault *f) {
    say_fault(f);
    close_journal(s, journal, f->rc == RC_NET && journal && is_journal_empty(s, journal));
    return exit_code_of_work(f->rc);
}

static enum exit_code execute(struct session *s, const struct prepared *p, const struct coverage *coverage) {
    const struct options *o = s->options;
    struct progress progress;
    bool is_shown = o->progress == CHOICE_YES || (o->progress == CHOICE_NONE && o->quiet != CHOICE_YES);
    progress_init(&progress, is_shown);
    struct run_options run;
    command_select(s, &run);
    run.journal_path = journal_path(s);
    run.stop = stop_signal_flag();
    run.progress = progress_tell;
    run.progress_self = &progress;
    struct run_setting setting = {.pack = &s->pack,
                                  .target = &s->target,
                                  .transport = s->transport,
                                  .control = s->control,
                                  .options = &run,
                                  .coverage = coverage};
    struct result result;
    struct fault f = {0};
    log_line(LOG_VERBOSE, "%s %.*s", s->lab ? "lab at" : "target", STR_ARG(s->target.base_url));
    enum rc rc = run_execute(&setting, s->arena, &result, &f);
    progress_end(&progress);
    if (rc != RC_OK) {
        return tell_fault(s, run.journal_path, &f);
    }
    enum exit_code code = tell_result(s, &result, p);
    close_journal(s, run.journal_path, !run.keep && result.ledger.fixtures_left == 0);
    return code;
}

enum exit_code cmd_run(const struct options *o, struct arena *a) {
    if (o->dry_run == CHOICE_YES) {
        return cmd_plan(o, a);
    }
    struct prepared prepared;
    struct fault f = {0};
    if (prepare(o, &prepared, &f) != RC_OK) {
        return command_refuse("run", &f);
    }
    struct session session;
    enum rc rc = session_open(&session, o, prepared.pack, a, &f);
    const struct coverage *coverage;
    rc = rc == RC_OK ? openapi_source_judge(o->openapi, &session.pack, a, &coverage, &f) : rc;
    enum exit_code code = rc == RC_OK ? execute(&session, &prepared, coverage) : command_refuse("run", &f);
    session_close(&session);
    return code;
}
