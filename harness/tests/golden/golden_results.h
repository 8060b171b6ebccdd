/* SPDX-License-Identifier: Apache-2.0
 *
 * golden_results: fixed results, each with its reports in reports/golden/<name>/. */
#ifndef NONESUCH_GOLDEN_RESULTS_H
#define NONESUCH_GOLDEN_RESULTS_H

#include "verdict.h"

/* Known to the redactor, and all over the result "hostile". */
#define GOLDEN_SECRET "s3cr3t-0f-mallory"

/* Each fills `r`; all of it lives in the arena. */
void golden_build_pass(struct arena *a, struct result *r);
void golden_build_findings(struct arena *a, struct result *r);
void golden_build_hostile(struct arena *a, struct result *r);
void golden_build_campaign(struct arena *a, struct result *r);
void golden_build_many(struct arena *a, struct result *r); /* 5 000 checks, 200 findings; not kept as golden reports */

#endif
