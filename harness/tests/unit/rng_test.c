/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of rng. */
/* modules: base */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "rng.h"
#include "rows.h"

/* SplitMix64 from seed 0 begins e220a8397b1dcdaf, 6e789e6aa1b965f4, 06c45d188009454f, f88bb8a8724c81ec. */
static void rng__is_seeded_by_splitmix64(void **state) {
    (void)state;
    struct rng r;
    rng_init(&r, 0);
    assert_true(r.s[0] == UINT64_C(0xe220a8397b1dcdaf));
    assert_true(r.s[1] == UINT64_C(0x6e789e6aa1b965f4));
    assert_true(r.s[2] == UINT64_C(0x06c45d188009454f));
    assert_true(r.s[3] == UINT64_C(0xf88bb8a8724c81ec));
}

/* The first values of the reference implementation from the state 1, 2, 3, 4. */
static void rng__is_xoshiro256starstar(void **state) {
    (void)state;
    struct rng r = {{1, 2, 3, 4}};
    static const uint64_t want[] = {11520, 0, 1509978240, UINT64_C(1215971899390074240)};
    for (size_t i = 0; i < ROWS(want); i++)
        assert_true(rng_next(&r) == want[i]);
}

static void rng__one_seed_one_sequence(void **state) {
    (void)state;
    struct rng a, b, other;
    rng_init(&a, 42);
    rng_init(&b, 42);
    rng_init(&other, 43);
    bool differs = false;
    for (int i = 0; i < 100; i++) {
        uint64_t next = rng_next(&a);
        assert_true(next == rng_next(&b));
        differs = differs || next != rng_next(&other);
    }
    assert_true(differs);
}

static void rng__below_covers_its_range(void **state) {
    (void)state;
    struct rng r;
    rng_init(&r, 7);
    unsigned seen[6] = {0};
    for (int i = 0; i < 6000; i++) {
        uint64_t draw = rng_below(&r, 6);
        assert_true(draw < 6);
        seen[draw]++;
    }
    for (size_t i = 0; i < 6; i++)
        assert_in_range(seen[i], 850, 1150);
    assert_true(rng_below(&r, 1) == 0);
    assert_true(rng_below(&r, UINT64_MAX) < UINT64_MAX);
}

static void rng__coin_has_two_sides(void **state) {
    (void)state;
    struct rng r;
    rng_init(&r, 7);
    int heads = 0;
    for (int i = 0; i < 1000; i++)
        heads += rng_coin(&r);
    assert_in_range(heads, 430, 570);
}

static void rng__shuffle_keeps_every_element(void **state) {
    (void)state;
    struct rng r;
    rng_init(&r, 7);
    unsigned short elements[50];
    for (unsigned short i = 0; i < 50; i++)
        elements[i] = i;
    rng_shuffle(&r, elements, ROWS(elements), sizeof *elements);
    bool seen[50] = {false};
    size_t in_place = 0;
    for (size_t i = 0; i < 50; i++) {
        assert_false(seen[elements[i]]);
        seen[elements[i]] = true;
        in_place += elements[i] == i;
    }
    assert_true(in_place < 10);
    rng_shuffle(&r, elements, 0, sizeof *elements);
}

static void rng__entropy_differs(void **state) {
    (void)state;
    assert_true(entropy_u64() != entropy_u64());
    unsigned char bytes[300] = {0}, zeros[300] = {0};
    entropy_fill(bytes, sizeof bytes);
    assert_memory_not_equal(bytes, zeros, sizeof bytes);
    entropy_fill(bytes, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rng__is_seeded_by_splitmix64), cmocka_unit_test(rng__is_xoshiro256starstar),
        cmocka_unit_test(rng__one_seed_one_sequence),   cmocka_unit_test(rng__below_covers_its_range),
        cmocka_unit_test(rng__coin_has_two_sides),      cmocka_unit_test(rng__shuffle_keeps_every_element),
        cmocka_unit_test(rng__entropy_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
