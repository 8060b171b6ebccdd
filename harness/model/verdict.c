/* SPDX-License-Identifier: Apache-2.0
 *
 * verdict: names, counts, and the verdict on the whole. */
#include "verdict.h"

#include <assert.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const char *const verdict_names[] = {
    [VERDICT_PASS] = "pass",
    [VERDICT_FAIL] = "fail",
    [VERDICT_WAIVED] = "waived",
    [VERDICT_INCONCLUSIVE] = "inconclusive",
    [VERDICT_NOT_APPLICABLE] = "not_applicable",
};

static const char *const property_names[] = {
    [PROPERTY_NONDISCLOSURE] = "nondisclosure",
    [PROPERTY_REVEAL] = "reveal",
    [PROPERTY_PERMISSION] = "permission",
    [PROPERTY_EFFECTS] = "effects",
    [PROPERTY_EXCLUSIVE] = "exclusive",
    [PROPERTY_UNKNOWN_METHOD] = "unknown_method",
    [PROPERTY_CONTROL] = "control",
    [PROPERTY_FRESHNESS] = "freshness",
    [PROPERTY_FAIL_CLOSED] = "fail_closed",
    [PROPERTY_CALLS] = "calls",
    [PROPERTY_AUTHENTICATION] = "authentication",
    [PROPERTY_CONTRACT] = "contract",
    [PROPERTY_DUAL_WRITE] = "dual_write",
    [PROPERTY_ROBUSTNESS] = "robustness",
};

static const char *const severity_names[] = {
    [SEVERITY_LOW] = "low",
    [SEVERITY_MEDIUM] = "medium",
    [SEVERITY_HIGH] = "high",
    [SEVERITY_CRITICAL] = "critical",
};

static const char *const novelty_names[] = {
    [NOVELTY_UNKNOWN] = "unknown",
    [NOVELTY_NEW] = "new",
    [NOVELTY_KNOWN] = "known",
};

static const char *const waiver_state_names[] = {
    [WAIVER_USED] = "used",
    [WAIVER_INSUFFICIENT] = "insufficient",
    [WAIVER_UNUSED] = "unused",
    [WAIVER_EXPIRED] = "expired",
};

static const char *const doubt_names[] = {
    [DOUBT_NONE] = "none",         [DOUBT_CONTROL] = "control",   [DOUBT_NOT_EXERCISED] = "not_exercised",
    [DOUBT_UNSTABLE] = "unstable", [DOUBT_STANDING] = "standing", [DOUBT_DROPPED] = "dropped",
    [DOUBT_STOPPED] = "stopped",
};

const char *verdict_name(enum verdict v) {
    assert((size_t)v < COUNT_OF(verdict_names));
    return verdict_names[v];
}

const char *property_name(enum property p) {
    assert((size_t)p < COUNT_OF(property_names));
    return property_names[p];
}

const char *severity_name(enum severity s) {
    assert((size_t)s < COUNT_OF(severity_names));
    return severity_names[s];
}

const char *doubt_name(enum doubt d) {
    assert((size_t)d < COUNT_OF(doubt_names));
    return doubt_names[d];
}

const char *novelty_name(enum novelty n) {
    assert((size_t)n < COUNT_OF(novelty_names));
    return novelty_names[n];
}

const char *waiver_state_name(enum waiver_state s) {
    assert((size_t)s < COUNT_OF(waiver_state_names));
    return waiver_state_names[s];
}

bool doubt_find(struct str name, enum doubt *out) {
    for (size_t i = DOUBT_NONE + 1; i < COUNT_OF(doubt_names); i++) {
        if (!str_eq(name, str_from(doubt_names[i])))
            continue;
        *out = (enum doubt)i;
        return true;
    }
    return false;
}

struct verdict_counts result_count(const struct result *r) {
    size_t by_verdict[COUNT_OF(verdict_names)] = {0};
    for (size_t i = 0; i < r->check_count; i++)
        by_verdict[r->checks[i].verdict]++;
    return (struct verdict_counts){
        .pass = by_verdict[VERDICT_PASS],
        .fail = by_verdict[VERDICT_FAIL],
        .inconclusive = by_verdict[VERDICT_INCONCLUSIVE],
        .waived = by_verdict[VERDICT_WAIVED],
        .not_applicable = by_verdict[VERDICT_NOT_APPLICABLE],
    };
}

struct severity_counts result_count_findings(const struct result *r) {
    size_t by_severity[COUNT_OF(severity_names)] = {0};
    for (size_t i = 0; i < r->finding_count; i++)
        by_severity[r->findings[i].severity]++;
    return (struct severity_counts){
        .low = by_severity[SEVERITY_LOW],
        .medium = by_severity[SEVERITY_MEDIUM],
        .high = by_severity[SEVERITY_HIGH],
        .critical = by_severity[SEVERITY_CRITICAL],
    };
}

static bool is_waived(const struct result *r, size_t finding) {
    for (size_t i = 0; i < r->check_count; i++) {
        if (r->checks[i].finding == finding && r->checks[i].verdict == VERDICT_WAIVED)
            return true;
    }
    return false;
}

static bool has_open_finding(const struct result *r) {
    for (size_t i = 0; i < r->finding_count; i++) {
        if (!is_waived(r, i))
            return true;
    }
    return false;
}

static bool has_failed_control(const struct result *r) {
    for (size_t i = 0; i < r->control_count; i++) {
        if (!r->controls[i].passed)
            return true;
    }
    return false;
}

enum verdict result_verdict(const struct result *r) {
    struct verdict_counts counts = result_count(r);
    if (counts.fail > 0 || has_open_finding(r))
        return VERDICT_FAIL;
    bool is_empty_shard = r->shard.count > 0 && r->check_count == 0;
    bool is_judged = counts.pass + counts.waived > 0 || is_empty_shard;
    bool is_whole = !r->was_stopped && r->surfaces_exercised >= r->surfaces_declared;
    if (counts.inconclusive > 0 || has_failed_control(r) || !is_judged || !is_whole)
        return VERDICT_INCONCLUSIVE;
    return VERDICT_PASS;
}
