/* SPDX-License-Identifier: Apache-2.0 */
/* modules: mutate */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "body_edit.h"

static void assert_text(struct str got, const char *expected) {
    if (!str_eq(got, str_from(expected))) {
        fail_msg("got %.*s, expected %s", STR_ARG(got), expected);
    }
}

static void body_edit__removes_a_member_and_its_comma(void **state) {
    static const struct {
        const char *text;
        size_t index;
        const char *expected;
    } rows[] = {
        {"{\"a\":1,\"b\":2}", 1, "{\"b\":2}"},
        {"{\"a\":1,\"b\":2}", 2, "{\"a\":1}"},
        {"{\"a\":1}", 1, "{}"},
        {"[1, 2 , 3]", 2, "[1,  3]"},
        {"[1, 2 , 3]", 3, "[1, 2 ]"},
        {"[[1],2]", 1, "[2]"},
        {"{\"a\":{\"b\":[1,2]}}", 2, "{\"a\":{}}"},
        {"7", 0, ""},
        {"{\"a\":1,\"a\":2,\"a\":3}", 2, "{\"a\":1,\"a\":3}"},
    };
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct token_tree t;
        assert_true(tokens_scan(str_from(rows[i].text), &a, &t));
        assert_text(body_remove(&t, rows[i].index, &a), rows[i].expected);
    }
    arena_free(&a);
}

static void body_edit__inserts_at_either_end(void **state) {
    struct arena a = {0};
    struct token_tree t, empty;
    (void)state;
    assert_true(tokens_scan(STR("{\"a\":[]}"), &a, &t));
    assert_text(body_insert(&t, 0, STR("\"b\":1"), true, &a), "{\"b\":1,\"a\":[]}");
    assert_text(body_insert(&t, 0, STR("\"b\":1"), false, &a), "{\"a\":[],\"b\":1}");
    assert_text(body_insert(&t, 1, STR("5"), true, &a), "{\"a\":[5]}");
    assert_true(tokens_scan(STR("{}"), &a, &empty));
    assert_text(body_insert(&empty, 0, STR("\"b\":1"), false, &a), "{\"b\":1}");
    arena_free(&a);
}

static void body_edit__finds_a_key_whatever_its_escapes(void **state) {
    struct arena a = {0};
    struct token_tree t;
    (void)state;
    assert_true(tokens_scan(STR("{\"x\":{\"method\":0},\"\\u006dethod\":1,\"method\":2}"), &a, &t));
    size_t at = body_find(&t, 0, STR("method"), &a);
    assert_text(body_member(&t, at), "\"\\u006dethod\":1");
    assert_int_equal(body_find(&t, 0, STR("none"), &a), SIZE_MAX);
    assert_int_equal(body_find(&t, at, STR("method"), &a), SIZE_MAX);
    assert_text(body_replace(&t, at, STR("[]"), &a), "{\"x\":{\"method\":0},\"\\u006dethod\":[],\"method\":2}");
    arena_free(&a);
}

static void body_edit__exchanges_neighbours(void **state) {
    struct arena a = {0};
    struct token_tree t;
    (void)state;
    assert_true(tokens_scan(STR("{\"a\": [1, 22],\"b\":2}"), &a, &t));
    assert_text(body_exchange(&t, 1, &a), "{\"b\":2,\"a\": [1, 22]}");
    assert_text(body_exchange(&t, 2, &a), "{\"a\": [22, 1],\"b\":2}");
    assert_null(body_exchange(&t, 3, &a).data);
    assert_null(body_exchange(&t, 4, &a).data);
    assert_null(body_exchange(&t, 0, &a).data);
    arena_free(&a);
}

/* Many draws: at every place the text stays the same by JSON. */
static void body_edit__escapes_change_nothing_by_json(void **state) {
    struct arena a = {0};
    struct token_tree t, again;
    struct rng r;
    (void)state;
    rng_init(&r, 7);
    assert_true(tokens_scan(STR("{\"key\":\"va\xc3\xa4l\",\"e\":\"\\u0041b\",\"n\":1}"), &a, &t));
    for (size_t i = 0; i < 200; i++) {
        struct str text = body_escape(&t, 1, &r, &a);
        assert_true(tokens_scan(text, &a, &again));
        assert_int_equal(body_find(&again, 0, STR("key"), &a), 1);
        struct str value = str_sub(text, again.tokens[1].start, again.tokens[1].end - again.tokens[1].start);
        assert_text(tokens_unescape(value, &a), "va\xc3\xa4l");
    }
    assert_true(tokens_scan(STR("[\"\\u0041b\",1]"), &a, &t));
    assert_null(body_escape(&t, 1, &r, &a).data);
    assert_null(body_escape(&t, 2, &r, &a).data);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(body_edit__removes_a_member_and_its_comma),
        cmocka_unit_test(body_edit__inserts_at_either_end),
        cmocka_unit_test(body_edit__exchanges_neighbours),
        cmocka_unit_test(body_edit__escapes_change_nothing_by_json),
        cmocka_unit_test(body_edit__finds_a_key_whatever_its_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
