/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of order_coin: what leaks through a value that varies anyway is found, and what only varies is not, as
 * often as promised. Chance comes from a fixed seed. */
/* modules: oracle */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "order_coin.h"
#include "rng.h"
#include "rows.h"

#define SEED 20261124
#define REPEATS 400
#define FINDING 4e-8 /* what a run of some thousand items asks for */
#define KEY "header:x-noise"

/* A server that makes values: `self` holds what it remembers. */
struct source {
    struct rng rng;
    unsigned counter;
    struct arena *arena;
};

typedef struct str draw_fn(struct source *s, bool is_denied);

static struct str hex(struct source *s, size_t len, uint64_t first_from, uint64_t first_of) {
    uint64_t first = first_from + rng_below(&s->rng, first_of);
    struct str rest = str_printf(s->arena, "%016llx", (unsigned long long)rng_next(&s->rng));
    return str_printf(s->arena, "%llx%.*s", (unsigned long long)first, (int)len - 1, rest.data);
}

static struct str draw_id(struct source *s, bool is_denied) {
    (void)is_denied;
    return hex(s, 12, 0, 16);
}

static struct str draw_first(struct source *s, bool is_denied) {
    return hex(s, 12, is_denied ? 8 : 0, 8);
}

static struct str draw_constant_first(struct source *s, bool is_denied) {
    return hex(s, 12, is_denied ? 13 : 0, is_denied ? 1 : 16);
}

static struct str draw_length(struct source *s, bool is_denied) {
    return hex(s, is_denied ? 16 : 8 + (size_t)rng_below(&s->rng, 9), 0, 16);
}

static struct str draw_parity(struct source *s, bool is_denied) {
    struct str id = hex(s, 11, 0, 16);
    return str_printf(s->arena, "%.*s%x", STR_ARG(id), (unsigned)(2 * rng_below(&s->rng, 8) + is_denied));
}

static struct str draw_counter(struct source *s, bool is_denied) {
    (void)is_denied;
    s->counter += 1 + (unsigned)rng_below(&s->rng, 3);
    return str_printf(s->arena, "%u", 900000 - s->counter);
}

static struct str draw_fast_counter(struct source *s, bool is_denied) {
    s->counter += is_denied ? 2 : 1;
    return str_printf(s->arena, "%u", 900000 - s->counter);
}

static struct str draw_time(struct source *s, bool is_denied) {
    return str_printf(s->arena, "%u", 11 + (unsigned)rng_below(&s->rng, 4) + (is_denied ? 4 : 0));
}

/* Of full length when denied, of any from the half of it on when not. */
static struct str draw_overlapping_length(struct source *s, bool is_denied) {
    struct str id = draw_id(s, is_denied);
    return str_sub(id, 0, is_denied ? id.len : id.len / 2 + (size_t)rng_below(&s->rng, id.len / 2 + 1));
}

static struct features one_feature(struct arena *a, struct str value) {
    struct feature *f = ARENA_NEW(a, struct feature);
    *f = (struct feature){.key = STR(KEY), .value = value, .kind = FEATURE_HEADER};
    return (struct features){.items = f, .count = 1};
}

static void learn(struct noise *n, struct source *s, draw_fn *draw) {
    noise_init(n, s->arena);
    struct features first = one_feature(s->arena, draw(s, false));
    for (size_t i = 0; i < 40; i++) {
        struct features next = one_feature(s->arena, draw(s, false));
        noise_learn(n, STR("s"), &first, &next);
    }
}

static struct coin_group group(struct source *s, draw_fn *draw) {
    struct coin_group g;
    bool is_outside = rng_coin(&s->rng);
    for (size_t i = 0; i < 4; i++) {
        bool is_inner = i == 1 || i == 2;
        g.is_denied[i] = is_inner != is_outside;
        struct features *f = ARENA_NEW(s->arena, struct features);
        *f = one_feature(s->arena, draw(s, g.is_denied[i]));
        g.answers[i] = f;
    }
    return g;
}

static struct coin_result test(struct source *s, draw_fn *draw, size_t count) {
    struct noise n;
    struct coin_group groups[ORDER_COIN_GROUPS];
    learn(&n, s, draw);
    for (size_t i = 0; i < count; i++)
        groups[i] = group(s, draw);
    return order_coin_test(&n, STR("s"), groups, count);
}

static struct source source_new(struct arena *a) {
    struct source s = {.arena = a};
    rng_init(&s.rng, SEED);
    return s;
}

static void order_coin__leaks_are_found(void **state) {
    (void)state;
    static const struct {
        const char *row;
        draw_fn *draw;
        const char *aspect;
    } rows[] = {
        {"the first character tells", draw_first, "first character"},
        {"the length tells", draw_length, "length"},
        {"the parity tells", draw_parity, "last character's parity"},
        {"a counter falls twice as fast", draw_fast_counter, "number"},
        {"a time is longer", draw_time, "number"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena a = {0};
        struct source s = source_new(&a);
        struct coin_result r = test(&s, rows[i].draw, ORDER_COIN_GROUPS);
        if (!r.is_suspicious || r.p >= FINDING || !str_eq(str_from(r.aspect), str_from(rows[i].aspect)))
            fail_msg("%s: p %g by %s", rows[i].row, r.p, r.aspect ? r.aspect : "nothing");
        arena_free(&a);
    }
}

/* Where the classes overlap their separation is a matter of chance, what all groups say is not. */
static void order_coin__a_length_that_overlaps_is_suspicious_each_time(void **state) {
    (void)state;
    struct arena a = {0};
    struct source s = source_new(&a);
    for (size_t repeat = 0; repeat < REPEATS; repeat++) {
        struct coin_result r = test(&s, draw_overlapping_length, ORDER_COIN_GROUPS);
        if (!r.is_suspicious || r.p > 1e-6)
            fail_msg("%zu: %s, p %g", repeat, r.is_suspicious ? "suspicious" : "not suspicious", r.p);
    }
    arena_free(&a);
}

static void order_coin__a_constant_first_character_is_suspicious(void **state) {
    (void)state;
    struct arena a = {0};
    struct source s = source_new(&a);
    struct coin_result r = test(&s, draw_constant_first, ORDER_COIN_GROUPS);
    assert_true(r.is_suspicious && r.p < 1e-6);
    arena_free(&a);
}

/* How often noise alone is taken for a leak at a level of 5 %, and how often it costs more groups. */
static void order_coin__noise_is_left_alone(void **state) {
    (void)state;
    static const struct {
        const char *row;
        draw_fn *draw;
    } rows[] = {{"ids", draw_id}, {"a counter", draw_counter}};
    for (size_t i = 0; i < ROWS(rows); i++) {
        size_t early = 0, suspicious = 0, wrong = 0;
        struct arena a = {0};
        struct source s = source_new(&a);
        for (size_t repeat = 0; repeat < REPEATS; repeat++) {
            early += test(&s, rows[i].draw, 2).is_suspicious;
            struct coin_result r = test(&s, rows[i].draw, ORDER_COIN_GROUPS);
            suspicious += r.is_suspicious;
            wrong += r.p < 0.05 / (double)r.tests;
        }
        arena_free(&a);
        if (wrong > REPEATS / 10 || suspicious > 0 || early > REPEATS / 4)
            fail_msg("%s: %zu of %d wrong, %zu suspicious, %zu early", rows[i].row, wrong, REPEATS, suspicious, early);
    }
}

static void order_coin__constant_values_are_not_tested(void **state) {
    (void)state;
    struct arena a = {0};
    struct source s = source_new(&a);
    struct noise n;
    noise_init(&n, &a);
    struct coin_group groups[] = {group(&s, draw_first), group(&s, draw_first)};
    struct coin_result r = order_coin_test(&n, STR("s"), groups, ROWS(groups));
    assert_false(r.is_suspicious);
    assert_int_equal(r.tests, 0);
    arena_free(&a);
}

static struct str draw_clock(struct source *s, bool is_denied) {
    (void)is_denied;
    s->counter += rng_below(&s->rng, 20) == 0;
    return str_printf(s->arena, "%u", 10 + s->counter);
}

static struct str draw_rising_counter(struct source *s, bool is_denied) {
    s->counter += is_denied ? 2 : 1;
    return str_printf(s->arena, "%u", 1000 + s->counter);
}

static void order_coin_has_counter__what_goes_one_way(void **state) {
    (void)state;
    static const struct {
        const char *row;
        draw_fn *draw;
        bool is_counter;
    } rows[] = {
        {"falls by chance", draw_counter, true}, {"falls by class", draw_fast_counter, true},
        {"rises", draw_rising_counter, true},    {"up and down", draw_time, false},
        {"mostly stays", draw_clock, false},     {"no numbers", draw_id, false},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena a = {0};
        struct source s = source_new(&a);
        struct noise n;
        struct coin_group groups[8];
        learn(&n, &s, rows[i].draw);
        for (size_t j = 0; j < ROWS(groups); j++)
            groups[j] = group(&s, rows[i].draw);
        row_int(rows[i].row, order_coin_has_counter(&n, STR("s"), groups, ROWS(groups)), rows[i].is_counter);
        row_int(rows[i].row, order_coin_has_counter(&n, STR("s"), groups, 0), false);
        arena_free(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_coin__leaks_are_found),
        cmocka_unit_test(order_coin__a_length_that_overlaps_is_suspicious_each_time),
        cmocka_unit_test(order_coin__a_constant_first_character_is_suspicious),
        cmocka_unit_test(order_coin__noise_is_left_alone),
        cmocka_unit_test(order_coin__constant_values_are_not_tested),
        cmocka_unit_test(order_coin_has_counter__what_goes_one_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
