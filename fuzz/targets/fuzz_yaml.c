/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: parse_yaml, parse_document, emit_to_str.
 * Properties: a value that was read from YAML can be written as JSON and is read again as an equal one, so that both
 * spellings hold the same values; every value of the tree has a place within the text; a refusal has a place and one
 * printable sentence. */
/* modules: base doc */
/* seeds: scenarios/refused */
#include <assert.h>

#include "check_fault.h"
#include "emit.h"
#include "fuzz_target.h"
#include "parse.h"

static void check_places(const struct value *v, size_t size) {
    assert(v->line > 0 && v->column > 0 && (size_t)v->line <= size + 1 && (size_t)v->column <= size + 1);
    for (size_t i = 0; v->kind == VALUE_ARRAY && i < v->count; i++)
        check_places(v->items[i], size);
    for (size_t i = 0; v->kind == VALUE_OBJECT && i < v->count; i++) {
        assert(v->members[i].line > 0 && v->members[i].column > 0);
        check_places(v->members[i].value, size);
    }
}

static void check_round_trip(struct arena *a, const struct value *v) {
    struct value *again = NULL;
    enum rc rc = parse_json(emit_to_str(a, v), a, &again, NULL);
    assert(rc == RC_OK && value_equal(v, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size);
    struct arena a = {0};
    struct fault f = {0};
    struct value *v = NULL;
    if (parse_yaml(text, &a, &v, &f) == RC_OK) {
        if (v->line > 0) /* the null of an empty text stands nowhere */
            check_places(v, size);
        check_round_trip(&a, v);
    } else {
        assert(!v);
        check_fault(&a, &f);
    }
    arena_free(&a);
    return 0;
}
