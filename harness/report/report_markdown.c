/* SPDX-License-Identifier: Apache-2.0
 *
 * report_markdown: the report on at most 60 lines of GitHub Flavored Markdown, for a CI step summary. Each section has
 * a share of the lines, and says how much it leaves out. */
#include <string.h>

#include "clock.h"
#include "doubts.h"

#define FINDING_ROWS 20
#define FINDING_ROWS_OF_CAMPAIGN 8 /* roots are few, and the campaign's own lines want their place */
#define CONFORMANCE_ROWS 5
#define PROBLEM_ROWS 4 /* of failed controls and of doubts, each */
#define SENTENCE_ROWS 3
#define CELL_BYTES 120
#define GROUP_IDS 3 /* shown of the checks with one and the same doubt */

static bool is_word(struct str s, size_t at) {
    char c = at < s.len ? s.data[at] : ' ';
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Whether Markdown, HTML or what GitHub adds to them (links without brackets, mentions, emoji, formulas) could take it
 * for its own. */
static bool is_special(struct str s, size_t at) {
    switch (s.data[at]) {
    case '_': return at == 0 || !is_word(s, at - 1) || !is_word(s, at + 1);
    case ':': return at + 1 < s.len && s.data[at + 1] != ' ';
    case '.': return at >= 3 && str_eq_ascii_case(str_sub(s, at - 3, 3), STR("www"));
    default: return s.data[at] && strchr("&<>`\\*[]#|~$@", s.data[at]);
    }
}

/* What is special as a reference, which stands for the character alone. */
static void put_text(struct draft *d, struct str s) {
    for (size_t i = 0; i < s.len; i++) {
        if (is_special(s, i))
            buf_printf(d->out, "&#%d;", (unsigned char)s.data[i]);
        else
            buf_append_char(d->out, s.data[i]);
    }
}

static void put_shown(struct draft *d, struct str s) {
    put_text(d, draft_show_short(d, s, CELL_BYTES));
}

static void put_code(struct draft *d, struct str shown) {
    buf_append_cstr(d->out, "<code>");
    put_text(d, shown);
    buf_append_cstr(d->out, "</code>");
}

static void put_heading(struct draft *d) {
    static const char *const words[] = {
        [VERDICT_PASS] = "✅ passed",
        [VERDICT_FAIL] = "❌ failed",
        [VERDICT_INCONCLUSIVE] = "⚠️ inconclusive",
    };
    buf_printf(d->out, "## nonesuch: %s\n\nPack ", words[result_verdict(d->result)]);
    put_shown(d, d->result->pack);
    buf_append_cstr(d->out, " against ");
    put_code(d, draft_show_short(d, d->result->target, CELL_BYTES));
    buf_append_cstr(d->out, "\n\n");
}

static void put_counts(struct draft *d) {
    const struct result *r = d->result;
    struct verdict_counts c = result_count(r);
    struct str duration = clock_format_duration(&d->scratch, r->duration_ns);
    struct str requests = draft_count(d, r->ledger.requests, "request");
    buf_append_cstr(d->out, "| checks | passed | failed | inconclusive | waived | not applicable |\n"
                            "| ---: | ---: | ---: | ---: | ---: | ---: |\n");
    buf_printf(d->out, "| %zu | %zu | %zu | %zu | %zu | %zu |\n\n", r->check_count, c.pass, c.fail, c.inconclusive,
               c.waived, c.not_applicable);
    buf_printf(d->out, "%zu of %zu surfaces exercised, %.*s in %.*s, seed ", r->surfaces_exercised,
               r->surfaces_declared, STR_ARG(requests), STR_ARG(duration));
    put_code(d, draft_show_short(d, r->seed, CELL_BYTES));
    buf_append_cstr(d->out, r->was_stopped ? ", stopped before its end\n" : "\n");
}

/* One line of a fuzz campaign. */
static void put_campaign(struct draft *d) {
    const struct campaign_tally *t = &d->result->campaign.tally;
    if (!d->result->campaign.is_there)
        return;
    struct str pairs = draft_count(d, t->pairs, "pair");
    buf_printf(d->out, "\nFuzzed: %.*s judged of %.*s bodies, %.*s kinds of answers", STR_ARG(pairs),
               STR_ARG(draft_number(d, t->bodies)), STR_ARG(draft_number(d, t->news)));
    buf_printf(d->out, "; %.*s: %zu confirmed, %zu flaky, %zu not reproduced\n",
               STR_ARG(draft_count(d, t->suspicions, "suspicion")), t->confirmed, t->flaky, t->not_reproduced);
}

static void put_kind(struct draft *d, const struct conformance_kind *k) {
    buf_append_cstr(d->out, "| ");
    put_shown(d, conformance_reference_words(k, &d->scratch));
    buf_append_cstr(d->out, " | ");
    put_shown(d, conformance_target_words(k, &d->scratch));
    buf_append_cstr(d->out, " | ");
    put_code(d, draft_show_short(d, k->example, CELL_BYTES));
    buf_printf(d->out, " | %.*s |\n", STR_ARG(draft_number(d, k->bodies)));
}

/* Information: it stands behind everything that is a finding. */
static void put_conformance(struct draft *d) {
    const struct conformance *c = &d->result->campaign.conformance;
    if (!conformance_is_known(c))
        return;
    buf_append_cstr(d->out, "\nConformance: ");
    put_text(d, draft_show(d, conformance_sentence(c, &d->scratch)));
    buf_append_char(d->out, '\n');
    if (c->kind_count > 0)
        buf_append_cstr(d->out, "\n| the reference | the target | for example | bodies |\n"
                                "| --- | --- | --- | ---: |\n");
    for (size_t i = 0; i < c->kind_count && i < CONFORMANCE_ROWS; i++)
        put_kind(d, &c->kinds[i]);
}

static void put_sides(struct draft *d, const struct finding *f) {
    static const struct mark mark = {"‹", "›", .context = 16, .inside = 40};
    struct str values[2] = {draft_clean(d, f->left), draft_clean(d, f->right)}, marked[2];
    draft_mark_sides(d, values, &mark, marked);
    for (size_t i = 0; i < 2; i++) {
        struct str label = draft_show_short(d, draft_side_label(f, i), CELL_BYTES);
        if (label.len == 0)
            continue;
        buf_append_cstr(d->out, i == 0 ? "" : "<br>");
        put_text(d, label);
        buf_append_char(d->out, ' ');
        put_code(d, marked[i]);
    }
}

static void put_finding(struct draft *d, size_t index) {
    const struct finding *f = &d->result->findings[index];
    const char *note = draft_note(d, index);
    buf_printf(d->out, "| %s%s%s | ", severity_name(f->severity), note ? ", " : "", note ? note : "");
    put_shown(d, f->title);
    buf_append_cstr(d->out, " | ");
    put_code(d, draft_show_short(d, f->surface, CELL_BYTES));
    buf_append_cstr(d->out, " | ");
    put_shown(d, f->principals);
    buf_append_cstr(d->out, " | ");
    put_sides(d, f);
    buf_append_cstr(d->out, " | ");
    put_code(d, draft_show_short(d, f->fingerprint, CELL_BYTES));
    buf_append_cstr(d->out, " |\n");
}

static void put_more(struct draft *d, size_t count, const char *noun) {
    struct str more = draft_count(d, count, noun);
    buf_printf(d->out, "\n… and %.*s more\n", STR_ARG(more));
}

static void put_findings(struct draft *d) {
    size_t count = d->result->finding_count;
    size_t most = d->result->campaign.is_there ? FINDING_ROWS_OF_CAMPAIGN : FINDING_ROWS;
    size_t shown = count < most ? count : most;
    if (count == 0)
        return;
    buf_printf(d->out, "\n### Findings (%zu)\n\n", count);
    buf_append_cstr(d->out, "| severity | what | where | seen by | answers | fingerprint |\n"
                            "| --- | --- | --- | --- | --- | --- |\n");
    for (size_t i = 0; i < shown; i++)
        put_finding(d, i);
    if (count > shown)
        put_more(d, count - shown, "finding");
}

static void put_problem(struct draft *d, struct str names, struct str reason) {
    buf_append_cstr(d->out, "- ");
    put_code(d, draft_show_short(d, names, 2 * CELL_BYTES));
    buf_append_cstr(d->out, ": ");
    put_shown(d, reason);
    buf_append_char(d->out, '\n');
}

static void put_controls(struct draft *d) {
    const struct result *r = d->result;
    size_t count = 0;
    for (size_t i = 0; i < r->control_count; i++)
        count += r->controls[i].passed ? 0 : 1;
    if (count > 0)
        buf_printf(d->out, "\n### Failed controls (%zu)\n\n", count);
    size_t shown = 0;
    for (size_t i = 0; i < r->control_count && shown < PROBLEM_ROWS; i++) {
        if (r->controls[i].passed)
            continue;
        put_problem(d, r->controls[i].id, r->controls[i].reason);
        shown++;
    }
    if (count > shown)
        put_more(d, count - shown, "control");
}

static void put_doubts(struct draft *d) {
    struct doubt_groups all = doubts_group(d);
    size_t shown = all.count < PROBLEM_ROWS ? all.count : PROBLEM_ROWS, rest = 0;
    if (shown > 0)
        buf_printf(d->out, "\n### Inconclusive (%zu)\n\n", result_count(d->result).inconclusive);
    for (size_t i = 0; i < shown; i++)
        put_problem(d, doubts_show_ids(d, &all.groups[i], GROUP_IDS), all.groups[i].checks[0]->reason);
    for (size_t i = shown; i < all.count; i++)
        rest += all.groups[i].count;
    if (rest > 0)
        put_more(d, rest, "check");
}

static void put_not_judged(struct draft *d) {
    const struct result *r = d->result;
    size_t shown = r->not_judged_count < SENTENCE_ROWS ? r->not_judged_count : SENTENCE_ROWS;
    if (shown > 0)
        buf_append_char(d->out, '\n');
    for (size_t i = 0; i < shown; i++) {
        buf_append_cstr(d->out, "- not judged: ");
        put_shown(d, r->not_judged[i]);
        buf_append_char(d->out, '\n');
    }
    if (r->not_judged_count > shown)
        put_more(d, r->not_judged_count - shown, "sentence");
}

void report_write_markdown(const struct result *r, const struct report_options *o, struct buf *out) {
    struct draft d = {.result = r, .options = o, .out = out};
    put_heading(&d);
    put_counts(&d);
    put_campaign(&d);
    put_findings(&d);
    put_controls(&d);
    put_doubts(&d);
    put_conformance(&d);
    put_not_judged(&d);
    arena_free(&d.scratch);
}
