/* SPDX-License-Identifier: Apache-2.0
 *
 * report_sarif: the report for code scanning, SARIF 2.1.0 (OASIS, with errata 01). */
#include "codec.h"
#include "doubts.h"
#include "sarif_tool.h"

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#define PAIR_PACK "probe" /* as run names it */
#define TEXT_BYTES 400
#define VALUE_BYTES 120
#define NAMES_BYTES 200
#define GROUP_IDS 3 /* shown of the checks with one and the same doubt */

static void put_shown(const struct json_page *p, const char *key, struct str s, size_t max_bytes) {
    emit_member_string(p->emit, key, draft_show_short(p->draft, s, max_bytes));
}

/* In a message, brackets make a link and braces a placeholder (sections 3.11.5 and 3.11.6). */
static struct str escape_message(struct arena *a, struct str s) {
    static const char *const pairs[][2] = {{"\\", "\\\\"}, {"[", "\\["}, {"]", "\\]"}, {"{", "{{"}, {"}", "}}"}};
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
        s = str_replace(a, s, str_from(pairs[i][0]), str_from(pairs[i][1]));
    return s;
}

static void put_message(const struct json_page *p, const char *key, struct str shown) {
    emit_key(p->emit, key);
    emit_object_begin(p->emit);
    emit_member_string(p->emit, "text", escape_message(&p->draft->scratch, shown));
    emit_object_end(p->emit);
}

static void put_notification(const struct json_page *p, const char *level, const char *id, struct str text) {
    struct emit *e = p->emit;
    emit_object_begin(e);
    emit_key(e, "descriptor");
    emit_object_begin(e);
    emit_member_cstr(e, "id", id);
    emit_object_end(e);
    emit_member_cstr(e, "level", level);
    put_message(p, "message", draft_show_short(p->draft, text, TEXT_BYTES));
    emit_object_end(e);
}

static void put_doubt(const struct json_page *p, const struct doubt_group *g) {
    struct draft *d = p->draft;
    struct str number = draft_count(d, g->count, "check"), ids = doubts_show_ids(d, g, GROUP_IDS);
    put_notification(
        p, "warning", doubt_name(g->checks[0]->doubt),
        str_printf(&d->scratch, "%.*s: %.*s: %.*s", STR_ARG(number), STR_ARG(g->checks[0]->reason), STR_ARG(ids)));
}

static void put_notifications(const struct json_page *p) {
    const struct result *r = p->draft->result;
    struct arena *a = &p->draft->scratch;
    emit_key(p->emit, "toolExecutionNotifications");
    emit_array_begin(p->emit);
    for (size_t i = 0; i < r->control_count; i++) {
        const struct control *c = &r->controls[i];
        if (!c->passed)
            put_notification(p, "error", "control", str_printf(a, "%.*s: %.*s", STR_ARG(c->id), STR_ARG(c->reason)));
    }
    struct doubt_groups doubts = doubts_group(p->draft);
    for (size_t i = 0; i < doubts.count; i++)
        put_doubt(p, &doubts.groups[i]);
    for (size_t i = 0; i < r->not_judged_count; i++)
        put_notification(p, "note", "not_judged", r->not_judged[i]);
    emit_array_end(p->emit);
}

static void put_invocation(const struct json_page *p) {
    const struct result *r = p->draft->result;
    struct emit *e = p->emit;
    emit_key(e, "invocations");
    emit_array_begin(e);
    emit_object_begin(e);
    emit_member_bool(e, "executionSuccessful", !r->was_stopped);
    json_page_text(p, "commandLine", r->options);
    if (r->started.len > 0)
        json_page_text(p, "startTimeUtc", r->started);
    put_notifications(p);
    emit_object_end(e);
    emit_array_end(e);
}

/* One pair from the command line stands in no file. */
static bool has_file(const struct json_page *p) {
    return p->draft->options->pack_file.len > 0 || !str_eq(p->draft->result->pack, STR(PAIR_PACK));
}

/* Relative to the root of the repository, "/" kept. */
static struct str artifact_uri(const struct json_page *p) {
    struct arena *a = &p->draft->scratch;
    struct str path = p->draft->options->pack_file;
    if (path.len == 0)
        path = str_printf(a, "scenarios/%.*s/pack.yaml", STR_ARG(p->draft->result->pack));
    path = draft_show(p->draft, str_starts_with(path, STR("./")) ? str_from_index(path, 2) : path);
    struct str uri = str_starts_with(path, STR("/")) ? STR("file://") : STR("");
    const char *slash = "";
    for (struct str rest = path; rest.data; slash = "/") {
        struct str segment = codec_percent(a, str_cut(&rest, '/'));
        uri = str_printf(a, "%.*s%s%.*s", STR_ARG(uri), slash, STR_ARG(segment));
    }
    return uri;
}

static void put_physical_location(const struct json_page *p, const struct finding *f) {
    struct emit *e = p->emit;
    emit_key(e, "physicalLocation");
    emit_object_begin(e);
    emit_key(e, "artifactLocation");
    emit_object_begin(e);
    emit_member_string(e, "uri", artifact_uri(p));
    emit_object_end(e);
    emit_key(e, "region");
    emit_object_begin(e);
    emit_member_int(e, "startLine", f->line > 0 ? (int64_t)f->line : 1);
    emit_object_end(e);
    emit_object_end(e);
}

static void put_locations(const struct json_page *p, const struct finding *f) {
    struct emit *e = p->emit;
    struct str name = str_printf(&p->draft->scratch, "%.*s/%.*s", STR_ARG(f->pack), STR_ARG(f->surface));
    emit_key(e, "locations");
    emit_array_begin(e);
    emit_object_begin(e);
    if (has_file(p))
        put_physical_location(p, f);
    emit_key(e, "logicalLocations");
    emit_array_begin(e);
    emit_object_begin(e);
    put_shown(p, "name", f->surface, NAMES_BYTES);
    put_shown(p, "fullyQualifiedName", name, NAMES_BYTES);
    emit_member_cstr(e, "kind", "resource");
    emit_object_end(e);
    emit_array_end(e);
    emit_object_end(e);
    emit_array_end(e);
}

/* Code scanning knows an alert again by primaryLocationLineHash alone, and would make it from a line of the pack. */
static void put_fingerprints(const struct json_page *p, const struct finding *f) {
    emit_key(p->emit, "partialFingerprints");
    emit_object_begin(p->emit);
    json_page_text(p, "nonesuch/v1", f->fingerprint);
    json_page_text(p, "primaryLocationLineHash", str_printf(&p->draft->scratch, "%.*s:1", STR_ARG(f->fingerprint)));
    emit_object_end(p->emit);
}

static bool has_brace(struct str s) {
    return str_find_char(s, '{', 0) >= 0 || str_find_char(s, '}', 0) >= 0;
}

/* The title, both values where they read well, and who sees it where. */
static struct str tell_finding(const struct json_page *p, const struct finding *f) {
    static const struct mark mark = {"‹", "›", .context = 24, .inside = 64};
    struct draft *d = p->draft;
    struct str values[2] = {draft_clean(d, f->left), draft_clean(d, f->right)}, marked[2];
    draft_mark_sides(d, values, &mark, marked);
    struct str text = draft_show_short(d, f->title, TEXT_BYTES);
    for (size_t i = 0; i < 2 && !has_brace(marked[0]) && !has_brace(marked[1]); i++) {
        struct str label = draft_show_short(d, f->sides[i].label, VALUE_BYTES);
        if (label.len > 0)
            text = str_printf(&d->scratch, "%.*s%s %.*s: %.*s", STR_ARG(text), i == 0 ? ";" : ",", STR_ARG(label),
                              STR_ARG(marked[i]));
    }
    struct str who = draft_show_short(d, f->principals, VALUE_BYTES);
    struct str where = draft_show_short(d, f->surface, VALUE_BYTES);
    return str_printf(&d->scratch, "%.*s. Seen by %.*s at %.*s in %zu of %zu answers.", STR_ARG(text), STR_ARG(who),
                      STR_ARG(where), f->seen, f->tried);
}

static void put_taxa(const struct json_page *p, const struct finding *f) {
    if (*explain_cwe_name(f->cwe) == '\0')
        return;
    emit_key(p->emit, "taxa");
    emit_array_begin(p->emit);
    emit_object_begin(p->emit);
    sarif_put_weakness_members(p, f->cwe);
    emit_object_end(p->emit);
    emit_array_end(p->emit);
}

static void put_suppressions(const struct json_page *p, const struct check *waiver) {
    emit_key(p->emit, "suppressions");
    emit_array_begin(p->emit);
    if (waiver) {
        emit_object_begin(p->emit);
        emit_member_cstr(p->emit, "kind", "external");
        emit_member_cstr(p->emit, "status", "accepted");
        put_shown(p, "justification", waiver->reason, TEXT_BYTES);
        emit_object_end(p->emit);
    }
    emit_array_end(p->emit);
}

static void put_result_properties(const struct json_page *p, const struct finding *f) {
    emit_key(p->emit, "properties");
    emit_object_begin(p->emit);
    emit_member_cstr(p->emit, "severity", severity_name(f->severity));
    emit_member_cstr(p->emit, "security-severity", sarif_score(f->severity));
    emit_member_cstr(p->emit, "property", property_name(f->property));
    put_shown(p, "feature", f->feature, NAMES_BYTES);
    put_shown(p, "also", f->also, NAMES_BYTES);
    put_shown(p, "variation", f->variation, NAMES_BYTES);
    put_shown(p, "principals", f->principals, NAMES_BYTES);
    put_shown(p, "left", f->left, TEXT_BYTES);
    put_shown(p, "right", f->right, TEXT_BYTES);
    put_shown(p, "cost", f->cost, TEXT_BYTES);
    json_page_text(p, "curl", f->curl);
    emit_object_end(p->emit);
}

static void put_rule_reference(const struct json_page *p, struct str kind) {
    put_shown(p, "ruleId", kind, NAMES_BYTES);
    for (size_t i = 0; sarif_rule_at(i); i++) {
        if (str_eq(kind, str_from(sarif_rule_at(i)->name)))
            json_page_count(p, "ruleIndex", i);
    }
}

/* Only where there was a baseline to compare with. */
static void put_baseline_state(const struct json_page *p, const struct finding *f) {
    static const char *const states[] = {
        [NOVELTY_UNKNOWN] = NULL, [NOVELTY_NEW] = "new", [NOVELTY_KNOWN] = "unchanged"};
    if (states[f->novelty])
        emit_member_cstr(p->emit, "baselineState", states[f->novelty]);
}

static void put_result(const struct json_page *p, size_t index) {
    const struct finding *f = &p->draft->result->findings[index];
    emit_object_begin(p->emit);
    put_rule_reference(p, f->kind);
    emit_member_cstr(p->emit, "level", sarif_level(f->severity));
    put_message(p, "message", tell_finding(p, f));
    put_locations(p, f);
    put_fingerprints(p, f);
    put_baseline_state(p, f);
    put_taxa(p, f);
    put_suppressions(p, draft_waiver(p->draft, index));
    put_result_properties(p, f);
    emit_object_end(p->emit);
}

static void put_run_properties(const struct json_page *p) {
    const struct result *r = p->draft->result;
    emit_key(p->emit, "properties");
    emit_object_begin(p->emit);
    json_page_text(p, "target", r->target);
    json_page_text(p, "environment", r->environment);
    json_page_text(p, "seed", r->seed);
    json_page_summary_members(p);
    emit_object_end(p->emit);
}

static void put_automation(const struct json_page *p) {
    const struct result *r = p->draft->result;
    emit_key(p->emit, "automationDetails");
    emit_object_begin(p->emit);
    put_shown(p, "id", str_printf(&p->draft->scratch, "nonesuch/%.*s/%.*s", STR_ARG(r->pack), STR_ARG(r->run_id)),
              NAMES_BYTES);
    emit_object_end(p->emit);
}

static void put_run(const struct json_page *p) {
    struct emit *e = p->emit;
    emit_object_begin(e);
    sarif_put_tool(p);
    sarif_put_taxonomies(p);
    put_automation(p);
    put_invocation(p);
    emit_key(e, "results");
    emit_array_begin(e);
    for (size_t i = 0; i < p->draft->result->finding_count; i++)
        put_result(p, i);
    emit_array_end(e);
    put_run_properties(p);
    emit_object_end(e);
}

void report_write_sarif(const struct result *r, const struct report_options *o, struct buf *out) {
    struct draft draft = {.result = r, .options = o, .out = out};
    struct emit e;
    emit_init(&e, out, /* indent = */ 2);
    struct json_page p = {.draft = &draft, .emit = &e};
    emit_object_begin(&e);
    emit_member_cstr(&e, "$schema", SCHEMA);
    emit_member_cstr(&e, "version", "2.1.0");
    emit_key(&e, "runs");
    emit_array_begin(&e);
    put_run(&p);
    emit_array_end(&e);
    emit_object_end(&e);
    buf_append_char(out, '\n');
    arena_free(&draft.scratch);
}
