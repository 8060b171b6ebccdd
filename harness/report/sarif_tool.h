/* SPDX-License-Identifier: Apache-2.0
 *
 * sarif_tool: what SARIF says of nonesuch itself: a rule for each kind of finding, with the texts of explain.h, and the
 * weaknesses that they refer to. Internal to report; pure. */
#ifndef NONESUCH_SARIF_TOOL_H
#define NONESUCH_SARIF_TOOL_H

#include "explain.h"
#include "json_page.h"

/* `tool` and `taxonomies` of a run. */
void sarif_put_tool(const struct json_page *p);
void sarif_put_taxonomies(const struct json_page *p);

/* The topic of the rule at an index, NULL behind the last: kinds come first of all topics. */
const struct explain_topic *sarif_rule_at(size_t index);

/* "note" "warning" "error" */
const char *sarif_level(enum severity s);
/* As code scanning reads it: over 9.0 critical, from 7.0 high, from 4.0 medium. */
const char *sarif_score(enum severity s);

/* The object that is open gets the id of a weakness and the name of the taxonomy. */
void sarif_put_weakness_members(const struct json_page *p, int cwe);

#endif
