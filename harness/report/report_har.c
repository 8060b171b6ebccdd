/* SPDX-License-Identifier: Apache-2.0
 *
 * report_har: the exchanges of the findings, HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/). */
#include "codec.h"
#include "json_page.h"

#define BODY_MAX_BYTES ((size_t)64 << 10)
#define TITLE_BYTES 200
#define UNKNOWN (-1)
#define EPOCH "1970-01-01T00:00:00.000Z"

static void put_started(const struct json_page *p) {
    struct str started = p->draft->result->started;
    emit_member_string(p->emit, "startedDateTime", started.len > 0 ? started : STR(EPOCH));
}

static void put_empty_array(const struct json_page *p, const char *key) {
    emit_key(p->emit, key);
    emit_array_begin(p->emit);
    emit_array_end(p->emit);
}

static void put_pair(const struct json_page *p, struct str name, struct str clean) {
    emit_object_begin(p->emit);
    json_page_text(p, "name", name);
    emit_member_string(p->emit, "value", clean);
    emit_object_end(p->emit);
}

static void put_request_headers(const struct json_page *p, const struct request *q) {
    emit_key(p->emit, "headers");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < q->header_count; i++)
        put_pair(p, q->headers[i].name, draft_request_value(p->draft, &q->headers[i]));
    emit_array_end(p->emit);
}

/* Decoding may bring a secret to light that the URL hides. */
static struct str decode(const struct json_page *p, struct str s) {
    return draft_clean(p->draft, codec_percent_decode(&p->draft->scratch, s));
}

static void put_query(const struct json_page *p, struct str url) {
    emit_key(p->emit, "queryString");
    emit_array_begin(p->emit);
    struct str query = url;
    (void)str_cut(&query, '?');
    for (struct str rest = str_cut(&query, '#'); rest.data;) {
        struct str value = str_cut(&rest, '&');
        struct str name = str_cut(&value, '=');
        if (name.len + value.len > 0)
            put_pair(p, decode(p, name), decode(p, value));
    }
    emit_array_end(p->emit);
}

static struct str request_type(const struct request *q) {
    const struct header *type = request_header(q, "content-type");
    return type ? type->value : STR("application/json"); /* what the transport sends */
}

static void put_note_on_cut(const struct json_page *p, const struct body_view *v) {
    if (v->form != BODY_CUT && v->form != BODY_WITHHELD)
        return;
    const char *what = v->form == BODY_CUT ? "cut" : "the body of a successful answer is withheld";
    emit_member_string(
        p->emit, "comment",
        str_printf(&p->draft->scratch, "%s: %zu bytes in all, sha256 %.*s", what, v->bytes, STR_ARG(v->sha256)));
}

static void put_post_data(const struct json_page *p, const struct request *q) {
    struct body_view v = draft_request_body(p->draft, q, BODY_MAX_BYTES);
    if (v.form == BODY_NONE)
        return;
    emit_key(p->emit, "postData");
    emit_object_begin(p->emit);
    json_page_text(p, "mimeType", request_type(q));
    emit_member_string(p->emit, "text", v.shown);
    put_note_on_cut(p, &v);
    emit_object_end(p->emit);
}

static void put_request(const struct json_page *p, const struct exchange *x) {
    static const struct request none = {0};
    const struct request *q = x->request ? x->request : &none;
    struct str url = draft_clean(p->draft, q->url);
    emit_key(p->emit, "request");
    emit_object_begin(p->emit);
    json_page_text(p, "method", q->method);
    emit_member_string(p->emit, "url", url);
    emit_member_cstr(p->emit, "httpVersion", q->is_http2 ? "HTTP/2" : "HTTP/1.1");
    put_empty_array(p, "cookies");
    put_request_headers(p, q);
    put_query(p, url);
    put_post_data(p, q);
    emit_member_int(p->emit, "headersSize", UNKNOWN);
    json_page_count(p, "bodySize", q->body.len);
    emit_object_end(p->emit);
}

static void put_content(const struct json_page *p, const struct exchange *x) {
    struct body_view v = draft_response_body(p->draft, x, BODY_MAX_BYTES);
    emit_key(p->emit, "content");
    emit_object_begin(p->emit);
    json_page_count(p, "size", v.bytes);
    emit_member_string(p->emit, "mimeType", v.type.len > 0 ? v.type : STR("x-unknown"));
    if (v.form == BODY_WHOLE || v.form == BODY_CUT)
        emit_member_string(p->emit, "text", v.is_text ? v.shown : codec_base64(&p->draft->scratch, v.shown));
    if ((v.form == BODY_WHOLE || v.form == BODY_CUT) && !v.is_text)
        emit_member_cstr(p->emit, "encoding", "base64");
    put_note_on_cut(p, &v);
    emit_object_end(p->emit);
}

static void put_response_headers(const struct json_page *p, const struct exchange *x) {
    emit_key(p->emit, "headers");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < x->line_count; i++)
        put_pair(p, x->lines[i].name, draft_clean(p->draft, x->lines[i].value));
    emit_array_end(p->emit);
}

static void put_response(const struct json_page *p, const struct exchange *x) {
    emit_key(p->emit, "response");
    emit_object_begin(p->emit);
    emit_member_int(p->emit, "status", x->status);
    json_page_text(p, "statusText", x->reason);
    json_page_text(p, "httpVersion", x->version);
    put_empty_array(p, "cookies");
    put_response_headers(p, x);
    put_content(p, x);
    json_page_text(p, "redirectURL", exchange_header(x, "location"));
    emit_member_int(p->emit, "headersSize", UNKNOWN);
    emit_member_int(p->emit, "bodySize", x->status > 0 ? (int64_t)x->body.len : UNKNOWN);
    if (x->status == 0)
        emit_member_cstr(p->emit, "_error", outcome_name(x->outcome));
    emit_object_end(p->emit);
}

static void put_timings(const struct json_page *p, const struct exchange *x) {
    emit_key(p->emit, "timings");
    emit_object_begin(p->emit);
    json_page_ms(p, "send", 0);
    json_page_ms(p, "wait", x->first_byte_ns);
    json_page_ms(p, "receive", x->total_ns - x->first_byte_ns);
    emit_object_end(p->emit);
}

static struct str page_id(const struct json_page *p, size_t finding) {
    return str_printf(&p->draft->scratch, "finding-%zu", finding + 1);
}

static void put_page(const struct json_page *p, size_t finding) {
    struct draft *d = p->draft;
    const struct finding *f = &d->result->findings[finding];
    struct str title = draft_show_short(d, f->title, TITLE_BYTES);
    emit_object_begin(p->emit);
    put_started(p);
    emit_member_string(p->emit, "id", page_id(p, finding));
    emit_member_string(p->emit, "title",
                       str_printf(&d->scratch, "%s: %.*s", severity_name(f->severity), STR_ARG(title)));
    emit_key(p->emit, "pageTimings");
    emit_object_begin(p->emit);
    emit_object_end(p->emit);
    json_page_text(p, "comment", str_printf(&d->scratch, "finding %.*s", STR_ARG(f->fingerprint)));
    emit_object_end(p->emit);
}

static void put_entry(const struct json_page *p, size_t finding, const struct evidence *side) {
    const struct exchange *x = side->exchange;
    emit_object_begin(p->emit);
    emit_member_string(p->emit, "pageref", page_id(p, finding));
    put_started(p);
    json_page_ms(p, "time", x->total_ns);
    put_request(p, x);
    put_response(p, x);
    emit_key(p->emit, "cache");
    emit_object_begin(p->emit);
    emit_object_end(p->emit);
    put_timings(p, x);
    json_page_text(p, "comment",
                   str_printf(&p->draft->scratch, "%.*s: %.*s", STR_ARG(side->label), STR_ARG(side->reference)));
    emit_object_end(p->emit);
}

static void put_entries(const struct json_page *p) {
    const struct result *r = p->draft->result;
    emit_key(p->emit, "entries");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < r->finding_count; i++) {
        const struct evidence *sides = r->findings[i].sides;
        for (size_t side = 0; side < 2; side++) {
            if (sides[side].exchange)
                put_entry(p, i, &sides[side]);
        }
    }
    emit_array_end(p->emit);
}

static void put_creator(const struct json_page *p) {
    emit_member_cstr(p->emit, "version", "1.2");
    emit_key(p->emit, "creator");
    emit_object_begin(p->emit);
    emit_member_cstr(p->emit, "name", "nonesuch");
    emit_member_string(p->emit, "version", draft_tool_version(p->draft));
    emit_object_end(p->emit);
}

void report_write_har(const struct result *r, const struct report_options *o, struct buf *out) {
    struct draft draft = {.result = r, .options = o, .out = out};
    struct emit e;
    emit_init(&e, out, /* indent = */ 2);
    struct json_page p = {.draft = &draft, .emit = &e};
    emit_object_begin(&e);
    emit_key(&e, "log");
    emit_object_begin(&e);
    put_creator(&p);
    emit_key(&e, "pages");
    emit_array_begin(&e);
    for (size_t i = 0; i < r->finding_count; i++)
        put_page(&p, i);
    emit_array_end(&e);
    put_entries(&p);
    emit_member_cstr(&e, "comment", "startedDateTime is the start of the run; an exchange's own is not known");
    emit_object_end(&e);
    emit_object_end(&e);
    buf_append_char(out, '\n');
    arena_free(&draft.scratch);
}
