/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_replay: the findings of a report, sent again with things made afresh. */
#include <stdio.h>

#include "buf.h"
#include "campaign_rules.h"
#include "codec.h"
#include "command.h"
#include "file.h"
#include "limits.h"
#include "order_coin.h"
#include "outcome.h"
#include "replay_campaign.h"
#include "say.h"
#include "session.h"
#include "variation.h"
#include "verdict_inputs.h"
#include "work.h"

#define PROBE_PACK "probe"
#define GROUPS_LEAST 6 /* of each comparison: something rarer than every time shows too */
#define DENIED_PER_GROUP 2
#define ARTIFACT_REPORT "finding.json" /* in the folder of a finding */

/* What is to be replayed. */
struct again {
    struct replay_choice chosen;
    bool is_campaign; /* findings of `fuzz` */
    const char *pack;
};

/* What is sent again. */
struct selection {
    struct text_list only, as, variations;
};

static enum rc check_source(const struct options *o, const struct result *report, struct fault *f) {
    if (str_eq(report->pack, STR(PROBE_PACK))) {
        return fault_set(f, RC_USAGE, "a report of `probe` has no pack: give its words again: %.*s",
                         STR_ARG(report->options));
    }
    bool is_lab = report->is_lab || o->lab_defects.count + o->lab_noises.count > 0;
    if (!o->target && !o->url && !is_lab && report->finding_count > 0) {
        return fault_set(f, RC_USAGE, "the report is of %.*s: give its target file, with -t FILE",
                         STR_ARG(report->target));
    }
    return RC_OK;
}

/* The report itself, or the one in the folder of a finding. */
static enum rc find_report(const struct options *o, struct arena *a, const char **out, struct fault *f) {
    if (o->arguments.count == 0) {
        return fault_set(f, RC_USAGE,
                         "replay takes a JSON report, or a folder of `fuzz --artifacts`, and then the findings to "
                         "send again");
    }
    const char *path = o->arguments.items[0].data;
    if (!file_is_directory(path)) {
        *out = path;
        return RC_OK;
    }
    const char *report = arena_printf(a, "%s/" ARTIFACT_REPORT, path);
    if (!file_exists(report)) {
        return fault_set(f, RC_USAGE,
                         "%s is no folder of a finding: there is no " ARTIFACT_REPORT " in it; name one of the "
                         "folders that `fuzz --artifacts` made, or a JSON report",
                         path);
    }
    *out = report;
    return RC_OK;
}

static enum rc read_report(const struct options *o, struct arena *a, struct result *report,
                           struct replay_choice *chosen, struct fault *f) {
    const char *path = NULL;
    enum rc rc = find_report(o, a, &path, f);
    rc = rc == RC_OK ? verdict_inputs_report(path, a, report, f) : rc;
    rc = rc == RC_OK ? check_source(o, report, f) : rc;
    rc = rc == RC_OK ? replay_choose(report, o->arguments.items + 1, o->arguments.count - 1, a, chosen, f) : rc;
    rc = rc == RC_OK ? outcome_check_files(o, f) : rc;
    return rc == RC_OK ? work_check_journal(o->journal, f) : rc;
}

static void add(struct text_list *list, struct str word) {
    for (size_t i = 0; i < list->count; i++) {
        if (str_eq(list->items[i], word)) {
            return;
        }
    }
    list->items[list->count++] = word;
}

/* The first of the principals is the evidence's. */
static struct str caller_of(const struct finding *f) {
    struct str rest = f->principals;
    return str_trim(str_cut(&rest, ','));
}

/* Whether the caller alone shows it. What is revealed may be anybody's, who has to be there then. */
static bool is_callers_alone(const struct pack *pack, const struct finding *f) {
    size_t principal = pack_find_principal(pack, caller_of(f));
    return principal != NONE && principal != pack->owner && f->property != PROPERTY_REVEAL;
}

static bool is_variation(const struct pack *pack, struct str name) {
    bool is_known = variation_find(name) != NULL;
    for (size_t i = 0; i < pack->claim_count; i++) {
        is_known |= str_eq(pack->claims[i].name, name);
    }
    return is_known;
}

static struct selection select_all(const struct pack *pack, const struct replay_choice *chosen, struct arena *a) {
    struct selection s = {.only.items = ARENA_ARRAY(a, struct str, chosen->count),
                          .as.items = ARENA_ARRAY(a, struct str, chosen->count),
                          .variations.items = ARENA_ARRAY(a, struct str, chosen->count + 1)};
    bool is_anybody = false;
    add(&s.variations, STR("none"));
    for (size_t i = 0; i < chosen->count; i++) {
        const struct finding *f = chosen->findings[i];
        add(&s.only, f->surface);
        is_anybody |= !is_callers_alone(pack, f);
        add(&s.as, caller_of(f));
        if (is_variation(pack, f->variation)) {
            add(&s.variations, f->variation);
        }
    }
    s.as.count = is_anybody ? 0 : s.as.count;
    return s;
}

/* What statistics alone showed wants as many answers as it took then. */
static size_t groups_of(const struct replay_choice *chosen) {
    size_t groups = GROUPS_LEAST;
    for (size_t i = 0; i < chosen->count; i++) {
        size_t then = chosen->findings[i]->tried / DENIED_PER_GROUP;
        groups = then > groups ? then : groups;
    }
    return groups < ORDER_COIN_GROUPS ? groups : ORDER_COIN_GROUPS;
}

static void select_again(const struct session *s, const struct replay_choice *chosen, struct run_options *out) {
    struct selection again = select_all(&s->pack, chosen, s->arena);
    command_select(s, out);
    out->groups = groups_of(chosen);
    out->only = again.only.items;
    out->only_count = again.only.count;
    out->as = again.as.items;
    out->as_count = again.as.count;
    out->variations = again.variations.items;
    out->variation_count = again.variations.count;
    out->has_all_variations = true;
}

/* Without them, nothing that is alike counts. Returns how many failed. */
static size_t put_failed_controls(const struct session *s, const struct result *now, struct buf *out) {
    size_t count = 0;
    for (size_t i = 0; i < now->control_count; i++) {
        const struct control *c = &now->controls[i];
        struct str line = str_printf(s->arena, "control failed: %.*s: %.*s", STR_ARG(c->id), STR_ARG(c->reason));
        struct str shown = codec_printable(s->arena, redactor_clean(&s->redactor, line, s->arena));
        if (!c->passed) {
            buf_printf(out, "%.*s\n", STR_ARG(shown));
            count++;
        }
    }
    return count;
}

/* One finding is enough; what is not decided is no pass. */
static enum exit_code code_of(const size_t *counts, const struct result *now, size_t failed_controls) {
    if (counts[REPLAY_REPRODUCED] > 0) {
        return EXIT_CODE_FOUND;
    }
    bool is_decided = counts[REPLAY_UNDECIDED] == 0 && failed_controls == 0 && !now->was_stopped;
    return is_decided ? EXIT_CODE_PASSED : EXIT_CODE_INCONCLUSIVE;
}

static enum exit_code tell(struct session *s, const struct replay_choice *chosen, const struct result *now) {
    const struct options *o = s->options;
    FILE *to = outcome_console(o);
    struct report_options how = {.use_color = outcome_wants_color(o, to), .redactor = &s->redactor};
    size_t counts[REPLAY_UNDECIDED + 1] = {0};
    struct buf text;
    buf_init(&text, LIMIT_REPORT_BYTES);
    for (size_t i = 0; i < chosen->count; i++) {
        struct replay r = replay_judge(chosen->findings[i], now);
        counts[r.state]++;
        if (o->quiet != CHOICE_YES) {
            buf_append_str(&text, replay_describe(&r, &how, s->arena));
            buf_append_char(&text, '\n');
        }
    }
    size_t failed_controls = put_failed_controls(s, now, &text);
    buf_printf(&text, "%zu reproduced, %zu not reproduced, %zu not decided\n", counts[REPLAY_REPRODUCED],
               counts[REPLAY_GONE], counts[REPLAY_UNDECIDED]);
    say_text(to, buf_str(&text));
    buf_free(&text);
    return code_of(counts, now, failed_controls);
}

static bool send(struct session *s, const struct again *again, struct run_options *run, struct result *now,
                 enum exit_code *code) {
    if (again->is_campaign) {
        command_select(s, run);
        return replay_campaign_execute(s, &again->chosen, run, now, code);
    }
    select_again(s, &again->chosen, run);
    return work_execute(s, run, /* coverage = */ NULL, now, code);
}

static enum exit_code execute(struct session *s, const struct again *again) {
    const char *pack = again->pack;
    const struct replay_choice *chosen = &again->chosen;
    struct run_options run;
    struct result now;
    enum exit_code code;
    if (!send(s, again, &run, &now, &code)) {
        return code;
    }
    enum rc rc = outcome_write_reports(s, &now, pack);
    code = tell(s, chosen, &now);
    work_close(s, &run, &now);
    return rc == RC_OK ? code : exit_code_worse(code, EXIT_CODE_BROKE);
}

/* A counter shows only while nothing else is under way. */
static struct options quiet_options(const struct options *o, const struct replay_choice *chosen) {
    struct options quiet = *o;
    bool is_statistical = groups_of(chosen) > GROUPS_LEAST;
    quiet.jobs = o->jobs == 0 && is_statistical ? 1 : o->jobs;
    return quiet;
}

static enum exit_code send_again(const struct options *o, struct arena *a, const struct again *again) {
    struct options options =
        again->is_campaign ? replay_campaign_options(o, &again->chosen) : quiet_options(o, &again->chosen);
    struct session session;
    struct fault f = {0};
    enum rc rc = session_open(&session, &options, again->pack, a, &f);
    rc = rc == RC_OK && again->is_campaign ? campaign_rules_check(&session, &f) : rc;
    rc = rc == RC_OK ? session_open_events(&session, &f) : rc;
    enum exit_code code = rc == RC_OK ? execute(&session, again) : command_refuse("replay", &f);
    session_close(&session);
    return code;
}

enum exit_code cmd_replay(const struct options *o, struct arena *a) {
    struct result report;
    struct again again = {0};
    struct fault f = {0};
    if (read_report(o, a, &report, &again.chosen, &f) != RC_OK) {
        return command_refuse("replay", &f);
    }
    again.is_campaign = replay_campaign_is_one(&report);
    again.pack = o->pack ? o->pack : str_cstr(a, report.pack);
    if (again.chosen.count == 0) {
        say_text(outcome_console(o), STR("the report has no findings: nothing to send again\n"));
        return EXIT_CODE_PASSED;
    }
    return send_again(o, a, &again);
}
