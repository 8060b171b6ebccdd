/* SPDX-License-Identifier: Apache-2.0
 *
 * verdict_report: what the samples of an item show, as findings and doubts of its checks. Private to run. */
#ifndef NONESUCH_VERDICT_REPORT_H
#define NONESUCH_VERDICT_REPORT_H

#include "order_coin.h"
#include "sample_view.h"

/* "404", or the outcome of what was not answered. */
struct str verdict_status_text(struct engine *e, const struct exchange *x);
/* The status of the pack for it; 0 for a success. */
int verdict_expected_status(const struct engine *e, enum expected expected);
/* "a task" of the slot. */
const char *verdict_resource_with_article(struct engine *e, const struct item *item);

/* Of the item's own check and of its permission check. */
void verdict_doubt(struct engine *e, const struct item *item, enum doubt doubt, struct str reason);

/* The caller got what is somebody else's; `absent` (NULL: not compared) is what it is told from. */
void verdict_report_access(struct engine *e, const struct item *item, const struct sample *denied,
                           const struct sample *absent);
/* A denied answer that `deviating` of the denied ones agree with differs from the absent ones. */
void verdict_report_difference(struct engine *e, const struct item *item, const struct sample_view *v,
                               const struct sample *denied, size_t deviating);
/* Another answer than the policy says; `absent` may be NULL. */
void verdict_report_policy(struct engine *e, const struct item *item, const struct sample *denied,
                           const struct sample *absent, int expected);
/* Only denied answers are lost. */
void verdict_report_shedding(struct engine *e, const struct item *item, const struct sample_view *v);
/* What varies anyway varies otherwise. */
void verdict_report_coin(struct engine *e, const struct item *item, const struct sample_view *v,
                         const struct coin_result *r);
/* Of an item that compares nothing: not what the matrix says. */
void verdict_report_single(struct engine *e, const struct item *item, const struct sample *denied);

#endif
