/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of arena. */
/* modules: base */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "arena.h"
#include "rows.h"

static void arena__memory_is_zeroed_and_aligned(void **state) {
    (void)state;
    struct arena a = {0};
    for (size_t round = 0; round < 200; round++) {
        size_t align = (size_t)1 << (round % 5);
        unsigned char *p = arena_alloc(&a, round, align);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % align, 0);
        for (size_t i = 0; i < round; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xff, round);
    }
    arena_free(&a);
}

static void arena__what_is_joined_stays_where_it_is_and_the_block_in_use_goes_on(void **state) {
    (void)state;
    struct arena into = {0}, from = {0}, empty = {0};
    arena_join(&into, &empty);
    assert_null(into.head);
    char *first = arena_copy(&from, "first", 5);
    memset(arena_alloc(&from, 9000, 1), 0xff, 9000);
    arena_join(&into, &from);
    assert_null(from.head);
    assert_int_equal(from.used_bytes, 0);
    assert_int_equal(into.used_bytes, 9006);
    struct arena_block *in_use = into.head;
    char *second = arena_copy(&from, "second", 6);
    arena_join(&into, &from);
    assert_ptr_equal(into.head, in_use);
    arena_join(&into, &empty);
    assert_string_equal(first, "first");
    assert_string_equal(second, "second");
    arena_free(&into);
}

static void arena__reset_forgets_but_keeps_a_block(void **state) {
    (void)state;
    struct arena a;
    arena_init(&a);
    memset(arena_alloc(&a, 3000, 1), 0xff, 3000);
    memset(arena_alloc(&a, 3000, 1), 0xff, 3000);
    assert_int_equal(a.used_bytes, 6000);
    struct arena_block *kept = a.head;
    arena_reset(&a);
    assert_int_equal(a.used_bytes, 0);
    assert_ptr_equal(a.head, kept);
    const char *again = arena_alloc(&a, 3000, 1);
    for (size_t i = 0; i < 3000; i++)
        assert_int_equal(again[i], 0);
    assert_ptr_equal(a.head, kept);
    arena_free(&a);
}

static void arena__a_large_request_gets_its_own_block(void **state) {
    (void)state;
    struct arena a = {0};
    char *small = arena_copy(&a, "small", 5);
    char *large = arena_alloc(&a, (size_t)16 << 20, 16);
    large[((size_t)16 << 20) - 1] = 'x';
    assert_string_equal(small, "small");
    arena_free(&a);
}

static void arena__copies_are_terminated(void **state) {
    (void)state;
    struct arena a = {0};
    assert_string_equal(arena_copy(&a, "abc", 2), "ab");
    assert_string_equal(arena_copy(&a, NULL, 0), "");
    assert_string_equal(arena_printf(&a, "%s-%d", "x", 7), "x-7");
    assert_string_equal(arena_printf(&a, "%s", ""), "");
    arena_free(&a);
}

static void arena__freeing_twice_is_harmless(void **state) {
    (void)state;
    struct arena a = {0};
    arena_reset(&a);
    (void)arena_alloc(&a, 1, 1);
    arena_free(&a);
    arena_free(&a);
    arena_free(NULL);
}

static void arena__prints_at_every_distance_from_the_end_of_a_block(void **state) {
    (void)state;
    for (size_t before = 4070; before <= 4096; before++) {
        struct arena a = {0};
        char *first = arena_alloc(&a, before, 1);
        first[before - 1] = 'x';
        const char *text = arena_printf(&a, "%s%d", "abc", 123);
        const char *behind = arena_alloc(&a, 9, 1);
        assert_string_equal(text, "abc123");
        assert_int_equal(first[before - 1], 'x');
        assert_int_equal(a.used_bytes, before + 7 + 9);
        for (size_t i = 0; i < 9; i++)
            assert_int_equal(behind[i], 0);
        arena_free(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena__memory_is_zeroed_and_aligned),
        cmocka_unit_test(arena__what_is_joined_stays_where_it_is_and_the_block_in_use_goes_on),
        cmocka_unit_test(arena__reset_forgets_but_keeps_a_block),
        cmocka_unit_test(arena__a_large_request_gets_its_own_block),
        cmocka_unit_test(arena__copies_are_terminated),
        cmocka_unit_test(arena__prints_at_every_distance_from_the_end_of_a_block),
        cmocka_unit_test(arena__freeing_twice_is_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
