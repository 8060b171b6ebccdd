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
    struct str pack_file;            /* SARIF: where findings are shown; empty: scenarios/<pack>/pack.yaml */
};

/* The formats for files, from formats.def. */
enum report_format {
#define FORMAT(symbol, name, option, help) REPORT_##symbol,
#include "formats.def"
#undef FORMAT
    REPORT_FORMAT_COUNT
};

struct report_writer {
    const char *name;          /* "json", "junit", "console" */
    const char *option, *help; /* of the command line; NULL for the console */
    /* Appends the whole report, a newline at its end. Past the ceiling of `out` the report is cut: see
     * `out->truncated`. */
    void (*write)(const struct result *r, const struct report_options *o, struct buf *out);
};

const struct report_writer *report_at(enum report_format format);
/* By name, "console" too; NULL when there is none. */
const struct report_writer *report_find(struct str name);

/* json: reports/schema/report-1.schema.json. A body past 64 KiB is cut, with length and hash of the whole. */
void report_write_json(const struct result *r, const struct report_options *o, struct buf *out);

/* ndjson: the same as events, reports/schema/event-1.schema.json: the run, then each control, check, finding, noise and
 * what was not judged, then the summary. A check does not name its finding, a finding names its checks. */
void report_write_ndjson(const struct result *r, const struct report_options *o, struct buf *out);

/* sarif: SARIF 2.1.0 as code scanning takes it. Rules are the finding kinds with the texts of explain.h; a result is
 * located at the line of its surface in the pack's file (one of `probe`, which has no file, by its surface alone).
 * Controls that failed, doubts and what was not judged are notifications. */
void report_write_sarif(const struct result *r, const struct report_options *o, struct buf *out);

/* markdown: at most 60 lines, worst first, what is left out as a count. Nothing in it is taken for markup or a link. */
void report_write_markdown(const struct result *r, const struct report_options *o, struct buf *out);

/* tap: TAP 14. A line each check, then each control, then one on the run as a whole (it came to its end and judged
 * something). Inconclusive is "not ok"; waived and not applicable are skipped. */
void report_write_tap(const struct result *r, const struct report_options *o, struct buf *out);

/* har: HAR 1.2, a page each finding. The time of every exchange is the start of the run: its own is not known. Bodies
 * past 64 KiB are cut. */
void report_write_har(const struct result *r, const struct report_options *o, struct buf *out);

/* curl: a script for any POSIX shell. Secrets are taken from the environment, as PRINCIPAL_HEADER; a missing one ends
 * the script with a sentence. Arguments select findings. A request that curl cannot send is named and left out. */
void report_write_curl(const struct result *r, const struct report_options *o, struct buf *out);

/* junit: loads in the XSD of Jenkins (junit-10). A check is a test case by its id in a suite named as the pack, its
 * class is the surface; fail is a failure with the evidence (bodies past 8 KiB cut), inconclusive an error, waived
 * and not applicable are skipped. Controls are test cases of the suite "controls"; a failed one is an error. Times
 * in seconds. */
void report_write_junit(const struct result *r, const struct report_options *o, struct buf *out);

/* html: one page that loads nothing, for any browser of 2022 or later, readable without script. Bodies past 16 KiB are
 * cut around the first difference. */
void report_write_html(const struct result *r, const struct report_options *o, struct buf *out);

/* console: findings, failed controls, doubts, what was not judged, and one summary line at the end. */
void report_write_console(const struct result *r, const struct report_options *o, struct buf *out);

#endif
