/* SPDX-License-Identifier: Apache-2.0
 *
 * report_ndjson: the report as events, one JSON object a line, reports/schema/event-1.schema.json. No event needs to
 * know a later one: findings, which are only final at the end of a run, name their checks and not the other way
 * round. */
#include "json_page.h"
#include "ndjson.h"

/* What one call writes with. */
struct writing {
    struct draft draft;
    struct emit emit;
    struct json_page page;
};

static const struct json_page *open_page(struct writing *w, const struct result *r, const struct report_options *o,
                                         struct buf *out) {
    *w = (struct writing){.draft = {.result = r, .options = o, .out = out}};
    emit_init(&w->emit, out, /* indent = */ 0);
    w->page = (struct json_page){.draft = &w->draft, .emit = &w->emit};
    return &w->page;
}

static void close_page(struct writing *w) {
    arena_free(&w->draft.scratch);
}

static void begin_event(const struct json_page *p, const char *event) {
    emit_object_begin(p->emit);
    emit_member_cstr(p->emit, "event", event);
}

static void end_event(const struct json_page *p) {
    emit_object_end(p->emit);
    buf_append_char(p->draft->out, '\n');
}

static void put_run(const struct json_page *p) {
    const struct result *r = p->draft->result;
    begin_event(p, "run");
    json_page_tool_members(p, "nonesuch-event/1");
    json_page_text(p, "id", r->run_id);
    json_page_text(p, "seed", r->seed);
    json_page_text(p, "started", r->started);
    json_page_text(p, "options", r->options);
    if (r->shard.count > 0)
        json_page_shard_member(p);
    json_page_target_members(p);
    end_event(p);
}

/* The checks that have the finding, by id. */
static void put_checks_of(const struct json_page *p, size_t finding) {
    const struct result *r = p->draft->result;
    emit_key(p->emit, "checks");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < r->check_count; i++) {
        if (r->checks[i].finding == finding)
            emit_string(p->emit, draft_clean(p->draft, r->checks[i].id));
    }
    emit_array_end(p->emit);
}

static void put_control(const struct json_page *p, const struct control *c) {
    begin_event(p, "control");
    json_page_control_members(p, c);
    end_event(p);
}

static void put_check(const struct json_page *p, const struct check *c) {
    begin_event(p, "check");
    json_page_check_members(p, c);
    end_event(p);
}

static void put_finding(const struct json_page *p, size_t finding) {
    begin_event(p, "finding");
    json_page_finding_members(p, &p->draft->result->findings[finding]);
    put_checks_of(p, finding);
    end_event(p);
}

static void put_noise(const struct json_page *p, const struct learned_noise *n) {
    begin_event(p, "noise");
    json_page_noise_members(p, n);
    end_event(p);
}

static void put_not_judged(const struct json_page *p, struct str sentence) {
    begin_event(p, "not_judged");
    json_page_text(p, "reason", sentence);
    end_event(p);
}

static void put_waiver(const struct json_page *p, const struct waiver_note *w) {
    begin_event(p, "waiver");
    json_page_waiver_members(p, w);
    end_event(p);
}

static void put_fixed(const struct json_page *p, const struct fixed_finding *f) {
    begin_event(p, "fixed");
    json_page_fixed_members(p, f);
    end_event(p);
}

static void put_summary(const struct json_page *p) {
    const struct result *r = p->draft->result;
    begin_event(p, "summary");
    json_page_summary_members(p);
    json_page_ms(p, "duration_ms", r->duration_ns);
    emit_member_bool(p->emit, "stopped", r->was_stopped);
    json_page_campaign_member(p);
    json_page_ledger_member(p);
    end_event(p);
}

void ndjson_begin(const struct result *r, const struct report_options *o, struct buf *out) {
    struct writing w;
    put_run(open_page(&w, r, o, out));
    close_page(&w);
}

void ndjson_progress(const struct ndjson_progress *progress, const struct report_options *o, struct buf *out) {
    struct writing w;
    const struct json_page *p = open_page(&w, NULL, o, out);
    begin_event(p, "progress");
    emit_member_cstr(p->emit, "phase", progress->phase);
    json_page_count(p, "requests", progress->requests);
    json_page_count(p, "planned", progress->planned);
    json_page_count(p, "findings", progress->findings);
    end_event(p);
    close_page(&w);
}

void ndjson_verdict(const struct check *c, const struct report_options *o, struct buf *out) {
    struct writing w;
    const struct json_page *p = open_page(&w, NULL, o, out);
    begin_event(p, "verdict");
    json_page_text(p, "check", c->id);
    emit_member_cstr(p->emit, "verdict", verdict_name(c->verdict));
    emit_member_cstr(p->emit, "doubt", c->doubt == DOUBT_NONE ? NULL : doubt_name(c->doubt));
    json_page_text(p, "reason", c->reason);
    end_event(p);
    close_page(&w);
}

void ndjson_sighting(const struct finding *f, const struct report_options *o, struct buf *out) {
    struct writing w;
    const struct json_page *p = open_page(&w, NULL, o, out);
    begin_event(p, "sighting");
    emit_member_cstr(p->emit, "property", property_name(f->property));
    emit_member_cstr(p->emit, "severity", severity_name(f->severity));
    json_page_text(p, "kind", f->kind);
    json_page_text(p, "surface", f->surface);
    json_page_text(p, "variation", f->variation);
    json_page_text(p, "principal", f->principals);
    json_page_text(p, "title", f->title);
    end_event(p);
    close_page(&w);
}

void ndjson_end(const struct result *r, const struct report_options *o, struct buf *out) {
    struct writing w;
    const struct json_page *p = open_page(&w, r, o, out);
    for (size_t i = 0; i < r->control_count; i++)
        put_control(p, &r->controls[i]);
    for (size_t i = 0; i < r->check_count; i++)
        put_check(p, &r->checks[i]);
    for (size_t i = 0; i < r->finding_count; i++)
        put_finding(p, i);
    for (size_t i = 0; i < r->noise_count; i++)
        put_noise(p, &r->noise[i]);
    for (size_t i = 0; i < r->not_judged_count; i++)
        put_not_judged(p, r->not_judged[i]);
    for (size_t i = 0; i < r->waiver_count; i++)
        put_waiver(p, &r->waivers[i]);
    for (size_t i = 0; i < r->fixed_count; i++)
        put_fixed(p, &r->fixed[i]);
    put_summary(p);
    close_page(&w);
}

void report_write_ndjson(const struct result *r, const struct report_options *o, struct buf *out) {
    ndjson_begin(r, o, out);
    ndjson_end(r, o, out);
}
