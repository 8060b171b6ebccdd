/* SPDX-License-Identifier: Apache-2.0
 *
 * uncovered: gaps to controls and sentences. */
#include "uncovered.h"

#include "checks.h"
#include "codec.h"

struct str uncovered_sentence(const struct engine *e) {
    const struct coverage *c = e->setting->coverage;
    if (!c) {
        return STR("coverage against an OpenAPI document is not judged (--openapi)");
    }
    const struct coverage_counts *n = &c->counts;
    return str_printf(
        e->arena,
        "of the %zu slots that the OpenAPI document declares, %zu are under test and %zu are out of scope "
        "for a reason that the pack gives; %zu %s",
        n->slots_declared, n->slots_covered, n->slots_out_of_scope, n->gaps,
        n->gaps == 1 ? "gap is left" : "gaps are left");
}

size_t uncovered_count(const struct engine *e) {
    return e->setting->coverage ? e->setting->coverage->gap_count : 0;
}

void uncovered_add_controls(struct engine *e) {
    const struct coverage *c = e->setting->coverage;
    if (!c) {
        return;
    }
    e->result->coverage = c->counts;
    for (size_t i = 0; i < c->gap_count; i++) {
        struct str where = codec_printable(e->arena, c->gaps[i].where);
        struct str id = str_printf(e->arena, "coverage/%.*s", STR_ARG(where));
        checks_add_control(e, id, false, codec_printable(e->arena, c->gaps[i].what), NULL);
    }
    if (c->gap_count == 0) {
        checks_add_control(e, STR("coverage"), true, STR_NONE, NULL);
    }
}

size_t uncovered_not_planned(const struct engine *e, struct str *out) {
    size_t count = uncovered_count(e);
    for (size_t i = 0; i < count; i++) {
        out[i] = codec_printable(e->arena, e->setting->coverage->gaps[i].what);
    }
    return count;
}
