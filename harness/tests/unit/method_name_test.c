/* SPDX-License-Identifier: Apache-2.0 */
/* modules: mutate */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "method_name.h"
#include "tokens.h"

static bool has_spelling(struct str name, const char *spelling, struct arena *a) {
    for (size_t i = 0; i < method_name_spelling_count(); i++) {
        if (str_eq(method_name_spell(name, i, a), str_from(spelling))) {
            return true;
        }
    }
    return false;
}

/* A hexadecimal escape takes every digit that follows, so the text is in two pieces. */
#define FULLWIDTH_SOLIDUS_IN_PLACE \
    ("task\xef\xbc\x8f"            \
     "cancel")
#define BOM_BEFORE  \
    ("\xef\xbb\xbf" \
     "task/cancel")

static void method_name__knows_the_look_alikes(void **state) {
    static const char *const spellings[] = {
        "TASK/CANCEL",
        "Task/cancel",
        "tas\xe2\x84\xaa/cancel",
        "ta\xc5\xbfk/cancel",
        FULLWIDTH_SOLIDUS_IN_PLACE,
        "task%2Fcancel",
        "task%252Fcancel",
        "task//cancel",
        "task/./cancel",
        "task.cancel",
        "task_cancel",
        "taskcancel",
        "taskCancel",
        " task/cancel",
        "task/cancel ",
        "task/cancel\xc2\xa0",
        "task/cancel\\u0000",
        "task/cancels",
        BOM_BEFORE,
        "./task/cancel",
    };
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        if (!has_spelling(STR("task/cancel"), spellings[i], &a)) {
            fail_msg("nothing spells %s", spellings[i]);
        }
    }
    arena_free(&a);
}

static void method_name__an_escaped_name_is_the_same_name(void **state) {
    struct arena a = {0};
    struct rng r;
    rng_init(&r, 7);
    (void)state;
    for (size_t i = 0; i < 50; i++) {
        struct str escaped = method_name_escape(STR("task/cancel"), &r, &a);
        assert_true(escaped.len == sizeof "task/cancel" - 1 + 5);
        struct str lexeme = str_printf(&a, "\"%.*s\"", STR_ARG(escaped));
        assert_true(str_eq(tokens_unescape(lexeme, &a), STR("task/cancel")));
    }
    assert_true(str_eq(method_name_escape(STR(""), &r, &a), STR("")));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(method_name__knows_the_look_alikes),
        cmocka_unit_test(method_name__an_escaped_name_is_the_same_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
