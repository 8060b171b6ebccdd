/* SPDX-License-Identifier: Apache-2.0
 *
 * report_ndjson: the report as events, one JSON object a line, reports/schema/event-1.schema.json. No event needs to know
 * a later one: findings, which are only final at the end of a run, name their checks and not the other way round. */
#include "json_page.h"

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
    json_page_ledger_member(p);
    end_event(p);
}

void report_write_ndjson(const struct result *r, const struct report_options *o, struct buf *out) {
    struct draft draft = {.result = r, .options = o, .out = out};
    struct emit e;
    emit_init(&e, out, /* indent = */ 0);
    struct json_page p = {.draft = &draft, .emit = &e};
    put_run(&p);
    for (size_t i = 0; i < r->control_count; i++)
        put_control(&p, &r->controls[i]);
    for (size_t i = 0; i < r->check_count; i++)
        put_check(&p, &r->checks[i]);
    for (size_t i = 0; i < r->finding_count; i++)
        put_finding(&p, i);
    for (size_t i = 0; i < r->noise_count; i++)
        put_noise(&p, &r->noise[i]);
    for (size_t i = 0; i < r->not_judged_count; i++)
        put_not_judged(&p, r->not_judged[i]);
    for (size_t i = 0; i < r->waiver_count; i++)
        put_waiver(&p, &r->waivers[i]);
    for (size_t i = 0; i < r->fixed_count; i++)
        put_fixed(&p, &r->fixed[i]);
    put_summary(&p);
    arena_free(&draft.scratch);
}
