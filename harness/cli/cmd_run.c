/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_run: one run, from its files to its reports. */
#include <unistd.h>

#include "codec.h"
#include "command.h"
#include "file.h"
#include "journal.h"
#include "log.h"
#include "openapi_source.h"
#include "outcome.h"
#include "output_file.h"
#include "progress.h"
#include "rng.h"
#include "say.h"
#include "session.h"
#include "stop_signal.h"
#include "verdict_inputs.h"

/* All that has to be right before the first request. */
struct prepared {
    const char *pack;
    struct doubt_set accepted;
    struct verdict_inputs inputs;
};

static enum rc check_journal(const char *path, struct fault *f) {
    if (path && file_exists(path)) {
        return fault_set(f, RC_IO,
                         "the journal %s is there already: an earlier run left it; `nonesuch cleanup %s` first", path,
                         path);
    }
    return path ? output_file_check(path, f) : RC_OK;
}

static enum rc prepare(const struct options *o, struct prepared *p, struct arena *a, struct fault *f) {
    *p = (struct prepared){0};
    enum rc rc = command_pack_argument(o, &p->pack, f);
    rc = rc == RC_OK ? verdict_inputs_accepted(o, &p->accepted, f) : rc;
    rc = rc == RC_OK ? verdict_inputs_load(o, a, &p->inputs, f) : rc;
    rc = rc == RC_OK ? outcome_check_files(o, f) : rc;
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
    verdict_inputs_apply(&p->inputs, s->arena, &result);
    enum exit_code code = outcome_tell(s, &result, p->pack, &p->accepted);
    close_journal(s, run.journal_path, !run.keep && result.ledger.fixtures_left == 0);
    return code;
}

enum exit_code cmd_run(const struct options *o, struct arena *a) {
    if (o->dry_run == CHOICE_YES) {
        return cmd_plan(o, a);
    }
    struct prepared prepared;
    struct fault f = {0};
    if (prepare(o, &prepared, a, &f) != RC_OK) {
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
