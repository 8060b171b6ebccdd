/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of report_merge.h. */
/* modules: report */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report_merge.h"

#define PLANNED 4

/* Two shards of four checks: surfaces b and a, in this order of the plan. */
struct bench {
    struct arena arena;
    struct check checks[2][2];
    struct control controls[2][2];
    struct finding findings[2];
    struct merge_part parts[2];
};

static struct check check_at(size_t position, const char *surface) {
    return (struct check){
        .id = str_from(surface), .surface = str_from(surface), .position = position, .finding = SIZE_MAX};
}

static void build(struct bench *b) {
    static const char *const surfaces[2] = {"b", "a"}, *const names[2] = {"one", "two"};
    static const char *const owners[2] = {"owner/b", "owner/a"};
    *b = (struct bench){0};
    for (size_t i = 0; i < 2; i++) {
        b->checks[i][0] = check_at(i, surfaces[i]);
        b->checks[i][1] = check_at(2 + i, surfaces[i]);
        b->checks[i][1].finding = 0;
        b->checks[i][1].verdict = VERDICT_FAIL;
        b->controls[i][0] = (struct control){.id = STR("standing/alice"), .passed = true};
        b->controls[i][1] = (struct control){.id = str_from(owners[i]), .passed = true};
        b->findings[i] = (struct finding){.fingerprint = str_from(names[i]), .surface = str_from(surfaces[i])};
        b->parts[i] = (struct merge_part){
            .name = names[i],
            .result = {.pack = STR("agentex"),
                       .target = STR("https://x"),
                       .seed = str_from(names[i]),
                       .options = i ? STR("nonesuch run --shard 2/2 --only '*'") : STR("nonesuch run --only '*'"),
                       .checks = b->checks[i],
                       .check_count = 2,
                       .controls = b->controls[i],
                       .control_count = 2,
                       .findings = &b->findings[i],
                       .finding_count = 1,
                       .surfaces_declared = 1,
                       .surfaces_exercised = 1,
                       .ledger = {.requests = 10},
                       .duration_ns = (int64_t)i + 5,
                       .shard = {.index = i + 1, .count = 2, .checks_planned = PLANNED}}};
    }
}

static void report_merge__keeps_the_order_of_the_plan(void **state) {
    (void)state;
    struct bench b;
    struct result r;
    build(&b);
    struct merge_part reversed[2] = {b.parts[1], b.parts[0]};
    assert_int_equal(report_merge(reversed, 2, &b.arena, &r, NULL), RC_OK);
    assert_int_equal(r.check_count, PLANNED);
    for (size_t i = 0; i < PLANNED; i++)
        assert_int_equal(r.checks[i].position, i);
    assert_true(str_eq(r.findings[r.checks[2].finding].fingerprint, STR("one")));
    assert_int_equal(r.control_count, 3);
    assert_true(str_eq(r.controls[0].id, STR("standing/alice")) && str_eq(r.controls[1].id, STR("owner/b")));
    assert_true(str_eq(r.options, STR("nonesuch run --only '*'")) && str_eq(r.seed, STR("two+one")));
    assert_true(r.shard.count == 0 && r.surfaces_declared == 2 && r.ledger.requests == 20 && r.duration_ns == 6);
    arena_free(&b.arena);
}

static void report_merge__a_control_that_failed_anywhere_failed(void **state) {
    (void)state;
    struct bench b;
    struct result r;
    build(&b);
    b.controls[1][0] = (struct control){.id = STR("standing/alice"), .reason = STR("why")};
    assert_int_equal(report_merge(b.parts, 2, &b.arena, &r, NULL), RC_OK);
    assert_false(r.controls[0].passed);
    assert_true(str_eq(r.controls[0].reason, STR("why")));
    arena_free(&b.arena);
}

static void same_index(struct bench *b) {
    b->parts[1].result.shard.index = 1;
}

static void no_shard(struct bench *b) {
    b->parts[1].result.shard = (struct shard){0};
}

static void other_pack(struct bench *b) {
    b->parts[1].result.pack = STR("other");
}

static void other_target(struct bench *b) {
    b->parts[1].result.target = STR("https://y");
}

static void other_options(struct bench *b) {
    b->parts[1].result.options = STR("nonesuch run --only x");
}

static void more_shards(struct bench *b) {
    b->parts[0].result.shard.count = b->parts[1].result.shard.count = 4;
}

static void same_place(struct bench *b) {
    b->checks[1][0].position = 0;
}

static void lost_check(struct bench *b) {
    b->parts[1].result.check_count = 1;
}

static void same_finding(struct bench *b) {
    b->findings[1].fingerprint = STR("one");
}

static void report_merge__refuses_what_does_not_fit(void **state) {
    (void)state;
    static const struct {
        void (*spoil)(struct bench *b);
        const char *sentence;
    } rows[] = {
        {same_index, "one and two are both shard 1 of 2"},
        {no_shard, "two is the report of a whole run, not of a shard"},
        {other_pack, "one and two are shards of different runs: their packs differ"},
        {other_target, "one and two are shards of different runs: their targets differ"},
        {other_options, "one and two are shards of different runs: their options differ"},
        {more_shards, "shards are missing: 3/4, 4/4"},
        {same_place, "two shards have the check a"},
        {lost_check, "the shards have 3 checks together, planned were 4"},
        {same_finding, "two: the finding one is in another shard too"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench b;
        struct result r;
        struct fault f = {0};
        build(&b);
        rows[i].spoil(&b);
        assert_int_equal(report_merge(b.parts, 2, &b.arena, &r, &f), RC_USAGE);
        assert_string_equal(f.text, rows[i].sentence);
        arena_free(&b.arena);
    }
}

static void merge_options__keeps_what_decides(void **state) {
    (void)state;
    static const struct {
        const char *line, *kept;
    } rows[] = {
        {"nonesuch run agentex", "nonesuch run agentex"},
        {"nonesuch run --shard 1/3 --report-json 'a b.json' -- x", "nonesuch run -- x"},
        {"nonesuch run --only 'a --shard 1/2' --seed 7f --quiet", "nonesuch run --only 'a --shard 1/2'"},
        {"nonesuch run --only 'it'\\''s' --curl x", "nonesuch run --only 'it'\\''s'"},
        {"nonesuch run --shard", "nonesuch run"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena a = {0};
        struct str kept = merge_options(str_from(rows[i].line), &a);
        if (!str_eq(kept, str_from(rows[i].kept)))
            fail_msg("%s: %.*s", rows[i].line, STR_ARG(kept));
        arena_free(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(report_merge__keeps_the_order_of_the_plan),
        cmocka_unit_test(report_merge__a_control_that_failed_anywhere_failed),
        cmocka_unit_test(report_merge__refuses_what_does_not_fit),
        cmocka_unit_test(merge_options__keeps_what_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
