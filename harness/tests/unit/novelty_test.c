/* SPDX-License-Identifier: Apache-2.0 */
/* modules: oracle */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdlib.h>

#include "novelty.h"

static struct novelty_view view(int status, const char *body, size_t request_class, struct arena *a) {
    static const struct echo echoes[] = {{STR("REF0"), STR("1f3a7c1e-0000-4000-8000-000000000001")}};
    struct exchange x = {
        .outcome = OUTCOME_ANSWERED, .status = status, .body = str_from(body), .decoded = str_from(body)};
    return novelty_take(&x, request_class, echoes, 1, a);
}

static const struct {
    const char *left, *right;
    bool same[NOVELTY_ASPECTS];
} rows[] = {
    /* ids and counters are masked */
    {"{\"message\":\"trace 9f31\"}", "{\"message\":\"trace 07ab\"}", {true, true, true, true, true, true}},
    /* the reference is replaced */
    {"{\"message\":\"no 1f3a7c1e-0000-4000-8000-000000000001\"}",
     "{\"message\":\"no 1f3a7c1e-0000-4000-8000-000000000001\"}",
     {true, true, true, true, true, true}},
    /* other words */
    {"{\"message\":\"denied\"}", "{\"message\":\"absent\"}", {true, false, false, false, true, true}},
    /* other keys */
    {"{\"message\":\"x\",\"a\":1}", "{\"message\":\"x\",\"b\":1}", {true, false, false, true, false, true}},
    /* one complaint less, but not the first */
    {"{\"message\":\"a: required; b: required\"}",
     "{\"message\":\"a: required\"}",
     {true, false, false, true, true, false}},
    /* the first complaint less */
    {"{\"detail\":[{\"loc\":[\"a\"]},{\"loc\":[\"b\"]}]}",
     "{\"detail\":[{\"loc\":[\"b\"]}]}",
     {true, false, false, false, false, false}},
    /* another code */
    {"{\"error\":{\"code\":-32601}}", "{\"error\":{\"code\":-32602}}", {false, true, true, true, true, true}},
    /* all parse errors have one template */
    {"{\"error\":{\"code\":-32700,\"message\":\"at x\"}}",
     "{\"error\":{\"code\":-32700,\"message\":\"at y\"}}",
     {true, false, true, true, true, true}},
};

static void check_row(size_t row, struct arena *a) {
    struct novelty_view x = view(404, rows[row].left, 1, a), y = view(404, rows[row].right, 1, a);
    for (size_t k = 0; k < NOVELTY_ASPECTS; k++) {
        if ((x.hashes[k] == y.hashes[k]) != rows[row].same[k]) {
            fail_msg("%s and %s: aspect %zu", rows[row].left, rows[row].right, k);
        }
    }
}

static void novelty__tells_kinds_of_answers_apart(void **state) {
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_row(i, &a);
    }
    arena_free(&a);
}

static void novelty__is_keyed_by_the_class_of_the_request(void **state) {
    struct arena a = {0};
    struct novelty_view x = view(404, "{\"message\":\"x\"}", 1, &a), y = view(404, "{\"message\":\"x\"}", 2, &a);
    struct novelty_view z = view(422, "{\"message\":\"x\"}", 1, &a);
    (void)state;
    assert_true(x.hashes[NOVELTY_CANON] != y.hashes[NOVELTY_CANON]);
    assert_true(x.hashes[NOVELTY_TEMPLATE] == y.hashes[NOVELTY_TEMPLATE]);
    assert_true(x.hashes[NOVELTY_STATUS] != z.hashes[NOVELTY_STATUS]);
    arena_free(&a);
}

static void novelty__numbers_are_bounded(void **state) {
    struct novelty_numbers *n = calloc(1, sizeof *n);
    bool is_new;
    (void)state;
    assert_non_null(n);
    uint16_t first = novelty_number(n, 99, &is_new);
    assert_true(is_new && first == 1);
    assert_true(novelty_number(n, 99, &is_new) == first && !is_new);
    for (uint64_t hash = 1000; hash < 1000 + 3 * NOVELTY_NUMBERS; hash++) {
        uint16_t number = novelty_number(n, hash * 7919, &is_new);
        assert_true(number > 0 && number < NOVELTY_NUMBERS);
    }
    assert_true(n->count < NOVELTY_NUMBERS);
    free(n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(novelty__tells_kinds_of_answers_apart),
        cmocka_unit_test(novelty__is_keyed_by_the_class_of_the_request),
        cmocka_unit_test(novelty__numbers_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
