/* SPDX-License-Identifier: Apache-2.0 */
/* modules: mutate */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "mutate.h"
#include "tokens.h"

#define ROUNDS 20000

static const struct str methods[] = {STR("task/cancel"), STR("event/send"), STR("message/send")};
static const struct mutate_seed seeds[] = {
    {STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"task/cancel\",\"params\":{\"task_id\":\"@@REF0@@\"}}"), 0},
    {STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"event/send\",\"params\":{\"task_id\":\"@@REF0@@\"}}"), 1},
    {STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"event/send\",\"params\":{\"task_name\":\"@@REF1@@\"}}"), 1},
    {STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"message/send\",\"params\":{\"task_id\":\"@@REF0@@\"}}"), 2},
};
static const struct mutate_example examples[] = {{2, STR("stream"), STR("true")}};
static const struct mutate_dictionary dictionary = {.methods = methods,
                                                    .method_count = 3,
                                                    .seeds = seeds,
                                                    .seed_count = 4,
                                                    .examples = examples,
                                                    .example_count = 1,
                                                    .marker_count = 2,
                                                    .large_per_10000 = 1};

static void mutate__the_same_seed_gives_the_same_bodies(void **state) {
    struct arena a = {0}, b = {0};
    struct rng r, s;
    rng_init(&r, 5);
    rng_init(&s, 5);
    (void)state;
    for (size_t i = 0; i < 500; i++) {
        struct str x = mutate_body(&dictionary, seeds[0].body, &r, &a);
        assert_true(str_eq(x, mutate_body(&dictionary, seeds[0].body, &s, &b)));
    }
    arena_free(&a);
    arena_free(&b);
}

static void mutate__pristine_seeds_come_evenly_per_method(void **state) {
    size_t seen[3] = {0};
    struct rng r;
    rng_init(&r, 1);
    (void)state;
    for (size_t i = 0; i < ROUNDS; i++) {
        struct str body = mutate_pristine(&dictionary, &r);
        for (size_t m = 0; m < 3; m++) {
            seen[m] += str_contains(body, methods[m]);
        }
    }
    for (size_t m = 0; m < 3; m++) {
        assert_in_range(seen[m], ROUNDS / 3 - 600, ROUNDS / 3 + 600);
    }
}

/* Whatever came out goes in again, as a search does it. */
static void mutate__keeps_markers_and_sizes(void **state) {
    size_t marked = 0, json = 0, respelt = 0, large = 0, lenient = 0;
    struct rng r;
    struct arena a = {0};
    struct str body = STR("");
    char kept[MUTATE_BODY_BYTES];
    rng_init(&r, 2);
    (void)state;
    for (size_t i = 0; i < ROUNDS; i++) {
        struct token_tree t;
        struct str next = mutate_body(&dictionary, body, &r, &a);
        marked += str_contains(next, STR(MUTATE_MARKER));
        json += tokens_scan(next, &a, &t);
        respelt += str_contains(next, STR("TASK/CANCEL")) || str_contains(next, STR("\xe2\x84\xaa"));
        lenient += str_contains(next, STR(",}")) || str_contains(next, STR("NaN"));
        large += next.len > MUTATE_BODY_BYTES;
        size_t len = next.len <= MUTATE_BODY_BYTES ? next.len : 0;
        for (size_t k = 0; k < len; k++) {
            kept[k] = next.data[k];
        }
        body = str_of(kept, len);
        arena_reset(&a);
    }
    assert_true(marked > ROUNDS / 2);
    assert_true(json > ROUNDS / 2);
    assert_true(respelt > 20);
    assert_true(lenient > 20);
    assert_true(large < 20);
    arena_free(&a);
}

static void mutate__takes_anything(void **state) {
    static const char *const bodies[] = {"", "{", "[]", "null", "\"\"", "{}", "\xff", "[[[]]]", "{\"method\":1}"};
    struct rng r;
    struct arena a = {0};
    rng_init(&r, 3);
    (void)state;
    for (size_t i = 0; i < ROUNDS; i++) {
        (void)mutate_body(&dictionary, str_from(bodies[i % (sizeof bodies / sizeof *bodies)]), &r, &a);
        arena_reset(&a);
    }
    arena_free(&a);
}

/* An example is put into the parameters of a request, also of one in a batch. */
static void mutate__changes_a_request_of_a_batch(void **state) {
    const struct str batch = STR("[1,[{\"method\":\"message/send\",\"params\":{\"task_id\":\"@@REF1@@\"}}]]");
    size_t reached = 0;
    struct rng r;
    struct arena a = {0};
    rng_init(&r, 4);
    (void)state;
    for (size_t i = 0; i < ROUNDS; i++) {
        struct str body = mutate_body(&dictionary, batch, &r, &a);
        reached += str_contains(body, STR("[1,[{\"method\":\"message/send\",\"params\":{\"stream\":true,"));
        arena_reset(&a);
    }
    assert_true(reached > ROUNDS / 200);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mutate__the_same_seed_gives_the_same_bodies),
        cmocka_unit_test(mutate__pristine_seeds_come_evenly_per_method),
        cmocka_unit_test(mutate__keeps_markers_and_sizes),
        cmocka_unit_test(mutate__takes_anything),
        cmocka_unit_test(mutate__changes_a_request_of_a_batch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
