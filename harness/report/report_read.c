/* SPDX-License-Identifier: Apache-2.0
 *
 * report_read: a JSON report to a result. */
#include "report_read.h"

#include <stdlib.h>

#include "codec.h"
#include "limits.h"
#include "parse.h"
#include "read_exchange.h"
#include "read_part.h"

#define FORMAT_NAME "nonesuch-report/1"
#define SHOWN_ID_BYTES 200

static const char *name_of_verdict(size_t i) {
    return verdict_name((enum verdict)i);
}

static const char *name_of_property(size_t i) {
    return property_name((enum property)i);
}

static const char *name_of_severity(size_t i) {
    return severity_name((enum severity)i);
}

static const char *name_of_doubt(size_t i) {
    return doubt_name((enum doubt)i);
}

static const char *name_of_novelty(size_t i) {
    return novelty_name((enum novelty)i);
}

static const char *name_of_waiver_state(size_t i) {
    return waiver_state_name((enum waiver_state)i);
}

/* The word of an optional member, `otherwise` without. */
static size_t optional_word(const struct part *p, const char *key, const char *(*name)(size_t), size_t count) {
    struct part m = part_member(p, key);
    return part_is_there(&m) ? part_word(p, key, name, count) : 0;
}

static enum property property_of(const struct part *p) {
    return (enum property)part_word(p, "property", name_of_property, PROPERTY_ROBUSTNESS + 1);
}

static void read_head(const struct part *root, struct result *r) {
    struct part tool = part_member(root, "tool"), run = part_member(root, "run"), target = part_member(root, "target");
    struct part packs = part_member(root, "packs"), pack = part_item(&packs, 0), shard = part_member(&run, "shard");
    r->tool_version = part_text(&tool, "version");
    r->run_id = part_text(&run, "id");
    r->seed = part_text(&run, "seed");
    r->started = part_text(&run, "started");
    r->duration_ns = part_ms(&run, "duration_ms");
    r->options = part_text(&run, "options");
    r->was_stopped = part_bool(&run, "stopped");
    r->shard = (struct shard){.index = part_size(&shard, "index"),
                              .count = part_size(&shard, "count"),
                              .checks_planned = part_size(&shard, "checks_planned")};
    r->target = part_text(&target, "url");
    r->environment = part_text(&target, "environment");
    r->is_lab = part_bool(&target, "lab");
    r->pack = part_text(&pack, "name");
    r->pack_title = part_text(&pack, "title");
    if (part_count(&packs) > 1)
        part_refuse(&packs, "a report of several packs cannot be read");
    if (r->shard.count > 0 && (r->shard.index == 0 || r->shard.index > r->shard.count))
        part_refuse(&shard, "shard %zu of %zu", r->shard.index, r->shard.count);
}

static void read_summary(const struct part *root, struct result *r) {
    struct part summary = part_member(root, "summary"), surfaces = part_member(&summary, "surfaces");
    struct part c = part_member(&summary, "coverage");
    r->surfaces_declared = part_size(&surfaces, "declared");
    r->surfaces_exercised = part_size(&surfaces, "exercised");
    r->coverage = (struct coverage_counts){.is_judged = part_is_there(&c),
                                           .routes_declared = part_size(&c, "routes_declared"),
                                           .routes_covered = part_size(&c, "routes_covered"),
                                           .routes_out_of_scope = part_size(&c, "routes_out_of_scope"),
                                           .slots_declared = part_size(&c, "slots_declared"),
                                           .slots_covered = part_size(&c, "slots_covered"),
                                           .slots_out_of_scope = part_size(&c, "slots_out_of_scope"),
                                           .gaps = part_size(&c, "gaps")};
}

static void read_times(const struct part *side, struct evidence *out) {
    struct part list = part_member(side, "first_byte_ns");
    size_t count = part_count(&list);
    if (count > LIMIT_EVIDENCE_TIMES) {
        part_refuse(&list, "%zu times, at most %u", count, LIMIT_EVIDENCE_TIMES);
        return;
    }
    int64_t *times_ns = ARENA_ARRAY(side->reading->arena, int64_t, count);
    for (size_t i = 0; i < count; i++) {
        struct part item = part_item(&list, i);
        times_ns[i] = (int64_t)part_whole(&item);
    }
    out->first_byte_ns = times_ns;
    out->first_byte_count = count;
}

static struct evidence read_side(const struct part *p) {
    struct evidence side = {
        .label = part_text(p, "label"), .reference = part_bytes_member(p, "reference"), .exchange = read_exchange(p)};
    read_times(p, &side);
    return side;
}

static void read_references(const struct part *made_up, struct made_up_body *out) {
    struct part list = part_member(made_up, "references");
    out->reference_count = part_count(&list);
    out->references = ARENA_ARRAY(made_up->reading->arena, struct body_reference, out->reference_count);
    for (size_t i = 0; i < out->reference_count; i++) {
        struct part p = part_item(&list, i);
        out->references[i] = (struct body_reference){
            .text = part_bytes_member(&p, "text"), .field = part_text(&p, "field"), .is_own = part_bool(&p, "own")};
    }
}

static struct made_up_body read_made_up(const struct part *finding) {
    struct part p = part_member(finding, "made_up");
    struct made_up_body b = {.is_there = part_is_there(&p)};
    if (!b.is_there)
        return b;
    b.text = part_bytes_member(&p, "body");
    b.envelope = part_text(&p, "envelope");
    b.address = part_text(&p, "address");
    read_references(&p, &b);
    if (b.text.len > LIMIT_MADE_UP_BYTES)
        part_refuse(&p, "the body is longer than %u bytes", LIMIT_MADE_UP_BYTES);
    if (b.reference_count > LIMIT_MADE_UP_REFERENCES)
        part_refuse(&p, "%zu references, at most %u", b.reference_count, LIMIT_MADE_UP_REFERENCES);
    return b;
}

static struct finding read_finding(const struct part *p) {
    struct part evidence = part_member(p, "evidence");
    struct finding f = {.fingerprint = part_text(p, "fingerprint"),
                        .property = property_of(p),
                        .severity = (enum severity)part_word(p, "severity", name_of_severity, SEVERITY_CRITICAL + 1),
                        .cwe = (int)(part_size(p, "cwe") % INT16_MAX),
                        .kind = part_text(p, "kind"),
                        .also = part_joined(p, "also", " "),
                        .feature = part_text(p, "feature"),
                        .pack = part_text(p, "pack"),
                        .surface = part_text(p, "surface"),
                        .line = part_size(p, "line"),
                        .variation = part_text(p, "variation"),
                        .principals = part_joined(p, "principals", ","),
                        .title = part_text(p, "title"),
                        .left = part_bytes_member(p, "left"),
                        .right = part_bytes_member(p, "right"),
                        .cost = part_text(p, "cost"),
                        .curl = part_text(p, "curl"),
                        .seen = part_size(p, "seen"),
                        .tried = part_size(p, "tried"),
                        .made_up = read_made_up(p),
                        .novelty = (enum novelty)optional_word(p, "novelty", name_of_novelty, NOVELTY_KNOWN + 1)};
    for (size_t i = 0; i < 2 && i < part_count(&evidence); i++) {
        struct part side = part_item(&evidence, i);
        f.sides[i] = read_side(&side);
    }
    return f;
}

static void read_findings(const struct part *root, struct result *r) {
    struct part list = part_member(root, "findings");
    r->finding_count = part_count(&list);
    r->findings = ARENA_ARRAY(root->reading->arena, struct finding, r->finding_count);
    for (size_t i = 0; i < r->finding_count; i++) {
        struct part p = part_item(&list, i);
        r->findings[i] = read_finding(&p);
        if (r->findings[i].fingerprint.len == 0)
            part_refuse(&p, "a finding has a fingerprint");
    }
}

static size_t find_finding(const struct part *check, const struct result *r) {
    struct part named = part_member(check, "finding");
    struct str fingerprint = part_text(check, "finding");
    if (!part_is_there(&named))
        return SIZE_MAX;
    for (size_t i = 0; i < r->finding_count; i++) {
        if (str_eq(r->findings[i].fingerprint, fingerprint))
            return i;
    }
    part_refuse(&named, "the report has no such finding");
    return SIZE_MAX;
}

static struct check read_check(const struct part *p, const struct result *r, size_t index) {
    struct part position = part_member(p, "position");
    struct check c = {
        .id = part_text(p, "id"),
        .surface = part_text(p, "surface"),
        .principal = part_text(p, "principal"),
        .variation = part_text(p, "variation"),
        .property = property_of(p),
        .verdict = (enum verdict)part_word(p, "verdict", name_of_verdict, VERDICT_NOT_APPLICABLE + 1),
        .doubt = (enum doubt)optional_word(p, "doubt", name_of_doubt, DOUBT_STOPPED + 1),
        .expected = part_text(p, "expected"),
        .reason = part_text(p, "reason"),
        .group_count = part_size(p, "groups"),
        .request_count = part_size(p, "requests"),
        .duration_ns = part_ms(p, "duration_ms"),
        .finding = find_finding(p, r),
        .position = part_is_there(&position) ? part_size(p, "position") : index,
    };
    if (c.id.len == 0)
        part_refuse(p, "a check has an id");
    return c;
}

static void read_checks(const struct part *root, struct result *r) {
    struct part list = part_member(root, "checks");
    r->check_count = part_count(&list);
    r->checks = ARENA_ARRAY(root->reading->arena, struct check, r->check_count);
    for (size_t i = 0; i < r->check_count; i++) {
        struct part p = part_item(&list, i);
        r->checks[i] = read_check(&p, r, i);
    }
}

static void read_controls(const struct part *root, struct result *r) {
    struct part list = part_member(root, "controls");
    r->control_count = part_count(&list);
    r->controls = ARENA_ARRAY(root->reading->arena, struct control, r->control_count);
    for (size_t i = 0; i < r->control_count; i++) {
        struct part p = part_item(&list, i);
        r->controls[i] = (struct control){.id = part_text(&p, "id"),
                                          .passed = part_bool(&p, "passed"),
                                          .reason = part_text(&p, "reason"),
                                          .exchange = read_exchange(&p)};
    }
}

static void read_noise(const struct part *root, struct result *r) {
    struct part list = part_member(root, "noise");
    r->noise_count = part_count(&list);
    r->noise = ARENA_ARRAY(root->reading->arena, struct learned_noise, r->noise_count);
    for (size_t i = 0; i < r->noise_count; i++) {
        struct part p = part_item(&list, i);
        r->noise[i] = (struct learned_noise){.scope = part_bytes_member(&p, "scope"),
                                             .shape = part_bytes_member(&p, "shape"),
                                             .seen = part_size(&p, "seen")};
    }
}

static void read_not_judged(const struct part *root, struct result *r) {
    struct part list = part_member(root, "not_judged");
    r->not_judged_count = part_count(&list);
    r->not_judged = ARENA_ARRAY(root->reading->arena, struct str, r->not_judged_count);
    for (size_t i = 0; i < r->not_judged_count; i++) {
        struct part p = part_item(&list, i);
        r->not_judged[i] = part_bytes(&p);
    }
}

static void read_waivers(const struct part *root, struct result *r) {
    struct part list = part_member(root, "waivers");
    r->waiver_count = part_count(&list);
    r->waivers = ARENA_ARRAY(root->reading->arena, struct waiver_note, r->waiver_count);
    for (size_t i = 0; i < r->waiver_count; i++) {
        struct part p = part_item(&list, i);
        r->waivers[i] = (struct waiver_note){
            .what = part_text(&p, "waiver"),
            .owner = part_text(&p, "owner"),
            .reason = part_text(&p, "reason"),
            .issue = part_text(&p, "issue"),
            .expires = part_text(&p, "expires"),
            .state = (enum waiver_state)part_word(&p, "state", name_of_waiver_state, WAIVER_EXPIRED + 1),
            .findings = part_size(&p, "findings"),
            .text = part_text(&p, "text")};
    }
}

static void read_fixed(const struct part *root, struct result *r) {
    struct part list = part_member(root, "fixed");
    r->has_baseline = part_is_there(&list);
    r->fixed_count = part_count(&list);
    r->fixed = ARENA_ARRAY(root->reading->arena, struct fixed_finding, r->fixed_count);
    for (size_t i = 0; i < r->fixed_count; i++) {
        struct part p = part_item(&list, i);
        r->fixed[i] = (struct fixed_finding){.fingerprint = part_text(&p, "fingerprint"),
                                             .kind = part_text(&p, "kind"),
                                             .surface = part_text(&p, "surface"),
                                             .title = part_text(&p, "title")};
    }
}

static void read_ledger(const struct part *root, struct result *r) {
    static const char *const classes[] = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};
    struct part p = part_member(root, "ledger"), by_class = part_member(&p, "by_status_class");
    r->ledger = (struct ledger){.requests = part_size(&p, "requests"),
                                .dropped = part_size(&p, "dropped"),
                                .resent = part_size(&p, "resent"),
                                .groups = part_size(&p, "groups"),
                                .groups_void = part_size(&p, "groups_void"),
                                .fixtures_made = part_size(&p, "fixtures_made"),
                                .fixtures_deleted = part_size(&p, "fixtures_deleted"),
                                .fixtures_left = part_size(&p, "fixtures_left"),
                                .answers_scanned = part_size(&p, "answers_scanned")};
    for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
        r->ledger.by_status_class[i] = part_size(&by_class, classes[i]);
}

static void read_campaign(const struct part *root, struct result *r) {
    struct part p = part_member(root, "campaign"), sums = part_member(&p, "sums"), curve = part_member(&p, "curve");
    struct campaign_record *c = &r->campaign;
    *c = (struct campaign_record){.is_there = part_is_there(&p)};
    c->tally = campaign_tally_read(sums.value);
    c->conformance = conformance_read(value_get_c(p.value, "conformance"), root->reading->arena);
    c->point_count = part_count(&curve);
    c->points = ARENA_ARRAY(root->reading->arena, struct campaign_point, c->point_count);
    for (size_t i = 0; i < c->point_count; i++) {
        struct part point = part_item(&curve, i);
        c->points[i] = (struct campaign_point){.at_ns = part_ms(&point, "at_ms"),
                                               .requests = part_size(&point, "requests"),
                                               .news = part_size(&point, "news")};
    }
}

static void check_is_report(const struct part *root) {
    static const char *const needed[] = {"run",      "target",   "packs",      "summary", "checks",
                                         "findings", "controls", "not_judged", "ledger"};
    if (!str_eq(value_string(value_get_c(root->value, "schema"), STR("")), STR(FORMAT_NAME))) {
        part_refuse(root, "this is no JSON report of nonesuch: its `schema` is not " FORMAT_NAME);
        return;
    }
    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
        struct part m = part_member(root, needed[i]);
        if (!part_is_there(&m))
            part_refuse(root, "`%s` is missing", needed[i]);
    }
}

static int by_text(const void *x, const void *y) {
    const struct str *a = x, *b = y;
    return str_cmp(*a, *b);
}

static void refuse_second(const struct part *root, const char *what, struct str id) {
    struct str shown = codec_printable_start(root->reading->arena, id, SHOWN_ID_BYTES);
    part_refuse(root, "the %s '%.*s' stands there twice", what, STR_ARG(shown));
}

static void refuse_twice(const struct part *root, struct str *ids, size_t count, const char *what) {
    qsort(ids, count, sizeof(*ids), by_text);
    for (size_t i = 1; i < count; i++) {
        if (str_eq(ids[i - 1], ids[i]))
            refuse_second(root, what, ids[i]);
    }
}

static void check_unique(const struct part *root, const struct result *r) {
    struct arena scratch = {0};
    struct str *ids = ARENA_ARRAY(&scratch, struct str, r->check_count + r->finding_count);
    for (size_t i = 0; i < r->check_count; i++)
        ids[i] = r->checks[i].id;
    refuse_twice(root, ids, r->check_count, "check");
    for (size_t i = 0; i < r->finding_count; i++)
        ids[i] = r->findings[i].fingerprint;
    refuse_twice(root, ids, r->finding_count, "finding");
    arena_free(&scratch);
}

static void read_all(const struct part *root, struct result *r) {
    read_head(root, r);
    read_summary(root, r);
    read_findings(root, r);
    read_checks(root, r);
    read_controls(root, r);
    read_noise(root, r);
    read_not_judged(root, r);
    read_waivers(root, r);
    read_fixed(root, r);
    read_campaign(root, r);
    read_ledger(root, r);
    check_unique(root, r);
}

enum rc report_read(struct str text, const char *name, struct arena *a, struct result *out, struct fault *f) {
    struct value *document;
    enum rc rc = parse_json_report(text, a, &document, f);
    if (rc != RC_OK) {
        fault_name_file(f, name);
        return rc;
    }
    struct reading reading = {.arena = a, .file = name, .fault = f};
    struct part root = {.reading = &reading, .value = document};
    struct result r = {0};
    check_is_report(&root);
    if (reading.rc == RC_OK)
        read_all(&root, &r);
    if (reading.rc == RC_OK)
        *out = r;
    return reading.rc;
}
