/* SPDX-License-Identifier: Apache-2.0
 *
 * campaign_rules: time limits, and no production. */
#include "campaign_rules.h"

#include "clock.h"

#define REQUEST_TIMEOUT_NS (5 * NS_PER_S) /* unless the options say otherwise */

struct options campaign_rules_options(const struct options *o) {
    struct options mine = *o;
    mine.request_timeout_ns = o->request_timeout_ns ? o->request_timeout_ns : REQUEST_TIMEOUT_NS;
    return mine;
}

enum rc campaign_rules_check(const struct session *s, struct fault *f) {
    if (s->target.environment == ENVIRONMENT_PRODUCTION) {
        return fault_set(f, RC_USAGE,
                         "a target with `environment: production` is not fuzzed: a body that ends it would end it for "
                         "everybody. Fuzz a deployment that is isolated or for staging");
    }
    return RC_OK;
}

struct campaign_options campaign_rules_campaign(const struct session *s) {
    return (struct campaign_options){.max_time_ns = s->target.limits.max_time_ns,
                                     .max_findings = (size_t)s->options->max_failures,
                                     .rate_per_s = s->target.limits.rate_per_s,
                                     .is_lab = s->lab != NULL,
                                     .is_isolated = s->target.environment == ENVIRONMENT_ISOLATED};
}
