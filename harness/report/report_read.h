/* SPDX-License-Identifier: Apache-2.0
 *
 * report_read: a JSON report (reports/schema/report-1.schema.json) back to a result. Pure.
 *
 * What the report does not hold is not restored: secrets stand as "***", a body that was withheld or cut is what is
 * left of it with length and hash of the whole, only failed controls have an exchange. Written again as JSON it is the
 * same report. */
#ifndef NONESUCH_REPORT_READ_H
#define NONESUCH_REPORT_READ_H

#include "verdict.h"

/* Unknown members are ignored. All of `*out` lives in `a`. RC_PARSE, RC_LIMIT: no JSON, or too much of it. RC_CONFIG
 * with a pointer: no report of version 1, a member that is missing or of another type, an unknown word where only known
 * ones stand, a check whose finding is not there, a fingerprint or check twice. `name` is the file's in messages. */
MUST_USE enum rc report_read(struct str text, const char *name, struct arena *a, struct result *out, struct fault *f);

#endif
