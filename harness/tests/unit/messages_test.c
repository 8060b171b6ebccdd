/* SPDX-License-Identifier: Apache-2.0 */
/* modules: mutate */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "messages.h"

#define BODY_BYTES 64
#define DRAWS 4000

static struct messages *start(struct rng *r) {
    struct messages *m = calloc(1, sizeof *m);
    assert_non_null(m);
    rng_init(r, 1);
    messages_init(m, BODY_BYTES);
    return m;
}

static void end(struct messages *m) {
    messages_free(m);
    free(m);
}

static void messages__goes_on_from_what_is_seldom_seen(void **state) {
    struct rng r;
    struct messages *m = start(&r);
    size_t seldom = 0;
    (void)state;
    assert_null(messages_draw(m, &r).data);
    for (size_t i = 0; i < 100; i++) {
        messages_note(m, 7, STR("often"), &r);
    }
    messages_note(m, 9, STR("seldom"), &r);
    for (size_t i = 0; i < DRAWS; i++) {
        seldom += str_eq(messages_draw(m, &r), STR("seldom"));
    }
    /* Half of the draws take it in three of four cases, the others in two. */
    assert_in_range(seldom, DRAWS * 58 / 100, DRAWS * 67 / 100);
    end(m);
}

static void messages__keeps_first_and_late_bodies(void **state) {
    struct rng r;
    struct messages *m = start(&r);
    size_t first = 0, late = 0;
    (void)state;
    for (size_t i = 0; i < 1000; i++) {
        messages_note(m, 7, i < 4 ? STR("first") : STR("late"), &r);
    }
    for (size_t i = 0; i < DRAWS; i++) {
        first += str_eq(messages_draw(m, &r), STR("first"));
        late += str_eq(messages_draw(m, &r), STR("late"));
    }
    assert_in_range(first, DRAWS * 45 / 100, DRAWS * 55 / 100);
    assert_in_range(late, DRAWS * 45 / 100, DRAWS * 55 / 100);
    end(m);
}

static void messages__is_bounded(void **state) {
    static const char large[BODY_BYTES + 1];
    struct rng r;
    struct messages *m = start(&r);
    (void)state;
    messages_note(m, 1, str_of(large, sizeof large), &r);
    assert_int_equal(m->count, 0);
    for (uint16_t i = 1; i <= 2 * MESSAGES_MOST; i++) {
        messages_note(m, i, STR("x"), &r);
    }
    assert_int_equal(m->count, MESSAGES_MOST);
    end(m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages__goes_on_from_what_is_seldom_seen),
        cmocka_unit_test(messages__keeps_first_and_late_bodies),
        cmocka_unit_test(messages__is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
