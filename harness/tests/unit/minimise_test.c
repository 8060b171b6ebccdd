/* SPDX-License-Identifier: Apache-2.0 */
/* modules: mutate */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "minimise.h"

/* What shows it: all of these stand in the body. */
struct words {
    const char *const *words;
    size_t count, asked;
};

static bool holds_all(void *self, struct str body) {
    struct words *w = self;
    w->asked++;
    for (size_t i = 0; i < w->count; i++) {
        if (!str_contains(body, str_from(w->words[i]))) {
            return false;
        }
    }
    return true;
}

static void check(const char *body, const char *const *words, size_t count, const char *expected) {
    struct arena a = {0};
    struct words w = {.words = words, .count = count};
    struct minimise_options o = {.still = holds_all, .self = &w, .keep = STR("REF"), .tests_most = 500};
    struct str least = minimise_body(&o, str_from(body), &a);
    if (!str_eq(least, str_from(expected))) {
        fail_msg("got %.*s, expected %s", STR_ARG(least), expected);
    }
    arena_free(&a);
}

static void minimise__leaves_out_what_shows_nothing(void **state) {
    static const char *const one[] = {"\"b\":2"};
    static const char *const two[] = {"\"REF\"", "\"stream\":1"};
    static const char *const bytes[] = {"xyz"};
    (void)state;
    check("{\"a\":1,\"b\":2,\"c\":[1,2,3],\"d\":{\"e\":null}}", one, 1, "{\"b\":2}");
    check("[1,{\"p\":{\"id\":\"REF\",\"x\":[1,2],\"stream\":1},\"q\":\"long\"}]", two, 2,
          "{\"id\":\"REF\",\"stream\":1}");
    check("{\"a\":1,,abcxyzdefghijk", bytes, 1, "xyz");
}

static void minimise__stops_when_its_tests_are_spent(void **state) {
    static const char *const none[] = {"not there"};
    struct arena a = {0};
    struct words w = {.words = none, .count = 1};
    struct minimise_options o = {.still = holds_all, .self = &w, .tests_most = 7};
    struct str body = STR("{\"a\":[1,2,3,4,5,6,7,8],\"b\":{\"c\":1,\"d\":2},\"e\":3}");
    (void)state;
    assert_true(str_eq(minimise_body(&o, body, &a), body));
    assert_int_equal(w.asked, 7);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minimise__leaves_out_what_shows_nothing),
        cmocka_unit_test(minimise__stops_when_its_tests_are_spent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
