/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of report_read.h, over the golden reports. */
/* modules: report golden */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "file.h"
#include "golden_results.h"
#include "limits.h"
#include "report.h"
#include "report_read.h"

static struct str golden_text(struct arena *a, const char *name) {
    struct str text = STR("");
    struct fault f = {0};
    const char *path = arena_printf(a, "%s/reports/golden/%s/report.json", NONESUCH_SOURCE_DIR, name);
    if (file_read(path, LIMIT_REPORT_BYTES, a, &text, &f) != RC_OK)
        fail_msg("%s", f.text);
    return text;
}

static struct result read_golden(struct arena *a, const char *name) {
    struct result r = {0};
    struct fault f = {0};
    if (report_read(golden_text(a, name), name, a, &r, &f) != RC_OK)
        fail_msg("%s: %s: %s", name, f.pointer, f.text);
    return r;
}

static void report_read__written_again_it_is_the_same(void **state) {
    (void)state;
    static const char *const names[] = {"pass", "findings", "hostile", "campaign"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct arena a = {0};
        struct result r = read_golden(&a, names[i]);
        struct report_options options = {0};
        struct buf out;
        buf_init(&out, LIMIT_REPORT_BYTES);
        report_write_json(&r, &options, &out);
        if (!str_eq(buf_str(&out), golden_text(&a, names[i])))
            fail_msg("%s is another report", names[i]);
        buf_free(&out);
        arena_free(&a);
    }
}

static void report_read__what_is_added_is_kept(void **state) {
    (void)state;
    struct arena a = {0};
    struct result r = read_golden(&a, "findings"), again;
    struct waiver_note waiver = {.what = STR("x status"), .state = WAIVER_EXPIRED, .owner = STR("a"), .findings = 2};
    struct fixed_finding fixed = {.fingerprint = STR("0123456789abcdef"), .title = STR("gone")};
    struct report_options options = {0};
    struct buf out;
    buf_init(&out, LIMIT_REPORT_BYTES);
    r.shard = (struct shard){.index = 2, .count = 3, .checks_planned = 40};
    r.checks[1].position = 7;
    r.findings[0].novelty = NOVELTY_KNOWN;
    r.waivers = &waiver;
    r.has_baseline = true;
    r.fixed = &fixed;
    r.waiver_count = r.fixed_count = 1;
    report_write_json(&r, &options, &out);
    assert_int_equal(report_read(buf_str(&out), "x", &a, &again, NULL), RC_OK);
    assert_true(again.shard.index == 2 && again.shard.count == 3 && again.shard.checks_planned == 40);
    assert_true(again.checks[1].position == 7 && again.findings[0].novelty == NOVELTY_KNOWN);
    assert_true(again.waivers[0].state == WAIVER_EXPIRED && again.waivers[0].findings == 2);
    assert_true(again.has_baseline && str_eq(again.fixed[0].title, STR("gone")));
    buf_free(&out);
    arena_free(&a);
}

static void report_read__restores_what_was_made_up(void **state) {
    (void)state;
    struct arena a = {0};
    struct result r = read_golden(&a, "campaign");
    const struct made_up_body *b = &r.findings[0].made_up;
    assert_true(b->is_there && str_contains(b->text, STR("\"@@REF1@@\"")));
    assert_true(str_eq(b->envelope, STR("plain")) && str_eq(b->address, STR("rpc.message_send.task_id")));
    assert_int_equal(b->reference_count, 2);
    assert_true(str_eq(b->references[0].text, STR("@@REF1@@")) && str_eq(b->references[0].field, STR("task.id")));
    assert_true(!b->references[0].is_own && b->references[1].is_own);
    assert_false(read_golden(&a, "findings").findings[0].made_up.is_there);
    arena_free(&a);
}

/* Whatever bytes a body has, it is sent again as it was; without what was taken out of it, it would be another one. */
static void report_read__a_made_up_body_comes_back_byte_for_byte_or_not_at_all(void **state) {
    (void)state;
    static const struct {
        struct str body;
        bool is_kept;
    } rows[] = {{STR("{\"a\":\"\\ud800\"}"), true}, {STR("a\0b\x7f\xe2\x82\xac"), true},
                {STR("\xff\xfe{\0}\0"), true},      {STR("{\"a\":\"pass-word-1\"}"), false},
                {STR("\xffpass-word-1"), false},    {STR(""), true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena a = {0};
        struct result r = read_golden(&a, "campaign"), again;
        struct redactor redactor;
        redactor_init(&redactor, &a);
        redactor_add(&redactor, STR("pass-word-1"));
        struct report_options options = {.redactor = &redactor};
        struct buf out;
        buf_init(&out, LIMIT_REPORT_BYTES);
        r.findings[0].made_up.text = rows[i].body;
        report_write_json(&r, &options, &out);
        assert_int_equal(report_read(buf_str(&out), "x", &a, &again, NULL), RC_OK);
        assert_int_equal(again.findings[0].made_up.is_there, rows[i].is_kept);
        assert_true(!rows[i].is_kept || str_eq(again.findings[0].made_up.text, rows[i].body));
        buf_free(&out);
        arena_free(&a);
    }
}

static void report_read__restores_the_evidence(void **state) {
    (void)state;
    struct arena a = {0};
    struct result r = read_golden(&a, "findings");
    const struct exchange *x = r.findings[0].sides[0].exchange;
    assert_non_null(x);
    assert_non_null(x->request);
    assert_true(x->status >= 200 && x->line_count > 0 && x->request->header_count > 0);
    assert_true(x->lines[0].name.len > 0 && x->lines[0].value.len > 0);
    arena_free(&a);
}

static void report_read__restores_the_times(void **state) {
    (void)state;
    struct arena a = {0};
    struct result r = read_golden(&a, "findings");
    const struct evidence *sides = r.findings[0].sides;
    assert_int_equal(sides[0].first_byte_count, 4);
    assert_int_equal(sides[1].first_byte_count, 4);
    assert_true(sides[0].first_byte_ns[0] == 1890000 && sides[1].first_byte_ns[3] == 705000);
    assert_int_equal(r.findings[3].sides[0].first_byte_count, 0);
    arena_free(&a);
}

/* The page is drawn from what the JSON holds. */
static void report_read__converts_to_the_same_picture(void **state) {
    (void)state;
    struct arena a = {0};
    struct result built, read = read_golden(&a, "findings");
    struct report_options options = {0};
    struct buf pages[2];
    golden_build_findings(&a, &built);
    const struct result *results[] = {&built, &read};
    for (size_t i = 0; i < 2; i++) {
        buf_init(&pages[i], LIMIT_REPORT_BYTES);
        report_write_html(results[i], &options, &pages[i]);
    }
    struct str whole[] = {buf_str(&pages[0]), buf_str(&pages[1])};
    size_t count = 0;
    for (ptrdiff_t at[2] = {-1, -1}; (at[0] = str_find(whole[0], STR("<figure"), (size_t)(at[0] + 1))) >= 0; count++) {
        at[1] = str_find(whole[1], STR("<figure"), (size_t)(at[1] + 1));
        assert_true(at[1] >= 0);
        ptrdiff_t end = str_find(whole[0], STR("</figure>"), (size_t)at[0]);
        struct str picture = str_sub(whole[0], (size_t)at[0], (size_t)(end - at[0]));
        assert_true(str_starts_with(str_from_index(whole[1], (size_t)at[1]), picture));
    }
    assert_int_equal(count, 3);
    buf_free(&pages[0]);
    buf_free(&pages[1]);
    arena_free(&a);
}

static void report_read__refuses_too_many_times(void **state) {
    (void)state;
    struct arena a = {0};
    struct result r;
    struct fault f = {0};
    struct str times = STR("1");
    for (size_t i = 0; i < LIMIT_EVIDENCE_TIMES; i++)
        times = str_printf(&a, "%.*s,1", STR_ARG(times));
    struct str text = golden_text(&a, "findings");
    text =
        str_replace(&a, text, STR("\"first_byte_ns\": ["), str_printf(&a, "\"first_byte_ns\": [%.*s,", STR_ARG(times)));
    assert_int_equal(report_read(text, "x.json", &a, &r, &f), RC_CONFIG);
    assert_string_equal(f.pointer, "/findings/0/evidence/0/first_byte_ns");
    arena_free(&a);
}

static void report_read__refuses_too_many_references(void **state) {
    (void)state;
    struct arena a = {0};
    struct fault f = {0};
    struct result r = read_golden(&a, "campaign");
    struct report_options options = {0};
    struct buf out;
    buf_init(&out, LIMIT_REPORT_BYTES);
    struct body_reference many[LIMIT_MADE_UP_REFERENCES + 1] = {{.text = STR("x")}};
    r.findings[0].made_up.references = many;
    r.findings[0].made_up.reference_count = LIMIT_MADE_UP_REFERENCES + 1;
    report_write_json(&r, &options, &out);
    assert_int_equal(report_read(buf_str(&out), "x", &a, &r, &f), RC_CONFIG);
    assert_non_null(strstr(f.pointer, "made_up"));
    buf_free(&out);
    arena_free(&a);
}

static void report_read__refuses_what_is_no_report(void **state) {
    (void)state;
    static const struct {
        const char *name, *from, *to, *pointer;
        enum rc rc;
    } rows[] = {
        {"another format", "nonesuch-report/1", "nonesuch-report/2", "", RC_CONFIG},
        {"no JSON", "\"schema\"", "schema", "", RC_PARSE},
        {"checks are missing", "\"checks\": [", "\"chekcs\": [", "", RC_CONFIG},
        {"a count is text", "\"groups\": 2", "\"groups\": \"2\"", "/checks/0/groups", RC_CONFIG},
        {"a negative count", "\"groups\": 2", "\"groups\": -2", "/checks/0/groups", RC_CONFIG},
        {"an unknown verdict", "\"verdict\": \"pass\",\n      \"doubt\"", "\"verdict\": \"fine\",\n      \"doubt\"",
         "/checks/0/verdict", RC_CONFIG},
        {"a finding that is not there", "\"finding\": null", "\"finding\": \"0\"", "/checks/0/finding", RC_CONFIG},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena a = {0};
        struct result r;
        struct fault f = {0};
        struct str text = golden_text(&a, "pass");
        ptrdiff_t at = str_find(text, str_from(rows[i].from), 0);
        assert_true(at >= 0);
        struct str rest = str_from_index(text, (size_t)at + str_from(rows[i].from).len);
        text = str_printf(&a, "%.*s%s%.*s", (int)at, text.data, rows[i].to, STR_ARG(rest));
        enum rc rc = report_read(text, "x.json", &a, &r, &f);
        bool has_place = rows[i].rc == RC_PARSE || str_eq(str_from(f.pointer), str_from(rows[i].pointer));
        if (rc != rows[i].rc || !has_place || !str_eq(str_from(f.file), STR("x.json")))
            fail_msg("%s: %d %s: %s", rows[i].name, rc, f.pointer, f.text);
        arena_free(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(report_read__written_again_it_is_the_same),
        cmocka_unit_test(report_read__what_is_added_is_kept),
        cmocka_unit_test(report_read__restores_what_was_made_up),
        cmocka_unit_test(report_read__a_made_up_body_comes_back_byte_for_byte_or_not_at_all),
        cmocka_unit_test(report_read__refuses_too_many_references),
        cmocka_unit_test(report_read__restores_the_evidence),
        cmocka_unit_test(report_read__restores_the_times),
        cmocka_unit_test(report_read__converts_to_the_same_picture),
        cmocka_unit_test(report_read__refuses_too_many_times),
        cmocka_unit_test(report_read__refuses_what_is_no_report),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
