/* SPDX-License-Identifier: Apache-2.0
 *
 * json_page: checks, findings and the rest as JSON members. */
#include "json_page.h"

#include "codec.h"
#include "diff.h"

#define BODY_MAX_BYTES ((size_t)64 << 10)
#define VALUE_MAX_BYTES ((size_t)4 << 10)
#define NS_PER_MS_REAL 1e6

void json_page_text(const struct json_page *p, const char *key, struct str s) {
    emit_member_string(p->emit, key, draft_clean(p->draft, s));
}

void json_page_count(const struct json_page *p, const char *key, size_t n) {
    emit_member_int(p->emit, key, (int64_t)n);
}

void json_page_ms(const struct json_page *p, const char *key, int64_t ns) {
    emit_key(p->emit, key);
    emit_real(p->emit, (double)ns / NS_PER_MS_REAL);
}

/* Bytes from the wire, clean already: text where they are UTF-8. */
static void put_bytes(const struct json_page *p, struct str clean) {
    if (codec_is_utf8(clean)) {
        emit_string(p->emit, clean);
        return;
    }
    emit_object_begin(p->emit);
    emit_member_string(p->emit, "base64", codec_base64(&p->draft->scratch, clean));
    emit_object_end(p->emit);
}

static void put_bytes_member(const struct json_page *p, const char *key, struct str raw) {
    emit_key(p->emit, key);
    put_bytes(p, draft_clean(p->draft, raw));
}

/* A value that should be short. */
static void put_value(const struct json_page *p, const char *key, struct str raw) {
    struct str clean = draft_clean(p->draft, raw);
    size_t len = codec_is_utf8(clean) ? diff_boundary(clean, VALUE_MAX_BYTES) : VALUE_MAX_BYTES;
    emit_key(p->emit, key);
    put_bytes(p, str_sub(clean, 0, len));
}

/* A list written as one string, without empty parts. */
static void put_list(const struct json_page *p, const char *key, struct str joined, char separator) {
    emit_key(p->emit, key);
    emit_array_begin(p->emit);
    for (struct str rest = joined; rest.data;) {
        struct str part = str_trim(str_cut(&rest, separator));
        if (part.len > 0)
            emit_string(p->emit, draft_clean(p->draft, part));
    }
    emit_array_end(p->emit);
}

static void put_body(const struct json_page *p, const struct body_view *v) {
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
    json_page_count(p, "bytes", v->bytes);
    emit_member_string(e, "sha256", v->sha256);
    if (v->form == BODY_CUT && v->is_text)
        emit_member_string(e, "text", v->shown);
    else if (v->form == BODY_CUT)
        emit_member_string(e, "base64", codec_base64(&p->draft->scratch, v->shown));
    emit_object_end(e);
}

static void put_request(const struct json_page *p, const struct request *q) {
    emit_key(p->emit, "request");
    if (!q) {
        emit_null(p->emit);
        return;
    }
    emit_object_begin(p->emit);
    json_page_text(p, "method", q->method);
    put_bytes_member(p, "url", q->url);
    if (q->is_http2)
        emit_member_bool(p->emit, "http2", true);
    if (q->is_exact)
        emit_member_bool(p->emit, "exact", true);
    emit_key(p->emit, "headers");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < q->header_count; i++)
        put_bytes(p, draft_request_header(p->draft, &q->headers[i]));
    emit_array_end(p->emit);
    struct body_view body = draft_request_body(p->draft, q, BODY_MAX_BYTES);
    put_body(p, &body);
    emit_object_end(p->emit);
}

static void put_response(const struct json_page *p, const struct exchange *x) {
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
    json_page_ms(p, "duration_ms", x->total_ns);
    emit_object_end(e);
}

/* The members `request` and `response` of the object that is open. */
static void put_exchange(const struct json_page *p, const struct exchange *x) {
    if (!x)
        return;
    put_request(p, x->request);
    put_response(p, x);
}

void json_page_tool_members(const struct json_page *p, const char *schema) {
    emit_member_cstr(p->emit, "schema", schema);
    emit_key(p->emit, "tool");
    emit_object_begin(p->emit);
    emit_member_cstr(p->emit, "name", "nonesuch");
    emit_member_string(p->emit, "version", draft_tool_version(p->draft));
    emit_object_end(p->emit);
}

void json_page_target_members(const struct json_page *p) {
    const struct result *r = p->draft->result;
    struct emit *e = p->emit;
    emit_key(e, "target");
    emit_object_begin(e);
    json_page_text(p, "url", r->target);
    json_page_text(p, "environment", r->environment);
    if (r->is_lab)
        emit_member_bool(e, "lab", true);
    emit_object_end(e);
    emit_key(e, "packs");
    emit_array_begin(e);
    emit_object_begin(e);
    json_page_text(p, "name", r->pack);
    json_page_text(p, "title", r->pack_title);
    emit_object_end(e);
    emit_array_end(e);
}

static void put_coverage(const struct json_page *p, const struct coverage_counts *c) {
    emit_key(p->emit, "coverage");
    emit_object_begin(p->emit);
    json_page_count(p, "routes_declared", c->routes_declared);
    json_page_count(p, "routes_covered", c->routes_covered);
    json_page_count(p, "routes_out_of_scope", c->routes_out_of_scope);
    json_page_count(p, "slots_declared", c->slots_declared);
    json_page_count(p, "slots_covered", c->slots_covered);
    json_page_count(p, "slots_out_of_scope", c->slots_out_of_scope);
    json_page_count(p, "gaps", c->gaps);
    emit_object_end(p->emit);
}

void json_page_summary_members(const struct json_page *p) {
    const struct result *r = p->draft->result;
    struct verdict_counts checks = result_count(r);
    struct severity_counts findings = result_count_findings(r);
    emit_member_cstr(p->emit, "verdict", verdict_name(result_verdict(r)));
    json_page_count(p, "checks", r->check_count);
    json_page_count(p, "passed", checks.pass);
    json_page_count(p, "failed", checks.fail);
    json_page_count(p, "inconclusive", checks.inconclusive);
    json_page_count(p, "waived", checks.waived);
    json_page_count(p, "not_applicable", checks.not_applicable);
    emit_key(p->emit, "findings");
    emit_object_begin(p->emit);
    json_page_count(p, "critical", findings.critical);
    json_page_count(p, "high", findings.high);
    json_page_count(p, "medium", findings.medium);
    json_page_count(p, "low", findings.low);
    emit_object_end(p->emit);
    emit_key(p->emit, "surfaces");
    emit_object_begin(p->emit);
    json_page_count(p, "declared", r->surfaces_declared);
    json_page_count(p, "exercised", r->surfaces_exercised);
    emit_object_end(p->emit);
    if (r->coverage.is_judged)
        put_coverage(p, &r->coverage);
}

void json_page_ledger_member(const struct json_page *p) {
    static const char *const classes[] = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};
    const struct ledger *l = &p->draft->result->ledger;
    emit_key(p->emit, "ledger");
    emit_object_begin(p->emit);
    json_page_count(p, "requests", l->requests);
    json_page_count(p, "dropped", l->dropped);
    json_page_count(p, "resent", l->resent);
    json_page_count(p, "groups", l->groups);
    json_page_count(p, "groups_void", l->groups_void);
    json_page_count(p, "fixtures_made", l->fixtures_made);
    json_page_count(p, "fixtures_deleted", l->fixtures_deleted);
    json_page_count(p, "fixtures_left", l->fixtures_left);
    json_page_count(p, "answers_scanned", l->answers_scanned);
    emit_key(p->emit, "by_status_class");
    emit_object_begin(p->emit);
    for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
        json_page_count(p, classes[i], l->by_status_class[i]);
    emit_object_end(p->emit);
    emit_object_end(p->emit);
}

/* Examples may hold what a target told a client. */
static void put_conformance(const struct json_page *p, const struct conformance *c) {
    struct conformance clean = *c;
    clean.kinds = ARENA_ARRAY(&p->draft->scratch, struct conformance_kind, c->kind_count);
    for (size_t i = 0; i < c->kind_count; i++) {
        clean.kinds[i] = c->kinds[i];
        clean.kinds[i].example = draft_clean(p->draft, c->kinds[i].example);
    }
    emit_key(p->emit, "conformance");
    conformance_emit(&clean, p->emit);
}

void json_page_campaign_member(const struct json_page *p) {
    const struct campaign_record *c = &p->draft->result->campaign;
    if (!c->is_there)
        return;
    emit_key(p->emit, "campaign");
    emit_object_begin(p->emit);
    emit_key(p->emit, "sums");
    campaign_tally_emit(&c->tally, p->emit);
    emit_key(p->emit, "curve");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < c->point_count; i++) {
        emit_object_begin(p->emit);
        json_page_ms(p, "at_ms", c->points[i].at_ns);
        json_page_count(p, "requests", c->points[i].requests);
        json_page_count(p, "news", c->points[i].news);
        emit_object_end(p->emit);
    }
    emit_array_end(p->emit);
    if (conformance_is_known(&c->conformance))
        put_conformance(p, &c->conformance);
    emit_object_end(p->emit);
}

void json_page_check_members(const struct json_page *p, const struct check *c) {
    struct emit *e = p->emit;
    json_page_text(p, "id", c->id);
    json_page_text(p, "surface", c->surface);
    json_page_text(p, "principal", c->principal);
    json_page_text(p, "variation", c->variation);
    emit_member_cstr(e, "property", property_name(c->property));
    emit_member_cstr(e, "verdict", verdict_name(c->verdict));
    emit_member_cstr(e, "doubt", c->doubt == DOUBT_NONE ? NULL : doubt_name(c->doubt));
    json_page_text(p, "expected", c->expected);
    json_page_text(p, "reason", c->reason);
    json_page_count(p, "groups", c->group_count);
    json_page_count(p, "requests", c->request_count);
    json_page_ms(p, "duration_ms", c->duration_ns);
}

/* Only where something was measured. */
static void put_times(const struct json_page *p, const struct evidence *side) {
    if (side->first_byte_count == 0)
        return;
    emit_key(p->emit, "first_byte_ns");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < side->first_byte_count; i++)
        emit_int(p->emit, side->first_byte_ns[i]);
    emit_array_end(p->emit);
}

static void put_evidence(const struct json_page *p, const struct finding *f) {
    emit_key(p->emit, "evidence");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < sizeof(f->sides) / sizeof(*f->sides); i++) {
        const struct evidence *side = &f->sides[i];
        if (side->label.len == 0 && !side->exchange)
            continue;
        emit_object_begin(p->emit);
        json_page_text(p, "label", side->label);
        put_bytes_member(p, "reference", side->reference);
        put_times(p, side);
        put_exchange(p, side->exchange);
        emit_object_end(p->emit);
    }
    emit_array_end(p->emit);
}

/* Of a fuzz campaign alone. A body without what had to be taken out of it is another body: it is left out. */
static void put_made_up(const struct json_page *p, const struct made_up_body *b) {
    struct emit *e = p->emit;
    if (!b->is_there || !str_eq(draft_clean(p->draft, b->text), b->text))
        return;
    emit_key(e, "made_up");
    emit_object_begin(e);
    put_bytes_member(p, "body", b->text);
    json_page_text(p, "envelope", b->envelope);
    json_page_text(p, "address", b->address);
    emit_key(e, "references");
    emit_array_begin(e);
    for (size_t i = 0; i < b->reference_count; i++) {
        emit_object_begin(e);
        put_bytes_member(p, "text", b->references[i].text);
        json_page_text(p, "field", b->references[i].field);
        emit_member_bool(e, "own", b->references[i].is_own);
        emit_object_end(e);
    }
    emit_array_end(e);
    emit_object_end(e);
}

void json_page_finding_members(const struct json_page *p, const struct finding *f) {
    struct emit *e = p->emit;
    json_page_text(p, "fingerprint", f->fingerprint);
    emit_member_cstr(e, "property", property_name(f->property));
    emit_member_cstr(e, "severity", severity_name(f->severity));
    emit_member_int(e, "cwe", f->cwe);
    json_page_text(p, "kind", f->kind);
    put_list(p, "also", f->also, ' ');
    json_page_text(p, "feature", f->feature);
    json_page_text(p, "pack", f->pack);
    json_page_text(p, "surface", f->surface);
    if (f->line > 0)
        json_page_count(p, "line", f->line);
    json_page_text(p, "variation", f->variation);
    put_list(p, "principals", f->principals, ',');
    json_page_text(p, "title", f->title);
    put_value(p, "left", f->left);
    put_value(p, "right", f->right);
    json_page_text(p, "cost", f->cost);
    json_page_count(p, "seen", f->seen);
    json_page_count(p, "tried", f->tried);
    if (f->novelty != NOVELTY_UNKNOWN)
        emit_member_cstr(p->emit, "novelty", novelty_name(f->novelty));
    json_page_text(p, "curl", f->curl);
    put_made_up(p, &f->made_up);
    put_evidence(p, f);
}

void json_page_control_members(const struct json_page *p, const struct control *c) {
    json_page_text(p, "id", c->id);
    emit_member_bool(p->emit, "passed", c->passed);
    json_page_text(p, "reason", c->reason);
    /* What an owner may see is of no use to a reader unless it went wrong. */
    if (!c->passed)
        put_exchange(p, c->exchange);
}

void json_page_noise_members(const struct json_page *p, const struct learned_noise *n) {
    put_bytes_member(p, "scope", n->scope);
    put_bytes_member(p, "shape", n->shape);
    json_page_count(p, "seen", n->seen);
}

void json_page_waiver_members(const struct json_page *p, const struct waiver_note *w) {
    json_page_text(p, "waiver", w->what);
    emit_member_cstr(p->emit, "state", waiver_state_name(w->state));
    json_page_text(p, "owner", w->owner);
    json_page_text(p, "reason", w->reason);
    json_page_text(p, "issue", w->issue);
    json_page_text(p, "expires", w->expires);
    json_page_count(p, "findings", w->findings);
    json_page_text(p, "text", w->text);
}

void json_page_fixed_members(const struct json_page *p, const struct fixed_finding *f) {
    json_page_text(p, "fingerprint", f->fingerprint);
    json_page_text(p, "kind", f->kind);
    json_page_text(p, "surface", f->surface);
    json_page_text(p, "title", f->title);
}

void json_page_shard_member(const struct json_page *p) {
    const struct shard *s = &p->draft->result->shard;
    emit_key(p->emit, "shard");
    emit_object_begin(p->emit);
    json_page_count(p, "index", s->index);
    json_page_count(p, "count", s->count);
    json_page_count(p, "checks_planned", s->checks_planned);
    emit_object_end(p->emit);
}
