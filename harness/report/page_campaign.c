/* SPDX-License-Identifier: Apache-2.0
 *
 * page_campaign: a fuzz campaign on the page: two curves and its sums. */
#include "clock.h"
#include "page.h"

#define WIDTH 1000.0
#define HEIGHT 120.0

/* What a curve shows at point i. */
typedef double (*height_fn)(const struct campaign_record *c, size_t i);

static double news_at(const struct campaign_record *c, size_t i) {
    return (double)c->points[i].news;
}

/* Requests per second since the point before; at the first one, since the start. */
static double rate_at(const struct campaign_record *c, size_t i) {
    struct campaign_point before = i > 0 ? c->points[i - 1] : (struct campaign_point){0}, p = c->points[i];
    double seconds = (double)(p.at_ns - before.at_ns) / (double)NS_PER_S;
    return seconds > 0 && p.requests > before.requests ? (double)(p.requests - before.requests) / seconds : 0;
}

static double highest(const struct campaign_record *c, height_fn height) {
    double most = 0;
    for (size_t i = 0; i < c->point_count; i++)
        most = height(c, i) > most ? height(c, i) : most;
    return most;
}

static void put_curve(struct draft *d, const char *title, height_fn height, struct str caption) {
    const struct campaign_record *c = &d->result->campaign;
    double most = highest(c, height), end = (double)c->points[c->point_count - 1].at_ns;
    buf_printf(d->out,
               "<figure class=\"curve\">\n<svg viewBox=\"0 0 %.0f %.0f\" preserveAspectRatio=\"none\" role=\"img\" "
               "aria-label=\"%s over time\"><polyline points=\"",
               WIDTH, HEIGHT, title);
    for (size_t i = 0; i < c->point_count; i++) {
        double x = end > 0 ? (double)c->points[i].at_ns / end * WIDTH : 0;
        double y = most > 0 ? HEIGHT - height(c, i) / most * HEIGHT : HEIGHT;
        buf_printf(d->out, "%s%.1f,%.1f", i > 0 ? " " : "", x, y);
    }
    buf_printf(d->out, "\"/></svg>\n<figcaption><b>%s</b> ", title);
    page_put_text(d, caption);
    buf_append_cstr(d->out, "</figcaption>\n</figure>\n");
}

/* When the last new kind of answer came. */
static int64_t last_news_ns(const struct campaign_record *c) {
    int64_t at_ns = 0;
    for (size_t i = 0; i < c->point_count; i++)
        at_ns = c->points[i].news > (i > 0 ? c->points[i - 1].news : 0) ? c->points[i].at_ns : at_ns;
    return at_ns;
}

static struct str caption_of_news(struct draft *d) {
    const struct campaign_record *c = &d->result->campaign;
    return str_printf(&d->scratch, "%.*s, the last after %.*s of %.*s", STR_ARG(draft_number(d, c->tally.news)),
                      STR_ARG(clock_format_duration(&d->scratch, last_news_ns(c))),
                      STR_ARG(clock_format_duration(&d->scratch, c->points[c->point_count - 1].at_ns)));
}

static struct str caption_of_rate(struct draft *d) {
    const struct campaign_record *c = &d->result->campaign;
    struct campaign_point end = c->points[c->point_count - 1];
    double seconds = (double)end.at_ns / (double)NS_PER_S;
    size_t mean = seconds > 0 ? (size_t)((double)end.requests / seconds) : 0;
    return str_printf(&d->scratch, "%.*s on average, %.*s at most", STR_ARG(draft_number(d, mean)),
                      STR_ARG(draft_number(d, (size_t)highest(c, rate_at))));
}

static void put_row(struct draft *d, const char *term, struct str value) {
    buf_printf(d->out, "<dt>%s</dt><dd>", term);
    page_put_text(d, value);
    buf_append_cstr(d->out, "</dd>\n");
}

static void put_sums(struct draft *d, const struct campaign_tally *t) {
    const struct {
        const char *term;
        size_t count;
    } rows[] = {
        {"bodies made up", t->bodies},
        {"pairs judged", t->pairs},
        {"pairs lost", t->lost},
        {"random names", t->names},
        {"requests of pairs", t->requests},
        {"other requests", t->confirming},
        {"looks of the owner", t->looks},
        {"suspicions", t->suspicions},
        {"confirmed", t->confirmed},
        {"flaky", t->flaky},
        {"not reproduced", t->not_reproduced},
        {"known already", t->known},
        {"workers restarted", t->restarts},
    };
    buf_append_cstr(d->out, "<dl class=\"facts ledger\">\n");
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
        put_row(d, rows[i].term, draft_number(d, rows[i].count));
    put_row(d, "held by the limit", clock_format_duration(&d->scratch, t->blocked_ns));
    buf_append_cstr(d->out, "</dl>\n");
}

void page_put_campaign(struct draft *d) {
    const struct campaign_record *c = &d->result->campaign;
    if (!c->is_there)
        return;
    buf_append_cstr(d->out, "<section id=\"campaign\" aria-labelledby=\"campaign-title\">\n"
                            "<h2 id=\"campaign-title\">Campaign</h2>\n");
    if (c->point_count > 0) {
        buf_append_cstr(d->out, "<div class=\"curves\">\n");
        put_curve(d, "New kinds of answers", news_at, caption_of_news(d));
        put_curve(d, "Requests per second", rate_at, caption_of_rate(d));
        buf_append_cstr(d->out, "</div>\n");
    }
    put_sums(d, &c->tally);
    page_put_conformance(d, &c->conformance);
    buf_append_cstr(d->out, "</section>\n");
}
