/* SPDX-License-Identifier: Apache-2.0
 *
 * verdict_inputs: waivers and the baseline, from files to a result. */
#include "verdict_inputs.h"

#include "baseline.h"
#include "clock.h"
#include "file.h"
#include "limits.h"
#include "report_read.h"

enum rc verdict_inputs_report(const char *path, struct arena *a, struct result *out, struct fault *f) {
    struct str text;
    enum rc rc = file_read(path, LIMIT_REPORT_BYTES, a, &text, f);
    return rc == RC_OK ? report_read(text, path, a, out, f) : rc;
}

enum rc verdict_inputs_accepted(const struct options *o, struct doubt_set *out, struct fault *f) {
    struct doubt_set set = {0};
    enum rc rc = o->allow_inconclusive ? doubt_set_parse(str_from(o->allow_inconclusive), &set, f) : RC_OK;
    if (rc == RC_OK) {
        set.known_findings = o->fail_on_new == CHOICE_YES;
        *out = set;
    }
    return rc;
}

static enum rc load_waivers(const char *path, struct arena *a, struct waiver_list *out, struct fault *f) {
    struct str text;
    enum rc rc = file_read(path, LIMIT_DOCUMENT_BYTES, a, &text, f);
    return rc == RC_OK ? waiver_load(text, path, a, out, f) : rc;
}

enum rc verdict_inputs_load(const struct options *o, struct arena *a, struct verdict_inputs *out, struct fault *f) {
    *out = (struct verdict_inputs){.has_baseline = o->baseline != NULL};
    if (o->fail_on_new == CHOICE_YES && !o->baseline) {
        return fault_set(f, RC_USAGE, "--fail-on-new wants to know what is not new: --baseline FILE");
    }
    enum rc rc = o->waivers ? load_waivers(o->waivers, a, &out->waivers, f) : RC_OK;
    return rc == RC_OK && o->baseline ? verdict_inputs_report(o->baseline, a, &out->baseline, f) : rc;
}

void verdict_inputs_apply(const struct verdict_inputs *in, struct arena *a, struct result *r) {
    waiver_apply(&in->waivers, clock_today(a), a, r);
    if (in->has_baseline) {
        baseline_apply(&in->baseline, a, r);
    }
}
