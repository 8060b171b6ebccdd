/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: report_read, report_merge, baseline_apply. The input is a JSON report. Properties: a report that
 * is read has findings and checks within range, and written again as JSON it reads back to what writes the same
 * bytes; against itself as a baseline nothing is new; merged with itself it is refused, and its halves merge into it
 * again, in either order; a refusal names the file and
 * has one printable sentence. */
/* modules: report */
/* mutator: json */
#include <assert.h>

#include "baseline.h"
#include "codec.h"
#include "fuzz_target.h"
#include "limits.h"
#include "report.h"
#include "report_merge.h"
#include "report_read.h"

static void check_refusal(enum rc rc, const struct fault *f, struct arena *a) {
    assert(rc == f->rc && f->file[0] == 'x' && f->text[0] != '\0');
    assert(str_eq(codec_printable(a, str_from(f->text)), str_from(f->text)));
}

static void check_range(const struct result *r) {
    for (size_t i = 0; i < r->check_count; i++) {
        assert(r->checks[i].finding == SIZE_MAX || r->checks[i].finding < r->finding_count);
        assert(r->checks[i].verdict <= VERDICT_NOT_APPLICABLE && r->checks[i].id.len > 0);
    }
    assert(result_count(r).pass <= r->check_count);
}

static struct str write(const struct result *r, struct arena *a) {
    struct report_options options = {0};
    struct buf out;
    buf_init(&out, LIMIT_REPORT_BYTES);
    report_write_json(r, &options, &out);
    assert(!out.truncated);
    struct str text = str_copy(a, buf_str(&out));
    buf_free(&out);
    return text;
}

static void check_round_trip(const struct result *r, struct arena *a) {
    struct result again;
    struct str once = write(r, a);
    enum rc rc = report_read(once, "x", a, &again, NULL);
    assert(rc == RC_OK && str_eq(write(&again, a), once));
}

/* Every second check, with the findings of all. */
static struct result half_of(const struct result *r, size_t index, struct arena *a) {
    struct result half = *r;
    half.shard = (struct shard){.index = index, .count = 2, .checks_planned = r->check_count};
    half.checks = ARENA_ARRAY(a, struct check, r->check_count);
    half.check_count = half.finding_count = 0;
    half.findings = ARENA_ARRAY(a, struct finding, r->finding_count);
    for (size_t i = 0; i < r->finding_count; i++) {
        if (index == 1)
            half.findings[half.finding_count++] = r->findings[i];
    }
    for (size_t i = index - 1; i < r->check_count; i += 2) {
        half.checks[half.check_count] = r->checks[i];
        half.checks[half.check_count].position = i;
        half.checks[half.check_count++].finding = index == 1 ? r->checks[i].finding : SIZE_MAX;
    }
    return half;
}

/* Two shards of the same checks merge into them, in either order. */
static void check_halves(const struct result *r, struct arena *a) {
    struct merge_part parts[] = {{"1", half_of(r, 1, a)}, {"2", half_of(r, 2, a)}}, turned[] = {parts[1], parts[0]};
    struct result merged, again;
    struct fault f = {0};
    enum rc rc = report_merge(parts, 2, a, &merged, &f);
    if (rc != RC_OK) {
        assert(rc == RC_USAGE && f.text[0] != '\0');
        return;
    }
    assert(merged.check_count == r->check_count && merged.finding_count == r->finding_count);
    assert(merged.shard.count == 0 && merged.control_count <= 2 * r->control_count);
    for (size_t i = 0; i < r->check_count; i++)
        assert(str_eq(merged.checks[i].id, r->checks[i].id) && merged.checks[i].verdict == r->checks[i].verdict);
    rc = report_merge(turned, 2, a, &again, NULL);
    assert(rc == RC_OK && again.check_count == merged.check_count);
    for (size_t i = 0; i < again.check_count; i++)
        assert(str_eq(again.checks[i].id, merged.checks[i].id));
}

static void check_baseline(struct result *r, struct arena *a) {
    struct result less = *r;
    less.finding_count -= less.finding_count > 0;
    less.check_count = 0;
    baseline_apply(r, a, &less);
    struct str lines = baseline_describe(&less, a);
    while (lines.data) {
        struct str line = str_cut(&lines, '\n');
        assert(str_eq(codec_printable(a, line), line));
    }
    assert(baseline_count_new(&less) == 0);
    baseline_apply(r, a, r);
    assert(baseline_count_new(r) == 0 && r->fixed_count == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena a = {0};
    struct result r, merged;
    struct fault f = {0};
    enum rc rc = report_read(str_of((const char *)data, size), "x", &a, &r, &f);
    if (rc != RC_OK) {
        check_refusal(rc, &f, &a);
        arena_free(&a);
        return 0;
    }
    check_range(&r);
    check_round_trip(&r, &a);
    struct merge_part twice[] = {{.name = "x", .result = r}, {.name = "x", .result = r}};
    rc = report_merge(twice, 2, &a, &merged, NULL);
    assert(rc == RC_USAGE);
    check_halves(&r, &a);
    check_baseline(&r, &a);
    arena_free(&a);
    return 0;
}
