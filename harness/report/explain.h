/* SPDX-License-Identifier: Apache-2.0
 *
 * explain: what a kind of finding, a property, a doubt or an exit code means: the texts behind `nonesuch explain`, the
 * help of SARIF rules and the HTML report. Pure; everything is static. */
#ifndef NONESUCH_EXPLAIN_H
#define NONESUCH_EXPLAIN_H

#include "verdict.h"

enum explain_group {
    EXPLAIN_KIND,      /* by what a finding was seen: `kind` of struct finding, the rule of SARIF */
    EXPLAIN_PROPERTY,  /* what has to hold: the last part of a check's id */
    EXPLAIN_DOUBT,     /* why a check is inconclusive */
    EXPLAIN_EXIT_CODE, /* "0" to "4" */
    EXPLAIN_GROUP_COUNT
};

#define EXPLAIN_CWE_MAX 3

struct explain_topic {
    enum explain_group group;
    const char *name;         /* unique in its group */
    const char *title;        /* one line, no full stop */
    const char *meaning;      /* paragraphs of one line each; no markup in any of the texts */
    const char *attack;       /* how it is used by an attacker; NULL: it is not */
    const char *fix;          /* how it is usually mended */
    const char *example;      /* lines to be shown as they are; NULL: none */
    int cwe[EXPLAIN_CWE_MAX]; /* the closest first; 0 behind the last */
    enum severity severity;   /* EXPLAIN_KIND: of the usual finding */
};

/* All, by group, in the order in which they are told. */
size_t explain_count(void);
const struct explain_topic *explain_at(size_t index); /* NULL behind the last */
/* NULL when there is none. */
const struct explain_topic *explain_find(enum explain_group group, struct str name);

/* "finding kinds" "properties" … */
const char *explain_group_title(enum explain_group group);
/* "Observable Response Discrepancy" for 204, "" for one that no finding has. */
const char *explain_cwe_name(int cwe);
/* The numbers of all that some finding may have, ascending, one at a time; 0 behind the last. */
int explain_cwe_at(size_t index);

/* The whole topic for a terminal of 100 columns, a newline at its end. */
struct str explain_text(const struct explain_topic *t, struct arena *a);
/* The same as Markdown, without the title. */
struct str explain_markdown(const struct explain_topic *t, struct arena *a);

#endif
