/* SPDX-License-Identifier: Apache-2.0
 *
 * page_finding: findings with their evidence, and what their kinds mean. */
#include "explain.h"
#include "html.h"
#include "page.h"

#define OPEN_FINDINGS 3 /* unfolded from the start */

static void put_chip(struct draft *d, enum severity s) {
    buf_printf(d->out, "<b class=\"chip %s\">%s</b>", severity_name(s), severity_name(s));
}

/* "a, b", however the commas stand. */
static void put_principals(struct draft *d, struct str principals) {
    struct str close = str_replace(&d->scratch, principals, STR(", "), STR(","));
    page_put_text(d, str_replace(&d->scratch, close, STR(","), STR(", ")));
}

static void put_summary(struct draft *d, size_t index) {
    const struct finding *f = &d->result->findings[index];
    const char *note = draft_note(d, index);
    buf_append_cstr(d->out, "<summary>");
    put_chip(d, f->severity);
    if (note)
        buf_printf(d->out, "<b class=\"chip %s\">%s</b>", note, note);
    buf_append_cstr(d->out, " <span class=\"kind\">");
    page_put_text(d, f->kind);
    buf_append_cstr(d->out, "</span> <h3>");
    page_put_text(d, f->title);
    buf_append_cstr(d->out, "</h3> <span class=\"where\">");
    buf_printf(d->out, "#%zu <code>", index + 1);
    page_put_text(d, f->surface);
    buf_append_cstr(d->out, "</code> as ");
    put_principals(d, f->principals);
    buf_append_cstr(d->out, "</span></summary>\n");
}

static void put_row(struct draft *d, const char *term, struct str value) {
    if (value.len == 0)
        return;
    buf_printf(d->out, "<dt>%s</dt><dd>", term);
    page_put_text(d, value);
    buf_append_cstr(d->out, "</dd>\n");
}

static void put_wide_row(struct draft *d, const char *term, struct str value) {
    buf_printf(d->out, "<dt class=\"wide\">%s</dt><dd>", term);
    page_put_text(d, value);
    buf_append_cstr(d->out, "</dd>\n");
}

static void put_weakness(struct draft *d, int cwe) {
    if (cwe <= 0)
        return;
    struct str name = str_from(explain_cwe_name(cwe));
    buf_printf(d->out,
               "<dt>weakness</dt><dd><a href=\"https://cwe.mitre.org/data/definitions/%d.html\" rel=\"noreferrer\">"
               "CWE-%d</a> ",
               cwe, cwe);
    page_put_text(d, name);
    buf_append_cstr(d->out, "</dd>\n");
}

static void put_meaning(struct draft *d, const struct finding *f) {
    const struct explain_topic *t = explain_find(EXPLAIN_KIND, f->kind);
    if (t)
        buf_printf(d->out, "<dt>kind</dt><dd><a href=\"#kind-%s\">%s</a></dd>\n", t->name, t->title);
}

static void put_facts(struct draft *d, const struct finding *f, const struct check *waiver) {
    buf_append_cstr(d->out, "<dl class=\"facts\">\n");
    put_meaning(d, f);
    put_row(d, "differs in", f->feature);
    put_row(d, "also in", f->also);
    put_row(d, "variation", f->variation);
    put_row(d, "property", str_from(property_name(f->property)));
    buf_printf(d->out, "<dt>seen</dt><dd>in %zu of %zu answers</dd>\n", f->seen, f->tried);
    put_weakness(d, f->cwe);
    put_row(d, "fingerprint", f->fingerprint);
    put_wide_row(d, "attack costs", f->cost);
    if (waiver)
        put_wide_row(d, "waived", waiver->reason);
    buf_append_cstr(d->out, "</dl>\n");
}

static void put_evidence(struct draft *d, const struct finding *f) {
    bool is_pair = f->sides[1].exchange || f->sides[1].label.len > 0;
    struct page_exchange x = {
        .sides = f->sides,
        .count = is_pair ? 2 : 1,
        .secret = f->property == PROPERTY_REVEAL ? draft_clean(d, f->left) : STR_NONE,
        .feature = f->feature,
    };
    page_put_exchanges(d, &x);
}

static void put_replay(struct draft *d, const struct finding *f) {
    if (f->curl.len == 0)
        return;
    buf_append_cstr(d->out, "<div class=\"replay\"><h4>Replay</h4><pre><code>");
    html_append_lines(d->out, draft_clean(d, str_trim(f->curl)), &d->scratch);
    buf_append_cstr(d->out, "</code></pre></div>\n<p class=\"note\">The things named are deleted when a run ends: "
                            "<code>nonesuch replay REPORT.json ");
    page_put_text(d, f->fingerprint);
    buf_append_cstr(d->out, "</code> makes them afresh and sends the same again.</p>\n");
}

static void put_finding(struct draft *d, size_t index) {
    const struct finding *f = &d->result->findings[index];
    const struct check *waiver = draft_waiver(d, index);
    buf_printf(d->out, "<details class=\"finding %s\" id=\"finding-%zu\"%s>\n", severity_name(f->severity), index + 1,
               index < OPEN_FINDINGS ? " open" : "");
    put_summary(d, index);
    page_put_values(d, f);
    put_facts(d, f, waiver);
    put_evidence(d, f);
    page_put_times(d, f);
    put_replay(d, f);
    buf_append_cstr(d->out, "</details>\n");
}

void page_put_findings(struct draft *d) {
    if (d->result->finding_count == 0)
        buf_append_cstr(d->out, "<p class=\"none\">None.</p>\n");
    for (size_t i = 0; i < d->result->finding_count; i++) {
        put_finding(d, i);
        arena_reset(&d->scratch);
    }
}

static void put_paragraphs(struct draft *d, const char *term, const char *text) {
    if (!text)
        return;
    buf_printf(d->out, "<dt>%s</dt>", term);
    for (struct str rest = str_from(text); rest.data;) {
        struct str paragraph = str_cut(&rest, '\n');
        if (paragraph.len > 0)
            page_put_element(d, "dd", paragraph);
    }
}

static void put_kind(struct draft *d, const struct explain_topic *t) {
    buf_printf(d->out,
               "<details class=\"topic\" id=\"kind-%s\"><summary><span class=\"kind\">%s</span> <h3>%s</h3></summary>\n"
               "<dl>\n",
               t->name, t->name, t->title);
    put_paragraphs(d, "What it means", t->meaning);
    put_paragraphs(d, "How it is used", t->attack);
    put_paragraphs(d, "How it is mended", t->fix);
    buf_append_cstr(d->out, "</dl>\n</details>\n");
}

static bool has_kind(const struct result *r, const char *kind) {
    for (size_t i = 0; i < r->finding_count; i++) {
        if (str_eq(r->findings[i].kind, str_from(kind)))
            return true;
    }
    return false;
}

void page_put_kinds(struct draft *d) {
    const struct explain_topic *t;
    if (d->result->finding_count == 0)
        return;
    buf_append_cstr(d->out, "<section id=\"kinds\" aria-labelledby=\"kinds-title\">\n"
                            "<h2 id=\"kinds-title\">What the kinds of finding mean</h2>\n");
    for (size_t i = 0; (t = explain_at(i)); i++) {
        if (t->group == EXPLAIN_KIND && has_kind(d->result, t->name))
            put_kind(d, t);
    }
    buf_append_cstr(d->out, "</section>\n");
}
