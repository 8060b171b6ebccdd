/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of render: references that never existed. What requests become is seen in run_test. */
/* modules: run */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "render.h"
#include "rows.h"

#define TIMES 64 /* of each draw: what only comes up by chance does within these */

/* `pattern`: d digit, x lower hex, X upper hex, a lower letter, A upper letter, v one of 89ab; others themselves. */
static bool fits(struct str pattern, struct str s) {
    static const struct {
        char mark;
        const char *allowed;
    } kinds[] = {
        {'d', "0123456789"},
        {'x', "0123456789abcdef"},
        {'X', "0123456789ABCDEF"},
        {'a', "abcdefghijklmnopqrstuvwxyz"},
        {'A', "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
        {'v', "89ab"},
    };
    bool is_fit = pattern.len == s.len;
    for (size_t i = 0; is_fit && i < s.len; i++) {
        struct str allowed = str_sub(pattern, i, 1);
        for (size_t k = 0; k < ROWS(kinds); k++)
            allowed = pattern.data[i] == kinds[k].mark ? str_from(kinds[k].allowed) : allowed;
        is_fit = str_find_char(allowed, s.data[i], 0) >= 0;
    }
    return is_fit;
}

static void render_absent__forms(void **state) {
    (void)state;
    static const struct {
        const char *row, *present, *pattern;
        enum absent_form form;
        bool is_chosen;
    } rows[] = {
        {"a chosen name is new", "whatever", "ns-01234567-xxxxxxxxxxxx", ABSENT_LIKE_PRESENT, true},
        {"uuid 4", "x", "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx", ABSENT_UUID4, false},
        {"a uuid keeps version and variant", "0f14e45f-ceea-167f-a8c3-1b2c3d4e5f60",
         "xxxxxxxx-xxxx-1xxx-axxx-xxxxxxxxxxxx", ABSENT_LIKE_PRESENT, false},
        {"a uuid 7 keeps its time", "01923456-1234-7a1b-8c3d-1b2c3d4e5f60", "01923456-1234-7xxx-8xxx-xxxxxxxxxxxx",
         ABSENT_LIKE_PRESENT, false},
        {"a uuid in upper case", "0F14E45F-CEEA-467F-A8C3-1B2C3D4E5F60", "XXXXXXXX-XXXX-4XXX-AXXX-XXXXXXXXXXXX",
         ABSENT_LIKE_PRESENT, false},
        {"an object id keeps its time", "65f0c1e2aabbccddeeff0011", "65f0c1e2xxxxxxxxxxxxxxxx", ABSENT_HEX24, false},
        {"a number does not begin with 0", "40817", "4dddd", ABSENT_LIKE_PRESENT, false},
        {"letters", "task_Ab9", "aaaa_Aad", ABSENT_LIKE_PRESENT, false},
    };
    struct arena a = {0};
    struct engine e = {.arena = &a, .tag = STR("01234567")};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct field field = {.absent = rows[i].form, .is_chosen = rows[i].is_chosen};
        for (size_t n = 0; n < TIMES; n++) {
            struct str got = render_absent(&e, &field, str_from(rows[i].present));
            if (!fits(str_from(rows[i].pattern), got) || str_eq(got, str_from(rows[i].present)))
                fail_msg("%s: got '%.*s'", rows[i].row, STR_ARG(got));
        }
    }
    arena_free(&a);
}

static void render_absent__is_never_the_present_one(void **state) {
    (void)state;
    struct arena a = {0};
    struct engine e = {.arena = &a};
    struct field field = {.absent = ABSENT_LIKE_PRESENT};
    static const char *const rows[] = {"7", "12", "a", "f0"};
    for (size_t i = 0; i < ROWS(rows); i++) {
        for (size_t n = 0; n < 16 * TIMES; n++)
            assert_false(str_eq(render_absent(&e, &field, str_from(rows[i])), str_from(rows[i])));
    }
    row_str("nothing to redraw", render_absent(&e, &field, STR("--")), "--");
    arena_free(&a);
}

static void render_new_name__nobody_has_it(void **state) {
    (void)state;
    struct arena a = {0};
    struct engine e = {.arena = &a, .tag = STR("01234567")};
    struct str one = render_new_name(&e), other = render_new_name(&e);
    assert_true(fits(STR("ns-01234567-xxxxxxxxxxxx"), one));
    assert_false(str_eq(one, other));
    assert_false(str_eq(render_new_canary(&e), render_new_canary(&e)));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(render_absent__forms),
        cmocka_unit_test(render_absent__is_never_the_present_one),
        cmocka_unit_test(render_new_name__nobody_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
