/* SPDX-License-Identifier: Apache-2.0
 *
 * work: a run with its journal, its progress and its events. */
#include "work.h"

#include <unistd.h>

#include "annotation.h"
#include "codec.h"
#include "file.h"
#include "journal.h"
#include "log.h"
#include "output_file.h"
#include "progress.h"
#include "rng.h"
#include "say.h"
#include "stop_signal.h"

enum rc work_check_journal(const char *path, struct fault *f) {
    if (path && file_exists(path)) {
        return fault_set(f, RC_IO,
                         "the journal %s is there already: an earlier run left it; `nonesuch cleanup %s` first", path,
                         path);
    }
    return path ? output_file_check(path, f) : RC_OK;
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

bool work_execute(struct session *s, struct run_options *run, const struct coverage *coverage, struct result *out,
                  enum exit_code *code) {
    struct run_setting setting = {.pack = &s->pack,
                                  .target = &s->target,
                                  .transport = s->transport,
                                  .control = s->control,
                                  .counters = s->counters,
                                  .options = run,
                                  .coverage = coverage};
    struct progress progress;
    progress_init(&progress, s->options, &s->events);
    run->journal_path = journal_path(s);
    run->stop = stop_signal_flag();
    run->progress = progress_tell;
    run->progress_self = &progress;
    run->events = session_events(s);
    run->redactor = &s->redactor;
    struct fault f = {0};
    log_line(LOG_VERBOSE, "%s %.*s", s->lab ? "lab at" : "target", STR_ARG(s->target.base_url));
    enum rc rc = annotation_write(s, run, /* is_over = */ false, &f);
    rc = rc == RC_OK ? run_execute(&setting, s->arena, out, &f) : rc;
    progress_end(&progress);
    enum rc annotated = annotation_write(s, run, /* is_over = */ true, rc == RC_OK ? &f : NULL);
    rc = rc == RC_OK ? annotated : rc;
    if (rc != RC_OK) {
        *code = tell_fault(s, run->journal_path, &f);
        return false;
    }
    out->is_lab = s->lab != NULL;
    return true;
}

void work_close(const struct session *s, const struct run_options *run, const struct result *r) {
    close_journal(s, run->journal_path, !run->keep && r->ledger.fixtures_left == 0);
}
