/* SPDX-License-Identifier: Apache-2.0
 *
 * report_json: the report for programs, reports/schema/report-1.schema.json. */
#include "codec.h"
#include "diff.h"
#include "draft.h"
#include "emit.h"

#define BODY_MAX_BYTES ((size_t)64 << 10)
#define VALUE_MAX_BYTES ((size_t)4 << 10)
#define NS_PER_MS_REAL 1e6

struct page {
    struct draft *draft;
    struct emit *emit;
};

static void put_text(const struct page *p, const char *key, struct str s) {
    emit_member_string(p->emit, key, draft_clean(p->draft, s));
}

static void put_count(const struct page *p, const char *key, size_t n) {
    emit_member_int(p->emit, key, (int64_t)n);
}

static void put_ms(const struct page *p, const char *key, int64_t ns) {
    emit_key(p->emit, key);
    emit_real(p->emit, (double)ns / NS_PER_MS_REAL);
}

/* Bytes from the wire, clean already: text where they are UTF-8. */
static void put_bytes(const struct page *p, struct str clean) {
    if (codec_is_utf8(clean)) {
        emit_string(p->emit, clean);
        return;
    }
    emit_object_begin(p->emit);
    emit_member_string(p->emit, "base64", codec_base64(&p->draft->scratch, clean));
    emit_object_end(p->emit);
}

static void put_bytes_member(const struct page *p, const char *key, struct str raw) {
    emit_key(p->emit, key);
    put_bytes(p, draft_clean(p->draft, raw));
}

/* A value that should be short. */
static void put_value(const struct page *p, const char *key, struct str raw) {
    struct str clean = draft_clean(p->draft, raw);
    size_t len = codec_is_utf8(clean) ? diff_boundary(clean, VALUE_MAX_BYTES) : VALUE_MAX_BYTES;
    emit_key(p->emit, key);
    put_bytes(p, str_sub(clean, 0, len));
}

/* A list written as one string, without empty parts. */
static void put_list(const struct page *p, const char *key, struct str joined, char separator) {
    emit_key(p->emit, key);
    emit_array_begin(p->emit);
    for (struct str rest = joined; rest.data;) {
        struct str part = str_trim(str_cut(&rest, separator));
        if (part.len > 0)
            emit_string(p->emit, draft_clean(p->draft, part));
    }
    emit_array_end(p->emit);
}

static void put_body(const struct page *p, const struct body_view *v) {
    struct emit *e = p->emit;
    emit_key(e, "body");
    if (v->form == BODY_NONE) {
        emit_null(e);
        return;
    }
    if (v->form == BODY_WHOLE) {
        put_bytes(p, v->shown);
        return;
    }
    emit_object_begin(e);
    if (v->type.len > 0)
        emit_member_string(e, "type", v->type);
    put_count(p, "bytes", v->bytes);
    emit_member_string(e, "sha256", v->sha256);
    if (v->form == BODY_CUT && v->is_text)
        emit_member_string(e, "text", v->shown);
    else if (v->form == BODY_CUT)
        emit_member_string(e, "base64", codec_base64(&p->draft->scratch, v->shown));
    emit_object_end(e);
}

static void put_request(const struct page *p, const struct request *q) {
    emit_key(p->emit, "request");
    if (!q) {
        emit_null(p->emit);
        return;
    }
    emit_object_begin(p->emit);
    put_text(p, "method", q->method);
    put_bytes_member(p, "url", q->url);
    emit_key(p->emit, "headers");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < q->header_count; i++)
        put_bytes(p, draft_request_header(p->draft, &q->headers[i]));
    emit_array_end(p->emit);
    struct body_view body = draft_request_body(p->draft, q, BODY_MAX_BYTES);
    put_body(p, &body);
    emit_object_end(p->emit);
}

static void put_response(const struct page *p, const struct exchange *x) {
    struct emit *e = p->emit;
    emit_key(e, "response");
    emit_object_begin(e);
    emit_member_cstr(e, "outcome", outcome_name(x->outcome));
    put_bytes_member(p, "version", x->version);
    emit_member_int(e, "status", x->status);
    put_bytes_member(p, "reason", x->reason);
    emit_key(e, "headers");
    emit_array_begin(e);
    for (size_t i = 0; i < x->line_count; i++)
        put_bytes(p, draft_clean(p->draft, x->lines[i].raw));
    emit_array_end(e);
    put_bytes_member(p, "interim", x->interim);
    put_bytes_member(p, "trailers", x->trailers);
    struct body_view body = draft_response_body(p->draft, x, BODY_MAX_BYTES);
    put_body(p, &body);
    emit_member_bool(e, "new_connection", x->is_new_connection);
    put_ms(p, "duration_ms", x->total_ns);
    emit_object_end(e);
}

/* The members `request` and `response` of the object that is open. */
static void put_exchange(const struct page *p, const struct exchange *x) {
    if (!x)
        return;
    put_request(p, x->request);
    put_response(p, x);
}

static void put_tool(const struct page *p) {
    emit_member_cstr(p->emit, "schema", "nonesuch-report/1");
    emit_key(p->emit, "tool");
    emit_object_begin(p->emit);
    emit_member_cstr(p->emit, "name", "nonesuch");
    emit_member_string(p->emit, "version", draft_tool_version(p->draft));
    emit_object_end(p->emit);
}

static void put_run(const struct page *p, const struct result *r) {
    struct emit *e = p->emit;
    emit_key(e, "run");
    emit_object_begin(e);
    put_text(p, "id", r->run_id);
    put_text(p, "seed", r->seed);
    put_text(p, "started", r->started);
    put_ms(p, "duration_ms", r->duration_ns);
    put_text(p, "options", r->options);
    emit_member_bool(e, "stopped", r->was_stopped);
    emit_object_end(e);
}

static void put_target(const struct page *p, const struct result *r) {
    struct emit *e = p->emit;
    emit_key(e, "target");
    emit_object_begin(e);
    put_text(p, "url", r->target);
    put_text(p, "environment", r->environment);
    emit_object_end(e);
    emit_key(e, "packs");
    emit_array_begin(e);
    emit_object_begin(e);
    put_text(p, "name", r->pack);
    put_text(p, "title", r->pack_title);
    emit_object_end(e);
    emit_array_end(e);
}

static void put_summary(const struct page *p, const struct result *r) {
    struct verdict_counts checks = result_count(r);
    struct severity_counts findings = result_count_findings(r);
    emit_key(p->emit, "summary");
    emit_object_begin(p->emit);
    emit_member_cstr(p->emit, "verdict", verdict_name(result_verdict(r)));
    put_count(p, "checks", r->check_count);
    put_count(p, "passed", checks.pass);
    put_count(p, "failed", checks.fail);
    put_count(p, "inconclusive", checks.inconclusive);
    put_count(p, "waived", checks.waived);
    put_count(p, "not_applicable", checks.not_applicable);
    emit_key(p->emit, "findings");
    emit_object_begin(p->emit);
    put_count(p, "critical", findings.critical);
    put_count(p, "high", findings.high);
    put_count(p, "medium", findings.medium);
    put_count(p, "low", findings.low);
    emit_object_end(p->emit);
    emit_key(p->emit, "surfaces");
    emit_object_begin(p->emit);
    put_count(p, "declared", r->surfaces_declared);
    put_count(p, "exercised", r->surfaces_exercised);
    emit_object_end(p->emit);
    emit_object_end(p->emit);
}

static void put_check(const struct page *p, const struct result *r, const struct check *c) {
    struct emit *e = p->emit;
    emit_object_begin(e);
    put_text(p, "id", c->id);
    put_text(p, "surface", c->surface);
    put_text(p, "principal", c->principal);
    put_text(p, "variation", c->variation);
    emit_member_cstr(e, "property", property_name(c->property));
    emit_member_cstr(e, "verdict", verdict_name(c->verdict));
    emit_member_cstr(e, "doubt", c->doubt == DOUBT_NONE ? NULL : doubt_name(c->doubt));
    put_text(p, "expected", c->expected);
    put_text(p, "reason", c->reason);
    put_count(p, "groups", c->group_count);
    put_count(p, "requests", c->request_count);
    put_ms(p, "duration_ms", c->duration_ns);
    emit_key(e, "finding");
    if (c->finding < r->finding_count)
        emit_string(e, r->findings[c->finding].fingerprint);
    else
        emit_null(e);
    emit_object_end(e);
}

static void put_evidence(const struct page *p, const struct finding *f) {
    emit_key(p->emit, "evidence");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < sizeof(f->sides) / sizeof(*f->sides); i++) {
        const struct evidence *side = &f->sides[i];
        if (side->label.len == 0 && !side->exchange)
            continue;
        emit_object_begin(p->emit);
        put_text(p, "label", side->label);
        put_bytes_member(p, "reference", side->reference);
        put_exchange(p, side->exchange);
        emit_object_end(p->emit);
    }
    emit_array_end(p->emit);
}

static void put_finding(const struct page *p, const struct finding *f) {
    struct emit *e = p->emit;
    emit_object_begin(e);
    put_text(p, "fingerprint", f->fingerprint);
    emit_member_cstr(e, "property", property_name(f->property));
    emit_member_cstr(e, "severity", severity_name(f->severity));
    emit_member_int(e, "cwe", f->cwe);
    put_text(p, "kind", f->kind);
    put_list(p, "also", f->also, ' ');
    put_text(p, "feature", f->feature);
    put_text(p, "pack", f->pack);
    put_text(p, "surface", f->surface);
    put_text(p, "variation", f->variation);
    put_list(p, "principals", f->principals, ',');
    put_text(p, "title", f->title);
    put_value(p, "left", f->left);
    put_value(p, "right", f->right);
    put_text(p, "cost", f->cost);
    put_count(p, "seen", f->seen);
    put_count(p, "tried", f->tried);
    put_text(p, "curl", f->curl);
    put_evidence(p, f);
    emit_object_end(e);
}

static void put_control(const struct page *p, const struct control *c) {
    emit_object_begin(p->emit);
    put_text(p, "id", c->id);
    emit_member_bool(p->emit, "passed", c->passed);
    put_text(p, "reason", c->reason);
    /* What an owner may see is of no use to a reader unless it went wrong. */
    if (!c->passed)
        put_exchange(p, c->exchange);
    emit_object_end(p->emit);
}

static void put_noise(const struct page *p, const struct learned_noise *n) {
    emit_object_begin(p->emit);
    put_bytes_member(p, "scope", n->scope);
    put_bytes_member(p, "shape", n->shape);
    put_count(p, "seen", n->seen);
    emit_object_end(p->emit);
}

static void put_lists(const struct page *p, const struct result *r) {
    struct emit *e = p->emit;
    emit_key(e, "checks");
    emit_array_begin(e);
    for (size_t i = 0; i < r->check_count; i++)
        put_check(p, r, &r->checks[i]);
    emit_array_end(e);
    emit_key(e, "findings");
    emit_array_begin(e);
    for (size_t i = 0; i < r->finding_count; i++)
        put_finding(p, &r->findings[i]);
    emit_array_end(e);
    emit_key(e, "controls");
    emit_array_begin(e);
    for (size_t i = 0; i < r->control_count; i++)
        put_control(p, &r->controls[i]);
    emit_array_end(e);
    emit_key(e, "noise");
    emit_array_begin(e);
    for (size_t i = 0; i < r->noise_count; i++)
        put_noise(p, &r->noise[i]);
    emit_array_end(e);
    emit_key(e, "not_judged");
    emit_array_begin(e);
    for (size_t i = 0; i < r->not_judged_count; i++)
        emit_string(e, draft_clean(p->draft, r->not_judged[i]));
    emit_array_end(e);
}

static void put_ledger(const struct page *p, const struct ledger *l) {
    static const char *const classes[] = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};
    emit_key(p->emit, "ledger");
    emit_object_begin(p->emit);
    put_count(p, "requests", l->requests);
    put_count(p, "dropped", l->dropped);
    put_count(p, "resent", l->resent);
    put_count(p, "groups", l->groups);
    put_count(p, "groups_void", l->groups_void);
    put_count(p, "fixtures_made", l->fixtures_made);
    put_count(p, "fixtures_deleted", l->fixtures_deleted);
    put_count(p, "fixtures_left", l->fixtures_left);
    put_count(p, "answers_scanned", l->answers_scanned);
    emit_key(p->emit, "by_status_class");
    emit_object_begin(p->emit);
    for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
        put_count(p, classes[i], l->by_status_class[i]);
    emit_object_end(p->emit);
    emit_object_end(p->emit);
}

void report_write_json(const struct result *r, const struct report_options *o, struct buf *out) {
    struct draft draft = {.result = r, .options = o, .out = out};
    struct emit e;
    emit_init(&e, out, /* indent = */ 2);
    struct page p = {.draft = &draft, .emit = &e};
    emit_object_begin(&e);
    put_tool(&p);
    put_run(&p, r);
    put_target(&p, r);
    put_summary(&p, r);
    put_lists(&p, r);
    put_ledger(&p, &r->ledger);
    emit_object_end(&e);
    buf_append_char(out, '\n');
    arena_free(&draft.scratch);
}
