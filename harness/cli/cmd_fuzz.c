/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_fuzz: one campaign, from its options to its reports. */
#include <stdlib.h>
#include <unistd.h>

#include "campaign_rules.h"
#include "clock.h"
#include "command.h"
#include "curl_transport.h"
#include "limits.h"
#include "outcome.h"
#include "reference_parser.h"
#include "say.h"
#include "session.h"
#include "task_shard.h"
#include "verdict_inputs.h"
#include "work.h"

#define WORKERS_MOST 64
#define SHARD_STRIDE 0x9e3779b97f4a7c15u

struct crossing {
    struct transport *lanes[WORKERS_MOST];
    size_t count;
};

static size_t worker_count(const struct options *o) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int64_t wanted = o->jobs > 0 ? o->jobs : processors > 0 ? processors : 1;
    return (size_t)(wanted > WORKERS_MOST ? WORKERS_MOST : wanted);
}

static enum rc open_lanes(const struct session *s, struct crossing *x, struct fault *f) {
    enum rc rc = RC_OK;
    for (size_t wanted = worker_count(s->options); rc == RC_OK && x->count < wanted;) {
        rc = session_lane(s, &x->lanes[x->count], f);
        x->count += rc == RC_OK;
    }
    return rc;
}

static void close_lanes(struct crossing *x) {
    for (size_t i = 0; i < x->count; i++) {
        curl_transport_del(x->lanes[i]);
    }
}

static enum rc check(const struct options *o, struct fault *f) {
    if (o->resume == CHOICE_YES && !o->corpus) {
        return fault_set(f, RC_USAGE, "--resume goes on with the campaign of a folder: name it with --corpus");
    }
    enum rc rc = work_check_journal(o->journal, f);
    return rc == RC_OK ? outcome_check_files(o, f) : rc;
}

static void put_conformance(struct buf *text, const struct conformance *c) {
    struct arena scratch = {0};
    struct str sentence = conformance_sentence(c, &scratch);
    if (sentence.len > 0) {
        (void)buf_printf(text, "conformance: %.*s\n", STR_ARG(sentence));
    }
    arena_free(&scratch);
}

static void say_sums(const struct campaign_record *all, const struct options *o) {
    const struct campaign_tally *t = &all->tally;
    if (o->quiet == CHOICE_YES) {
        return;
    }
    struct buf text;
    buf_init(&text, LIMIT_HEAD_BYTES);
    double seconds = (double)t->elapsed_ns / (double)NS_PER_S;
    (void)buf_printf(
        &text,
        "%zu bodies: %zu pairs judged, %zu lost, %zu random names; %zu requests (%.0f/s), and %zu to make, "
        "to confirm and to look\n"
        "%zu kinds of answers were new; %zu suspicions: %zu confirmed, %zu flaky, %zu not reproduced; "
        "%zu looks of the owner, %zu workers restarted\n",
        t->bodies, t->pairs, t->lost, t->names, t->requests, seconds > 0 ? (double)t->requests / seconds : 0,
        t->confirming, t->news, t->suspicions, t->confirmed, t->flaky, t->not_reproduced, t->looks, t->restarts);
    put_conformance(&text, &all->conformance);
    say_text(outcome_console(o), buf_str(&text));
    buf_free(&text);
}

static struct campaign_options campaign_of(const struct session *s, size_t workers) {
    const struct options *o = s->options;
    struct campaign_options campaign = campaign_rules_campaign(s);
    campaign.workers = workers;
    campaign.max_requests = (size_t)o->max_requests;
    campaign.corpus = o->corpus;
    campaign.artifacts = o->artifacts;
    campaign.is_resumed = o->resume == CHOICE_YES;
    campaign.reference = &reference_parser;
    campaign.may_frame = o->http_desync == CHOICE_YES;
    return campaign;
}

/* Also for who comes through the same proxy: they would get each other's answers. */
static enum rc check_desync(const struct session *s, struct fault *f) {
    const struct target *t = &s->target;
    if (s->options->http_desync != CHOICE_YES || t->environment == ENVIRONMENT_ISOLATED) {
        return RC_OK;
    }
    const char *unsaid = t->environment_line == 0 ? ", which is what a target is that does not say" : "";
    return fault_set_at(f, RC_USAGE, t->file, t->environment_line, t->environment_column,
                        t->environment_line == 0 ? NULL : "/environment",
                        "--http-desync is refused for `environment: %s`%s: a body whose end is told falsely can mix up "
                        "the requests of all who share a proxy or a connection with it. Fuzz a deployment that nobody "
                        "else uses, and say `environment: isolated`; or leave the option out",
                        environment_name(t->environment), unsaid);
}

static enum exit_code execute(struct session *s, const char *pack, const struct verdict_inputs *inputs,
                              const struct doubt_set *accepted) {
    struct crossing lanes = {0};
    struct run_options run;
    struct work work;
    struct fault f = {0};
    command_select(s, &run);
    run.seed += SHARD_STRIDE * run.shard.index;
    struct campaign_setting setting;
    enum rc rc = work_begin(&work, s, &run, &setting.run, &f);
    rc = rc == RC_OK ? open_lanes(s, &lanes, &f) : rc;
    struct campaign_options campaign = campaign_of(s, lanes.count);
    setting.lanes = lanes.lanes;
    setting.options = &campaign;
    struct result result = {0};
    struct campaign_record all = {0};
    rc = rc == RC_OK ? campaign_execute(&setting, s->arena, &result, &all, &f) : rc;
    rc = work_end(&work, rc, &f);
    close_lanes(&lanes);
    if (rc != RC_OK) {
        return work_tell_fault(&work, &f);
    }
    verdict_inputs_apply(inputs, s->arena, &result);
    say_sums(&all, s->options);
    enum exit_code code = outcome_tell(s, &result, pack, accepted);
    work_close(s, &run, &result);
    return code;
}

static const char *variable(const char *name) {
    return getenv(name);
}

enum exit_code cmd_fuzz(const struct options *o, struct arena *a) {
    const char *pack = NULL;
    struct verdict_inputs inputs;
    struct doubt_set accepted;
    struct session session = {0};
    struct fault f = {0};
    struct options mine = campaign_rules_options(o);
    enum rc rc = mine.shard.count > 0 ? RC_OK : task_shard_find(variable, &mine.shard, &f);
    rc = rc == RC_OK ? command_pack_argument(o, &pack, &f) : rc;
    rc = rc == RC_OK ? verdict_inputs_accepted(o, &accepted, &f) : rc;
    rc = rc == RC_OK ? verdict_inputs_load(o, a, &inputs, &f) : rc;
    rc = rc == RC_OK ? check(o, &f) : rc;
    if (rc != RC_OK) {
        return command_refuse("fuzz", &f);
    }
    rc = session_open(&session, &mine, pack, a, &f);
    rc = rc == RC_OK ? campaign_rules_check(&session, &f) : rc;
    rc = rc == RC_OK ? check_desync(&session, &f) : rc;
    rc = rc == RC_OK ? session_open_events(&session, &f) : rc;
    enum exit_code code = rc == RC_OK ? execute(&session, pack, &inputs, &accepted) : command_refuse("fuzz", &f);
    session_close(&session);
    return code;
}
