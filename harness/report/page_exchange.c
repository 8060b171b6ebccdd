/* SPDX-License-Identifier: Apache-2.0
 *
 * page_exchange: requests and answers side by side, their difference marked to the byte. */
#include "codec.h"
#include "diff.h"
#include "html.h"
#include "page.h"
#include "spans.h"

#define BODY_MAX_BYTES ((size_t)16 << 10)   /* shown of a body */
#define BODY_BEFORE_BYTES ((size_t)1 << 10) /* of these before the first difference */
#define REQUEST_BODY_MAX_BYTES ((size_t)4 << 10)
#define VALUE_MAX_BYTES ((size_t)512)
#define WHOLE_BODY ((size_t)SIZE_MAX >> 1)

struct look {
    const char *open, *close;
};

/* Marks differ in shape too, not in colour alone: see the style sheet. */
static const struct look looks[] = {
    [SPAN_SAME] = {"", ""},
    [SPAN_DIFFERENT] = {"<mark>", "</mark>"},
    [SPAN_ECHO] = {"<span class=\"echo\" title=\"the own reference\">", "</span>"},
    [SPAN_CANARY] = {"<mark class=\"canary\" title=\"of another tenant\">", "</mark>"},
};

static const struct look noise_look = {"<span class=\"noise\" title=\"learned noise: varies by itself\">", "</span>"};

struct manner {
    bool is_noise;    /* what differs here varies by itself */
    bool is_one_line; /* line feeds are spelt */
};

static void put_spans(struct draft *d, struct str text, const struct spans *spans, const struct manner *m) {
    for (size_t i = 0; i < spans->count; i++) {
        const struct span *s = &spans->items[i];
        struct look look = s->kind == SPAN_DIFFERENT && m->is_noise ? noise_look : looks[s->kind];
        struct str piece = str_sub(text, s->start, s->end - s->start);
        buf_append_cstr(d->out, look.open);
        if (m->is_one_line)
            html_append_text(d->out, piece, &d->scratch);
        else if (s->kind == SPAN_DIFFERENT)
            html_append_marked(d->out, piece, &d->scratch);
        else
            html_append_lines(d->out, piece, &d->scratch);
        buf_append_cstr(d->out, look.close);
    }
}

/* One side, and what its texts are compared with. */
struct view {
    struct draft *d;
    const struct page_exchange *pair;
    const struct body_view *bodies; /* of both sides, whole; BODY_NONE where there is no answer */
    size_t side;
};

static struct spans_side make_side(const struct view *v, size_t side, struct str text) {
    return (struct spans_side){
        .text = text, .reference = draft_clean(v->d, v->pair->sides[side].reference), .secret = v->pair->secret};
}

/* NULL: there is nothing to compare with. */
static const struct exchange *other_answer(const struct view *v) {
    return v->pair->count == 2 ? v->pair->sides[1 - v->side].exchange : NULL;
}

/* `text` of this side against that of the other. */
static struct spans compare(const struct view *v, struct str text, struct str other) {
    const struct spans_side sides[2] = {make_side(v, v->side, text), make_side(v, 1 - v->side, other)};
    struct spans both[2];
    spans_compare(&v->d->scratch, sides, both);
    return both[0];
}

static struct spans alone(const struct view *v, struct str text) {
    struct spans_side side = make_side(v, v->side, text);
    return spans_of(&v->d->scratch, &side);
}

static void put_line(const struct view *v, struct str text, const struct str *other, bool is_noise) {
    struct spans spans = other ? compare(v, text, *other) : alone(v, text);
    put_spans(v->d, text, &spans, &(struct manner){.is_noise = is_noise});
    buf_append_char(v->d->out, '\n');
}

/* How many lines of that name stand before line `at`. */
static size_t count_before(const struct exchange *x, size_t at, struct str name) {
    size_t count = 0;
    for (size_t i = 0; i < at; i++)
        count += str_eq_ascii_case(x->lines[i].name, name) ? 1 : 0;
    return count;
}

/* The line that answers to line `at`: of the same name, the n-th as this is the n-th. */
static const struct head_line *find_twin(const struct exchange *x, size_t at, const struct exchange *other) {
    struct str name = x->lines[at].name;
    size_t before = count_before(x, at, name);
    for (size_t i = 0; i < other->line_count; i++) {
        if (!str_eq_ascii_case(other->lines[i].name, name))
            continue;
        if (before == 0)
            return &other->lines[i];
        before--;
    }
    return NULL;
}

/* The very header that a finding is about is no noise, whatever was learned. */
static bool is_noise_header(const struct view *v, struct str name) {
    const struct result *r = v->d->result;
    struct str scope = str_printf(&v->d->scratch, "header:%.*s", STR_ARG(name));
    if (str_eq_ascii_case(v->pair->feature, scope))
        return false;
    for (size_t i = 0; i < r->noise_count; i++) {
        if (str_eq_ascii_case(r->noise[i].scope, scope))
            return true;
    }
    return false;
}

static void put_head(const struct view *v, const struct exchange *x) {
    const struct exchange *other = other_answer(v);
    struct str status = draft_status_line(v->d, x);
    struct str other_status = other ? draft_status_line(v->d, other) : STR_NONE;
    if (x->interim.len > 0)
        put_line(v, str_trim(draft_clean(v->d, x->interim)), NULL, false);
    put_line(v, status, other ? &other_status : NULL, false);
    for (size_t i = 0; i < x->line_count; i++) {
        struct str raw = draft_clean(v->d, x->lines[i].raw);
        if (!other) {
            put_line(v, raw, NULL, false);
            continue;
        }
        const struct head_line *twin = find_twin(x, i, other);
        struct str other_raw = twin ? draft_clean(v->d, twin->raw) : STR_NONE;
        put_line(v, raw, &other_raw, twin && is_noise_header(v, x->lines[i].name));
    }
}

static void put_note(struct draft *d, const char *format, size_t first, size_t second) {
    struct str a = draft_number(d, first), b = draft_number(d, second);
    buf_append_cstr(d->out, "<p class=\"note\">");
    buf_printf(d->out, "%s %.*s of %.*s bytes", format, STR_ARG(a), STR_ARG(b));
}

static void put_hash_end(struct draft *d, struct str sha256) {
    if (sha256.len > 0)
        buf_printf(d->out, ", sha256 <code>%.*s</code>", STR_ARG(sha256));
    buf_append_cstr(d->out, "</p>\n");
}

/* The body to compare with; STR_NONE when there is none that may be shown. */
static struct str other_body(const struct view *v) {
    const struct body_view *body = &v->bodies[1 - v->side];
    if (body->form != BODY_WHOLE)
        return STR_NONE;
    return body->shown.data ? body->shown : STR("");
}

/* Where to begin to show a long body so that its first difference is seen. */
static size_t window_start(struct str text, struct str twin) {
    if (!twin.data || text.len <= BODY_MAX_BYTES)
        return 0;
    size_t at = 0;
    while (at < text.len && at < twin.len && text.data[at] == twin.data[at])
        at++;
    at = at > BODY_BEFORE_BYTES ? at - BODY_BEFORE_BYTES : 0;
    return diff_boundary(text, at);
}

static void put_body_text(const struct view *v, struct str shown, const struct spans *spans, bool is_cut[2]) {
    static const char ellipsis[] = "<span class=\"cut\">…</span>";
    buf_append_cstr(v->d->out, "<pre class=\"body\">");
    buf_append_cstr(v->d->out, is_cut[0] ? ellipsis : "");
    put_spans(v->d, shown, spans, &(struct manner){0});
    buf_append_cstr(v->d->out, is_cut[1] ? ellipsis : "");
    buf_append_cstr(v->d->out, "</pre>\n");
}

/* A body that may be shown, or the part of it that matters. */
static void put_shown_body(const struct view *v, const struct exchange *x) {
    const struct body_view *body = &v->bodies[v->side];
    struct str text = body->shown, twin = other_body(v);
    size_t start = window_start(text, twin);
    struct str shown = str_sub(text, start, BODY_MAX_BYTES);
    if (body->is_text)
        shown = str_sub(text, start, diff_boundary(text, start + shown.len) - start);
    struct spans spans = twin.data ? compare(v, shown, str_sub(twin, start, BODY_MAX_BYTES)) : alone(v, shown);
    put_body_text(v, shown, &spans, (bool[]){start > 0, start + shown.len < text.len});
    if (shown.len == text.len)
        return;
    put_note(v->d, "Cut:", shown.len, body->bytes);
    if (start > 0)
        buf_printf(v->d->out, " from byte %zu on", start);
    put_hash_end(v->d, draft_response_body(v->d, x, BODY_MAX_BYTES).sha256);
}

static void put_body(const struct view *v, const struct exchange *x) {
    const struct body_view *body = &v->bodies[v->side];
    if (body->form == BODY_NONE)
        return;
    if (body->form == BODY_WITHHELD) {
        buf_append_cstr(v->d->out, "<p class=\"note\">The body of a successful answer is withheld: ");
        page_put_text(v->d, body->type.len > 0 ? body->type : STR("no type"));
        buf_printf(v->d->out, ", %.*s", STR_ARG(draft_count(v->d, body->bytes, "byte")));
        put_hash_end(v->d, body->sha256);
        return;
    }
    if (body->shown.len == 0)
        buf_append_cstr(v->d->out, "<p class=\"note\">no body</p>\n");
    else
        put_shown_body(v, x);
}

static void put_request(struct draft *d, const struct request *q) {
    buf_append_cstr(d->out, "<pre class=\"request\"><b>");
    page_put_text(d, q->method);
    buf_append_cstr(d->out, "</b> ");
    page_put_text(d, q->url);
    for (size_t i = 0; i < q->header_count; i++) {
        buf_append_char(d->out, '\n');
        html_append_text(d->out, draft_request_header(d, &q->headers[i]), &d->scratch);
    }
    struct body_view body = draft_request_body(d, q, REQUEST_BODY_MAX_BYTES);
    if (body.shown.len > 0) {
        buf_append_cstr(d->out, "\n\n");
        html_append_lines(d->out, body.shown, &d->scratch);
    }
    buf_append_cstr(d->out, "</pre>\n");
    if (body.form != BODY_CUT)
        return;
    put_note(d, "Cut:", body.shown.len, body.bytes);
    put_hash_end(d, body.sha256);
}

static void put_answer(const struct view *v, const struct exchange *x) {
    struct draft *d = v->d;
    buf_append_cstr(d->out, "<pre class=\"head\">");
    put_head(v, x);
    buf_append_cstr(d->out, "</pre>\n");
    put_body(v, x);
    if (x->trailers.len > 0) {
        buf_append_cstr(d->out, "<pre class=\"head\">");
        put_line(v, str_trim(draft_clean(d, x->trailers)), NULL, false);
        buf_append_cstr(d->out, "</pre>\n");
    }
}

static void put_side(const struct view *v) {
    const struct evidence *side = &v->pair->sides[v->side];
    struct draft *d = v->d;
    buf_append_cstr(d->out, "<div class=\"side\">\n<h4>");
    page_put_text(d, side->label.len > 0 ? side->label : STR("answer"));
    if (side->reference.len > 0) {
        buf_append_cstr(d->out, " <code class=\"echo\">");
        page_put_text(d, side->reference);
        buf_append_cstr(d->out, "</code>");
    }
    buf_append_cstr(d->out, "</h4>\n");
    if (side->exchange && side->exchange->request)
        put_request(d, side->exchange->request);
    if (side->exchange)
        put_answer(v, side->exchange);
    else
        buf_append_cstr(d->out, "<p class=\"note\">no answer is kept</p>\n");
    buf_append_cstr(d->out, "</div>\n");
}

void page_put_exchanges(struct draft *d, const struct page_exchange *x) {
    struct body_view bodies[2] = {0};
    for (size_t i = 0; i < x->count; i++) {
        if (x->sides[i].exchange)
            bodies[i] = draft_response_body(d, x->sides[i].exchange, WHOLE_BODY);
    }
    buf_printf(d->out, "<div class=\"sides sides-%zu\">\n", x->count);
    for (size_t i = 0; i < x->count; i++)
        put_side(&(struct view){.d = d, .pair = x, .bodies = bodies, .side = i});
    buf_append_cstr(d->out, "</div>\n");
}

/* The beginning of a long value, at most. */
static struct str cut_value(struct draft *d, struct str value) {
    struct str clean = draft_clean(d, value);
    return str_sub(clean, 0, codec_is_utf8(clean) ? diff_boundary(clean, VALUE_MAX_BYTES) : VALUE_MAX_BYTES);
}

static void put_value(struct draft *d, const struct finding *f, size_t side, struct str text,
                      const struct spans *spans) {
    struct str whole = side == 0 ? f->left : f->right;
    buf_append_cstr(d->out, "<dt>");
    struct str label = draft_side_label(f, side);
    page_put_text(d, label.len > 0 ? label : STR("answer"));
    buf_append_cstr(d->out, "</dt><dd><code>");
    buf_append_cstr(d->out, text.len == 0 ? "<em>(nothing)</em>" : "");
    put_spans(d, text, spans, &(struct manner){.is_one_line = true});
    buf_append_cstr(d->out, whole.len > VALUE_MAX_BYTES ? "<span class=\"cut\">…</span>" : "");
    buf_append_cstr(d->out, "</code></dd>\n");
}

void page_put_values(struct draft *d, const struct finding *f) {
    struct spans_side sides[2] = {{.text = cut_value(d, f->left)}, {.text = cut_value(d, f->right)}};
    struct spans spans[2];
    spans_compare(&d->scratch, sides, spans);
    buf_append_cstr(d->out, "<dl class=\"values\">\n");
    for (size_t i = 0; i < 2; i++) {
        if (f->sides[i].label.len > 0 || sides[i].text.len > 0)
            put_value(d, f, i, sides[i].text, &spans[i]);
    }
    buf_append_cstr(d->out, "</dl>\n");
}
