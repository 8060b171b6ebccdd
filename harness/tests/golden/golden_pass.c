/* SPDX-License-Identifier: Apache-2.0
 *
 * golden_pass: a run in which all is well: one check is waived, one does not apply. */
#include "golden_parts.h"
#include "golden_results.h"

static const struct golden_check checks[] = {
    {"get.tasks.by_id", "mallory", "plain", PROPERTY_NONDISCLOSURE, VERDICT_PASS, DOUBT_NONE, "hidden", "", SIZE_MAX},
    {"put.tasks.by_id", "editor", "plain", PROPERTY_PERMISSION, VERDICT_WAIVED, DOUBT_NONE, "allowed",
     "waived by ops until 2027-01-01: the role is being renamed", SIZE_MAX},
    {"get.tasks.by_id", "anonymous", "method-head", PROPERTY_AUTHENTICATION, VERDICT_NOT_APPLICABLE, DOUBT_NONE,
     "unauthenticated", "the pack leaves HEAD out", SIZE_MAX},
};

void golden_build_pass(struct arena *a, struct result *r) {
    const struct control controls[] = {
        {.id = STR("owner/get.tasks.by_id"), .passed = true},
        {.id = STR("heartbeat/mallory"), .passed = true},
        {.id = STR("tenants/acme-globex"), .passed = true},
    };
    golden_begin(a, r);
    golden_set_checks(a, r, checks, GOLDEN_COUNT(checks));
    r->controls = GOLDEN_COPY(a, struct control, controls);
    r->control_count = GOLDEN_COUNT(controls);
}
