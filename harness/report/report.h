/* SPDX-License-Identifier: Apache-2.0
 *
 * report: a result as text in the formats that people and CI systems read. Pure: into a buf; the caller writes
 * files.
 *
 * Every writer leaves out each secret that the redactor knows (as "***") and makes what came from the target
 * harmless for its format. All but the console writer keep denied and absent answers verbatim apart from that; the
 * bodies of successful (2xx) answers are given by type, length and hash unless `keep_raw`. */
#ifndef NONESUCH_REPORT_H
#define NONESUCH_REPORT_H

#include "buf.h"
#include "verdict.h"

struct report_options {
    bool use_color;                  /* console only */
    bool is_verbose;                 /* console: every check, noise and controls too */
    bool is_quiet;                   /* console: the summary line alone */
    bool keep_raw;                   /* --raw-evidence: rows of successful answers as they are */
    const struct redactor *redactor; /* NULL: nothing to hide */
};

struct report_writer {
    const char *name; /* "json", "junit", "console" */
    /* Appends the whole report, a newline at its end. Past the ceiling of `out` the report is cut: see
     * `out->truncated`. */
    void (*write)(const struct result *r, const struct report_options *o, struct buf *out);
};

/* By name; NULL when there is none. */
const struct report_writer *report_find(struct str name);

/* json: reports/schema/report-1.schema.json. A body past 64 KiB is cut, with length and hash of the whole. */
void report_write_json(const struct result *r, const struct report_options *o, struct buf *out);

/* junit: loads in the XSD of Jenkins (junit-10). A check is a test case by its id in a suite named as the pack, its
 * class is the surface; fail is a failure with the evidence (bodies past 8 KiB cut), inconclusive an error, waived
 * and not applicable are skipped. Controls are test cases of the suite "controls"; a failed one is an error. Times
 * in seconds. */
void report_write_junit(const struct result *r, const struct report_options *o, struct buf *out);

/* console: findings, failed controls, doubts, what was not judged, and one summary line at the end. */
void report_write_console(const struct result *r, const struct report_options *o, struct buf *out);

#endif
