/* SPDX-License-Identifier: Apache-2.0
 *
 * report_tap: the report for TAP consumers, version 14 (https://testanything.org/tap-version-14-specification.html).
 * The words in diagnostics are JSON strings, which are YAML as well. */
#include "draft.h"
#include "emit.h"

#define TEXT_BYTES 400
#define VALUE_BYTES 200

struct tap {
    struct draft *draft;
    size_t number; /* of the point last written */
};

/* One test point. */
struct point {
    bool is_ok;
    struct str name;
    bool is_skipped;
    struct str reason;
};

/* Without the two noncharacters that a terminal may show and YAML may not hold. */
static struct str show(struct draft *d, struct str s) {
    struct str shown = draft_show_short(d, s, TEXT_BYTES);
    shown = str_replace(&d->scratch, shown, STR("\xef\xbf\xbe"), STR("\\u{fffe}"));
    return str_replace(&d->scratch, shown, STR("\xef\xbf\xbf"), STR("\\u{ffff}"));
}

/* "#" would begin a directive. */
static void put_words(struct draft *d, struct str s) {
    struct str shown = show(d, s);
    shown = str_replace(&d->scratch, shown, STR("\\"), STR("\\\\"));
    buf_append_str(d->out, str_replace(&d->scratch, shown, STR("#"), STR("\\#")));
}

static void put_point(struct tap *t, const struct point *p) {
    struct draft *d = t->draft;
    t->number++;
    buf_printf(d->out, "%s %zu - ", p->is_ok ? "ok" : "not ok", t->number);
    put_words(d, p->name);
    if (p->is_skipped) {
        buf_append_cstr(d->out, " # SKIP ");
        put_words(d, p->reason);
    }
    buf_append_char(d->out, '\n');
}

static void begin_diagnostic(struct tap *t) {
    buf_append_cstr(t->draft->out, "  ---\n");
}

static void end_diagnostic(struct tap *t) {
    buf_append_cstr(t->draft->out, "  ...\n");
}

static void put_field(struct tap *t, const char *key, struct str value) {
    struct draft *d = t->draft;
    struct emit e;
    if (value.len == 0)
        return;
    buf_printf(d->out, "  %s: ", key);
    emit_init(&e, d->out, /* indent = */ 0);
    emit_string(&e, show(d, value));
    buf_append_char(d->out, '\n');
}

static void put_finding(struct tap *t, const struct finding *f) {
    struct draft *d = t->draft;
    static const struct mark mark = {"‹", "›", .context = 24, .inside = 64};
    struct str values[2] = {draft_clean(d, f->left), draft_clean(d, f->right)}, marked[2];
    draft_mark_sides(d, values, &mark, marked);
    put_field(t, "finding", f->fingerprint);
    put_field(t, "kind", f->kind);
    put_field(t, "level", str_from(severity_name(f->severity)));
    put_field(t, "feature", f->feature);
    for (size_t i = 0; i < 2; i++) {
        if (f->sides[i].label.len > 0)
            put_field(t, i == 0 ? "found" : "wanted",
                      str_printf(&d->scratch, "%.*s: %.*s", STR_ARG(f->sides[i].label), STR_ARG(marked[i])));
    }
    put_field(t, "cost", f->cost);
}

/* Of a check that failed or is inconclusive. */
static void put_mishap(struct tap *t, const struct check *c) {
    const struct result *r = t->draft->result;
    const struct finding *finding = c->finding < r->finding_count ? &r->findings[c->finding] : NULL;
    begin_diagnostic(t);
    put_field(t, "message", c->reason.len > 0 || !finding ? c->reason : finding->title);
    put_field(t, "severity", str_from(c->verdict == VERDICT_FAIL ? "fail" : "inconclusive"));
    if (c->doubt != DOUBT_NONE)
        put_field(t, "doubt", str_from(doubt_name(c->doubt)));
    put_field(t, "expected", c->expected);
    if (finding)
        put_finding(t, finding);
    end_diagnostic(t);
}

/* Inconclusive is neither "todo" nor "skip": both count as passed. */
static void put_check(struct tap *t, const struct check *c) {
    bool is_skipped = c->verdict == VERDICT_WAIVED || c->verdict == VERDICT_NOT_APPLICABLE;
    bool is_ok = is_skipped || c->verdict == VERDICT_PASS;
    put_point(t, &(struct point){.is_ok = is_ok, .name = c->id, .is_skipped = is_skipped, .reason = c->reason});
    if (!is_ok)
        put_mishap(t, c);
}

static void put_control(struct tap *t, const struct control *c) {
    struct str name = str_printf(&t->draft->scratch, "control/%.*s", STR_ARG(c->id));
    put_point(t, &(struct point){.is_ok = c->passed, .name = name});
    if (c->passed)
        return;
    begin_diagnostic(t);
    put_field(t, "message", c->reason);
    put_field(t, "severity", STR("inconclusive"));
    end_diagnostic(t);
}

/* Nothing, the empty sentence, when the run came to its end and judged something. */
static struct str find_gap(struct draft *d) {
    const struct result *r = d->result;
    struct verdict_counts counts = result_count(r);
    if (r->was_stopped)
        return STR("the run was stopped before its end");
    if (counts.pass + counts.fail + counts.waived == 0)
        return STR("nothing was judged");
    if (counts.fail == 0 && result_verdict(r) == VERDICT_FAIL)
        return STR("there is a finding that no check shows");
    if (r->surfaces_exercised < r->surfaces_declared)
        return str_printf(&d->scratch, "%zu of %zu declared surfaces were not exercised",
                          r->surfaces_declared - r->surfaces_exercised, r->surfaces_declared);
    return STR("");
}

static void put_whole(struct tap *t) {
    struct str gap = find_gap(t->draft);
    put_point(t, &(struct point){.is_ok = gap.len == 0, .name = STR("run/complete")});
    if (gap.len == 0)
        return;
    begin_diagnostic(t);
    put_field(t, "message", gap);
    put_field(t, "severity", STR("inconclusive"));
    end_diagnostic(t);
}

static void put_comments(struct draft *d) {
    const struct result *r = d->result;
    struct str version = draft_tool_version(d), target = draft_show_short(d, r->target, VALUE_BYTES);
    struct str seed = draft_show(d, r->seed);
    buf_printf(d->out, "# nonesuch %.*s against %.*s, seed %.*s\n", STR_ARG(version), STR_ARG(target), STR_ARG(seed));
    for (size_t i = 0; i < r->not_judged_count; i++) {
        struct str sentence = draft_show_short(d, r->not_judged[i], TEXT_BYTES);
        buf_printf(d->out, "# not judged: %.*s\n", STR_ARG(sentence));
    }
}

void report_write_tap(const struct result *r, const struct report_options *o, struct buf *out) {
    struct draft d = {.result = r, .options = o, .out = out};
    struct tap t = {.draft = &d};
    buf_printf(out, "TAP version 14\n1..%zu\n", r->check_count + r->control_count + 1);
    put_comments(&d);
    for (size_t i = 0; i < r->check_count; i++)
        put_check(&t, &r->checks[i]);
    for (size_t i = 0; i < r->control_count; i++)
        put_control(&t, &r->controls[i]);
    put_whole(&t);
    arena_free(&d.scratch);
}
