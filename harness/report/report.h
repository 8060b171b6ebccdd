/* SPDX-License-Identifier: Apache-2.0
 *
 * report: a result as text in the formats that people and CI systems read. Pure: into a buf; the caller writes files. */
#ifndef NONESUCH_REPORT_H
#define NONESUCH_REPORT_H

#include "buf.h"
#include "verdict.h"

struct report_options {
    bool use_color;       /* console only */
    bool is_verbose;      /* console: every check, noise and controls too */
    bool is_quiet;        /* console: the summary line alone */
    bool keep_raw;        /* --raw-evidence: rows of successful answers as they are */
    const struct redactor *redactor; /* NULL: nothing to hide */
};

struct report_writer {
    const char *name; /* "json", "junit", "console" */
    void (*write)(const struct result *r, const struct report_options *o, struct buf *out);
};

/* By name; NULL when there is none. */
const struct report_writer *report_find(struct str name);

#endif
