/* SPDX-License-Identifier: Apache-2.0
 *
 * page_matrix: what was checked, surface by principal, and every check as JSON. */
#include <stdlib.h>

#include "clock.h"
#include "emit.h"
#include "html.h"
#include "limits.h"
#include "page.h"

/* Distinct strings, in the order in which they were seen. */
struct pool {
    struct str *items;
    size_t count;
};

static struct pool make_pool(struct draft *d) {
    return (struct pool){.items = ARENA_ARRAY(&d->scratch, struct str, d->result->check_count)};
}

/* The index of the string, which is added when it is new. Neighbours in a report are alike: the last ones first. */
static size_t pool_index(struct pool *p, struct str s) {
    for (size_t i = p->count; i-- > 0;) {
        if (str_eq(p->items[i], s))
            return i;
    }
    p->items[p->count] = s;
    return p->count++;
}

#define VERDICT_COUNT (VERDICT_NOT_APPLICABLE + 1)

struct cell {
    size_t counts[VERDICT_COUNT];
};

/* Of several verdicts the first of these is the one to show. */
static const enum verdict worst_first[VERDICT_COUNT] = {VERDICT_FAIL, VERDICT_INCONCLUSIVE, VERDICT_WAIVED,
                                                        VERDICT_PASS, VERDICT_NOT_APPLICABLE};

/* The place in `worst_first`; VERDICT_COUNT for an empty cell. */
static size_t rank_of(const struct cell *c) {
    for (size_t i = 0; i < VERDICT_COUNT; i++) {
        if (c->counts[worst_first[i]] > 0)
            return i;
    }
    return VERDICT_COUNT;
}

struct row {
    size_t surface; /* index in the pool */
    struct cell total;
    struct cell *cells; /* by principal */
};

struct matrix {
    struct pool surfaces, principals;
    struct row *rows;
};

static int compare_rows(const void *left, const void *right) {
    const struct row *a = left, *b = right;
    size_t x = rank_of(&a->total), y = rank_of(&b->total);
    /* Passed, waived and not applicable surfaces keep their order. */
    x = x > 2 ? 2 : x;
    y = y > 2 ? 2 : y;
    return x != y ? (x > y) - (x < y) : (a->surface > b->surface) - (a->surface < b->surface);
}

static struct matrix make_matrix(struct draft *d) {
    const struct result *r = d->result;
    struct matrix m = {.surfaces = make_pool(d), .principals = make_pool(d)};
    for (size_t i = 0; i < r->check_count; i++) {
        pool_index(&m.surfaces, r->checks[i].surface);
        pool_index(&m.principals, r->checks[i].principal);
    }
    m.rows = ARENA_ARRAY(&d->scratch, struct row, m.surfaces.count);
    for (size_t i = 0; i < m.surfaces.count; i++)
        m.rows[i] = (struct row){.surface = i, .cells = ARENA_ARRAY(&d->scratch, struct cell, m.principals.count)};
    for (size_t i = 0; i < r->check_count; i++) {
        const struct check *c = &r->checks[i];
        struct row *row = &m.rows[pool_index(&m.surfaces, c->surface)];
        row->total.counts[c->verdict]++;
        row->cells[pool_index(&m.principals, c->principal)].counts[c->verdict]++;
    }
    if (m.surfaces.count > 0)
        qsort(m.rows, m.surfaces.count, sizeof(*m.rows), compare_rows);
    return m;
}

/* "2 fail, 6 pass" */
static struct str describe_cell(struct draft *d, const struct cell *c) {
    struct str text = STR_NONE;
    for (size_t i = 0; i < VERDICT_COUNT; i++) {
        enum verdict v = worst_first[i];
        if (c->counts[v] > 0)
            text = str_printf(&d->scratch, "%.*s%s%zu %s", STR_ARG(text), text.len > 0 ? ", " : "", c->counts[v],
                              page_verdict_word(v));
    }
    return text;
}

static void put_cell(struct draft *d, const struct cell *c) {
    static const char letters[] = {[VERDICT_PASS] = 'P',
                                   [VERDICT_FAIL] = 'F',
                                   [VERDICT_INCONCLUSIVE] = 'I',
                                   [VERDICT_WAIVED] = 'W',
                                   [VERDICT_NOT_APPLICABLE] = 'N'};
    size_t rank = rank_of(c);
    if (rank == VERDICT_COUNT) {
        buf_append_cstr(d->out, "<td></td>");
        return;
    }
    enum verdict worst = worst_first[rank];
    struct str text = describe_cell(d, c);
    buf_printf(d->out, "<td class=\"%s\" title=\"%.*s\"><b>%c</b> %zu</td>", verdict_name(worst), STR_ARG(text),
               letters[worst], c->counts[worst]);
}

static void put_row(struct draft *d, const struct matrix *m, const struct row *row) {
    buf_printf(d->out, "<tr data-s=\"%zu\"><th scope=\"row\">", row->surface);
    page_put_text(d, m->surfaces.items[row->surface]);
    buf_append_cstr(d->out, "</th>");
    for (size_t i = 0; i < m->principals.count; i++)
        put_cell(d, &row->cells[i]);
    buf_append_cstr(d->out, "</tr>\n");
}

void page_put_matrix(struct draft *d) {
    struct matrix m = make_matrix(d);
    if (m.surfaces.count == 0) {
        buf_append_cstr(d->out, "<p class=\"none\">Nothing was checked.</p>\n");
        return;
    }
    buf_append_cstr(d->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Coverage matrix\">\n"
                            "<table id=\"matrix\"><thead><tr><th scope=\"col\">surface</th>");
    for (size_t i = 0; i < m.principals.count; i++) {
        buf_append_cstr(d->out, "<th scope=\"col\">");
        page_put_text(d, m.principals.items[i]);
        buf_append_cstr(d->out, "</th>");
    }
    buf_append_cstr(d->out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < m.surfaces.count; i++)
        put_row(d, &m, &m.rows[i]);
    buf_append_cstr(d->out, "</tbody></table>\n</div>\n");
}

void page_put_principals(struct draft *d) {
    struct pool principals = make_pool(d);
    for (size_t i = 0; i < d->result->check_count; i++)
        pool_index(&principals, d->result->checks[i].principal);
    for (size_t i = 0; i < principals.count; i++) {
        buf_printf(d->out, "<option value=\"%zu\">", i);
        page_put_plain(d, principals.items[i]);
        buf_append_cstr(d->out, "</option>\n");
    }
}

/* The texts of a check, each in a pool of its own. */
enum column { COLUMN_SURFACE, COLUMN_PRINCIPAL, COLUMN_VARIATION, COLUMN_EXPECTED, COLUMN_REASON, COLUMN_COUNT };

static struct str column_text(const struct check *c, enum column column) {
    const struct str texts[COLUMN_COUNT] = {c->surface, c->principal, c->variation, c->expected, c->reason};
    return texts[column];
}

/* [surface, principal, variation, expected, reason, property, verdict, groups, requests, finding] */
static void emit_check(struct emit *e, const struct result *r, const struct check *c, struct pool pools[COLUMN_COUNT]) {
    emit_array_begin(e);
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        emit_int(e, (int64_t)pool_index(&pools[i], column_text(c, (enum column)i)));
    emit_cstr(e, property_name(c->property));
    emit_int(e, c->verdict);
    emit_int(e, (int64_t)c->group_count);
    emit_int(e, (int64_t)c->request_count);
    if (c->finding < r->finding_count)
        emit_int(e, (int64_t)c->finding + 1);
    else
        emit_int(e, 0);
    emit_array_end(e);
}

static void emit_pool(struct draft *d, struct emit *e, const struct pool *p) {
    emit_array_begin(e);
    for (size_t i = 0; i < p->count; i++)
        emit_string(e, html_visible(&d->scratch, draft_clean(d, p->items[i])));
    emit_array_end(e);
}

void page_put_checks(struct draft *d) {
    struct pool pools[COLUMN_COUNT];
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        pools[i] = make_pool(d);
    struct buf json;
    struct emit e;
    buf_init(&json, LIMIT_REPORT_BYTES);
    emit_init(&e, &json, /* indent = */ 0);
    emit_object_begin(&e);
    emit_key(&e, "checks");
    emit_array_begin(&e);
    for (size_t i = 0; i < d->result->check_count; i++)
        emit_check(&e, d->result, &d->result->checks[i], pools);
    emit_array_end(&e);
    emit_key(&e, "texts");
    emit_array_begin(&e);
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        emit_pool(d, &e, &pools[i]);
    emit_array_end(&e);
    emit_object_end(&e);
    html_append_json(d->out, buf_str(&json), &d->scratch);
    buf_free(&json);
}
