/* SPDX-License-Identifier: Apache-2.0 */
/* modules: channel */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "worker_setup.h"

static void worker_setup__reads_what_it_wrote(void **state) {
    static const struct str methods[] = {STR("task/cancel"), STR("event/send")};
    static const struct mutate_seed seeds[] = {{STR("{\"method\":\"event/send\"}"), 1}, {STR("\"; $(x) `y`\n"), 0}};
    static const struct mutate_example examples[] = {{1, STR("content"), STR("{\"a\":[null]}")}};
    struct worker_setup setup = {.seed = 0xfedcba9876543210u,
                                 .corpus = STR("/tmp/a b;c"),
                                 .dictionary = {.methods = methods,
                                                .method_count = 2,
                                                .seeds = seeds,
                                                .seed_count = 2,
                                                .examples = examples,
                                                .example_count = 1,
                                                .marker_count = 4,
                                                .large_per_10000 = 3}};
    struct arena a = {0};
    struct worker_setup got;
    struct fault f = {0};
    (void)state;
    assert_int_equal(worker_setup_read(worker_setup_write(&setup, &a), &a, &got, &f), RC_OK);
    assert_true(got.seed == setup.seed >> 1 && str_eq(got.corpus, setup.corpus));
    assert_int_equal(got.dictionary.method_count, 2);
    assert_true(str_eq(got.dictionary.methods[1], methods[1]));
    assert_true(got.dictionary.seeds[0].method == 1 && str_eq(got.dictionary.seeds[1].body, seeds[1].body));
    assert_true(str_eq(got.dictionary.examples[0].json, examples[0].json));
    assert_int_equal(got.dictionary.marker_count, 4);
    assert_int_equal(got.dictionary.large_per_10000, 3);
    arena_free(&a);
}

static void worker_setup__refuses_what_is_none(void **state) {
    static const char *const texts[] = {"", "{", "null", "{}",
                                        "{\"methods\":[],\"seeds\":[],\"examples\":[],\"seed\":\"1\"}"};
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct worker_setup got;
        struct fault f = {0};
        assert_int_equal(worker_setup_read(str_from(texts[i]), &a, &got, &f), RC_PARSE);
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worker_setup__reads_what_it_wrote),
        cmocka_unit_test(worker_setup__refuses_what_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
