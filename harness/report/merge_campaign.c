/* SPDX-License-Identifier: Apache-2.0
 *
 * merge_campaign: the same things of several shards to one. */
#include "merge_campaign.h"

#include "finding_order.h"

#define CURVE_POINTS 240
#define MARK_OF_FINDING ".fuzz_"

/* The worse comes first; waivers are of findings that are the same in every shard. */
static const int badness[] = {[VERDICT_NOT_APPLICABLE] = 0,
                              [VERDICT_PASS] = 1,
                              [VERDICT_WAIVED] = 2,
                              [VERDICT_INCONCLUSIVE] = 3,
                              [VERDICT_FAIL] = 4};

/* A body that one shard alone lacked was judged by another: only where none judged, the doubt stays. */
static bool is_to_replace(const struct check *known, const struct check *c) {
    if (known->doubt == DOUBT_NOT_EXERCISED || c->doubt == DOUBT_NOT_EXERCISED)
        return known->doubt == DOUBT_NOT_EXERCISED;
    return badness[c->verdict] > badness[known->verdict];
}

static void add_finding(struct result *out, const struct finding *f) {
    for (size_t i = 0; i < out->finding_count; i++) {
        struct finding *known = &out->findings[i];
        if (str_eq(known->fingerprint, f->fingerprint)) {
            known->seen += f->seen;
            known->tried += f->tried;
            known->novelty = f->novelty > known->novelty ? f->novelty : known->novelty;
            known->made_up = known->made_up.is_there ? known->made_up : f->made_up;
            return;
        }
    }
    out->findings[out->finding_count++] = *f;
}

static void merge_findings_of_all(const struct merge_part *parts, size_t count, struct arena *a, struct result *out) {
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += parts[i].result.finding_count;
    out->findings = ARENA_ARRAY(a, struct finding, total);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < parts[i].result.finding_count; j++)
            add_finding(out, &parts[i].result.findings[j]);
    }
    finding_order_sort(out);
}

/* A surface at which any shard found something has no check that passes. */
static bool has_finding(const struct result *out, struct str surface) {
    for (size_t i = 0; i < out->finding_count; i++) {
        struct str at = out->findings[i].surface;
        if (str_starts_with(at, surface) && str_starts_with(str_from_index(at, surface.len), STR(MARK_OF_FINDING)))
            return true;
    }
    return false;
}

static void add_check(struct result *out, const struct check *c) {
    for (size_t i = 0; i < out->check_count; i++) {
        struct check *known = &out->checks[i];
        if (!str_eq(known->id, c->id))
            continue;
        struct check sum = is_to_replace(known, c) ? *c : *known;
        sum.position = i;
        sum.group_count = known->group_count + c->group_count;
        sum.request_count = known->request_count + c->request_count;
        sum.duration_ns = known->duration_ns + c->duration_ns;
        *known = sum;
        return;
    }
    out->checks[out->check_count] = *c;
    out->checks[out->check_count].position = out->check_count;
    out->check_count++;
}

static void merge_checks_of_all(const struct merge_part *parts, size_t count, struct arena *a, struct result *out) {
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += parts[i].result.check_count;
    out->checks = ARENA_ARRAY(a, struct check, total);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < parts[i].result.check_count; j++) {
            struct check c = parts[i].result.checks[j];
            if (c.finding != SIZE_MAX)
                c.finding = finding_order_find(out, parts[i].result.findings[c.finding].fingerprint);
            else if (has_finding(out, c.surface))
                continue;
            add_check(out, &c);
        }
    }
}

/* Between two points a straight line, behind the last one its value. */
static struct campaign_point point_at(const struct campaign_record *c, int64_t at_ns) {
    struct campaign_point before = {0};
    for (size_t i = 0; i < c->point_count; i++) {
        const struct campaign_point *p = &c->points[i];
        if (p->at_ns > at_ns) {
            double part = (double)(at_ns - before.at_ns) / (double)(p->at_ns - before.at_ns);
            double requests = part * ((double)p->requests - (double)before.requests);
            double news = part * ((double)p->news - (double)before.news);
            return (struct campaign_point){.requests = before.requests + (size_t)(requests > 0 ? requests : 0),
                                           .news = before.news + (size_t)(news > 0 ? news : 0)};
        }
        before = *p;
    }
    return before;
}

static int64_t end_of(const struct campaign_record *c) {
    return c->point_count > 0 ? c->points[c->point_count - 1].at_ns : 0;
}

static void merge_records(const struct merge_part *parts, size_t count, struct arena *a, struct campaign_record *out) {
    int64_t end_ns = 0;
    *out = (struct campaign_record){.is_there = true, .points = ARENA_ARRAY(a, struct campaign_point, CURVE_POINTS)};
    for (size_t i = 0; i < count; i++) {
        const struct campaign_record *c = &parts[i].result.campaign;
        out->tally = campaign_tally_add(&out->tally, &c->tally);
        out->conformance = conformance_add(&out->conformance, &c->conformance, a);
        end_ns = end_of(c) > end_ns ? end_of(c) : end_ns;
    }
    for (; out->point_count < CURVE_POINTS; out->point_count++) {
        struct campaign_point *p = &out->points[out->point_count];
        *p = (struct campaign_point){.at_ns = end_ns / (CURVE_POINTS - 1) * (int64_t)out->point_count};
        p->at_ns = out->point_count == CURVE_POINTS - 1 ? end_ns : p->at_ns;
        for (size_t i = 0; i < count; i++) {
            struct campaign_point one = point_at(&parts[i].result.campaign, p->at_ns);
            p->requests += one.requests;
            p->news += one.news;
        }
    }
}

void merge_campaigns(const struct merge_part *parts, size_t count, struct arena *a, struct result *out) {
    out->surfaces_declared = out->surfaces_exercised = 0;
    for (size_t i = 0; i < count; i++) {
        const struct result *r = &parts[i].result;
        out->surfaces_declared =
            r->surfaces_declared > out->surfaces_declared ? r->surfaces_declared : out->surfaces_declared;
        out->surfaces_exercised =
            r->surfaces_exercised > out->surfaces_exercised ? r->surfaces_exercised : out->surfaces_exercised;
    }
    merge_findings_of_all(parts, count, a, out);
    merge_checks_of_all(parts, count, a, out);
    merge_records(parts, count, a, &out->campaign);
}
