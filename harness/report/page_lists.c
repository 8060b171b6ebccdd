/* SPDX-License-Identifier: Apache-2.0
 *
 * page_lists: controls, doubts, noise, what was not judged, and where the run took place. */
#include "clock.h"
#include "doubts.h"
#include "explain.h"
#include "html.h"
#include "page.h"

static void put_none(struct draft *d, const char *sentence) {
    buf_printf(d->out, "<p class=\"none\">%s</p>\n", sentence);
}

static void put_failed_control(struct draft *d, const struct control *c) {
    buf_append_cstr(d->out, "<details class=\"control\"><summary><b class=\"chip fail\">failed</b> <h3><code>");
    page_put_text(d, c->id);
    buf_append_cstr(d->out, "</code></h3> <span class=\"where\">");
    page_put_text(d, c->reason);
    buf_append_cstr(d->out, "</span></summary>\n");
    const struct evidence side = {.label = STR("its answer"), .exchange = c->exchange};
    page_put_exchanges(d, &(struct page_exchange){.sides = &side, .count = 1});
    buf_append_cstr(d->out, "</details>\n");
}

void page_put_controls(struct draft *d) {
    const struct result *r = d->result;
    size_t held = 0;
    for (size_t i = 0; i < r->control_count; i++) {
        if (r->controls[i].passed)
            held++;
        else
            put_failed_control(d, &r->controls[i]);
    }
    if (r->control_count == 0) {
        put_none(d, "There was none.");
        return;
    }
    buf_printf(d->out, "<p class=\"none\">%.*s held%s.</p>\n", STR_ARG(draft_count(d, held, "control")),
               held == r->control_count ? ", none failed" : "");
}

static void put_doubt(struct draft *d, const struct doubt_group *g) {
    const struct check *first = g->checks[0];
    const struct explain_topic *t = explain_find(EXPLAIN_DOUBT, str_from(doubt_name(first->doubt)));
    buf_printf(d->out, "<details class=\"doubt\"><summary><b class=\"chip inconclusive\">%s</b> <h3>",
               doubt_name(first->doubt));
    page_put_text(d, first->reason.len > 0 ? first->reason : str_from(t ? t->title : ""));
    buf_printf(d->out, "</h3> <span class=\"where\">%.*s</span></summary>\n",
               STR_ARG(draft_count(d, g->count, "check")));
    buf_append_cstr(d->out, "<ul class=\"ids\">\n");
    for (size_t i = 0; i < g->count; i++) {
        buf_append_cstr(d->out, "<li><code>");
        page_put_text(d, g->checks[i]->id);
        buf_append_cstr(d->out, "</code></li>\n");
    }
    buf_append_cstr(d->out, "</ul>\n</details>\n");
}

void page_put_doubts(struct draft *d) {
    struct doubt_groups all = doubts_group(d);
    if (all.count == 0)
        put_none(d, "Every check was judged.");
    for (size_t i = 0; i < all.count; i++)
        put_doubt(d, &all.groups[i]);
}

void page_put_noise(struct draft *d) {
    const struct result *r = d->result;
    if (r->noise_count == 0) {
        put_none(d, "Nothing varied by itself.");
        return;
    }
    buf_append_cstr(d->out,
                    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Learned noise\">\n"
                    "<table class=\"list\"><thead><tr><th scope=\"col\">where</th><th scope=\"col\">what varies</th>"
                    "<th scope=\"col\" class=\"number\">answers</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < r->noise_count; i++) {
        buf_append_cstr(d->out, "<tr><th scope=\"row\">");
        page_put_text(d, r->noise[i].scope);
        buf_append_cstr(d->out, "</th><td><code>");
        page_put_text(d, r->noise[i].shape);
        buf_append_cstr(d->out, "</code></td><td class=\"number\">");
        page_put_number(d, r->noise[i].seen);
        buf_append_cstr(d->out, "</td></tr>\n");
    }
    buf_append_cstr(d->out, "</tbody></table>\n</div>\n");
}

void page_put_not_judged(struct draft *d) {
    const struct result *r = d->result;
    size_t missing = r->surfaces_exercised < r->surfaces_declared ? r->surfaces_declared - r->surfaces_exercised : 0;
    if (r->not_judged_count == 0 && missing == 0) {
        put_none(d, "Everything that the pack declares was judged.");
        return;
    }
    buf_append_cstr(d->out, "<ul>\n");
    if (missing > 0)
        buf_printf(d->out, "<li>%zu of %zu declared surfaces were not exercised</li>\n", missing, r->surfaces_declared);
    for (size_t i = 0; i < r->not_judged_count; i++)
        page_put_element(d, "li", r->not_judged[i]);
    buf_append_cstr(d->out, "</ul>\n");
}

static void put_text_row(struct draft *d, const char *term, struct str value) {
    buf_printf(d->out, "<dt>%s</dt><dd>", term);
    page_put_text(d, value);
    buf_append_cstr(d->out, "</dd>\n");
}

static void put_number_row(struct draft *d, const char *term, size_t number) {
    put_text_row(d, term, draft_number(d, number));
}

static void put_ledger(struct draft *d, const struct ledger *l) {
    static const char *const classes[] = {"without an answer", "1xx", "2xx", "3xx", "4xx", "5xx"};
    buf_append_cstr(d->out, "<h3>Ledger</h3>\n<dl class=\"facts ledger\">\n");
    put_number_row(d, "requests", l->requests);
    for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
        put_number_row(d, classes[i], l->by_status_class[i]);
    put_number_row(d, "samples dropped", l->dropped);
    put_number_row(d, "sent again", l->resent);
    put_number_row(d, "groups", l->groups);
    put_number_row(d, "groups void", l->groups_void);
    put_number_row(d, "fixtures made", l->fixtures_made);
    put_number_row(d, "fixtures deleted", l->fixtures_deleted);
    put_number_row(d, "fixtures left", l->fixtures_left);
    put_number_row(d, "answers searched", l->answers_scanned);
    buf_append_cstr(d->out, "</dl>\n");
}

void page_put_environment(struct draft *d) {
    const struct result *r = d->result;
    buf_append_cstr(d->out, "<dl class=\"facts\">\n");
    put_text_row(d, "target", r->target);
    put_text_row(d, "environment", r->environment);
    put_text_row(d, "pack", r->pack);
    put_text_row(d, "command line", r->options);
    put_text_row(d, "started", r->started);
    put_text_row(d, "duration", clock_format_duration(&d->scratch, r->duration_ns));
    put_text_row(d, "run", r->run_id);
    put_text_row(d, "seed", r->seed);
    put_text_row(d, "nonesuch", draft_tool_version(d));
    buf_append_cstr(d->out, "</dl>\n");
    put_ledger(d, &r->ledger);
}
