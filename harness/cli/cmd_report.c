/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_report: JSON reports read back: shown, converted, merged, compared, and a finding of theirs waived. */
#include "baseline.h"
#include "command.h"
#include "outcome.h"
#include "report_merge.h"
#include "say.h"
#include "verdict_inputs.h"

static const char *word_at(const struct options *o, size_t index) {
    return o->arguments.items[index].data;
}

static enum exit_code tell_text(struct str text, enum exit_code code) {
    struct fault f = {0};
    say_text(stdout, text);
    if (say_finish(&f) != RC_OK) {
        say_fault(&f);
        return EXIT_CODE_BROKE;
    }
    return code;
}

/* Its secrets were taken out when it was written. */
static enum exit_code tell_result(const struct options *o, struct arena *a, const struct result *r,
                                  const struct doubt_set *accepted) {
    struct session s = {.arena = a, .options = o};
    return outcome_tell(&s, r, str_cstr(a, r->pack), accepted);
}

static enum rc want_words(const struct options *o, size_t count, const char *sentence, struct fault *f) {
    return o->arguments.count == count ? RC_OK : fault_set(f, RC_USAGE, "%s", sentence);
}

/* That a report holds findings is no failure of converting it. */
static enum rc convert(const struct options *o, struct arena *a, enum exit_code *code, struct fault *f) {
    struct result r;
    struct doubt_set accepted;
    enum rc rc = want_words(o, 1, "report takes one FILE, or `merge`, `diff` or `waive` first", f);
    rc = rc == RC_OK ? verdict_inputs_accepted(o, &accepted, f) : rc;
    rc = rc == RC_OK ? verdict_inputs_report(word_at(o, 0), a, &r, f) : rc;
    if (rc == RC_OK) {
        *code = tell_result(o, a, &r, &accepted) == EXIT_CODE_BROKE ? EXIT_CODE_BROKE : EXIT_CODE_PASSED;
    }
    return rc;
}

static enum rc merge(const struct options *o, struct arena *a, enum exit_code *code, struct fault *f) {
    size_t count = o->arguments.count - 1;
    struct merge_part *parts = ARENA_ARRAY(a, struct merge_part, count);
    struct result r;
    struct doubt_set accepted;
    enum rc rc = verdict_inputs_accepted(o, &accepted, f);
    if (rc == RC_OK && count == 0) {
        rc = fault_set(f, RC_USAGE, "report merge takes the JSON reports of all shards");
    }
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        parts[i].name = word_at(o, i + 1);
        rc = verdict_inputs_report(parts[i].name, a, &parts[i].result, f);
    }
    rc = rc == RC_OK ? report_merge(parts, count, a, &r, f) : rc;
    if (rc == RC_OK) {
        *code = tell_result(o, a, &r, &accepted);
    }
    return rc;
}

static enum rc diff(const struct options *o, struct arena *a, enum exit_code *code, struct fault *f) {
    struct result old, now;
    enum rc rc = want_words(o, 3, "report diff takes two JSON reports, the older one first", f);
    rc = rc == RC_OK ? verdict_inputs_report(word_at(o, 1), a, &old, f) : rc;
    rc = rc == RC_OK ? verdict_inputs_report(word_at(o, 2), a, &now, f) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    baseline_apply(&old, a, &now);
    *code = tell_text(baseline_describe(&now, a), baseline_count_new(&now) > 0 ? EXIT_CODE_FOUND : EXIT_CODE_PASSED);
    return RC_OK;
}

static const struct finding *find_finding(const struct result *r, struct str fingerprint, struct arena *a,
                                          struct fault *f) {
    struct str *known = ARENA_ARRAY(a, struct str, r->finding_count);
    for (size_t i = 0; i < r->finding_count; i++) {
        known[i] = r->findings[i].fingerprint;
        if (str_eq(known[i], fingerprint)) {
            return &r->findings[i];
        }
    }
    (void)fault_set(f, RC_USAGE, "the report has no finding '%.*s'%s", STR_ARG(str_sub(fingerprint, 0, 40)),
                    options_hint(a, fingerprint, known, r->finding_count));
    return NULL;
}

static enum rc waive(const struct options *o, struct arena *a, enum exit_code *code, struct fault *f) {
    struct result r;
    struct str text;
    enum rc rc = want_words(o, 3, "report waive takes a JSON report and the fingerprint of one of its findings", f);
    rc = rc == RC_OK ? verdict_inputs_report(word_at(o, 1), a, &r, f) : rc;
    const struct finding *finding = rc == RC_OK ? find_finding(&r, o->arguments.items[2], a, f) : NULL;
    if (!finding) {
        return rc == RC_OK ? RC_USAGE : rc;
    }
    struct waiver by = {.owner = o->owner ? str_from(o->owner) : STR(""),
                        .reason = o->reason ? str_from(o->reason) : STR(""),
                        .issue = o->issue ? str_from(o->issue) : STR(""),
                        .expires = o->expires ? str_from(o->expires) : STR("")};
    rc = waiver_draft(finding, &by, a, &text, f);
    if (rc == RC_OK) {
        *code = tell_text(text, EXIT_CODE_PASSED);
    }
    return rc;
}

static const struct {
    const char *word;
    enum rc (*act)(const struct options *o, struct arena *a, enum exit_code *code, struct fault *f);
} actions[] = {{"merge", merge}, {"diff", diff}, {"waive", waive}};

static enum rc act(const struct options *o, struct arena *a, enum exit_code *code, struct fault *f) {
    for (size_t i = 0; o->arguments.count > 0 && i < sizeof actions / sizeof *actions; i++) {
        if (str_eq(o->arguments.items[0], str_from(actions[i].word))) {
            return actions[i].act(o, a, code, f);
        }
    }
    return convert(o, a, code, f);
}

enum exit_code cmd_report(const struct options *o, struct arena *a) {
    struct fault f = {0};
    enum exit_code code = EXIT_CODE_PASSED;
    enum rc rc = outcome_check_files(o, &f);
    rc = rc == RC_OK ? act(o, a, &code, &f) : rc;
    return rc == RC_OK ? code : command_refuse("report", &f);
}
