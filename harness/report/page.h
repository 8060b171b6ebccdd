/* SPDX-License-Identifier: Apache-2.0
 *
 * page: the parts of the HTML report. Internal to report.
 *
 * Each part fills a hole `{{name}}` of reports/template/page.html, writes to `out` of the draft, and leaves nothing in
 * its scratch memory that another part needs. */
#ifndef NONESUCH_PAGE_H
#define NONESUCH_PAGE_H

#include "draft.h"

/* Every finding with its evidence, worst first, and what their kinds mean. */
void page_put_findings(struct draft *d);
void page_put_kinds(struct draft *d);

/* Requests and answers side by side: what differs, what echoes the own reference, and what must not be there. */
struct page_exchange {
    const struct evidence *sides; /* 1 or 2 */
    size_t count;
    struct str secret;  /* what must not stand in an answer, clean; or empty */
    struct str feature; /* what differs, as a finding names it; or empty */
};
void page_put_exchanges(struct draft *d, const struct page_exchange *x);

/* Two short values side by side, their difference marked, each under the label of its side. */
void page_put_values(struct draft *d, const struct finding *f);

/* How long its answers took, as a picture; nothing where nothing was measured. */
void page_put_times(struct draft *d, const struct finding *f);

/* The matrix surface × principal, and all checks as JSON for the script that filters it. */
void page_put_matrix(struct draft *d);
void page_put_principals(struct draft *d); /* as options of a choice */
void page_put_checks(struct draft *d);

/* Lists. */
void page_put_controls(struct draft *d);
void page_put_doubts(struct draft *d);
void page_put_noise(struct draft *d);
void page_put_not_judged(struct draft *d);
void page_put_agreed(struct draft *d); /* waivers, and what a baseline had that is gone; nothing without them */
void page_put_environment(struct draft *d);
void page_put_campaign(struct draft *d); /* curves, sums and conformance of a fuzz campaign; nothing of a run */

/* What the target reads otherwise than the reference, by kinds; nothing where that is not known. */
void page_put_conformance(struct draft *d, const struct conformance *c);

/* Text from anywhere: secrets aside, escaped, on one line. */
void page_put_text(struct draft *d, struct str s);
/* The same where no element may stand: in a title, in an option. */
void page_put_plain(struct draft *d, struct str s);
/* <TAG>text</TAG> */
void page_put_element(struct draft *d, const char *tag, struct str s);
/* A number, its thousands grouped. */
void page_put_number(struct draft *d, size_t number);
/* "not applicable" */
const char *page_verdict_word(enum verdict v);

#endif
