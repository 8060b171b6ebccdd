/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of explain.h. */
/* modules: report */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "codec.h"
#include "explain.h"
#include "rows.h"

#define COLUMNS 100

static void explain_find__knows_every_kind_and_name(void **state) {
    static const char *const kinds[] = {"outcome", "status", "rpc",     "body",   "header",   "framing", "reveal",
                                        "effect",  "access", "refusal", "policy", "dispatch", "calls",   "contract"};
    (void)state;
    for (size_t i = 0; i < ROWS(kinds); i++)
        assert_non_null(explain_find(EXPLAIN_KIND, str_from(kinds[i])));
    for (int p = PROPERTY_NONDISCLOSURE; p <= PROPERTY_ROBUSTNESS; p++)
        assert_non_null(explain_find(EXPLAIN_PROPERTY, str_from(property_name((enum property)p))));
    for (int d = DOUBT_NOT_EXERCISED; d <= DOUBT_STOPPED; d++)
        assert_non_null(explain_find(EXPLAIN_DOUBT, str_from(doubt_name((enum doubt)d))));
    assert_non_null(explain_find(EXPLAIN_EXIT_CODE, STR("4")));
    assert_null(explain_find(EXPLAIN_EXIT_CODE, STR("5")));
    assert_null(explain_find(EXPLAIN_KIND, STR_NONE));
}

static void explain_at__finds_each_topic_again(void **state) {
    (void)state;
    for (size_t i = 0; i < explain_count(); i++) {
        const struct explain_topic *t = explain_at(i);
        assert_ptr_equal(explain_find(t->group, str_from(t->name)), t);
        assert_true(i == 0 || explain_at(i - 1)->group <= t->group);
    }
    assert_null(explain_at(explain_count()));
}

static void explain_at__has_all_that_a_topic_needs(void **state) {
    (void)state;
    for (size_t i = 0; i < explain_count(); i++) {
        const struct explain_topic *t = explain_at(i);
        assert_false(str_ends_with(str_from(t->title), STR(".")));
        assert_true(str_ends_with(str_from(t->meaning), STR(".")));
        assert_true(str_ends_with(str_from(t->fix), STR(".")));
        if (t->group == EXPLAIN_KIND) {
            assert_non_null(t->attack);
            assert_true(str_ends_with(str_from(t->example), STR("\n")));
            assert_true(t->cwe[0] > 0);
        }
        for (size_t c = 0; c < EXPLAIN_CWE_MAX && t->cwe[c]; c++)
            assert_string_not_equal(explain_cwe_name(t->cwe[c]), "");
    }
}

static void explain_cwe__is_in_order_and_named(void **state) {
    (void)state;
    assert_string_equal(explain_cwe_name(204), "Observable Response Discrepancy");
    assert_string_equal(explain_cwe_name(1), "");
    size_t count = 0;
    for (; explain_cwe_at(count); count++)
        assert_true(count == 0 || explain_cwe_at(count) > explain_cwe_at(count - 1));
    assert_true(count > 5);
}

static size_t columns_of(struct str line) {
    size_t columns = 0;
    uint32_t scalar;
    for (size_t i = 0; i < line.len; i += codec_utf8_take(line, i, &scalar))
        columns++;
    return columns;
}

static void explain_text__fits_a_terminal(void **state) {
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < explain_count(); i++) {
        struct str text = explain_text(explain_at(i), &a);
        assert_true(codec_is_utf8(text) && str_ends_with(text, STR("\n")));
        while (text.len > 0) {
            struct str line = str_cut(&text, '\n');
            if (columns_of(line) > COLUMNS || str_ends_with(line, STR(" ")))
                fail_msg("%s: \"%.*s\"", explain_at(i)->name, STR_ARG(line));
        }
    }
    arena_free(&a);
}

static void explain_text__has_its_parts_in_order(void **state) {
    struct arena a = {0};
    (void)state;
    struct str text = explain_text(explain_find(EXPLAIN_KIND, STR("status")), &a);
    static const char *const parts[] = {"status: ",         "What it means\n",
                                        "How it is used\n", "How it is mended\n",
                                        "Example\n",        "CWE-204  Observable Response Discrepancy\n"};
    size_t from = 0;
    for (size_t i = 0; i < ROWS(parts); i++) {
        ptrdiff_t at = str_find(text, str_from(parts[i]), from);
        if (at < 0)
            fail_msg("no \"%s\" in: %.*s", parts[i], STR_ARG(text));
        from = (size_t)at;
    }
    assert_true(str_contains(explain_text(explain_find(EXPLAIN_EXIT_CODE, STR("2")), &a), STR("What to do\n")));
    arena_free(&a);
}

static void explain_markdown__links_the_weakness(void **state) {
    struct arena a = {0};
    (void)state;
    struct str text = explain_markdown(explain_find(EXPLAIN_KIND, STR("access")), &a);
    assert_true(str_contains(text, STR("- [CWE-639](https://cwe.mitre.org/data/definitions/639.html): ")));
    assert_true(str_contains(text, STR("```text\ndenied  GET ")));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(explain_find__knows_every_kind_and_name),
        cmocka_unit_test(explain_at__finds_each_topic_again),
        cmocka_unit_test(explain_at__has_all_that_a_topic_needs),
        cmocka_unit_test(explain_cwe__is_in_order_and_named),
        cmocka_unit_test(explain_text__fits_a_terminal),
        cmocka_unit_test(explain_text__has_its_parts_in_order),
        cmocka_unit_test(explain_markdown__links_the_weakness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
