/* SPDX-License-Identifier: Apache-2.0
 *
 * report_json: the report for programs, reports/schema/report-1.schema.json. */
#include "json_page.h"

static void put_run(const struct json_page *p) {
    const struct result *r = p->draft->result;
    emit_key(p->emit, "run");
    emit_object_begin(p->emit);
    json_page_text(p, "id", r->run_id);
    json_page_text(p, "seed", r->seed);
    json_page_text(p, "started", r->started);
    json_page_ms(p, "duration_ms", r->duration_ns);
    json_page_text(p, "options", r->options);
    emit_member_bool(p->emit, "stopped", r->was_stopped);
    if (r->shard.count > 0)
        json_page_shard_member(p);
    emit_object_end(p->emit);
}

static void put_summary(const struct json_page *p) {
    emit_key(p->emit, "summary");
    emit_object_begin(p->emit);
    json_page_summary_members(p);
    emit_object_end(p->emit);
}

static void put_check(const struct json_page *p, const struct check *c) {
    const struct result *r = p->draft->result;
    emit_object_begin(p->emit);
    json_page_check_members(p, c);
    emit_key(p->emit, "finding");
    if (c->finding < r->finding_count)
        emit_string(p->emit, r->findings[c->finding].fingerprint);
    else
        emit_null(p->emit);
    if (r->shard.count > 0)
        json_page_count(p, "position", c->position);
    emit_object_end(p->emit);
}

static void put_checks(const struct json_page *p) {
    const struct result *r = p->draft->result;
    emit_key(p->emit, "checks");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < r->check_count; i++)
        put_check(p, &r->checks[i]);
    emit_array_end(p->emit);
}

static void put_findings(const struct json_page *p) {
    const struct result *r = p->draft->result;
    emit_key(p->emit, "findings");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < r->finding_count; i++) {
        emit_object_begin(p->emit);
        json_page_finding_members(p, &r->findings[i]);
        emit_object_end(p->emit);
    }
    emit_array_end(p->emit);
}

static void put_controls(const struct json_page *p) {
    const struct result *r = p->draft->result;
    emit_key(p->emit, "controls");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < r->control_count; i++) {
        emit_object_begin(p->emit);
        json_page_control_members(p, &r->controls[i]);
        emit_object_end(p->emit);
    }
    emit_array_end(p->emit);
}

static void put_noise(const struct json_page *p) {
    const struct result *r = p->draft->result;
    emit_key(p->emit, "noise");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < r->noise_count; i++) {
        emit_object_begin(p->emit);
        json_page_noise_members(p, &r->noise[i]);
        emit_object_end(p->emit);
    }
    emit_array_end(p->emit);
}

static void put_not_judged(const struct json_page *p) {
    const struct result *r = p->draft->result;
    emit_key(p->emit, "not_judged");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < r->not_judged_count; i++)
        emit_string(p->emit, draft_clean(p->draft, r->not_judged[i]));
    emit_array_end(p->emit);
}

/* Only of a run that was given waivers. */
static void put_waivers(const struct json_page *p) {
    const struct result *r = p->draft->result;
    if (r->waiver_count == 0)
        return;
    emit_key(p->emit, "waivers");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < r->waiver_count; i++) {
        emit_object_begin(p->emit);
        json_page_waiver_members(p, &r->waivers[i]);
        emit_object_end(p->emit);
    }
    emit_array_end(p->emit);
}

/* Only of a run that was given a baseline. */
static void put_fixed(const struct json_page *p) {
    const struct result *r = p->draft->result;
    if (!r->has_baseline)
        return;
    emit_key(p->emit, "fixed");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < r->fixed_count; i++) {
        emit_object_begin(p->emit);
        json_page_fixed_members(p, &r->fixed[i]);
        emit_object_end(p->emit);
    }
    emit_array_end(p->emit);
}

void report_write_json(const struct result *r, const struct report_options *o, struct buf *out) {
    struct draft draft = {.result = r, .options = o, .out = out};
    struct emit e;
    emit_init(&e, out, /* indent = */ 2);
    struct json_page p = {.draft = &draft, .emit = &e};
    emit_object_begin(&e);
    json_page_tool_members(&p, "nonesuch-report/1");
    put_run(&p);
    json_page_target_members(&p);
    put_summary(&p);
    put_checks(&p);
    put_findings(&p);
    put_controls(&p);
    put_noise(&p);
    put_not_judged(&p);
    put_waivers(&p);
    put_fixed(&p);
    json_page_campaign_member(&p);
    json_page_ledger_member(&p);
    emit_object_end(&e);
    buf_append_char(out, '\n');
    arena_free(&draft.scratch);
}
