/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of report.h: the reports of fixed results, byte for byte, in reports/golden. NONESUCH_UPDATE_GOLDEN=1 writes
 * them anew (then read the difference before it is kept). */
/* modules: report golden */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "golden_results.h"
#include "limits.h"
#include "parse.h"
#include "report.h"
#include "schema.h"

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
    const struct report_writer *writer = report_find(str_from(format));
    assert_non_null(writer);
    buf_clear(&b->out);
    writer->write(&b->result, &b->options, &b->out);
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

static void compare_with_file(struct bench *b, const char *path, struct str report) {
    struct fault f = {0};
    struct str expected;
    if (getenv("NONESUCH_UPDATE_GOLDEN")) {
        assert_int_equal(file_write_atomic(path, report, /* is_private = */ false, &f), RC_OK);
        return;
    }
    if (file_read(path, LIMIT_REPORT_BYTES, &b->arena, &expected, &f) != RC_OK)
        fail_msg("%s", f.text);
    if (str_eq(expected, report))
        return;
    size_t at = 0;
    while (at < expected.len && at < report.len && expected.data[at] == report.data[at])
        at++;
    struct str line = str_sub(report, at, 120);
    fail_msg("%s: the report differs from byte %zu on: %.*s", path, at, STR_ARG(line));
}

static void check_golden(struct bench *b, const char *name) {
    static const struct {
        const char *format, *file;
    } files[] = {{"json", "report.json"},     {"junit", "junit.xml"},    {"console", "console.txt"},
                 {"ndjson", "report.ndjson"}, {"sarif", "report.sarif"}, {"tap", "report.tap"},
                 {"markdown", "report.md"},   {"har", "report.har"},     {"curl", "replay.txt"},
                 {"html", "report.html"}};
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        char *path = arena_printf(&b->arena, "%s/reports/golden/%s/%s", NONESUCH_SOURCE_DIR, name, files[i].file);
        compare_with_file(b, path, write_report(b, files[i].format));
    }
}

static void report__pass_is_as_golden(void **state) {
    struct bench *b = *state;
    golden_build_pass(&b->arena, &b->result);
    check_golden(b, "pass");
}

static void report__findings_are_as_golden(void **state) {
    struct bench *b = *state;
    golden_build_findings(&b->arena, &b->result);
    check_golden(b, "findings");
}

static void report__hostile_is_as_golden(void **state) {
    struct bench *b = *state;
    golden_build_hostile(&b->arena, &b->result);
    check_golden(b, "hostile");
}

static void report__a_campaign_is_as_golden(void **state) {
    struct bench *b = *state;
    golden_build_campaign(&b->arena, &b->result);
    check_golden(b, "campaign");
}

static void report__json_follows_its_schema(void **state) {
    static void (*const builds[])(struct arena *, struct result *) = {golden_build_pass, golden_build_findings,
                                                                      golden_build_hostile, golden_build_campaign};
    struct bench *b = *state;
    struct fault f = {0};
    struct value *schema, *document;
    const char *path = NONESUCH_SOURCE_DIR "/reports/schema/report-1.schema.json";
    assert_int_equal(parse_file(path, &b->arena, &schema, &f), RC_OK);
    for (size_t i = 0; i < sizeof(builds) / sizeof(*builds); i++) {
        builds[i](&b->arena, &b->result);
        assert_int_equal(parse_json(write_report(b, "json"), &b->arena, &document, &f), RC_OK);
        if (schema_check(schema, document, &f) != RC_OK)
            fail_msg("%s: %s", f.pointer, f.text);
    }
}

static void report__no_format_shows_a_secret(void **state) {
    static const char *const formats[] = {"json", "junit",    "console", "ndjson", "sarif",
                                          "tap",  "markdown", "har",     "curl",   "html"};
    struct bench *b = *state;
    golden_build_hostile(&b->arena, &b->result);
    b->options.is_verbose = true;
    b->options.keep_raw = true;
    for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
        struct str report = write_report(b, formats[i]);
        assert_false(str_contains(report, STR(GOLDEN_SECRET)));
        assert_false(str_contains(report, STR("key-of-mallory-42")));
    }
}

static void report__successful_bodies_are_kept_on_demand_only(void **state) {
    struct bench *b = *state;
    golden_build_findings(&b->arena, &b->result);
    b->result.finding_count = 1;
    assert_lacks(write_report(b, "json"), "canary-of-owner");
    assert_lacks(write_report(b, "junit"), "canary-of-owner");
    b->options.keep_raw = true;
    assert_has(write_report(b, "json"), "canary-of-owner");
    assert_has(write_report(b, "junit"), "canary-of-owner");
}

static void report__a_big_body_is_cut_and_named(void **state) {
    struct bench *b = *state;
    golden_build_hostile(&b->arena, &b->result);
    struct str json = write_report(b, "json");
    assert_has(json, "\"bytes\": 1048576");
    assert_true(json.len < 2 * (64u << 10));
    struct str junit = write_report(b, "junit");
    assert_has(junit, "[cut: 1048576 bytes in all, sha256 ");
    assert_true(junit.len < 4 * (8u << 10));
}

static void report__junit_counts_add_up(void **state) {
    struct bench *b = *state;
    golden_build_findings(&b->arena, &b->result);
    struct str junit = write_report(b, "junit");
    assert_has(junit, "<testsuites name=\"nonesuch\" tests=\"13\" failures=\"5\" errors=\"6\" time=\"6.100\">");
    assert_has(junit,
               "<testsuite name=\"agentex\" tests=\"11\" failures=\"5\" errors=\"5\" skipped=\"0\" time=\"6.100\"");
    assert_has(junit, "<testsuite name=\"controls\" tests=\"2\" failures=\"0\" errors=\"1\" skipped=\"0\">");
    golden_build_pass(&b->arena, &b->result);
    assert_has(write_report(b, "junit"), "tests=\"3\" failures=\"0\" errors=\"0\" skipped=\"2\"");
}

static void report__console_is_quiet_on_demand(void **state) {
    struct bench *b = *state;
    golden_build_pass(&b->arena, &b->result);
    b->options.is_quiet = true;
    assert_string_equal(
        write_report(b, "console").data,
        "3 checks: 1 passed, 0 failed, 0 inconclusive, 1 waived, 1 not applicable in 6.1 s, 8 214 requests, "
        "seed 7f3a00000000c0de\n");
}

static void report__console_tells_all_on_demand(void **state) {
    struct bench *b = *state;
    golden_build_pass(&b->arena, &b->result);
    b->options.is_verbose = true;
    struct str report = write_report(b, "console");
    assert_has(report,
               "pass            agentex/get.tasks.by_id/mallory/plain/nondisclosure  2 groups, 8 requests, 12 ms\n");
    assert_has(report, "control held    heartbeat/mallory\n");
    assert_has(report, "learned         header:x-request-id varies: ‹32 hex digits› (2048 answers)\n");
}

static void report__console_marks_with_color_on_demand(void **state) {
    struct bench *b = *state;
    golden_build_findings(&b->arena, &b->result);
    assert_false(str_contains(write_report(b, "console"), STR("\033")));
    b->options.use_color = true;
    struct str report = write_report(b, "console");
    assert_has(report, "HTTP/1.1 \033[1;7m");
    assert_lacks(report, "‹");
}

static void report__a_finding_takes_five_lines_at_most(void **state) {
    struct bench *b = *state;
    golden_build_hostile(&b->arena, &b->result);
    struct str rest = write_report(b, "console");
    size_t lines = 0;
    while (str_cut(&rest, '\n').len > 0)
        lines++;
    assert_int_equal(lines, 5);
}

static void report__a_ceiling_cuts_and_says_so(void **state) {
    struct bench *b = *state;
    struct buf small;
    buf_init(&small, 100);
    golden_build_findings(&b->arena, &b->result);
    report_write_json(&b->result, &b->options, &small);
    assert_true(small.truncated);
    buf_free(&small);
}

static void report_find__knows_its_formats_alone(void **state) {
    (void)state;
    assert_ptr_equal(report_find(STR("junit"))->write, report_write_junit);
    assert_null(report_find(STR("pdf")));
    assert_null(report_find(STR_NONE));
}

#define WITH_BENCH(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_BENCH(report__pass_is_as_golden),
        WITH_BENCH(report__findings_are_as_golden),
        WITH_BENCH(report__hostile_is_as_golden),
        WITH_BENCH(report__a_campaign_is_as_golden),
        WITH_BENCH(report__json_follows_its_schema),
        WITH_BENCH(report__no_format_shows_a_secret),
        WITH_BENCH(report__successful_bodies_are_kept_on_demand_only),
        WITH_BENCH(report__a_big_body_is_cut_and_named),
        WITH_BENCH(report__junit_counts_add_up),
        WITH_BENCH(report__console_is_quiet_on_demand),
        WITH_BENCH(report__console_tells_all_on_demand),
        WITH_BENCH(report__console_marks_with_color_on_demand),
        WITH_BENCH(report__a_finding_takes_five_lines_at_most),
        WITH_BENCH(report__a_ceiling_cuts_and_says_so),
        cmocka_unit_test(report_find__knows_its_formats_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
