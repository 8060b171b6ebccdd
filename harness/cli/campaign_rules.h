/* SPDX-License-Identifier: Apache-2.0
 *
 * campaign_rules: what holds for whoever sends made-up bodies: `fuzz`, and `replay` of what it found. */
#ifndef NONESUCH_CAMPAIGN_RULES_H
#define NONESUCH_CAMPAIGN_RULES_H

#include "campaign.h"
#include "session.h"

/* The options with the time limit of an exchange that such bodies have: what takes longer is a hang. */
struct options campaign_rules_options(const struct options *o);

/* RC_USAGE: the target is in production. */
MUST_USE enum rc campaign_rules_check(const struct session *s, struct fault *f);

/* Limits, and what the target is. */
struct campaign_options campaign_rules_campaign(const struct session *s);

#endif
