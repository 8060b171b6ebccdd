/* SPDX-License-Identifier: Apache-2.0
 *
 * Target function: coverage_judge. The input is an OpenAPI document; behind a line `---8<---` stand more surfaces of a
 * small pack. Properties: every gap has a name, a printable place and a pointer to something in the document; nothing
 * is counted twice; and once each gap is listed as out of scope (and what was listed in vain is not any more), none is
 * left: the gate can always be passed. */
/* modules: base doc model scenario coverage */
/* mutator: json */
#include <assert.h>

#include "codec.h"
#include "coverage.h"
#include "fuzz_target.h"
#include "parse.h"
#include "scenario.h"

static const char HEAD[] =
    "nonesuch: 1\npack: tasks\n"
    "permissions: { task: { owner: [read, update] } }\n"
    "principals: { alice: { tenant: acme }, mallory: { tenant: globex } }\n"
    "resources:\n"
    "  task: { create: { request: POST /tasks, body: { name: '${new.name}' }, capture: { id: /id, "
    "name: /name } }, read: 'GET /tasks/${task.id}' }\n"
    "surfaces:\n  - GET /tasks/${task.id} needs task.read\n";

static bool load_pack(struct str more, struct arena *a, struct pack *out) {
    struct str text = str_printf(a, "%s%.*s", HEAD, STR_ARG(more));
    return scenario_load_pack(text, "x", a, out, NULL) == RC_OK;
}

static void check_gap(const struct value *document, const struct gap *gap) {
    assert(gap->where.len > 0 && gap->what.len > 0 && gap_kind_name(gap->kind));
    assert(value_point(document, gap->pointer));
}

static void check_counts(const struct coverage *c) {
    const struct coverage_counts *n = &c->counts;
    assert(n->is_judged && n->gaps == c->gap_count);
    assert(n->routes_covered + n->routes_out_of_scope <= n->routes_declared);
    assert(n->slots_covered + n->slots_out_of_scope <= n->slots_declared);
}

/* "METHOD PATH[ SLOT]" of a gap as an exclusion; a path with blanks in it cannot be told apart. */
static bool excuse(const struct gap *gap, struct exclusion *out) {
    struct str rest = gap->where;
    out->method = str_cut(&rest, ' ');
    out->path = str_cut(&rest, ' ');
    out->slot = rest;
    return (gap->kind == GAP_SLOT_NOT_IN_PACK) == (rest.data != NULL) && str_find_char(rest, ' ', 0) < 0;
}

static bool is_stale(const struct coverage *c, const struct exclusion *x) {
    for (size_t i = 0; i < c->gap_count; i++) {
        const struct place *place = &c->gaps[i].place;
        if (c->gaps[i].kind == GAP_STALE_OUT_OF_SCOPE && place->line == x->place.line &&
            place->column == x->place.column) {
            return true;
        }
    }
    return false;
}

static void check_gate_can_be_passed(const struct value *document, const struct pack *pack,
                                     const struct coverage *before, struct arena *a) {
    struct pack excused = *pack;
    excused.out_of_scope = ARENA_ARRAY(a, struct exclusion, pack->out_of_scope_count + before->gap_count);
    excused.out_of_scope_count = 0;
    for (size_t i = 0; i < pack->out_of_scope_count; i++) {
        if (!is_stale(before, &pack->out_of_scope[i])) {
            excused.out_of_scope[excused.out_of_scope_count++] = pack->out_of_scope[i];
        }
    }
    for (size_t i = 0; i < before->gap_count; i++) {
        if (before->gaps[i].kind == GAP_STALE_OUT_OF_SCOPE) {
            continue;
        }
        if (!excuse(&before->gaps[i], &excused.out_of_scope[excused.out_of_scope_count++])) {
            return;
        }
    }
    struct coverage after;
    enum rc rc = coverage_judge(document, &excused, a, &after, NULL);
    assert(rc == RC_OK && after.gap_count == 0);
}

static void check_judgement(const struct value *document, const struct pack *pack, struct arena *a) {
    struct coverage c;
    struct fault f = {0};
    enum rc rc = coverage_judge(document, pack, a, &c, &f);
    if (rc != RC_OK) {
        assert((rc == RC_CONFIG || rc == RC_LIMIT) && rc == f.rc && f.text[0] != '\0' && f.line > 0);
        assert(str_eq(codec_printable(a, str_from(f.text)), str_from(f.text)));
        return;
    }
    for (size_t i = 0; i < c.gap_count; i++) {
        check_gap(document, &c.gaps[i]);
    }
    check_counts(&c);
    check_gate_can_be_passed(document, pack, &c, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size);
    struct str cut = STR("---8<---\n");
    ptrdiff_t at = str_find(text, cut, 0);
    struct str more = at < 0 ? STR("") : str_from_index(text, (size_t)at + cut.len);
    text = at < 0 ? text : str_sub(text, 0, (size_t)at);
    struct arena a = {0};
    struct value *document;
    struct pack pack;
    if (parse_document(text, "x", &a, &document, NULL) == RC_OK && load_pack(more, &a, &pack)) {
        check_judgement(document, &pack, &a);
    }
    arena_free(&a);
    return 0;
}
