/* SPDX-License-Identifier: Apache-2.0
 *
 * page_conformance: what the target of a fuzz campaign reads otherwise than the reference, as a table. */
#include "page.h"

static void put_example(struct draft *d, const struct conformance_kind *k) {
    buf_append_cstr(d->out, "<code>");
    page_put_text(d, k->example);
    buf_append_cstr(d->out, "</code>");
    if (k->example_bytes > k->example.len)
        page_put_text(d, str_printf(&d->scratch, " … %.*s in all", STR_ARG(draft_count(d, k->example_bytes, "byte"))));
}

static void put_kind(struct draft *d, const struct conformance_kind *k) {
    buf_append_cstr(d->out, "<tr><td>");
    page_put_text(d, conformance_reference_words(k, &d->scratch));
    buf_append_cstr(d->out, "</td><td>");
    page_put_text(d, conformance_target_words(k, &d->scratch));
    buf_append_cstr(d->out, "</td><td>");
    put_example(d, k);
    buf_append_cstr(d->out, "</td><td class=\"number\">");
    page_put_number(d, k->bodies);
    buf_append_cstr(d->out, "</td></tr>\n");
}

static void put_table(struct draft *d, const struct conformance *c) {
    buf_append_cstr(d->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Conformance\">\n"
                            "<table class=\"list kinds\"><thead><tr><th scope=\"col\">the reference</th>"
                            "<th scope=\"col\">the target</th><th scope=\"col\">for example</th>"
                            "<th scope=\"col\" class=\"number\">bodies</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < c->kind_count; i++)
        put_kind(d, &c->kinds[i]);
    buf_append_cstr(d->out, "</tbody></table>\n</div>\n");
}

void page_put_conformance(struct draft *d, const struct conformance *c) {
    if (!conformance_is_known(c))
        return;
    buf_append_cstr(d->out, "<h3>Conformance</h3>\n<p>");
    page_put_text(d, conformance_sentence(c, &d->scratch));
    buf_append_cstr(d->out, ". This is information: no finding, and nothing that a run fails by.</p>\n");
    if (c->kind_count > 0)
        put_table(d, c);
}
