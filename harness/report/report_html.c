/* SPDX-License-Identifier: Apache-2.0
 *
 * report_html: the report as one page for people: reports/template/page.html with its holes filled. */
#include <assert.h>

#include "clock.h"
#include "codec.h"
#include "hash.h"
#include "html.h"
#include "page.h"
#include "page_files.h"

#define BAR_WIDTH 1000.0

static struct str file_text(const char *name) {
    size_t i = 0;
    while (i < embedded_page_file_count && !str_eq(str_from(embedded_page_files[i].name), str_from(name)))
        i++;
    assert(i < embedded_page_file_count);
    return embedded_page_files[i].text;
}

void page_put_text(struct draft *d, struct str s) {
    html_append_text(d->out, draft_clean(d, s), &d->scratch);
}

void page_put_plain(struct draft *d, struct str s) {
    html_append_text(d->out, html_visible(&d->scratch, draft_clean(d, s)), &d->scratch);
}

void page_put_element(struct draft *d, const char *tag, struct str s) {
    buf_printf(d->out, "<%s>", tag);
    page_put_text(d, s);
    buf_printf(d->out, "</%s>", tag);
}

void page_put_number(struct draft *d, size_t number) {
    buf_append_str(d->out, draft_number(d, number));
}

const char *page_verdict_word(enum verdict v) {
    return v == VERDICT_NOT_APPLICABLE ? "not applicable" : verdict_name(v);
}

/* For the policy of the page: only this very text runs or styles. */
static void put_hash(struct draft *d, struct str text) {
    struct sha256 hash;
    unsigned char digest[32];
    sha256_init(&hash);
    sha256_update(&hash, text.data, text.len);
    sha256_final(&hash, digest);
    struct str base64 = codec_base64(&d->scratch, str_of((const char *)digest, sizeof(digest)));
    buf_printf(d->out, "sha256-%.*s", STR_ARG(base64));
}

static void put_style(struct draft *d) {
    buf_append_str(d->out, file_text("style"));
}

static void put_style_hash(struct draft *d) {
    put_hash(d, file_text("style"));
}

static void put_script(struct draft *d) {
    buf_append_str(d->out, file_text("script"));
}

static void put_script_hash(struct draft *d) {
    put_hash(d, file_text("script"));
}

static void put_verdict(struct draft *d) {
    buf_append_cstr(d->out, verdict_name(result_verdict(d->result)));
}

static void put_verdict_word(struct draft *d) {
    static const char *const words[] = {
        [VERDICT_PASS] = "Passed", [VERDICT_FAIL] = "Failed",     [VERDICT_INCONCLUSIVE] = "Inconclusive",
        [VERDICT_WAIVED] = "",     [VERDICT_NOT_APPLICABLE] = "",
    };
    buf_append_cstr(d->out, words[result_verdict(d->result)]);
}

static void put_title(struct draft *d) {
    put_verdict_word(d);
    buf_append_cstr(d->out, ": ");
    page_put_plain(d, d->result->pack);
    buf_append_cstr(d->out, " at ");
    page_put_plain(d, d->result->target);
}

/* Those that are not waived; `*worst` is the first of them. */
static size_t count_open_findings(const struct draft *d, const struct finding **worst) {
    size_t count = 0;
    for (size_t i = d->result->finding_count; i-- > 0;) {
        if (draft_waiver(d, i))
            continue;
        *worst = &d->result->findings[i];
        count++;
    }
    return count;
}

static void put_headline(struct draft *d) {
    const struct result *r = d->result;
    const struct finding *worst = NULL;
    size_t open = count_open_findings(d, &worst);
    struct verdict_counts counts = result_count(r);
    struct str findings = draft_count(d, open, "finding"), doubts = draft_count(d, counts.inconclusive, "check");
    if (worst && open == 1)
        buf_printf(d->out, "1 finding, of %s severity", severity_name(worst->severity));
    else if (worst)
        buf_printf(d->out, "%.*s, the worst %s", STR_ARG(findings), severity_name(worst->severity));
    else if (counts.fail > 0)
        buf_append_cstr(d->out, "Checks failed");
    else if (counts.inconclusive > 0)
        buf_printf(d->out, "No finding, but %.*s could not be judged", STR_ARG(doubts));
    else if (result_verdict(r) == VERDICT_INCONCLUSIVE)
        buf_append_cstr(d->out, "No finding, but the run does not prove anything");
    else if (r->finding_count > 0)
        buf_append_cstr(d->out, "Every finding is waived");
    else
        buf_append_cstr(d->out, "Denied looks exactly like absent");
}

static void put_lead(struct draft *d) {
    const struct result *r = d->result;
    page_put_text(d, r->pack_title.len > 0 ? r->pack_title : r->pack);
    buf_append_cstr(d->out, " at ");
    page_put_element(d, "code", r->target);
    if (r->was_stopped)
        buf_append_cstr(d->out, ". <strong>The run was stopped before its end.</strong>");
}

struct share {
    const char *name, *word;
    size_t count;
};

static void put_bar_part(struct draft *d, const struct share *s, size_t before, size_t total) {
    double unit = BAR_WIDTH / (double)(total > 0 ? total : 1);
    buf_printf(d->out, "<rect class=\"%s\" x=\"%.2f\" width=\"%.2f\" height=\"8\"/>", s->name, (double)before * unit,
               (double)s->count * unit);
}

/* The verdicts as a bar and as numbers. */
static void put_counts(struct draft *d) {
    struct verdict_counts c = result_count(d->result);
    const struct share shares[] = {{"fail", "failed", c.fail},
                                   {"inconclusive", "inconclusive", c.inconclusive},
                                   {"waived", "waived", c.waived},
                                   {"pass", "passed", c.pass},
                                   {"not_applicable", "not applicable", c.not_applicable}};
    buf_append_cstr(d->out,
                    "<svg class=\"bar\" viewBox=\"0 0 1000 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    for (size_t i = 0, before = 0; i < sizeof(shares) / sizeof(*shares); before += shares[i++].count)
        put_bar_part(d, &shares[i], before, d->result->check_count);
    buf_append_cstr(d->out, "</svg>\n<ul class=\"counts\">\n<li><b>");
    page_put_number(d, d->result->check_count);
    buf_append_cstr(d->out, "</b> checks</li>\n");
    for (size_t i = 0; i < sizeof(shares) / sizeof(*shares); i++) {
        buf_printf(d->out, "<li class=\"%s%s\"><b>", shares[i].name, shares[i].count == 0 ? " zero" : "");
        page_put_number(d, shares[i].count);
        buf_printf(d->out, "</b> %s</li>\n", shares[i].word);
    }
    buf_append_cstr(d->out, "</ul>\n");
}

static void put_fact(struct draft *d, const char *term, struct str value) {
    buf_printf(d->out, "<dt>%s</dt><dd>", term);
    page_put_text(d, value);
    buf_append_cstr(d->out, "</dd>\n");
}

/* "1 critical, 2 high", worst first. */
static struct str list_severities(struct draft *d) {
    struct severity_counts s = result_count_findings(d->result);
    const struct share parts[] = {
        {NULL, "critical", s.critical}, {NULL, "high", s.high}, {NULL, "medium", s.medium}, {NULL, "low", s.low}};
    struct str list = STR_NONE;
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
        const char *comma = list.len > 0 ? ", " : "";
        if (parts[i].count > 0)
            list = str_printf(&d->scratch, "%.*s%s%zu %s", STR_ARG(list), comma, parts[i].count, parts[i].word);
    }
    return list.len > 0 ? list : STR("none");
}

static void put_facts(struct draft *d) {
    const struct result *r = d->result;
    put_fact(d, "findings", list_severities(d));
    put_fact(d, "surfaces",
             str_printf(&d->scratch, "%zu of %zu exercised", r->surfaces_exercised, r->surfaces_declared));
    put_fact(d, "started", str_sub(str_replace(&d->scratch, r->started, STR("T"), STR(" ")), 0, 19));
    put_fact(d, "took",
             str_printf(&d->scratch, "%.*s, %.*s", STR_ARG(clock_format_duration(&d->scratch, r->duration_ns)),
                        STR_ARG(draft_count(d, r->ledger.requests, "request"))));
}

static void put_version(struct draft *d) {
    page_put_plain(d, draft_tool_version(d));
}

static void put_finding_count(struct draft *d) {
    page_put_number(d, d->result->finding_count);
}

static void put_failed_control_count(struct draft *d) {
    size_t count = 0;
    for (size_t i = 0; i < d->result->control_count; i++)
        count += d->result->controls[i].passed ? 0 : 1;
    page_put_number(d, count);
}

static void put_doubt_count(struct draft *d) {
    page_put_number(d, result_count(d->result).inconclusive);
}

static void put_noise_count(struct draft *d) {
    page_put_number(d, d->result->noise_count);
}

static void put_not_judged_count(struct draft *d) {
    const struct result *r = d->result;
    page_put_number(d, r->not_judged_count + (r->surfaces_exercised < r->surfaces_declared ? 1 : 0));
}

struct hole {
    const char *name;
    void (*put)(struct draft *d);
};

static const struct hole holes[] = {
    {"style", put_style},
    {"style_hash", put_style_hash},
    {"script", put_script},
    {"script_hash", put_script_hash},
    {"title", put_title},
    {"version", put_version},
    {"verdict", put_verdict},
    {"verdict_word", put_verdict_word},
    {"headline", put_headline},
    {"lead", put_lead},
    {"counts", put_counts},
    {"facts", put_facts},
    {"finding_count", put_finding_count},
    {"failed_control_count", put_failed_control_count},
    {"doubt_count", put_doubt_count},
    {"noise_count", put_noise_count},
    {"not_judged_count", put_not_judged_count},
    {"campaign", page_put_campaign},
    {"findings", page_put_findings},
    {"kinds", page_put_kinds},
    {"matrix", page_put_matrix},
    {"principals", page_put_principals},
    {"checks", page_put_checks},
    {"controls", page_put_controls},
    {"doubts", page_put_doubts},
    {"noise", page_put_noise},
    {"not_judged", page_put_not_judged},
    {"agreed", page_put_agreed},
    {"environment", page_put_environment},
};

static void fill_hole(struct draft *d, struct str name) {
    size_t count = sizeof(holes) / sizeof(*holes), i = 0;
    while (i < count && !str_eq(name, str_from(holes[i].name)))
        i++;
    assert(i < count);
    holes[i].put(d);
    arena_reset(&d->scratch);
}

void report_write_html(const struct result *r, const struct report_options *o, struct buf *out) {
    struct draft d = {.result = r, .options = o, .out = out};
    struct str page = file_text("page");
    size_t from = 0;
    for (ptrdiff_t open; (open = str_find(page, STR("{{"), from)) >= 0;) {
        ptrdiff_t close = str_find(page, STR("}}"), (size_t)open);
        assert(close > open);
        buf_append_str(out, str_sub(page, from, (size_t)open - from));
        fill_hole(&d, str_sub(page, (size_t)open + 2, (size_t)(close - open) - 2));
        from = (size_t)close + 2;
    }
    buf_append_str(out, str_from_index(page, from));
    arena_free(&d.scratch);
}
