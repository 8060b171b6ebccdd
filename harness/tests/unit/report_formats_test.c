/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of report.h: what the golden reports of SARIF, Markdown, TAP, HAR, NDJSON and the script do not show. */
/* modules: report golden */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "golden_results.h"
#include "limits.h"
#include "parse.h"
#include "report.h"
#include "rows.h"

#define MANY 500

struct bench {
    struct arena arena;
    struct redactor redactor;
    struct report_options options;
    struct result result;
    struct buf out;
};

static int start(void **state) {
    struct bench *b = calloc(1, sizeof(*b));
    if (!b)
        return -1;
    redactor_init(&b->redactor, &b->arena);
    redactor_add(&b->redactor, STR(GOLDEN_SECRET));
    b->options.redactor = &b->redactor;
    buf_init(&b->out, LIMIT_REPORT_BYTES);
    golden_build_findings(&b->arena, &b->result);
    *state = b;
    return 0;
}

static int stop(void **state) {
    struct bench *b = *state;
    buf_free(&b->out);
    arena_free(&b->arena);
    free(b);
    return 0;
}

static struct str write_report(struct bench *b, const char *format) {
    buf_clear(&b->out);
    report_find(str_from(format))->write(&b->result, &b->options, &b->out);
    assert_false(b->out.truncated);
    return buf_str(&b->out);
}

static void assert_has(struct str report, const char *part) {
    if (!str_contains(report, str_from(part)))
        fail_msg("\"%s\" is missing in:\n%.*s", part, STR_ARG(report));
}

static void assert_lacks(struct str report, const char *part) {
    if (str_contains(report, str_from(part)))
        fail_msg("\"%s\" stands in:\n%.*s", part, STR_ARG(report));
}

static struct value *parse(struct bench *b, struct str json) {
    struct value *document;
    struct fault f = {0};
    if (parse_json(json, &b->arena, &document, &f) != RC_OK)
        fail_msg("%s", f.text);
    return document;
}

static void assert_string(const struct value *document, const char *pointer, const char *want) {
    const struct value *v = value_point(document, str_from(pointer));
    if (!value_is(v, VALUE_STRING))
        fail_msg("no string at %s", pointer);
    row_str(pointer, v->string, want);
}

static void sarif__is_located_in_the_file_of_the_pack(void **state) {
    static const struct {
        const char *path, *uri;
    } rows[] = {
        {"", "scenarios/agentex/pack.yaml"},
        {"packs/mine.yaml", "packs/mine.yaml"},
        {"./packs/my pack.yaml", "packs/my%20pack.yaml"},
        {"/srv/a:b/pack.yaml", "file:///srv/a%3Ab/pack.yaml"},
    };
    struct bench *b = *state;
    for (size_t i = 0; i < ROWS(rows); i++) {
        b->options.pack_file = str_from(rows[i].path);
        assert_string(parse(b, write_report(b, "sarif")),
                      "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", rows[i].uri);
    }
}

static void sarif__points_to_the_line_of_the_surface(void **state) {
    struct bench *b = *state;
    b->result.findings[0].line = 417;
    struct value *report = parse(b, write_report(b, "sarif"));
    const struct value *line =
        value_point(report, STR("/runs/0/results/0/locations/0/physicalLocation/region/startLine"));
    row_int("known", line->integer, 417);
    line = value_point(report, STR("/runs/0/results/1/locations/0/physicalLocation/region/startLine"));
    row_int("not known", line->integer, 1);
}

static void sarif__names_no_file_where_there_is_none(void **state) {
    struct bench *b = *state;
    b->result.pack = STR("probe");
    struct value *report = parse(b, write_report(b, "sarif"));
    assert_null(value_point(report, STR("/runs/0/results/0/locations/0/physicalLocation")));
    assert_string(report, "/runs/0/results/0/locations/0/logicalLocations/0/name", "get.tasks.by_id");
}

static void sarif__says_what_is_new_against_a_baseline(void **state) {
    struct bench *b = *state;
    assert_null(value_point(parse(b, write_report(b, "sarif")), STR("/runs/0/results/0/baselineState")));
    b->result.findings[0].novelty = NOVELTY_NEW;
    b->result.findings[1].novelty = NOVELTY_KNOWN;
    struct value *report = parse(b, write_report(b, "sarif"));
    assert_string(report, "/runs/0/results/0/baselineState", "new");
    assert_string(report, "/runs/0/results/1/baselineState", "unchanged");
}

static void sarif__escapes_what_a_message_means_otherwise(void **state) {
    struct bench *b = *state;
    b->result.findings[0].title = STR("[x](y) {0} \\");
    b->result.findings[0].left = STR("{\"a\": 1}");
    assert_string(parse(b, write_report(b, "sarif")), "/runs/0/results/0/message/text",
                  "\\[x\\](y) {{0}} \\\\. Seen by mallory at get.tasks.by_id in 4 of 4 answers.");
}

static void sarif__suppresses_a_waived_finding(void **state) {
    struct bench *b = *state;
    b->result.checks[0].verdict = VERDICT_WAIVED;
    b->result.checks[0].reason = STR("waived by ops until 2027-01-01");
    struct value *report = parse(b, write_report(b, "sarif"));
    assert_string(report, "/runs/0/results/0/suppressions/0/justification", "waived by ops until 2027-01-01");
    assert_null(value_point(report, STR("/runs/0/results/1/suppressions/0")));
}

static void sarif__takes_a_kind_that_it_does_not_know(void **state) {
    struct bench *b = *state;
    b->result.findings[0].kind = STR("smell");
    b->result.findings[0].cwe = 1;
    struct value *report = parse(b, write_report(b, "sarif"));
    assert_string(report, "/runs/0/results/0/ruleId", "smell");
    assert_null(value_point(report, STR("/runs/0/results/0/ruleIndex")));
    assert_null(value_point(report, STR("/runs/0/results/0/taxa")));
}

static void ndjson__is_an_object_a_line(void **state) {
    struct bench *b = *state;
    struct str rest = write_report(b, "ndjson");
    size_t lines = 0;
    for (; rest.len > 0; lines++) {
        struct value *event = parse(b, str_cut(&rest, '\n'));
        assert_true(value_is(value_get_c(event, "event"), VALUE_STRING));
        if (str_eq(value_get_c(event, "event")->string, STR("check")))
            assert_null(value_get_c(event, "finding"));
    }
    row_int("lines", (int64_t)lines, 1 + 2 + 11 + 4 + 2 + 2 + 1);
}

static void ndjson__findings_name_their_checks(void **state) {
    struct bench *b = *state;
    assert_has(write_report(b, "ndjson"), "\"checks\":[\"agentex/delete.tasks.by_name/mallory/plain/nondisclosure\","
                                          "\"agentex/delete.tasks.by_name/nick/plain/nondisclosure\"]}\n");
}

static size_t count_lines(struct str report) {
    size_t lines = 0;
    for (size_t i = 0; i < report.len; i++)
        lines += report.data[i] == '\n' ? 1 : 0;
    return lines;
}

/* Many findings, failed controls, doubts for many reasons and sentences. */
static void multiply(struct bench *b) {
    struct result *r = &b->result;
    struct finding finding = r->findings[0];
    struct check check = r->checks[5];
    struct control control = r->controls[1];
    r->findings = ARENA_ARRAY(&b->arena, struct finding, MANY);
    r->checks = ARENA_ARRAY(&b->arena, struct check, MANY);
    r->controls = ARENA_ARRAY(&b->arena, struct control, MANY);
    r->not_judged = ARENA_ARRAY(&b->arena, struct str, MANY);
    for (size_t i = 0; i < MANY; i++) {
        r->findings[i] = finding;
        check.reason = str_printf(&b->arena, "reason %zu", i);
        r->checks[i] = check;
        r->controls[i] = control;
        r->not_judged[i] = check.reason;
    }
    r->finding_count = r->check_count = r->control_count = r->not_judged_count = MANY;
}

static void markdown__fits_on_60_lines(void **state) {
    struct bench *b = *state;
    multiply(b);
    struct str report = write_report(b, "markdown");
    row_int("lines", (int64_t)count_lines(report), 60);
    assert_has(report, "### Findings (500)\n");
    assert_has(report, "\n… and 480 findings more\n");
    assert_has(report, "\n… and 496 controls more\n");
    assert_has(report, "\n… and 496 checks more\n");
    assert_has(report, "\n… and 497 sentences more\n");
}

static void markdown__fits_on_60_lines_with_a_campaign(void **state) {
    struct bench *b = *state;
    multiply(b);
    struct conformance *c = &b->result.campaign.conformance;
    b->result.campaign.is_there = true;
    *c = (struct conformance){.is_compared = true, .otherwise = 100 * CONFORMANCE_KINDS};
    c->kinds = ARENA_ARRAY(&b->arena, struct conformance_kind, CONFORMANCE_KINDS);
    for (; c->kind_count < CONFORMANCE_KINDS; c->kind_count++)
        c->kinds[c->kind_count] = (struct conformance_kind){
            .reading = CONFORMANCE_WELL_FORMED, .subject = STR("task/cancel"), .bodies = 100, .example = STR("[|]")};
    struct str report = write_report(b, "markdown");
    row_int("lines", (int64_t)count_lines(report), 60);
    assert_has(report, ", 2 400 otherwise in 24 kinds\n");
    assert_has(report, "| a well-formed task/cancel | refused, 0 | <code>&#91;&#124;&#93;</code> | 100 |\n");
}

static void html__says_why_nothing_is_compared(void **state) {
    struct bench *b = *state;
    golden_build_campaign(&b->arena, &b->result);
    b->result.campaign.conformance = (struct conformance){.why_not = STR("the reference does not know <x>")};
    assert_has(write_report(b, "html"), "<p>not compared: the reference does not know &lt;x&gt;. ");
    assert_has(write_report(b, "markdown"), "\nConformance: not compared: the reference does not know ");
    b->result.campaign.conformance = (struct conformance){0};
    assert_lacks(write_report(b, "html"), "Conformance");
    assert_lacks(write_report(b, "markdown"), "Conformance");
    assert_lacks(write_report(b, "json"), "conformance");
}

static void json__examples_are_clean_of_secrets(void **state) {
    struct bench *b = *state;
    golden_build_campaign(&b->arena, &b->result);
    b->result.campaign.conformance.kinds[0].example = STR("{\"a\":\"" GOLDEN_SECRET "\",}");
    assert_lacks(write_report(b, "json"), GOLDEN_SECRET);
    assert_lacks(write_report(b, "html"), GOLDEN_SECRET);
    assert_lacks(write_report(b, "markdown"), GOLDEN_SECRET);
}

static void markdown__takes_nothing_for_markup(void **state) {
    struct bench *b = *state;
    b->result.findings[0].title = STR("a|b <b> `c` *d* _e_ by_id [f](g) https://x www.y @z :smile: ~~ $1$ \\ &amp; #1");
    assert_has(
        write_report(b, "markdown"),
        "| a&#124;b &#60;b&#62; &#96;c&#96; &#42;d&#42; &#95;e&#95; by_id &#91;f&#93;(g) https&#58;//x www&#46;y "
        "&#64;z &#58;smile: &#126;&#126; &#36;1&#36; &#92; &#38;amp; &#35;1 |");
}

static void markdown__says_what_the_run_came_to(void **state) {
    struct bench *b = *state;
    assert_has(write_report(b, "markdown"), "## nonesuch: ❌ failed\n");
    golden_build_pass(&b->arena, &b->result);
    assert_has(write_report(b, "markdown"), "## nonesuch: ✅ passed\n");
    b->result.was_stopped = true;
    assert_has(write_report(b, "markdown"), "## nonesuch: ⚠️ inconclusive\n");
}

static void tap__inconclusive_is_never_a_pass(void **state) {
    struct bench *b = *state;
    struct str report = write_report(b, "tap");
    assert_has(report, "\nnot ok 8 - agentex/get.spans/mallory/plain/nondisclosure\n  ---\n");
    assert_lacks(report, "TODO");
    assert_lacks(report, "SKIP");
}

static void tap__waived_and_not_applicable_are_skipped(void **state) {
    struct bench *b = *state;
    golden_build_pass(&b->arena, &b->result);
    b->result.checks[1].reason = STR("waived: #7 \\ by ops");
    struct str report = write_report(b, "tap");
    assert_has(report, "\nok 2 - agentex/put.tasks.by_id/editor/plain/permission # SKIP waived: \\#7 \\\\ by ops\n");
    assert_has(report, "/authentication # SKIP the pack leaves HEAD out\n");
    assert_has(report, "\nok 7 - run/complete\n");
}

static void tap__an_empty_run_is_no_pass(void **state) {
    struct bench *b = *state;
    golden_build_pass(&b->arena, &b->result);
    b->result.check_count = b->result.control_count = 0;
    struct str report = write_report(b, "tap");
    assert_has(report, "\n1..1\n");
    assert_has(report, "not ok 1 - run/complete\n  ---\n  message: \"nothing was judged\"\n");
}

static void har__decodes_the_query_without_its_secrets(void **state) {
    struct bench *b = *state;
    struct exchange x = *b->result.findings[0].sides[0].exchange;
    struct request q = *x.request;
    q.url = STR("http://h/p?a=%20b&c&=&key=%73%33cr3t-0f-mallory#f=g");
    x.request = &q;
    b->result.findings[0].sides[0].exchange = &x;
    struct value *report = parse(b, write_report(b, "har"));
    assert_string(report, "/log/entries/0/request/queryString/0/value", " b");
    assert_string(report, "/log/entries/0/request/queryString/1/name", "c");
    assert_string(report, "/log/entries/0/request/queryString/2/value", "***");
    assert_null(value_point(report, STR("/log/entries/0/request/queryString/3")));
}

static void har__withholds_successful_bodies(void **state) {
    struct bench *b = *state;
    struct str report = write_report(b, "har");
    assert_has(report, "\"comment\": \"the body of a successful answer is withheld: 38 bytes in all, sha256 ");
    assert_lacks(report, "canary-of-owner\\\"");
}

static void har__says_why_there_is_no_answer(void **state) {
    struct bench *b = *state;
    b->result.findings[0].sides[0].exchange = b->result.controls[1].exchange;
    struct value *report = parse(b, write_report(b, "har"));
    assert_string(report, "/log/entries/0/response/_error", "timeout");
}

/* The first finding's first request is another. */
static void replace_request(struct bench *b, struct exchange *x, struct request *q) {
    *x = *b->result.findings[0].sides[0].exchange;
    *q = *x->request;
    x->request = q;
    b->result.findings[0].sides[0].exchange = x;
}

static void curl__pipes_what_no_argument_can_hold(void **state) {
    struct bench *b = *state;
    struct exchange x;
    struct request q;
    replace_request(b, &x, &q);
    q.method = STR("POST");
    q.body = STR("a\0b");
    q.has_body = true;
    struct str report = write_report(b, "curl");
    assert_has(report, "    printf 'a\\000b' |\n    send -X 'POST' \\\n");
    assert_has(report,
               "-H 'Content-Type: application/json' \\\n        -H 'Expect:' \\\n        --data-binary @- \\\n");
}

static void curl__sends_an_empty_body_where_the_run_does(void **state) {
    struct bench *b = *state;
    struct exchange x;
    struct request q;
    replace_request(b, &x, &q);
    q.method = STR("PUT");
    assert_has(write_report(b, "curl"), "-H 'Content-Type:' \\\n        -H 'Expect:' \\\n        --data-raw '' \\\n");
}

static void curl__names_what_it_cannot_send(void **state) {
    static const struct str urls[] = {STR("http://h/\0"), STR("@/etc/passwd"), STR("file:///etc/passwd"), STR("")};
    struct bench *b = *state;
    struct exchange x;
    struct request q;
    replace_request(b, &x, &q);
    for (size_t i = 0; i < ROWS(urls); i++) {
        q.url = urls[i];
        struct str report = write_report(b, "curl");
        assert_has(report, "'curl cannot send this request: it is in the JSON report'");
        assert_lacks(report, "passwd");
    }
}

static void curl__takes_the_owners_secret_for_his_requests(void **state) {
    struct bench *b = *state;
    b->result.findings[0].sides[1].label = STR("owner before");
    struct str report = write_report(b, "curl");
    assert_has(report, "    : \"${OWNER_X_API_KEY:?is not set: export it, the whole value of the header}\"\n");
    assert_has(report, "-H 'x-api-key: '\"$OWNER_X_API_KEY\" \\\n");
}

static void curl__says_that_nothing_was_found(void **state) {
    struct bench *b = *state;
    golden_build_pass(&b->arena, &b->result);
    struct str report = write_report(b, "curl");
    assert_true(str_ends_with(report, STR("\necho 'nothing was found'\n")));
    assert_lacks(report, "case");
}

static void report_at__names_an_option_for_each_format(void **state) {
    (void)state;
    for (int i = 0; i < REPORT_FORMAT_COUNT; i++) {
        const struct report_writer *w = report_at((enum report_format)i);
        assert_ptr_equal(report_find(str_from(w->name)), w);
        assert_non_null(w->option);
        assert_non_null(w->help);
    }
}

#define WITH_BENCH(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_BENCH(sarif__is_located_in_the_file_of_the_pack),
        WITH_BENCH(sarif__points_to_the_line_of_the_surface),
        WITH_BENCH(sarif__names_no_file_where_there_is_none),
        WITH_BENCH(sarif__says_what_is_new_against_a_baseline),
        WITH_BENCH(sarif__escapes_what_a_message_means_otherwise),
        WITH_BENCH(sarif__suppresses_a_waived_finding),
        WITH_BENCH(sarif__takes_a_kind_that_it_does_not_know),
        WITH_BENCH(ndjson__is_an_object_a_line),
        WITH_BENCH(ndjson__findings_name_their_checks),
        WITH_BENCH(markdown__fits_on_60_lines),
        WITH_BENCH(markdown__fits_on_60_lines_with_a_campaign),
        WITH_BENCH(html__says_why_nothing_is_compared),
        WITH_BENCH(json__examples_are_clean_of_secrets),
        WITH_BENCH(markdown__takes_nothing_for_markup),
        WITH_BENCH(markdown__says_what_the_run_came_to),
        WITH_BENCH(tap__inconclusive_is_never_a_pass),
        WITH_BENCH(tap__waived_and_not_applicable_are_skipped),
        WITH_BENCH(tap__an_empty_run_is_no_pass),
        WITH_BENCH(har__decodes_the_query_without_its_secrets),
        WITH_BENCH(har__withholds_successful_bodies),
        WITH_BENCH(har__says_why_there_is_no_answer),
        WITH_BENCH(curl__pipes_what_no_argument_can_hold),
        WITH_BENCH(curl__sends_an_empty_body_where_the_run_does),
        WITH_BENCH(curl__names_what_it_cannot_send),
        WITH_BENCH(curl__takes_the_owners_secret_for_his_requests),
        WITH_BENCH(curl__says_that_nothing_was_found),
        cmocka_unit_test(report_at__names_an_option_for_each_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
