/* SPDX-License-Identifier: Apache-2.0
 *
 * plan_table: columns as wide as what stands in them. */
#include "plan_table.h"

#include "buf.h"
#include "limits.h"

enum { COLUMN_SURFACE, COLUMN_PRINCIPAL, COLUMN_VARIATION, COLUMN_EXPECTED, COLUMN_COUNT };

static const char *const headings[COLUMN_COUNT] = {"SURFACE", "PRINCIPAL", "VARIATION", "EXPECTED"};

static struct str cell(const struct run_plan_row *row, int column) {
    const struct str cells[COLUMN_COUNT] = {row->surface, row->principal, row->variation, row->expected};
    return cells[column];
}

static void measure(const struct run_plan *plan, size_t widths[COLUMN_COUNT]) {
    for (int c = 0; c < COLUMN_COUNT; c++) {
        widths[c] = str_from(headings[c]).len;
        for (size_t i = 0; i < plan->row_count; i++) {
            size_t len = cell(&plan->rows[i], c).len;
            widths[c] = len > widths[c] ? len : widths[c];
        }
    }
}

static void put_cell(struct buf *b, struct str text, size_t width) {
    (void)buf_append_str(b, text);
    (void)buf_printf(b, "%*s", (int)(width - text.len + 2), "");
}

static void put_rows(struct buf *b, const struct run_plan *plan) {
    size_t widths[COLUMN_COUNT];
    measure(plan, widths);
    for (int c = 0; c < COLUMN_COUNT; c++) {
        put_cell(b, str_from(headings[c]), widths[c]);
    }
    (void)buf_append_cstr(b, "REQUESTS\n");
    for (size_t i = 0; i < plan->row_count; i++) {
        for (int c = 0; c < COLUMN_COUNT; c++) {
            put_cell(b, cell(&plan->rows[i], c), widths[c]);
        }
        (void)buf_printf(b, "%8zu\n", plan->rows[i].requests);
    }
    (void)buf_append_char(b, '\n');
}

static void put_count(struct buf *b, size_t count, const char *one, const char *many) {
    (void)buf_printf(b, "%zu %s", count, count == 1 ? one : many);
}

struct str plan_table(const struct run_plan *plan, bool is_quiet, struct arena *a) {
    struct buf b;
    buf_init(&b, LIMIT_REPORT_BYTES);
    if (!is_quiet) {
        put_rows(&b, plan);
        for (size_t i = 0; i < plan->left_out_count; i++) {
            (void)buf_printf(&b, "makes no sense: %.*s\n", STR_ARG(plan->left_out[i]));
        }
        for (size_t i = 0; i < plan->not_planned_count; i++) {
            (void)buf_printf(&b, "not planned: %.*s\n", STR_ARG(plan->not_planned[i]));
        }
    }
    put_count(&b, plan->surfaces, "surface, ", "surfaces, ");
    put_count(&b, plan->slots, "slot, ", "slots, ");
    put_count(&b, plan->row_count, "probe, ", "probes, ");
    put_count(&b, plan->requests, "request, ", "requests, ");
    put_count(&b, plan->fixtures, "fixture, ", "fixtures, ");
    (void)buf_printf(&b, "%zu left for good\n", plan->fixtures_left);
    struct str text = str_copy(a, buf_str(&b));
    buf_free(&b);
    return text;
}
