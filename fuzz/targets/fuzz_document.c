/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: parse_json, parse_json_placed, tokens_scan, emit_to_str, value_equal.
 * Properties: both parsers take the same texts and read the same values; whatever they take is a token tree too, with
 * as many tokens as there are values; a value that is written is read again as an equal one, and its text stays the
 * same from then on; a refusal has a place and one printable sentence. */
/* modules: base doc */
/* mutator: json */
#include <assert.h>
#include <string.h>

#include "check_fault.h"
#include "emit.h"
#include "fuzz_target.h"
#include "parse.h"
#include "tokens.h"

static size_t count_values(const struct value *v) {
    size_t count = 1;
    for (size_t i = 0; v->kind == VALUE_ARRAY && i < v->count; i++)
        count += count_values(v->items[i]);
    for (size_t i = 0; v->kind == VALUE_OBJECT && i < v->count; i++)
        count += count_values(v->members[i].value);
    return count;
}

static void check_round_trip(struct arena *a, const struct value *v) {
    struct str once = emit_to_str(a, v);
    struct value *again = NULL;
    enum rc rc = parse_json(once, a, &again, NULL);
    assert(rc == RC_OK && value_equal(v, again));
    assert(str_eq(once, emit_to_str(a, again)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size);
    struct arena a = {0};
    struct fault f = {0}, placed_f = {0};
    struct value *v = NULL, *placed = NULL;
    struct token_tree tree;
    enum rc rc = parse_json(text, &a, &v, &f);
    assert(parse_json_placed(text, &a, &placed, &placed_f) == rc);
    bool is_scanned = tokens_scan(text, &a, &tree);
    if (rc == RC_OK) {
        assert(is_scanned && tree.count == count_values(v));
        assert(value_equal(v, placed) && placed->line > 0);
        check_round_trip(&a, v);
    } else {
        assert(!v && !placed && strcmp(f.text, placed_f.text) == 0);
        check_fault(&a, &f);
    }
    arena_free(&a);
    return 0;
}
