/* SPDX-License-Identifier: Apache-2.0 */
/* modules: campaign */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "body_class.h"

static const struct str methods[] = {STR("task/cancel"), STR("event/send")};

static void body_class__tells_what_a_body_asks_for(void **state) {
    static const struct {
        const char *body;
        size_t number;
        bool is_known, is_unknown;
    } rows[] = {
        {"{\"method\":\"event/send\"}", 1, true, false},
        {"{\"\\u006dethod\":\"\\u0065vent/send\"}", 1, true, false},
        {"{\"method\":\"EVENT/SEND\"}", 2 + BODY_UNKNOWN_METHOD, false, true},
        {"{\"method\":[\"event/send\"]}", 2 + BODY_NO_METHOD, false, false},
        {"{\"params\":{\"method\":\"event/send\"}}", 2 + BODY_NO_METHOD, false, false},
        {"{\"method\":\"x\",\"\\u006dethod\":\"event/send\"}", 2 + BODY_TWO_METHODS, false, false},
        {"[{\"method\":\"event/send\"}]", 2 + BODY_BATCH, false, false},
        {"null", 2 + BODY_OTHER, false, false},
        {"{\"method\":", 2 + BODY_NO_JSON, false, false},
    };
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct body_class c = body_class_of(str_from(rows[i].body), methods, 2, &a);
        if (c.number != rows[i].number || c.is_known_method != rows[i].is_known ||
            c.is_unknown_name != rows[i].is_unknown) {
            fail_msg("%s: class %zu", rows[i].body, c.number);
        }
    }
    assert_true(
        body_class_of(STR("{\"method\":\"event/send\",\"params\":{\"stream\":true}}"), methods, 2, &a).is_stream);
    arena_free(&a);
}

static void body_class__fills_markers(void **state) {
    static const struct str values[] = {STR("zero"), STR("the-first")};
    static const struct {
        const char *body, *expected;
    } rows[] = {
        {"[\"@@REF0@@\",\"@@REF1@@\"]", "[\"zero\",\"the-first\"]"},
        {"@@REF0@@REF1@@", "zeroREF1@@"},
        {"@@REFx@@ @@REF0@@", "@@REFx@@ zero"},
        {"@@@REF1@@@", "@the-first@"},
        {"@@REF", "@@REF"},
        {"@@REF3@@", "the-first"},
        {"", ""},
    };
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str got = body_fill(str_from(rows[i].body), values, 2, &a);
        if (!str_eq(got, str_from(rows[i].expected))) {
            fail_msg("%s became %.*s", rows[i].body, STR_ARG(got));
        }
    }
    assert_int_equal(body_first_marker(STR("@@REF @@REF4@@ @@REF1@@")), 4);
    assert_int_equal(body_first_marker(STR("none")), SIZE_MAX);
    arena_free(&a);
}

static void body_class__finds_and_renumbers_markers(void **state) {
    static const size_t to[BODY_MARKERS] = {3, 0, 1, 2, 4, 5, 6, 7, 8, 8};
    static const struct {
        const char *body;
        unsigned markers;
        const char *renumbered;
    } rows[] = {
        {"[\"@@REF0@@\",\"@@REF1@@\",\"@@REF0@@\"]", 3, "[\"@@REF3@@\",\"@@REF0@@\",\"@@REF3@@\"]"},
        {"@@REF0@@REF1@@", 1, "@@REF3@@REF1@@"},
        {"@@@REF9@@@", 512, "@@@REF8@@@"},
        {"@@REFx@@ @@REF1@", 0, "@@REFx@@ @@REF1@"},
        {"", 0, ""},
    };
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str body = str_from(rows[i].body), got = body_renumber(body, to, &a);
        if (body_markers(body) != rows[i].markers || !str_eq(got, str_from(rows[i].renumbered))) {
            fail_msg("%s has %u and became %.*s", rows[i].body, body_markers(body), STR_ARG(got));
        }
    }
    assert_int_equal(body_renumber(STR("a\0b"), to, &a).len, 3);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(body_class__tells_what_a_body_asks_for),
        cmocka_unit_test(body_class__fills_markers),
        cmocka_unit_test(body_class__finds_and_renumbers_markers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
