/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: features_take, features_find, features_replace_echoes. The input is a reference, a line feed, and
 * an answer.
 * Properties: taking an answer twice gives equal features; each is found by its key; replacing echoes once more changes
 * nothing. */
/* modules: oracle http */
/* mutator: json */
#include <assert.h>

#include "fuzz_target.h"
#include "take_answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str raw = str_of((const char *)data, size);
    struct str reference = str_cut(&raw, '\n');
    struct arena a = {0};
    bool is_reference = str_find_char(reference, '{', 0) < 0 && str_find_char(reference, '}', 0) < 0;
    struct echo echo = {.name = STR("REF"), .value = is_reference ? reference : STR_NONE};
    struct features once = take_answer(raw, echo.value, &a);
    struct features twice = take_answer(raw, echo.value, &a);
    assert(once.count == twice.count);
    for (size_t i = 0; i < once.count; i++) {
        const struct feature *f = &once.items[i];
        assert(f->kind == twice.items[i].kind && str_eq(f->key, twice.items[i].key));
        assert(str_eq(f->value, twice.items[i].value));
        assert(str_eq(features_find(&once, f->key)->key, f->key) && features_find_near(&once, f->key, i) == f);
        assert(str_eq(features_replace_echoes(f->value, &echo, 1, &a), f->value));
    }
    arena_free(&a);
    return 0;
}
