/* SPDX-License-Identifier: Apache-2.0
 *
 * verdict_inputs: files that say what is made of findings: waivers, and the baseline. */
#ifndef NONESUCH_VERDICT_INPUTS_H
#define NONESUCH_VERDICT_INPUTS_H

#include "exit_code.h"
#include "options.h"
#include "waiver.h"

struct verdict_inputs {
    struct waiver_list waivers;
    struct result baseline;
    bool has_baseline;
};

/* A JSON report; "-" is stdin. What file_read and report_read say. */
MUST_USE enum rc verdict_inputs_report(const char *path, struct arena *a, struct result *out, struct fault *f);

/* What --allow-inconclusive and --fail-on-new accept. RC_USAGE as doubt_set_parse. */
MUST_USE enum rc verdict_inputs_accepted(const struct options *o, struct doubt_set *out, struct fault *f);

/* Reads what --waivers and --baseline name. RC_USAGE: --fail-on-new without a baseline; what waiver_load and
 * verdict_inputs_report say. */
MUST_USE enum rc verdict_inputs_load(const struct options *o, struct arena *a, struct verdict_inputs *out,
                                     struct fault *f);

/* Waives what is waived today, and marks findings against the baseline. */
void verdict_inputs_apply(const struct verdict_inputs *in, struct arena *a, struct result *r);

#endif
