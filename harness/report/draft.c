/* SPDX-License-Identifier: Apache-2.0
 *
 * draft: exchanges as a report may show them. */
#include "draft.h"

#include "codec.h"
#include "diff.h"
#include "hash.h"

struct str draft_clean(struct draft *d, struct str s) {
    if (!d->options->redactor || s.len == 0)
        return s;
    return redactor_clean(d->options->redactor, s, &d->scratch);
}

struct str draft_show(struct draft *d, struct str s) {
    return codec_printable(&d->scratch, draft_clean(d, s));
}

struct str draft_show_short(struct draft *d, struct str s, size_t max_bytes) {
    struct str shown = draft_show(d, s);
    if (shown.len <= max_bytes)
        return shown;
    struct str start = str_sub(shown, 0, diff_boundary(shown, max_bytes));
    return str_printf(&d->scratch, "%.*s…", STR_ARG(start));
}

static struct body_view view_body(struct draft *d, struct str body, size_t max_bytes) {
    struct str clean = draft_clean(d, body);
    bool is_text = codec_is_utf8(clean);
    struct body_view v = {.form = BODY_WHOLE, .shown = clean, .is_text = is_text, .bytes = body.len};
    if (clean.len <= max_bytes)
        return v;
    v.form = BODY_CUT;
    v.shown = str_sub(clean, 0, is_text ? diff_boundary(clean, max_bytes) : max_bytes);
    v.sha256 = sha256_hex(&d->scratch, body);
    return v;
}

/* Of a body that an earlier report did not hold as a whole. */
static struct body_view view_partial(struct draft *d, struct str held, const struct body_digest *whole) {
    struct str clean = draft_clean(d, held);
    return (struct body_view){.form = held.len > 0 ? BODY_CUT : BODY_WITHHELD,
                              .shown = clean,
                              .is_text = codec_is_utf8(clean),
                              .bytes = whole->bytes,
                              .sha256 = whole->sha256};
}

struct body_view draft_request_body(struct draft *d, const struct request *q, size_t max_bytes) {
    if (!q->has_body)
        return (struct body_view){.form = BODY_NONE};
    if (q->whole_body.sha256.len > 0)
        return view_partial(d, q->body, &q->whole_body);
    return view_body(d, q->body, max_bytes);
}

struct body_view draft_response_body(struct draft *d, const struct exchange *x, size_t max_bytes) {
    if (x->status == 0)
        return (struct body_view){.form = BODY_NONE};
    struct str body = x->decoded.len > 0 ? x->decoded : x->body;
    struct body_view v = {.form = BODY_WITHHELD, .bytes = body.len};
    bool is_withheld = exchange_is_success(x) && body.len > 0 && !d->options->keep_raw;
    if (x->whole_body.sha256.len > 0)
        v = view_partial(d, body, &x->whole_body);
    else if (is_withheld)
        v.sha256 = sha256_hex(&d->scratch, body);
    else
        v = view_body(d, body, max_bytes);
    v.type = draft_clean(d, exchange_header(x, "content-type"));
    return v;
}

struct str draft_request_value(struct draft *d, const struct header *h) {
    return secret_is_empty(h->secret) ? draft_clean(d, h->value) : STR("***");
}

struct str draft_request_header(struct draft *d, const struct header *h) {
    struct str value = draft_request_value(d, h);
    return str_printf(&d->scratch, "%.*s: %.*s", STR_ARG(h->name), STR_ARG(value));
}

struct str draft_status_line(struct draft *d, const struct exchange *x) {
    if (x->status == 0)
        return str_printf(&d->scratch, "no answer: %s", outcome_name(x->outcome));
    struct str reason = draft_clean(d, x->reason);
    const char *blank = reason.len > 0 ? " " : "";
    return str_printf(&d->scratch, "%.*s %d%s%.*s", STR_ARG(x->version), x->status, blank, STR_ARG(reason));
}

void draft_mark_sides(struct draft *d, const struct str values[2], const struct mark *mark, struct str marked[2]) {
    struct diff diff = diff_find(values[0], values[1]);
    struct diff_range ranges[2] = {diff.a, diff.b};
    for (size_t i = 0; i < 2; i++) {
        struct diff_window window = diff_window(values[i], ranges[i], mark->context, mark->inside);
        marked[i] = diff_mark(&d->scratch, &window, mark->open, mark->close);
        if (marked[i].len == 0)
            marked[i] = STR("(nothing)");
    }
}

const struct check *draft_waiver(const struct draft *d, size_t finding) {
    for (size_t i = 0; i < d->result->check_count; i++) {
        const struct check *c = &d->result->checks[i];
        if (c->finding == finding && c->verdict == VERDICT_WAIVED)
            return c;
    }
    return NULL;
}

const char *draft_note(const struct draft *d, size_t finding) {
    enum novelty novelty = d->result->findings[finding].novelty;
    if (draft_waiver(d, finding))
        return "waived";
    return novelty == NOVELTY_UNKNOWN ? NULL : novelty_name(novelty);
}

struct str draft_side_label(const struct finding *f, size_t side) {
    bool is_expectation = side == 1 && !f->sides[1].exchange && f->right.len > 0;
    if (f->sides[side].label.len > 0)
        return f->sides[side].label;
    return is_expectation ? STR("expected") : STR("");
}

struct str draft_tool_version(const struct draft *d) {
    return d->result->tool_version.len > 0 ? d->result->tool_version : STR(NONESUCH_VERSION);
}

struct str draft_number(struct draft *d, size_t number) {
    return str_grouped(&d->scratch, number);
}

struct str draft_count(struct draft *d, size_t count, const char *noun) {
    struct str number = draft_number(d, count);
    return str_printf(&d->scratch, "%.*s %s%s", STR_ARG(number), noun, count == 1 ? "" : "s");
}
