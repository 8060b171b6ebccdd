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

/* Of all that was waited for in vain. 0: nothing was. */
static int64_t longest_wait_ns(const struct finding *f) {
    int64_t longest_ns = 0;
    for (size_t i = 0; i < sizeof f->sides / sizeof *f->sides; i++) {
        const struct exchange *x = f->sides[i].exchange;
        bool is_exact = x && x->request && x->request->is_exact; /* ends by its quiet, whatever the limit */
        bool is_in_vain = x && !is_exact && x->outcome == OUTCOME_TIMEOUT && x->total_ns > longest_ns;
        longest_ns = is_in_vain ? x->total_ns : longest_ns;
    }
    return longest_ns;
}

struct options replay_campaign_options(const struct options *o, const struct replay_choice *chosen) {
    struct options mine = campaign_rules_options(o);
    int64_t limit_ns = 0;
    for (size_t i = 0; i < chosen->count; i++) {
        int64_t wait_ns = longest_wait_ns(chosen->findings[i]);
        limit_ns = wait_ns > limit_ns ? wait_ns : limit_ns;
    }
    bool is_said = o->request_timeout_ns > 0 || limit_ns == 0;
    mine.request_timeout_ns = is_said ? mine.request_timeout_ns : limit_ns;
    return mine;
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
