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

enum exit_code work_tell_fault(const struct work *w, const struct fault *f) {
    const char *journal = w->run->journal_path;
    say_fault(f);
    close_journal(w->session, journal, f->rc == RC_NET && journal && is_journal_empty(w->session, journal));
    return exit_code_of_work(f->rc);
}

enum rc work_begin(struct work *w, struct session *s, struct run_options *run, struct run_setting *out,
                   struct fault *f) {
    *w = (struct work){.session = s, .run = run};
    *out = (struct run_setting){.pack = &s->pack,
                                .target = &s->target,
                                .transport = s->transport,
                                .control = s->control,
                                .counters = s->counters,
                                .options = run};
    progress_init(&w->progress, s->options, &s->events);
    run->journal_path = journal_path(s);
    run->stop = stop_signal_flag();
    run->progress = progress_tell;
    run->progress_self = &w->progress;
    run->events = session_events(s);
    run->redactor = &s->redactor;
    log_line(LOG_VERBOSE, "%s %.*s", s->lab ? "lab at" : "target", STR_ARG(s->target.base_url));
    return annotation_write(s, run, /* is_over = */ false, f);
}

enum rc work_end(struct work *w, enum rc rc, struct fault *f) {
    progress_end(&w->progress);
    enum rc annotated = annotation_write(w->session, w->run, /* is_over = */ true, rc == RC_OK ? f : NULL);
    return rc == RC_OK ? annotated : rc;
}

bool work_execute(struct session *s, struct run_options *run, const struct coverage *coverage, struct result *out,
                  enum exit_code *code) {
    struct work work;
    struct run_setting setting;
    struct fault f = {0};
    enum rc rc = work_begin(&work, s, run, &setting, &f);
    setting.coverage = coverage;
    rc = rc == RC_OK ? run_execute(&setting, s->arena, out, &f) : rc;
    if (work_end(&work, rc, &f) != RC_OK) {
        *code = work_tell_fault(&work, &f);
        return false;
    }
    out->is_lab = s->lab != NULL;
    return true;
}

void work_close(const struct session *s, const struct run_options *run, const struct result *r) {
    close_journal(s, run->journal_path, !run->keep && r->ledger.fixtures_left == 0);
}
