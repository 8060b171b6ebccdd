/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of page.h: what the golden pages do not show. */
/* modules: report golden */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "golden_results.h"
#include "limits.h"
#include "page.h"
#include "parse.h"

struct bench {
    struct arena arena;
    struct redactor redactor;
    struct report_options options;
    struct result result;
    struct draft draft;
    struct buf out;
};

static int start(void **state) {
    struct bench *b = calloc(1, sizeof(*b));
    if (!b)
        return -1;
    redactor_init(&b->redactor, &b->arena);
    redactor_add(&b->redactor, STR(GOLDEN_SECRET));
    b->options.redactor = &b->redactor;
    b->draft = (struct draft){.result = &b->result, .options = &b->options, .out = &b->out};
    buf_init(&b->out, LIMIT_REPORT_BYTES);
    *state = b;
    return 0;
}

static int stop(void **state) {
    struct bench *b = *state;
    buf_free(&b->out);
    arena_free(&b->draft.scratch);
    arena_free(&b->arena);
    free(b);
    return 0;
}

static void assert_has(const struct buf *out, const char *part) {
    if (!str_contains(buf_str(out), str_from(part)))
        fail_msg("\"%s\" is missing in:\n%.*s", part, STR_ARG(buf_str(out)));
}

static void assert_lacks(const struct buf *out, const char *part) {
    if (str_contains(buf_str(out), str_from(part)))
        fail_msg("\"%s\" stands in:\n%.*s", part, STR_ARG(buf_str(out)));
}

static void page_put_findings__marks_both_answers(void **state) {
    struct bench *b = *state;
    golden_build_findings(&b->arena, &b->result);
    page_put_findings(&b->draft);
    assert_has(&b->out, "HTTP/1.1 <mark>403 Forbidden</mark>\n");
    assert_has(&b->out, "<mark>X-Owner: acme</mark>\n");
    assert_has(&b->out, "Task <span class=\"echo\" title=\"the own reference\">0e7a</span> not found");
    assert_has(&b->out, "<mark class=\"canary\" title=\"of another tenant\">canary-of-owner</mark>");
}

static void page_put_findings__withholds_successful_bodies(void **state) {
    struct bench *b = *state;
    golden_build_findings(&b->arena, &b->result);
    b->result.finding_count = 1;
    page_put_findings(&b->draft);
    assert_lacks(&b->out, "canary-of-owner");
    assert_has(&b->out, "The body of a successful answer is withheld: application/json, 38 bytes, sha256 ");
    b->options.keep_raw = true;
    buf_clear(&b->out);
    page_put_findings(&b->draft);
    assert_has(&b->out, "canary-of-owner");
}

static void page_put_findings__cuts_a_big_body_and_names_it(void **state) {
    struct bench *b = *state;
    golden_build_hostile(&b->arena, &b->result);
    page_put_findings(&b->draft);
    assert_has(&b->out, "Cut: 16 383 of 1 048 576 bytes, sha256 ");
    assert_true(b->out.len < (size_t)64 << 10);
}

static void page_put_findings__says_what_is_waived(void **state) {
    struct bench *b = *state;
    golden_build_findings(&b->arena, &b->result);
    b->result.checks[0].verdict = VERDICT_WAIVED;
    b->result.checks[0].reason = STR("waived by ops");
    page_put_findings(&b->draft);
    assert_has(&b->out, "<b class=\"chip waived\">waived</b>");
    assert_has(&b->out, "waived by ops");
}

static void page_put_findings__takes_noise_for_no_difference(void **state) {
    struct bench *b = *state;
    golden_build_many(&b->arena, &b->result);
    b->result.finding_count = 1;
    page_put_findings(&b->draft);
    assert_has(&b->out, "04:05:<span class=\"noise\" title=\"learned noise: varies by itself\">06</span> GMT");
}

/* The picture of one finding whose sides have these times. */
static void draw(struct bench *b, const int64_t *denied_ns, size_t denied_count, const int64_t *absent_ns,
                 size_t absent_count) {
    struct finding f = {
        .sides = {{.label = STR("denied"), .first_byte_ns = denied_ns, .first_byte_count = denied_count},
                  {.label = STR("absent"), .first_byte_ns = absent_ns, .first_byte_count = absent_count}}};
    buf_clear(&b->out);
    page_put_times(&b->draft, &f);
}

static size_t count_of(const struct buf *out, const char *part) {
    size_t count = 0;
    for (ptrdiff_t at = -1; (at = str_find(buf_str(out), str_from(part), (size_t)(at + 1))) >= 0;)
        count++;
    return count;
}

static void page_put_times__draws_both_sides_on_one_axis(void **state) {
    struct bench *b = *state;
    static const int64_t denied[] = {4000000, 1000000, 3000000}, absent[] = {500000, 700000};
    draw(b, denied, 3, absent, 2);
    assert_has(&b->out, "<p><b>denied</b> 3 answers, median 3.00 ms, from 1.00 ms to 4.00 ms</p>");
    assert_has(&b->out, "absent: 2 answers, median 600 µs, from 500 µs to 700 µs.\"");
    assert_has(&b->out, "<circle cx=\"98.5%\" cy=\"6.0\" r=\"4\"/><circle cx=\"25.8%\" cy=\"14.0\" r=\"4\"/>");
    assert_has(&b->out, "<text x=\"98.5%\" y=\"12\">4 ms</text>");
    assert_has(&b->out, "Times are shown, not judged.");
    assert_int_equal(count_of(&b->out, "<circle"), 5);
    assert_int_equal(count_of(&b->out, "class=\"median\""), 2);
}

static void page_put_times__of_nothing(void **state) {
    struct bench *b = *state;
    draw(b, NULL, 0, NULL, 0);
    assert_int_equal(b->out.len, 0);
}

static void page_put_times__of_one_sample(void **state) {
    struct bench *b = *state;
    static const int64_t time = 1234567;
    draw(b, NULL, 0, &time, 1);
    assert_has(&b->out, "<p><b>absent</b> 1 answer, 1.23 ms</p>");
    assert_has(&b->out, "cy=\"14.0\"");
    assert_lacks(&b->out, "denied");
    assert_int_equal(count_of(&b->out, "<svg class=\"band\""), 1);
}

/* Whatever a report says: every dot is inside, and no number is missing. */
static void page_put_times__of_any_times(void **state) {
    struct bench *b = *state;
    static const int64_t rows[][3] = {{0, 0, 0},
                                      {1, 1, 1},
                                      {-1, 0, 1},
                                      {INT64_MIN, 0, INT64_MAX},
                                      {INT64_MAX, INT64_MAX, INT64_MAX},
                                      {INT64_MIN, INT64_MIN, INT64_MIN},
                                      {999999, 1000000, 1000001},
                                      {0, 1, 9000000000000000000}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        draw(b, rows[i], 3, &rows[i][1], 1);
        assert_int_equal(count_of(&b->out, "<circle"), 4);
        assert_lacks(&b->out, "nan");
        assert_lacks(&b->out, "inf");
        assert_lacks(&b->out, "x=\"-");
    }
}

static void page_put_findings__shows_their_times(void **state) {
    struct bench *b = *state;
    golden_build_findings(&b->arena, &b->result);
    page_put_findings(&b->draft);
    assert_int_equal(count_of(&b->out, "<figure class=\"times\">"), 3);
    assert_has(&b->out, "<b>answer</b> 1 answer, 2.31 ms");
}

static void page_put_matrix__shows_the_worst_first(void **state) {
    struct bench *b = *state;
    golden_build_findings(&b->arena, &b->result);
    page_put_matrix(&b->draft);
    assert_has(&b->out, "<td class=\"fail\" title=\"1 fail\"><b>F</b> 1</td>");
    assert_has(&b->out, "<td class=\"inconclusive\" title=\"1 inconclusive\"><b>I</b> 1</td>");
    struct str page = buf_str(&b->out);
    assert_true(str_find(page, STR(">get.tasks</th>"), 0) < str_find(page, STR(">get.messages</th>"), 0));
}

static void page_put_matrix__of_nothing(void **state) {
    struct bench *b = *state;
    golden_build_pass(&b->arena, &b->result);
    b->result.check_count = 0;
    page_put_matrix(&b->draft);
    assert_has(&b->out, "Nothing was checked.");
    assert_lacks(&b->out, "<table");
}

static void page_put_checks__is_json_of_all_of_them(void **state) {
    struct bench *b = *state;
    struct fault f = {0};
    struct value *document;
    golden_build_hostile(&b->arena, &b->result);
    page_put_checks(&b->draft);
    assert_lacks(&b->out, "<");
    assert_int_equal(parse_json(buf_str(&b->out), &b->arena, &document, &f), RC_OK);
    assert_int_equal(value_get_c(document, "checks")->count, b->result.check_count);
}

static void page_put_doubts__groups_by_reason(void **state) {
    struct bench *b = *state;
    golden_build_findings(&b->arena, &b->result);
    page_put_doubts(&b->draft);
    assert_has(&b->out, "<b class=\"chip inconclusive\">control</b> <h3>the heartbeat of zoe failed");
    assert_has(&b->out, "<span class=\"where\">4 checks</span>");
    assert_has(&b->out, "<span class=\"where\">1 check</span>");
}

#define WITH_BENCH(test) cmocka_unit_test_setup_teardown(test, start, stop)

static void page_put_agreed__is_there_only_where_something_was_agreed(void **state) {
    struct bench *b = *state;
    struct waiver_note waiver = {.what = STR("get.tasks.* <status>"),
                                 .owner = STR("payments"),
                                 .reason = STR("mended in June"),
                                 .issue = STR("https://issues.example/7"),
                                 .expires = STR("2020-01-31"),
                                 .state = WAIVER_EXPIRED,
                                 .text = STR("it does not count any more")};
    struct fixed_finding fixed = {
        .fingerprint = STR("0123"), .surface = STR("get.agents"), .title = STR("gone & well")};
    page_put_agreed(&b->draft);
    assert_int_equal(b->out.len, 0);
    b->result.waivers = &waiver;
    b->result.waiver_count = 1;
    b->result.fixed = &fixed;
    b->result.fixed_count = 1;
    page_put_agreed(&b->draft);
    assert_has(&b->out,
               "<b>expired</b> <code>get.tasks.* &lt;status&gt;</code> of payments until 2020-01-31: mended in June "
               "(https://issues.example/7)<br>it does not count any more</li>");
    assert_has(&b->out, "gone &amp; well at <code>get.agents</code>, <code>0123</code>");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_BENCH(page_put_findings__marks_both_answers),
        WITH_BENCH(page_put_findings__withholds_successful_bodies),
        WITH_BENCH(page_put_findings__cuts_a_big_body_and_names_it),
        WITH_BENCH(page_put_findings__says_what_is_waived),
        WITH_BENCH(page_put_findings__takes_noise_for_no_difference),
        WITH_BENCH(page_put_agreed__is_there_only_where_something_was_agreed),
        WITH_BENCH(page_put_times__draws_both_sides_on_one_axis),
        WITH_BENCH(page_put_times__of_nothing),
        WITH_BENCH(page_put_times__of_one_sample),
        WITH_BENCH(page_put_times__of_any_times),
        WITH_BENCH(page_put_findings__shows_their_times),
        WITH_BENCH(page_put_matrix__shows_the_worst_first),
        WITH_BENCH(page_put_matrix__of_nothing),
        WITH_BENCH(page_put_checks__is_json_of_all_of_them),
        WITH_BENCH(page_put_doubts__groups_by_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
