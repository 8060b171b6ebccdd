/* SPDX-License-Identifier: Apache-2.0
 *
 * replay_campaign: from a session to a result. */
#include "replay_campaign.h"

#include "campaign_rules.h"
#include "clock.h"
#include "work.h"

#define PATIENCE_NS (60 * NS_PER_S) /* with an isolated target that a body may have ended */

bool replay_campaign_is_one(const struct result *report) {
    bool is_any = report->campaign.is_there;
    for (size_t i = 0; i < report->finding_count; i++) {
        is_any |= report->findings[i].made_up.is_there;
    }
    return is_any;
}

bool replay_campaign_execute(struct session *s, const struct replay_choice *chosen, struct run_options *run,
                             struct result *out, enum exit_code *code) {
    struct work work;
    struct campaign_options campaign = campaign_rules_campaign(s);
    struct campaign_setting setting = {.options = &campaign};
    struct fault f = {0};
    campaign.patience_ns = PATIENCE_NS;
    enum rc rc = work_begin(&work, s, run, &setting.run, &f);
    rc = rc == RC_OK ? campaign_replay(&setting, chosen->findings, chosen->count, s->arena, out, &f) : rc;
    if (work_end(&work, rc, &f) != RC_OK) {
        *code = work_tell_fault(&work, &f);
        return false;
    }
    return true;
}
