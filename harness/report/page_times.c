/* SPDX-License-Identifier: Apache-2.0
 *
 * page_times: how long the answers of a finding took, a row of dots for each side. */
#include <stdlib.h>
#include <string.h>

#include "page.h"
#include "time_axis.h"

/* Pixels; sideways it is percent, so that the picture is as wide as its place and its dots stay round. */
#define BAND_HEIGHT 28
#define BAND_MARGIN 6 /* no dot's middle is nearer to the edge */
#define SCALE_HEIGHT 16
#define SCALE_FOOT 12 /* of its numbers */
#define MARGIN_PERCENT 1.5
#define LABEL_MAX_BYTES 24

/* One side; its times as they were sent, and sorted. */
struct row {
    struct str label;
    const int64_t *times_ns, *sorted_ns;
    size_t count;
};

struct picture {
    struct row rows[2];
    size_t row_count;
    struct time_axis axis;
};

static int by_time(const void *x, const void *y) {
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return a < b ? -1 : a > b;
}

static void add_row(struct draft *d, struct picture *p, const struct finding *f, size_t side) {
    const struct evidence *e = &f->sides[side];
    if (e->first_byte_count == 0)
        return;
    int64_t *sorted_ns = ARENA_ARRAY(&d->scratch, int64_t, e->first_byte_count);
    memcpy(sorted_ns, e->first_byte_ns, e->first_byte_count * sizeof(*sorted_ns));
    qsort(sorted_ns, e->first_byte_count, sizeof(*sorted_ns), by_time);
    struct str label = draft_side_label(f, side);
    p->rows[p->row_count++] = (struct row){.label = label.len > 0 ? label : STR("answer"),
                                           .times_ns = e->first_byte_ns,
                                           .sorted_ns = sorted_ns,
                                           .count = e->first_byte_count};
}

static int64_t least_of(const struct row *r) {
    return r->sorted_ns[0];
}

static int64_t most_of(const struct row *r) {
    return r->sorted_ns[r->count - 1];
}

static double median_of(const struct row *r) {
    size_t lower = (r->count - 1) / 2, upper = r->count / 2;
    return ((double)r->sorted_ns[lower] + (double)r->sorted_ns[upper]) / 2;
}

static double percent_of(const struct picture *p, double ns) {
    return MARGIN_PERCENT + time_axis_place(&p->axis, ns) * (100 - 2 * MARGIN_PERCENT);
}

static struct picture take_picture(struct draft *d, const struct finding *f) {
    struct picture p = {0};
    for (size_t i = 0; i < 2; i++)
        add_row(d, &p, f, i);
    if (p.row_count == 0)
        return p;
    const struct row *first = &p.rows[0], *last = &p.rows[p.row_count - 1];
    int64_t least_ns = least_of(first) < least_of(last) ? least_of(first) : least_of(last);
    int64_t most_ns = most_of(first) > most_of(last) ? most_of(first) : most_of(last);
    p.axis = time_axis_of(least_ns, most_ns);
    return p;
}

static void put_label(struct draft *d, const struct row *r) {
    page_put_plain(d, draft_show_short(d, r->label, LABEL_MAX_BYTES));
}

/* "4 answers, median 1.20 ms, from 1.18 ms to 1.89 ms" or "1 answer, 1.20 ms" */
static void put_figures(struct draft *d, const struct row *r) {
    struct arena *a = &d->scratch;
    struct str median = time_axis_write(median_of(r), a);
    buf_append_str(d->out, draft_count(d, r->count, "answer"));
    if (r->count == 1) {
        buf_printf(d->out, ", %.*s", STR_ARG(median));
        return;
    }
    buf_printf(d->out, ", median %.*s, from %.*s to %.*s", STR_ARG(median),
               STR_ARG(time_axis_write((double)least_of(r), a)), STR_ARG(time_axis_write((double)most_of(r), a)));
}

/* What is seen, in words. */
static void put_name(struct draft *d, const struct picture *p) {
    buf_append_cstr(d->out, "Time to the first byte.");
    for (size_t i = 0; i < p->row_count; i++) {
        buf_append_cstr(d->out, " ");
        put_label(d, &p->rows[i]);
        buf_append_cstr(d->out, ": ");
        put_figures(d, &p->rows[i]);
        buf_append_cstr(d->out, ".");
    }
}

/* Over the height of a band. */
static void put_line(struct draft *d, const char *class, double percent) {
    buf_printf(d->out, "<line%s x1=\"%.1f%%\" x2=\"%.1f%%\" y2=\"%d\"/>", class, percent, percent, BAND_HEIGHT);
}

static double percent_of_tick(const struct picture *p, int64_t number) {
    return percent_of(p, (double)number * p->axis.step_ns);
}

/* From the top to the bottom of the band; a single one in its middle. */
static void put_dots(struct draft *d, const struct picture *p, const struct row *r) {
    double room = BAND_HEIGHT - 2 * BAND_MARGIN, between = r->count > 1 ? room / (double)(r->count - 1) : 0;
    double first = r->count > 1 ? BAND_MARGIN : BAND_HEIGHT / 2.0;
    for (size_t i = 0; i < r->count; i++)
        buf_printf(d->out, "<circle cx=\"%.1f%%\" cy=\"%.1f\" r=\"4\"/>", percent_of(p, (double)r->times_ns[i]),
                   first + between * (double)i);
}

static void put_row(struct draft *d, const struct picture *p, const struct row *r) {
    buf_append_cstr(d->out, "<p><b>");
    put_label(d, r);
    buf_append_cstr(d->out, "</b> ");
    put_figures(d, r);
    buf_printf(d->out, "</p>\n<svg class=\"band\" height=\"%d\">", BAND_HEIGHT);
    for (int64_t i = p->axis.first; i <= p->axis.last; i++)
        put_line(d, "", percent_of_tick(p, i));
    put_dots(d, p, r);
    put_line(d, " class=\"median\"", percent_of(p, median_of(r)));
    buf_append_cstr(d->out, "</svg>\n");
}

/* The numbers of the ticks; the last has the unit of all. */
static void put_scale(struct draft *d, const struct picture *p) {
    const struct time_axis *axis = &p->axis;
    buf_printf(d->out, "<svg height=\"%d\">", SCALE_HEIGHT);
    for (int64_t i = axis->first; i <= axis->last; i++) {
        struct str unit = i == axis->last ? time_axis_unit(axis) : STR_NONE;
        buf_printf(d->out, "<text x=\"%.1f%%\" y=\"%d\">%.*s%s%.*s</text>", percent_of_tick(p, i), SCALE_FOOT,
                   STR_ARG(time_axis_label(axis, i, &d->scratch)), unit.len > 0 ? " " : "", STR_ARG(unit));
    }
    buf_append_cstr(d->out, "</svg>\n");
}

void page_put_times(struct draft *d, const struct finding *f) {
    struct picture p = take_picture(d, f);
    if (p.row_count == 0)
        return;
    buf_append_cstr(d->out,
                    "<figure class=\"times\">\n<figcaption><b>Time to the first byte</b> A dot for each answer, "
                    "from top to bottom as sent; the bar is the median. Times are shown, not judged.</figcaption>\n"
                    "<div role=\"img\" aria-label=\"");
    put_name(d, &p);
    buf_append_cstr(d->out, "\">\n");
    for (size_t i = 0; i < p.row_count; i++)
        put_row(d, &p, &p.rows[i]);
    put_scale(d, &p);
    buf_append_cstr(d->out, "</div>\n</figure>\n");
}
