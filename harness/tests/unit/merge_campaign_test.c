/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of merge_campaign.h. */
/* modules: report */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "merge_campaign.h"

#define S_NS ((int64_t)1000000000)

/* Two shards of two surfaces: both find `same` at the first, the second one `other` there too; at the second surface
 * one judged nothing. */
struct bench {
    struct arena arena;
    struct finding findings[2][2];
    struct check checks[2][3];
    struct campaign_point points[2][2];
    struct conformance_kind kinds[2][1];
    struct merge_part parts[2];
};

static struct check check_of(const char *id, const char *surface, enum verdict verdict, size_t finding) {
    return (struct check){.id = str_from(id),
                          .surface = str_from(surface),
                          .verdict = verdict,
                          .finding = finding,
                          .group_count = 5,
                          .request_count = 10};
}

static struct finding finding_of(const char *fingerprint, enum severity severity) {
    return (struct finding){
        .fingerprint = str_from(fingerprint), .surface = STR("a.fuzz_1"), .severity = severity, .seen = 1, .tried = 1};
}

static void build(struct bench *b) {
    *b = (struct bench){0};
    b->findings[0][0] = finding_of("same", SEVERITY_LOW);
    b->findings[1][0] = finding_of("other", SEVERITY_CRITICAL);
    b->findings[1][1] = finding_of("same", SEVERITY_LOW);
    b->checks[0][0] = check_of("a.fuzz_1/same", "a.fuzz_1", VERDICT_FAIL, 0);
    b->checks[0][1] = check_of("b", "b", VERDICT_INCONCLUSIVE, SIZE_MAX);
    b->checks[0][1].doubt = DOUBT_NOT_EXERCISED;
    b->checks[0][2] = check_of("a", "a", VERDICT_PASS, SIZE_MAX);
    b->checks[1][0] = check_of("a.fuzz_1/other", "a.fuzz_1", VERDICT_FAIL, 0);
    b->checks[1][1] = check_of("a.fuzz_1/same", "a.fuzz_1", VERDICT_FAIL, 1);
    b->checks[1][2] = check_of("b", "b", VERDICT_PASS, SIZE_MAX);
    for (size_t i = 0; i < 2; i++) {
        b->points[i][0] = (struct campaign_point){.at_ns = 0};
        b->points[i][1] =
            (struct campaign_point){.at_ns = (int64_t)(i + 1) * S_NS, .requests = 100 * (i + 1), .news = 4};
        b->kinds[i][0] = (struct conformance_kind){.reading = CONFORMANCE_MALFORMED,
                                                   .reason = STR("a comma"),
                                                   .bodies = i + 2,
                                                   .example = i ? STR("[,]") : STR("[1,]"),
                                                   .example_bytes = i ? 3 : 4};
        b->parts[i] = (struct merge_part){.name = i ? "two" : "one",
                                          .result = {.findings = b->findings[i],
                                                     .finding_count = i + 1,
                                                     .checks = b->checks[i],
                                                     .check_count = 3,
                                                     .surfaces_declared = 2,
                                                     .surfaces_exercised = i + 1,
                                                     .shard = {.index = i + 1, .count = 2},
                                                     .campaign = {.is_there = true,
                                                                  .tally = {.bodies = 50, .requests = 100 * (i + 1)},
                                                                  .conformance = {.is_compared = true,
                                                                                  .alike = 40,
                                                                                  .otherwise = i + 2,
                                                                                  .kinds = b->kinds[i],
                                                                                  .kind_count = 1},
                                                                  .points = b->points[i],
                                                                  .point_count = 2}}};
    }
}

static void merge_campaigns__has_the_same_thing_once(void **state) {
    struct bench b;
    struct result r;
    (void)state;
    build(&b);
    assert_int_equal(report_merge(b.parts, 2, &b.arena, &r, NULL), RC_OK);
    assert_int_equal(r.finding_count, 2);
    assert_true(str_eq(r.findings[0].fingerprint, STR("other")) && r.findings[1].seen == 2);
    assert_int_equal(r.check_count, 3);
    assert_true(str_eq(r.checks[0].id, STR("a.fuzz_1/same")) && r.checks[0].finding == 1 &&
                r.checks[0].group_count == 10);
    assert_true(str_eq(r.checks[1].id, STR("b")) && r.checks[1].verdict == VERDICT_PASS);
    assert_true(r.surfaces_declared == 2 && r.surfaces_exercised == 2 && r.shard.count == 0);
    arena_free(&b.arena);
}

static void merge_campaigns__curves_are_added_from_their_starts(void **state) {
    struct bench b;
    struct result r;
    (void)state;
    build(&b);
    assert_int_equal(report_merge(b.parts, 2, &b.arena, &r, NULL), RC_OK);
    const struct campaign_record *c = &r.campaign;
    const struct campaign_point *middle = &c->points[c->point_count / 2], *end = &c->points[c->point_count - 1];
    assert_true(c->is_there && c->tally.bodies == 100 && c->tally.requests == 300);
    assert_true(end->at_ns == 2 * S_NS && end->requests == 300 && end->news == 8);
    assert_in_range(middle->requests, 195, 205); /* the first has ended, the second is half way */
    arena_free(&b.arena);
}

static void merge_campaigns__keeps_the_body_that_any_shard_has(void **state) {
    struct bench b;
    struct result r;
    (void)state;
    build(&b);
    b.findings[1][0].made_up = (struct made_up_body){.is_there = true, .text = STR("the other's")};
    b.findings[1][1].made_up = (struct made_up_body){.is_there = true, .text = STR("the second's")};
    assert_int_equal(report_merge(b.parts, 2, &b.arena, &r, NULL), RC_OK);
    assert_true(str_eq(r.findings[0].made_up.text, STR("the other's")));
    assert_true(str_eq(r.findings[1].made_up.text, STR("the second's")));
    arena_free(&b.arena);
}

static void merge_campaigns__the_same_kind_of_difference_stands_once(void **state) {
    struct bench b;
    struct result r;
    (void)state;
    build(&b);
    assert_int_equal(report_merge(b.parts, 2, &b.arena, &r, NULL), RC_OK);
    const struct conformance *c = &r.campaign.conformance;
    assert_true(c->is_compared && c->alike == 80 && c->otherwise == 5 && c->kind_count == 1);
    assert_true(c->kinds[0].bodies == 5 && str_eq(c->kinds[0].example, STR("[,]")));
    arena_free(&b.arena);
}

static void merge_campaigns__a_run_is_no_campaign(void **state) {
    struct bench b;
    struct result r;
    struct fault f = {0};
    (void)state;
    build(&b);
    b.parts[1].result.campaign.is_there = false;
    assert_int_equal(report_merge(b.parts, 2, &b.arena, &r, &f), RC_USAGE);
    assert_true(str_contains(str_from(f.text), STR("run and fuzz")));
    arena_free(&b.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(merge_campaigns__has_the_same_thing_once),
                                       cmocka_unit_test(merge_campaigns__keeps_the_body_that_any_shard_has),
                                       cmocka_unit_test(merge_campaigns__curves_are_added_from_their_starts),
                                       cmocka_unit_test(merge_campaigns__the_same_kind_of_difference_stands_once),
                                       cmocka_unit_test(merge_campaigns__a_run_is_no_campaign)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
