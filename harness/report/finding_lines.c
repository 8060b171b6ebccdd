/* SPDX-License-Identifier: Apache-2.0
 *
 * finding_lines: two answers, one line each. */
#include "finding_lines.h"

#define NAMES_BYTES 80

static bool is_of_status(const struct finding *f) {
    return str_eq(f->feature, STR("status")) && f->sides[0].exchange && f->sides[1].exchange;
}

static struct str status_line(struct draft *d, const struct finding *f, size_t side) {
    return f->sides[side].exchange ? draft_status_line(d, f->sides[side].exchange) : STR("-");
}

/* What is expected was not answered by anybody. */
static bool is_expectation(const struct finding *f, size_t side) {
    return f->sides[side].label.len == 0;
}

/* One side: its status line, then the differing feature, unless that is the status line itself. */
static void put_side(struct draft *d, const struct finding *f, size_t side, struct str marked) {
    if (!is_of_status(f) && !is_expectation(f, side)) {
        struct str status = draft_show_short(d, status_line(d, f, side), NAMES_BYTES);
        struct str feature = draft_show_short(d, f->feature, NAMES_BYTES);
        buf_printf(d->out, "%.*s  %.*s: ", STR_ARG(status), STR_ARG(feature));
    }
    buf_append_str(d->out, marked);
    buf_append_char(d->out, '\n');
}

void finding_lines_sides(struct draft *d, const struct finding *f, const char *indent) {
    struct mark mark = {.open = "‹", .close = "›", .context = 24, .inside = 64};
    if (d->options->use_color) {
        mark.open = "\033[1;7m";
        mark.close = "\033[0m";
    }
    struct str values[2] = {draft_clean(d, f->left), draft_clean(d, f->right)}, marked[2], labels[2];
    size_t width = 0;
    for (size_t i = 0; i < 2; i++) {
        labels[i] = draft_show_short(d, draft_side_label(f, i), NAMES_BYTES);
        width = labels[i].len > width ? labels[i].len : width;
        if (is_of_status(f))
            values[i] = status_line(d, f, i);
    }
    draft_mark_sides(d, values, &mark, marked);
    for (size_t i = 0; i < 2; i++) {
        if (labels[i].len == 0)
            continue;
        buf_printf(d->out, "%s%-*.*s  ", indent, (int)width, STR_ARG(labels[i]));
        put_side(d, f, i, marked[i]);
    }
}
