/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: mutate_body, minimise_body, body_remove. Properties: any bytes can be mutated, and the same rng
 * gives the same body; what is minimised is never longer and still shows it; removing a token of a JSON text leaves
 * JSON (or nothing). */
/* modules: mutate */
#include <assert.h>

#include "body_edit.h"
#include "fuzz_target.h"
#include "minimise.h"
#include "mutate.h"

#define BODY_BYTES 4096

static const struct str methods[] = {STR("task/cancel"), STR("event/send")};
static const struct mutate_seed seeds[] = {
    {STR("{\"method\":\"task/cancel\",\"params\":{\"task_id\":\"@@REF0@@\"}}"), 0},
    {STR("{\"method\":\"event/send\",\"params\":{}}"), 1}};
static const struct mutate_example examples[] = {{1, STR("content"), STR("{\"type\":\"text\"}")}};
static const struct mutate_dictionary dictionary = {.methods = methods,
                                                    .method_count = 2,
                                                    .seeds = seeds,
                                                    .seed_count = 2,
                                                    .examples = examples,
                                                    .example_count = 1,
                                                    .marker_count = 2};

/* The byte that the text begins with stands in it. */
static bool holds_first_byte(void *self, struct str body) {
    return str_find_char(body, *(const char *)self, 0) >= 0;
}

static void check_removal(struct str text, size_t index, struct arena *a) {
    struct token_tree t, rest;
    if (!tokens_scan(text, a, &t)) {
        return;
    }
    struct str left = body_remove(&t, index % t.count, a);
    assert(left.len < text.len && (left.len == 0 || tokens_scan(left, a, &rest)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size < BODY_BYTES ? size : BODY_BYTES);
    struct arena a = {0};
    struct rng one, other;
    rng_init(&one, size);
    rng_init(&other, size);
    struct str body = mutate_body(&dictionary, text, &one, &a);
    assert(str_eq(body, mutate_body(&dictionary, text, &other, &a)));
    if (text.len > 0) {
        char first = text.data[0];
        struct minimise_options o = {.still = holds_first_byte, .self = &first, .tests_most = 50};
        struct str least = minimise_body(&o, text, &a);
        assert(least.len <= text.len && holds_first_byte(&first, least));
        check_removal(text, size, &a);
    }
    arena_free(&a);
    return 0;
}
