/* SPDX-License-Identifier: Apache-2.0
 *
 * report_console: the report for a person at a terminal. Every line of it is safe to print. */
#include "clock.h"
#include "doubts.h"
#include "finding_lines.h"

#define CURL_BYTES 2000
#define TITLE_BYTES 200
#define NAMES_BYTES 80
#define GROUP_IDS 3    /* shown of the checks with one and the same doubt */
#define GROUP_COUNT 20 /* doubts shown */

struct style {
    const char *open, *close;
};

static struct style style_of(const struct draft *d, const char *escape) {
    return d->options->use_color ? (struct style){escape, "\033[0m"} : (struct style){"", ""};
}

static struct style style_of_severity(const struct draft *d, enum severity s) {
    static const char *const escapes[] = {
        [SEVERITY_LOW] = "\033[36m",
        [SEVERITY_MEDIUM] = "\033[33m",
        [SEVERITY_HIGH] = "\033[31m",
        [SEVERITY_CRITICAL] = "\033[1;31m",
    };
    return style_of(d, escapes[s]);
}

static void put_title(struct draft *d, const struct finding *f) {
    const char *note = draft_note(d, (size_t)(f - d->result->findings));
    struct style style = style_of_severity(d, f->severity);
    struct str kind = draft_show_short(d, f->kind, NAMES_BYTES);
    struct str title = draft_show_short(d, f->title, TITLE_BYTES);
    buf_printf(d->out, "%s%s%s  %.*s  %.*s%s%s%s\n", style.open, severity_name(f->severity), style.close, STR_ARG(kind),
               STR_ARG(title), note ? " (" : "", note ? note : "", note ? ")" : "");
}

static void put_where(struct draft *d, const struct finding *f) {
    struct str surface = draft_show(d, f->surface);
    struct str principals = draft_show_short(d, f->principals, NAMES_BYTES);
    struct str variation = draft_show(d, f->variation);
    buf_printf(d->out, "  at %.*s as %.*s, %.*s, %zu of %zu answers, %.*s\n", STR_ARG(surface), STR_ARG(principals),
               STR_ARG(variation), f->seen, f->tried, STR_ARG(f->fingerprint));
}

static void put_curl(struct draft *d, const struct finding *f) {
    struct str one_line = str_replace(&d->scratch, str_trim(f->curl), STR("\n"), STR("; "));
    struct str shown = draft_show_short(d, one_line, CURL_BYTES);
    if (shown.len > 0)
        buf_printf(d->out, "  %.*s\n", STR_ARG(shown));
}

static void put_findings(struct draft *d) {
    for (size_t i = 0; i < d->result->finding_count; i++) {
        const struct finding *f = &d->result->findings[i];
        put_title(d, f);
        put_where(d, f);
        finding_lines_sides(d, f, "  ");
        put_curl(d, f);
        buf_append_char(d->out, '\n');
    }
}

static void put_failed_controls(struct draft *d) {
    struct style style = style_of(d, "\033[31m");
    for (size_t i = 0; i < d->result->control_count; i++) {
        const struct control *c = &d->result->controls[i];
        if (c->passed)
            continue;
        struct str id = draft_show(d, c->id), reason = draft_show(d, c->reason);
        buf_printf(d->out, "%scontrol failed%s: %.*s: %.*s\n", style.open, style.close, STR_ARG(id), STR_ARG(reason));
    }
}

static void put_doubt(struct draft *d, const struct doubt_group *g) {
    struct str number = draft_count(d, g->count, "check"), reason = draft_show(d, g->checks[0]->reason);
    struct str ids = doubts_show_ids(d, g, GROUP_IDS);
    buf_printf(d->out, "inconclusive: %.*s (%s): %.*s: %.*s\n", STR_ARG(number), doubt_name(g->checks[0]->doubt),
               STR_ARG(reason), STR_ARG(ids));
}

static void put_doubts(struct draft *d) {
    struct doubt_groups all = doubts_group(d);
    size_t shown = all.count < GROUP_COUNT || d->options->is_verbose ? all.count : GROUP_COUNT;
    for (size_t i = 0; i < shown; i++)
        put_doubt(d, &all.groups[i]);
    size_t rest = 0;
    for (size_t i = shown; i < all.count; i++)
        rest += all.groups[i].count;
    if (rest > 0)
        buf_printf(d->out, "inconclusive: %zu more for other reasons (-v shows all)\n", rest);
}

static void put_not_judged(struct draft *d) {
    const struct result *r = d->result;
    if (r->surfaces_exercised < r->surfaces_declared)
        buf_printf(d->out, "not judged: %zu of %zu declared surfaces not exercised\n",
                   r->surfaces_declared - r->surfaces_exercised, r->surfaces_declared);
    for (size_t i = 0; i < r->not_judged_count; i++) {
        struct str sentence = draft_show(d, r->not_judged[i]);
        buf_printf(d->out, "not judged: %.*s\n", STR_ARG(sentence));
    }
}

/* Waivers that did what they are for are silent. */
static void put_waivers(struct draft *d) {
    for (size_t i = 0; i < d->result->waiver_count; i++) {
        const struct waiver_note *w = &d->result->waivers[i];
        struct str what = draft_show(d, w->what), text = draft_show(d, w->text);
        if (w->state != WAIVER_USED)
            buf_printf(d->out, "waiver %s: %.*s: %.*s\n", waiver_state_name(w->state), STR_ARG(what), STR_ARG(text));
    }
}

static void put_fixed(struct draft *d) {
    for (size_t i = 0; i < d->result->fixed_count; i++) {
        const struct fixed_finding *f = &d->result->fixed[i];
        struct str title = draft_show_short(d, f->title, TITLE_BYTES), fingerprint = draft_show(d, f->fingerprint);
        buf_printf(d->out, "fixed: %.*s, %.*s\n", STR_ARG(title), STR_ARG(fingerprint));
    }
}

static void put_part(struct draft *d, size_t count, const char *name, bool is_always) {
    if (count > 0 || is_always)
        buf_printf(d->out, ", %zu %s", count, name);
}

static void put_summary(struct draft *d) {
    const struct result *r = d->result;
    struct verdict_counts counts = result_count(r);
    struct str checks = draft_count(d, r->check_count, "check");
    struct str requests = draft_count(d, r->ledger.requests, "request");
    struct str duration = clock_format_duration(&d->scratch, r->duration_ns);
    struct str seed = draft_show(d, r->seed);
    buf_printf(d->out, "%.*s: %zu passed", STR_ARG(checks), counts.pass);
    put_part(d, counts.fail, "failed", /* is_always = */ true);
    put_part(d, counts.inconclusive, "inconclusive", /* is_always = */ true);
    put_part(d, counts.waived, "waived", /* is_always = */ false);
    put_part(d, counts.not_applicable, "not applicable", /* is_always = */ false);
    buf_printf(d->out, " in %.*s, %.*s, seed %.*s%s\n", STR_ARG(duration), STR_ARG(requests), STR_ARG(seed),
               r->was_stopped ? ", stopped before its end" : "");
}

static void put_check(struct draft *d, const struct check *c) {
    struct str id = draft_show(d, c->id), reason = draft_show(d, c->reason);
    struct str duration = clock_format_duration(&d->scratch, c->duration_ns);
    buf_printf(d->out, "%-14s  %.*s  %zu groups, %zu requests, %.*s%s%.*s\n", verdict_name(c->verdict), STR_ARG(id),
               c->group_count, c->request_count, STR_ARG(duration), reason.len > 0 ? ": " : "", STR_ARG(reason));
}

/* What only a verbose report has. */
static void put_details(struct draft *d) {
    const struct result *r = d->result;
    for (size_t i = 0; i < r->check_count; i++)
        put_check(d, &r->checks[i]);
    for (size_t i = 0; i < r->control_count; i++) {
        struct str id = draft_show(d, r->controls[i].id);
        if (r->controls[i].passed)
            buf_printf(d->out, "%-14s  %.*s\n", "control held", STR_ARG(id));
    }
    for (size_t i = 0; i < r->noise_count; i++) {
        struct str scope = draft_show(d, r->noise[i].scope), shape = draft_show(d, r->noise[i].shape);
        buf_printf(d->out, "%-14s  %.*s varies: %.*s (%zu answers)\n", "learned", STR_ARG(scope), STR_ARG(shape),
                   r->noise[i].seen);
    }
    buf_append_char(d->out, '\n');
}

void report_write_console(const struct result *r, const struct report_options *o, struct buf *out) {
    struct draft d = {.result = r, .options = o, .out = out};
    if (o->is_verbose && !o->is_quiet)
        put_details(&d);
    if (!o->is_quiet) {
        put_findings(&d);
        put_failed_controls(&d);
        put_doubts(&d);
        put_not_judged(&d);
        put_waivers(&d);
        put_fixed(&d);
    }
    put_summary(&d);
    arena_free(&d.scratch);
}
