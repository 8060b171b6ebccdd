/* SPDX-License-Identifier: Apache-2.0
 *
 * page_agreed: what was settled before the run: waivers, and the findings of a baseline that are gone. */
#include "html.h"
#include "page.h"

static void begin_section(struct draft *d, const char *id, const char *title) {
    buf_printf(d->out, "<section id=\"%s\" aria-labelledby=\"%s-title\">\n<h2 id=\"%s-title\">%s</h2>\n<ul>\n", id, id,
               id, title);
}

static void end_section(struct draft *d) {
    buf_append_cstr(d->out, "</ul>\n</section>\n");
}

static void put_waiver(struct draft *d, const struct waiver_note *w) {
    buf_printf(d->out, "<li><b>%s</b> <code>", waiver_state_name(w->state));
    page_put_text(d, w->what);
    buf_append_cstr(d->out, "</code> ");
    struct str issue = w->issue.len > 0 ? str_printf(&d->scratch, " (%.*s)", STR_ARG(w->issue)) : STR("");
    page_put_text(d, str_printf(&d->scratch, "of %.*s until %.*s: %.*s%.*s", STR_ARG(w->owner), STR_ARG(w->expires),
                                STR_ARG(w->reason), STR_ARG(issue)));
    if (w->text.len > 0) {
        buf_append_cstr(d->out, "<br>");
        page_put_text(d, w->text);
    }
    buf_append_cstr(d->out, "</li>\n");
}

static void put_fixed(struct draft *d, const struct fixed_finding *f) {
    buf_append_cstr(d->out, "<li>");
    page_put_text(d, f->title);
    buf_append_cstr(d->out, " at <code>");
    page_put_text(d, f->surface);
    buf_append_cstr(d->out, "</code>, <code>");
    page_put_text(d, f->fingerprint);
    buf_append_cstr(d->out, "</code></li>\n");
}

void page_put_agreed(struct draft *d) {
    const struct result *r = d->result;
    if (r->waiver_count > 0) {
        begin_section(d, "waivers", "Waivers");
        for (size_t i = 0; i < r->waiver_count; i++)
            put_waiver(d, &r->waivers[i]);
        end_section(d);
    }
    if (r->fixed_count > 0) {
        begin_section(d, "fixed", "Fixed since the baseline");
        for (size_t i = 0; i < r->fixed_count; i++)
            put_fixed(d, &r->fixed[i]);
        end_section(d);
    }
}
