/* SPDX-License-Identifier: Apache-2.0
 *
 * What a redactor hides. */
/* modules: model */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "secret.h"

static const struct {
    const char *behaviour, *text, *clean;
} ROWS[] = {
    {"raw", "token sesame/key+1 here", "token *** here"},
    {"twice", "sesame/key+1sesame/key+1", "******"},
    {"percent-encoded", "?t=sesame%2Fkey%2B1&u", "?t=***&u"},
    {"lower-case triplets", "sesame%2fkey%2b1", "***"},
    {"encoded in part", "sesame/key%2B1", "***"},
    {"encoded in full", "%73%65%73%61%6d%65%2F%6B%65%79%2B%31", "***"},
    {"the longer of two", "sesame/key+1-and-more", "***"},
    {"both of two", "sesame/key+1-and-mor", "***-and-mor"},
    {"a part is no secret", "sesame/key+", "sesame/key+"},
    {"end of text inside a triplet", "sesame%2", "sesame%2"},
    {"a percent sign in it", "100%41sure", "***"},
    {"a percent sign in it, encoded", "100%2541sure", "***"},
    {"what it would mean decoded", "100Asure", "100Asure"},
    {"short values are words", "short", "short"},
    {"nothing", "", ""},
};

static void redactor_clean__hides_secrets(void **state) {
    (void)state;
    struct arena a = {0};
    struct redactor r;
    redactor_init(&r, &a);
    redactor_add(&r, STR("sesame/key+1"));
    redactor_add(&r, STR("short"));
    redactor_add(&r, STR("sesame/key+1-and-more"));
    redactor_add(&r, STR("sesame/key+1"));
    redactor_add(&r, STR("100%41sure"));
    assert_int_equal(r.count, 3);
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        struct str clean = redactor_clean(&r, str_from(ROWS[i].text), &a);
        if (!str_eq(clean, str_from(ROWS[i].clean))) {
            fail_msg("%s: %.*s", ROWS[i].behaviour, STR_ARG(clean));
        }
    }
    arena_free(&a);
}

static void redactor_clean__gives_back_clean_text_itself(void **state) {
    (void)state;
    struct arena a = {0};
    struct redactor r;
    redactor_init(&r, &a);
    struct str text = STR("nothing to hide");
    assert_ptr_equal(redactor_clean(&r, text, &a).data, text.data);
    redactor_add(&r, STR("something"));
    assert_ptr_equal(redactor_clean(&r, text, &a).data, text.data);
    arena_free(&a);
}

static void redactor_add__keeps_many(void **state) {
    (void)state;
    struct arena a = {0};
    struct redactor r;
    redactor_init(&r, &a);
    for (int i = 0; i < 100; i++) {
        redactor_add(&r, str_printf(&a, "secret-%03d", i));
    }
    assert_int_equal(r.count, 100);
    struct str clean = redactor_clean(&r, STR("a secret-007 and secret-099, not secret-100"), &a);
    assert_true(str_eq(clean, STR("a *** and ***, not secret-100")));
    arena_free(&a);
}

/* A cookie in each answer of a long run. */
static void redactor_clean__is_quick_with_many(void **state) {
    (void)state;
    struct arena a = {0};
    struct redactor r;
    redactor_init(&r, &a);
    for (size_t i = 0; i < 50000; i++) {
        redactor_add(&r, str_printf(&a, "%08zx-cookie-of-one-answer", i * 2654435761u % 4294967291u));
    }
    assert_int_equal(r.count, 50000);
    struct str text = str_printf(&a, "%*s", 4 << 20, "");
    assert_ptr_equal(redactor_clean(&r, text, &a).data, text.data);
    struct str known = r.entries[4711].value;
    assert_true(str_eq(redactor_clean(&r, str_printf(&a, "<%.*s>", STR_ARG(known)), &a), STR("<***>")));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(redactor_clean__hides_secrets),
        cmocka_unit_test(redactor_clean__gives_back_clean_text_itself),
        cmocka_unit_test(redactor_add__keeps_many),
        cmocka_unit_test(redactor_clean__is_quick_with_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
