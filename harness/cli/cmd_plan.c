/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_plan: what a run would send. */
#include <stdio.h>

#include "command.h"
#include "openapi_source.h"
#include "plan_table.h"
#include "say.h"
#include "session.h"

static enum rc make_plan(struct session *s, struct run_plan *out, struct fault *f) {
    struct run_options run;
    command_select(s, &run);
    struct run_setting setting = {.pack = &s->pack,
                                  .target = &s->target,
                                  .transport = s->transport,
                                  .control = s->control,
                                  .counters = s->counters,
                                  .options = &run};
    enum rc rc = openapi_source_judge(s->options->openapi, &s->pack, s->arena, &setting.coverage, f);
    return rc == RC_OK ? run_make_plan(&setting, s->arena, out, f) : rc;
}

enum exit_code cmd_plan(const struct options *o, struct arena *a) {
    struct fault f = {0};
    const char *pack;
    enum rc rc = command_pack_argument(o, &pack, &f);
    if (rc != RC_OK) {
        return command_refuse("plan", &f);
    }
    struct session session;
    struct run_plan plan;
    rc = session_open(&session, o, pack, a, &f);
    rc = rc == RC_OK ? make_plan(&session, &plan, &f) : rc;
    session_close(&session);
    if (rc != RC_OK) {
        return command_refuse("plan", &f);
    }
    say_text(stdout, plan_table(&plan, o->quiet == CHOICE_YES, a));
    rc = say_finish(&f);
    if (rc != RC_OK) {
        say_fault(&f);
    }
    return exit_code_of_work(rc);
}
