/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_cleanup: deletes what the journal of an interrupted run says was made. */
#include <stdio.h>
#include <unistd.h>

#include "command.h"
#include "pack_source.h"
#include "say.h"
#include "session.h"

static enum rc check_arguments(const struct options *o, struct fault *f) {
    if (o->arguments.count != 1) {
        return fault_set(f, RC_USAGE, "cleanup takes one JOURNAL, the file that the interrupted run left");
    }
    if (!o->target) {
        return fault_set(f, RC_USAGE, "cleanup wants the target file of the interrupted run: -t FILE");
    }
    return RC_OK;
}

static enum rc clean_up(struct session *s, const char *journal, struct run_cleanup_count *out, struct fault *f) {
    struct run_options run;
    command_select(s, &run);
    struct run_setting setting = {
        .pack = &s->pack, .target = &s->target, .transport = s->transport, .control = s->control, .options = &run};
    return run_cleanup(&setting, journal, s->arena, out, f);
}

static enum exit_code tell(const struct run_cleanup_count *count, const char *journal, struct arena *a) {
    struct str line =
        str_printf(a, "%zu deleted, %zu gone already, %zu left\n", count->deleted, count->gone, count->failed);
    say_text(stdout, line);
    if (count->failed > 0) {
        say_hint("%s is kept: run cleanup again, or delete them by hand", journal);
        return EXIT_CODE_FOUND;
    }
    (void)unlink(journal);
    return EXIT_CODE_PASSED;
}

enum exit_code cmd_cleanup(const struct options *o, struct arena *a) {
    struct fault f = {0};
    if (check_arguments(o, &f) != RC_OK) {
        return command_refuse("cleanup", &f);
    }
    const char *journal = o->arguments.items[0].data;
    struct session session;
    struct run_cleanup_count count = {0};
    enum rc rc = session_open(&session, o, o->pack ? o->pack : PACK_DEFAULT, a, &f);
    if (rc != RC_OK) {
        session_close(&session);
        return command_refuse("cleanup", &f);
    }
    rc = clean_up(&session, journal, &count, &f);
    session_close(&session);
    if (rc != RC_OK) {
        say_fault(&f);
        return exit_code_of_set_up(rc);
    }
    return tell(&count, journal, a);
}
