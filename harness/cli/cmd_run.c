/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_run: one run, from its files to its reports. */
#include "command.h"
#include "openapi_source.h"
#include "outcome.h"
#include "session.h"
#include "verdict_inputs.h"
#include "work.h"

/* All that has to be right before the first request. */
struct prepared {
    const char *pack;
    struct doubt_set accepted;
    struct verdict_inputs inputs;
};

static enum rc prepare(const struct options *o, struct prepared *p, struct arena *a, struct fault *f) {
    *p = (struct prepared){0};
    enum rc rc = command_pack_argument(o, &p->pack, f);
    rc = rc == RC_OK ? verdict_inputs_accepted(o, &p->accepted, f) : rc;
    rc = rc == RC_OK ? verdict_inputs_load(o, a, &p->inputs, f) : rc;
    rc = rc == RC_OK ? outcome_check_files(o, f) : rc;
    return rc == RC_OK ? work_check_journal(o->journal, f) : rc;
}

static enum exit_code execute(struct session *s, const struct prepared *p, const struct coverage *coverage) {
    struct run_options run;
    command_select(s, &run);
    struct result result;
    enum exit_code code;
    if (!work_execute(s, &run, coverage, &result, &code)) {
        return code;
    }
    verdict_inputs_apply(&p->inputs, s->arena, &result);
    code = outcome_tell(s, &result, p->pack, &p->accepted);
    work_close(s, &run, &result);
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
    rc = rc == RC_OK ? session_open_events(&session, &f) : rc;
    enum exit_code code = rc == RC_OK ? execute(&session, &prepared, coverage) : command_refuse("run", &f);
    session_close(&session);
    return code;
}
