/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: report_read, report_merge, baseline_apply. The input is a JSON report. Properties: a report that
 * is read has findings and checks within range, and written again as JSON it reads back to what writes the same
 * bytes; against itself as a baseline nothing is new; merged with itself it is refused; a refusal names the file and
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
    baseline_apply(&r, &a, &r);
    assert(baseline_count_new(&r) == 0 && r.fixed_count == 0);
    arena_free(&a);
    return 0;
}
