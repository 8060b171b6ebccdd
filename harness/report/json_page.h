/* SPDX-License-Identifier: Apache-2.0
 *
 * json_page: what the JSON and the NDJSON writer say in the same words (reports/schema/). Internal to report.
 *
 * A "member" function writes a key and its value into the object that is open; "members" are several. */
#ifndef NONESUCH_JSON_PAGE_H
#define NONESUCH_JSON_PAGE_H

#include "draft.h"
#include "emit.h"

struct json_page {
    struct draft *draft;
    struct emit *emit;
};

/* Text, clean of secrets; bytes that are no UTF-8 as U+FFFD. */
void json_page_text(const struct json_page *p, const char *key, struct str s);
void json_page_count(const struct json_page *p, const char *key, size_t n);
void json_page_ms(const struct json_page *p, const char *key, int64_t ns);

/* schema, tool. */
void json_page_tool_members(const struct json_page *p, const char *schema);
/* target, packs. */
void json_page_target_members(const struct json_page *p);
/* verdict, the counts by verdict, findings by severity, surfaces. */
void json_page_summary_members(const struct json_page *p);
void json_page_ledger_member(const struct json_page *p);
/* campaign, of a fuzz campaign alone. */
void json_page_campaign_member(const struct json_page *p);

/* Of one check, without its finding; of one finding, control, learned noise. */
void json_page_check_members(const struct json_page *p, const struct check *c);
void json_page_finding_members(const struct json_page *p, const struct finding *f);
void json_page_control_members(const struct json_page *p, const struct control *c);
void json_page_noise_members(const struct json_page *p, const struct learned_noise *n);
void json_page_waiver_members(const struct json_page *p, const struct waiver_note *w);
void json_page_fixed_members(const struct json_page *p, const struct fixed_finding *f);
/* shard. */
void json_page_shard_member(const struct json_page *p);

#endif
