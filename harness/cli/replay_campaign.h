/* SPDX-License-Identifier: Apache-2.0
 *
 * replay_campaign: the findings of a fuzz campaign, sent again over an open session. */
#ifndef NONESUCH_REPLAY_CAMPAIGN_H
#define NONESUCH_REPLAY_CAMPAIGN_H

#include "exit_code.h"
#include "replay.h"
#include "session.h"

/* The report of a campaign, or of one finding of it. */
bool replay_campaign_is_one(const struct result *report);

/* The options with the time limit of an exchange that the campaign had, as far as its findings show it: what was too
 * slow then would be fast enough for a longer one. */
struct options replay_campaign_options(const struct options *o, const struct replay_choice *chosen);

/* `run` has what is selected (command_select). False: it broke, the fault was said, and `*code` is what the command
 * ends with. */
MUST_USE bool replay_campaign_execute(struct session *s, const struct replay_choice *chosen, struct run_options *run,
                                      struct result *out, enum exit_code *code);

#endif
