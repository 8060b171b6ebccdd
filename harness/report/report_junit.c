/* SPDX-License-Identifier: Apache-2.0
 *
 * report_junit: the report for CI systems, JUnit XML as Jenkins reads it. */
#include <inttypes.h>

#include "clock.h"
#include "codec.h"
#include "draft.h"
#include "limits.h"
#include "xml.h"

#define BODY_MAX_BYTES ((size_t)8 << 10)

/* Seconds with three decimals. */
static struct str format_seconds(struct draft *d, int64_t ns) {
    int64_t ms = ns > 0 ? ns / NS_PER_MS : 0;
    return str_printf(&d->scratch, "%" PRId64 ".%03d", ms / 1000, (int)(ms % 1000));
}

static void put_attribute(struct draft *d, const char *name, struct str value) {
    xml_append_attribute(d->out, name, draft_clean(d, value), &d->scratch);
}

static void put_count(struct draft *d, const char *name, size_t n) {
    buf_printf(d->out, " %s=\"%zu\"", name, n);
}

static void put_property(struct draft *d, const char *name, struct str value) {
    buf_append_cstr(d->out, "      <property");
    put_attribute(d, "name", str_from(name));
    put_attribute(d, "value", value);
    buf_append_cstr(d->out, "/>\n");
}

static void add_line(struct buf *text, const char *mark, struct str line) {
    buf_printf(text, "%s ", mark);
    buf_append_str(text, line);
    buf_append_char(text, '\n');
}

static void add_body(struct draft *d, struct buf *text, const struct body_view *v) {
    if (v->form == BODY_WITHHELD) {
        buf_printf(text, "[body of a successful answer: %.*s, %zu bytes, sha256 %.*s]\n", STR_ARG(v->type), v->bytes,
                   STR_ARG(v->sha256));
        return;
    }
    if (v->form == BODY_NONE || v->shown.len == 0)
        return;
    if (!v->is_text)
        buf_append_cstr(text, "[not UTF-8, base64] ");
    buf_append_str(text, v->is_text ? v->shown : codec_base64(&d->scratch, v->shown));
    buf_append_char(text, '\n');
    if (v->form == BODY_CUT)
        buf_printf(text, "[cut: %zu bytes in all, sha256 %.*s]\n", v->bytes, STR_ARG(v->sha256));
}

static void add_request(struct draft *d, struct buf *text, const struct request *q) {
    struct str line = str_printf(&d->scratch, "%.*s %.*s", STR_ARG(q->method), STR_ARG(q->url));
    add_line(text, ">", draft_clean(d, line));
    for (size_t i = 0; i < q->header_count; i++)
        add_line(text, ">", draft_request_header(d, &q->headers[i]));
    struct body_view body = draft_request_body(d, q, BODY_MAX_BYTES);
    add_body(d, text, &body);
}

static void add_response(struct draft *d, struct buf *text, const struct exchange *x) {
    if (x->interim.len > 0)
        add_line(text, "<", str_trim(draft_clean(d, x->interim)));
    add_line(text, "<", draft_status_line(d, x));
    for (size_t i = 0; i < x->line_count; i++)
        add_line(text, "<", draft_clean(d, x->lines[i].raw));
    struct body_view body = draft_response_body(d, x, BODY_MAX_BYTES);
    add_body(d, text, &body);
    if (x->trailers.len > 0)
        add_line(text, "<", str_trim(draft_clean(d, x->trailers)));
}

static void add_exchange(struct draft *d, struct buf *text, const struct exchange *x) {
    if (!x)
        return;
    if (x->request)
        add_request(d, text, x->request);
    add_response(d, text, x);
}

/* "denied: ‹403›" and "absent: ‹404›". */
static void add_difference(struct draft *d, struct buf *text, const struct finding *f) {
    static const struct mark mark = {"‹", "›", .context = 64, .inside = 512};
    struct str values[2] = {draft_clean(d, f->left), draft_clean(d, f->right)}, marked[2];
    draft_mark_sides(d, values, &mark, marked);
    for (size_t i = 0; i < 2; i++) {
        struct str label = draft_show(d, f->sides[i].label);
        if (label.len > 0)
            buf_printf(text, "  %.*s: %.*s\n", STR_ARG(label), STR_ARG(marked[i]));
    }
}

static void add_field(struct draft *d, struct buf *text, const char *name, struct str value) {
    if (value.len == 0)
        return;
    buf_printf(text, "%s: ", name);
    buf_append_str(text, draft_clean(d, value));
    buf_append_char(text, '\n');
}

static void add_finding(struct draft *d, struct buf *text, const struct finding *f) {
    buf_append_str(text, draft_clean(d, f->title));
    buf_printf(text, "\nfinding: %.*s, %s, CWE-%d\n", STR_ARG(f->fingerprint), severity_name(f->severity), f->cwe);
    add_field(d, text, "surface", f->surface);
    add_field(d, text, "variation", f->variation);
    add_field(d, text, "seen by", f->principals);
    add_field(d, text, "differs in", f->feature);
    add_difference(d, text, f);
    add_field(d, text, "also differs in", f->also);
    buf_printf(text, "seen in: %zu of %zu answers\n", f->seen, f->tried);
    add_field(d, text, "cost of an attack", f->cost);
    for (size_t i = 0; i < sizeof(f->sides) / sizeof(*f->sides); i++) {
        const struct evidence *side = &f->sides[i];
        if (!side->exchange)
            continue;
        buf_append_char(text, '\n');
        add_field(d, text, "answer", side->label);
        add_field(d, text, "reference", side->reference);
        add_exchange(d, text, side->exchange);
    }
    buf_append_char(text, '\n');
    add_field(d, text, "again", f->curl);
}

/* What became of a test case: <failure>, <error> or <skipped>. */
struct mishap {
    const char *element;
    struct str type, message;
    const struct finding *finding;   /* or NULL */
    const struct exchange *exchange; /* or NULL */
};

static void put_mishap(struct draft *d, const struct mishap *m) {
    struct buf text;
    buf_init(&text, LIMIT_DOCUMENT_BYTES);
    if (m->finding)
        add_finding(d, &text, m->finding);
    else
        add_exchange(d, &text, m->exchange);
    buf_printf(d->out, "\n      <%s", m->element);
    put_attribute(d, "type", m->type);
    put_attribute(d, "message", m->message);
    if (text.len > 0) {
        buf_append_char(d->out, '>');
        xml_append_text(d->out, buf_str(&text), &d->scratch);
        buf_printf(d->out, "</%s>\n    ", m->element);
    } else {
        buf_append_cstr(d->out, "/>\n    ");
    }
    buf_free(&text);
}

struct test_case {
    struct str name, classname;
    int64_t duration_ns;
    const struct mishap *mishap; /* NULL: it passed */
};

static void put_case(struct draft *d, const struct test_case *t) {
    buf_append_cstr(d->out, "    <testcase");
    put_attribute(d, "name", t->name);
    put_attribute(d, "classname", t->classname);
    put_attribute(d, "time", format_seconds(d, t->duration_ns));
    if (!t->mishap) {
        buf_append_cstr(d->out, "/>\n");
        return;
    }
    buf_append_char(d->out, '>');
    put_mishap(d, t->mishap);
    buf_append_cstr(d->out, "</testcase>\n");
}

static void put_check(struct draft *d, const struct check *c) {
    static const char *const elements[] = {
        [VERDICT_PASS] = NULL,
        [VERDICT_FAIL] = "failure",
        [VERDICT_WAIVED] = "skipped",
        [VERDICT_INCONCLUSIVE] = "error",
        [VERDICT_NOT_APPLICABLE] = "skipped",
    };
    const struct result *r = d->result;
    const struct finding *finding = c->finding < r->finding_count ? &r->findings[c->finding] : NULL;
    struct mishap m = {
        .element = elements[c->verdict],
        .type = str_from(c->doubt == DOUBT_NONE ? verdict_name(c->verdict) : doubt_name(c->doubt)),
        .message = c->reason,
    };
    if (c->verdict == VERDICT_FAIL && finding) {
        m.type = finding->kind;
        m.message = finding->title;
        m.finding = finding;
    }
    put_case(
        d, &(struct test_case){
               .name = c->id, .classname = c->surface, .duration_ns = c->duration_ns, .mishap = m.element ? &m : NULL});
}

static void put_control(struct draft *d, const struct control *c) {
    struct mishap m = {.element = "error", .type = STR("control"), .message = c->reason, .exchange = c->exchange};
    put_case(d, &(struct test_case){.name = c->id,
                                    .classname = STR("controls"),
                                    .duration_ns = c->exchange ? c->exchange->total_ns : 0,
                                    .mishap = c->passed ? NULL : &m});
}

static size_t count_failed_controls(const struct result *r) {
    size_t count = 0;
    for (size_t i = 0; i < r->control_count; i++)
        count += r->controls[i].passed ? 0 : 1;
    return count;
}

static void put_properties(struct draft *d) {
    const struct result *r = d->result;
    buf_append_cstr(d->out, "    <properties>\n");
    put_property(d, "nonesuch", draft_tool_version(d));
    put_property(d, "run", r->run_id);
    put_property(d, "seed", r->seed);
    put_property(d, "target", r->target);
    put_property(d, "environment", r->environment);
    put_property(d, "options", r->options);
    put_property(d, "verdict", str_from(verdict_name(result_verdict(r))));
    put_property(d, "surfaces declared", str_printf(&d->scratch, "%zu", r->surfaces_declared));
    put_property(d, "surfaces exercised", str_printf(&d->scratch, "%zu", r->surfaces_exercised));
    put_property(d, "requests", str_printf(&d->scratch, "%zu", r->ledger.requests));
    buf_append_cstr(d->out, "    </properties>\n");
}

static void put_not_judged(struct draft *d) {
    const struct result *r = d->result;
    if (r->not_judged_count == 0)
        return;
    buf_append_cstr(d->out, "    <system-out>");
    for (size_t i = 0; i < r->not_judged_count; i++) {
        buf_append_cstr(d->out, "not judged: ");
        xml_append_text(d->out, draft_clean(d, r->not_judged[i]), &d->scratch);
        buf_append_char(d->out, '\n');
    }
    buf_append_cstr(d->out, "</system-out>\n");
}

static void put_pack_suite(struct draft *d, const struct verdict_counts *counts) {
    const struct result *r = d->result;
    buf_append_cstr(d->out, "  <testsuite");
    put_attribute(d, "name", r->pack);
    put_count(d, "tests", r->check_count);
    put_count(d, "failures", counts->fail);
    put_count(d, "errors", counts->inconclusive);
    put_count(d, "skipped", counts->waived + counts->not_applicable);
    put_attribute(d, "time", format_seconds(d, r->duration_ns));
    put_attribute(d, "timestamp", r->started);
    buf_append_cstr(d->out, ">\n");
    put_properties(d);
    for (size_t i = 0; i < r->check_count; i++)
        put_check(d, &r->checks[i]);
    put_not_judged(d);
    buf_append_cstr(d->out, "  </testsuite>\n");
}

static void put_control_suite(struct draft *d) {
    const struct result *r = d->result;
    if (r->control_count == 0)
        return;
    buf_append_cstr(d->out, "  <testsuite name=\"controls\"");
    put_count(d, "tests", r->control_count);
    put_count(d, "failures", 0);
    put_count(d, "errors", count_failed_controls(r));
    put_count(d, "skipped", 0);
    buf_append_cstr(d->out, ">\n");
    for (size_t i = 0; i < r->control_count; i++)
        put_control(d, &r->controls[i]);
    buf_append_cstr(d->out, "  </testsuite>\n");
}

void report_write_junit(const struct result *r, const struct report_options *o, struct buf *out) {
    struct draft d = {.result = r, .options = o, .out = out};
    struct verdict_counts counts = result_count(r);
    buf_append_cstr(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"nonesuch\"");
    put_count(&d, "tests", r->check_count + r->control_count);
    put_count(&d, "failures", counts.fail);
    put_count(&d, "errors", counts.inconclusive + count_failed_controls(r));
    put_attribute(&d, "time", format_seconds(&d, r->duration_ns));
    buf_append_cstr(out, ">\n");
    put_pack_suite(&d, &counts);
    put_control_suite(&d);
    buf_append_cstr(out, "</testsuites>\n");
    arena_free(&d.scratch);
}
