/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of differential.h. */
/* modules: campaign */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "differential.h"
#include "rows.h"

static bool knows(struct str method) {
    return str_starts_with(method, STR("task/"));
}

static const struct rpc_reference reference = {.knows = knows};
static const struct str methods[] = {STR("task/cancel"), STR("tasks.delete")};

struct bench {
    struct arena arena;
    struct differential differential;
};

static void start(struct bench *b) {
    const struct contrast_names names = {.methods = methods, .method_count = 1};
    *b = (struct bench){0};
    differential_init(&b->differential, &reference, &names);
}

static void stop(struct bench *b) {
    differential_free(&b->differential);
    arena_free(&b->arena);
}

static struct contrast otherwise(struct str reason, int status) {
    return (struct contrast){.verdict = CONTRAST_OTHERWISE,
                             .kind = {.reading = CONFORMANCE_MALFORMED, .reason = reason, .status = status}};
}

static void count(struct bench *b, const char *reason, int status, const char *body) {
    struct contrast c = otherwise(str_from(reason), status);
    differential_count(&b->differential, str_from(body), &c);
}

static struct conformance sum_of(struct bench *b) {
    const struct str values[] = {STR("5b1d")};
    return differential_sum(&b->differential, values, 1, &b->arena);
}

static void differential__is_off_where_the_reference_does_not_know_a_method(void **state) {
    const struct contrast_names names = {.methods = methods, .method_count = 2};
    struct bench b = {0};
    (void)state;
    differential_init(&b.differential, &reference, &names);
    struct conformance c = sum_of(&b);
    assert_true(!b.differential.reference && !c.is_compared);
    row_str("why", c.why_not, "the reference does not know the method 'tasks.delete'");
    stop(&b);
    differential_init(&b.differential, NULL, &names);
    assert_true(!sum_of(&b).is_compared);
    stop(&b);
}

static void differential__counts_and_keeps_the_shortest(void **state) {
    const struct contrast alike = {.verdict = CONTRAST_ALIKE}, undecided = {.verdict = CONTRAST_UNDECIDED}, none = {0};
    struct bench b;
    (void)state;
    start(&b);
    count(&b, "a comma", 404, "[\"@@REF0@@\",1,]");
    count(&b, "a NaN", 403, "NaN");
    count(&b, "a comma", 403, "[\"@@REF0@@\",]");
    count(&b, "a comma", 404, "[\"@@REF0@@\",2,]");
    differential_count(&b.differential, STR("{}"), &alike);
    differential_count(&b.differential, STR("{}"), &undecided);
    differential_count(&b.differential, STR("{}"), &none);
    struct conformance c = sum_of(&b);
    assert_true(c.is_compared && c.alike == 1 && c.undecided == 1 && c.otherwise == 4 && c.kind_count == 2);
    row_str("a reference in place of its marker", c.kinds[0].example, "[\"5b1d\",]");
    assert_true(c.kinds[0].bodies == 3 && c.kinds[0].status == 403 && c.kinds[0].example_bytes == 9);
    stop(&b);
}

static void differential__has_each_example_shortened_once(void **state) {
    struct bench b;
    struct conformance_kind kind;
    struct str body;
    (void)state;
    start(&b);
    count(&b, "a comma", 404, "[1,2,3,]");
    assert_true(differential_take(&b.differential, &b.arena, &kind, &body));
    row_str("its body", body, "[1,2,3,]");
    assert_false(differential_take(&b.differential, &b.arena, &kind, &body));
    kind.status = 200;
    differential_put(&b.differential, &kind, STR("[,]"));
    count(&b, "a comma", 404, "[1,]");
    assert_false(differential_take(&b.differential, &b.arena, &kind, &body));
    struct conformance c = sum_of(&b);
    assert_true(str_eq(c.kinds[0].example, STR("[,]")) && c.kinds[0].status == 200 && c.kinds[0].bodies == 2);
    /* A shorter one by chance: it is looked into again, but not for ever. */
    size_t times = 0;
    for (const char *body_of = ",,,,,,,,,,,,,,"; *body_of; body_of++) {
        count(&b, "commas", 404, body_of);
        times += differential_take(&b.differential, &b.arena, &kind, &body);
    }
    assert_in_range(times, 2, 8);
    stop(&b);
}

static void differential__has_room_for_so_many_kinds(void **state) {
    struct bench b;
    (void)state;
    start(&b);
    for (size_t i = 0; i < CONFORMANCE_KINDS + 5; i++)
        count(&b, arena_printf(&b.arena, "%zu", i), 404, "x");
    struct conformance c = sum_of(&b);
    assert_true(c.kind_count == CONFORMANCE_KINDS && c.elsewhere == 5 && c.otherwise == CONFORMANCE_KINDS + 5);
    stop(&b);
}

static void differential__shows_the_beginning_of_a_long_one(void **state) {
    struct bench b;
    (void)state;
    start(&b);
    char *text = arena_alloc(&b.arena, 3 * CONFORMANCE_EXAMPLE_BYTES + 1, 1);
    for (size_t i = 0; i < 3 * CONFORMANCE_EXAMPLE_BYTES; i++)
        text[i] = 'x';
    count(&b, "long", 404, text);
    struct conformance c = sum_of(&b);
    assert_int_equal(c.kinds[0].example.len, CONFORMANCE_EXAMPLE_BYTES);
    assert_int_equal(c.kinds[0].example_bytes, 3 * CONFORMANCE_EXAMPLE_BYTES);
    stop(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differential__is_off_where_the_reference_does_not_know_a_method),
        cmocka_unit_test(differential__counts_and_keeps_the_shortest),
        cmocka_unit_test(differential__has_each_example_shortened_once),
        cmocka_unit_test(differential__has_room_for_so_many_kinds),
        cmocka_unit_test(differential__shows_the_beginning_of_a_long_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
