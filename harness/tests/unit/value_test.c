/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of value. */
/* modules: base doc */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "emit.h"
#include "parse.h"
#include "rows.h"
#include "value.h"

static struct value *read(struct arena *a, const char *json) {
    struct value *v = NULL;
    assert_int_equal(parse_json(str_from(json), a, &v, NULL), RC_OK);
    return v;
}

static void value__what_is_not_there_is_accepted(void **state) {
    (void)state;
    assert_null(value_get(NULL, STR("a")));
    assert_null(value_at(NULL, 0));
    assert_null(value_point(NULL, STR("/a")));
    assert_false(value_is(NULL, VALUE_NULL));
    row_str("string", value_string(NULL, STR("otherwise")), "otherwise");
    row_int("int", value_int(NULL, 7), 7);
    assert_true(value_bool(NULL, true));
    assert_true(value_equal(NULL, NULL));
}

static void value__reading(void **state) {
    (void)state;
    struct arena a = {0};
    const struct value *v = read(&a, "{\"s\":\"x\",\"i\":-3,\"b\":true,\"l\":[1,2]}");
    row_str("string", value_string(value_get_c(v, "s"), STR_NONE), "x");
    row_int("int", value_int(value_get_c(v, "i"), 0), -3);
    assert_true(value_bool(value_get_c(v, "b"), false));
    row_int("item", value_int(value_at(value_get_c(v, "l"), 1), 0), 2);
    assert_null(value_at(value_get_c(v, "l"), 2));
    assert_null(value_at(v, 0));
    assert_null(value_get_c(value_get_c(v, "l"), "0"));
    row_int("not of that kind", value_int(value_get_c(v, "s"), 9), 9);
    arena_free(&a);
}

static void value__equal(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        bool want;
    } rows[] = {
        {"{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true},
        {"{\"a\":1}", "{\"a\":1,\"b\":2}", false},
        {"{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":2}", false},
        {"[1,2]", "[2,1]", false},
        {"[1,[2,null]]", "[1,[2,null]]", true},
        {"1", "1.0", false},
        {"0.0", "-0.0", true},
        {"\"a\"", "\"a\\u0000\"", false},
        {"null", "false", false},
        {"{}", "[]", false},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++)
        row_int(rows[i].a, value_equal(read(&a, rows[i].a), read(&a, rows[i].b)), rows[i].want);
    arena_free(&a);
}

/* The document and the pointers of RFC 6901, 5. */
static void value__pointers_of_the_rfc(void **state) {
    (void)state;
    static const struct {
        const char *pointer, *want;
    } rows[] = {
        {"/foo", "[\"bar\",\"baz\"]"},
        {"/foo/0", "\"bar\""},
        {"/", "0"},
        {"/a~1b", "1"},
        {"/c%d", "2"},
        {"/i\\j", "5"},
        {"/k\"l", "6"},
        {"/ ", "7"},
        {"/m~0n", "8"},
    };
    struct arena a = {0};
    const struct value *v = read(&a, "{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"i\\\\j\":5,"
                                     "\"k\\\"l\":6,\" \":7,\"m~n\":8}");
    assert_ptr_equal(value_point(v, STR("")), v);
    for (size_t i = 0; i < ROWS(rows); i++)
        row_str(rows[i].pointer, emit_to_str(&a, value_point(v, str_from(rows[i].pointer))), rows[i].want);
    arena_free(&a);
}

static void value__pointers_to_nothing(void **state) {
    (void)state;
    const char *const rows[] = {"a",      "/b",    "/a/2", "/a/-", "/a/01", "/a/-1", "/a/",
                                "/a/0/x", "/x~2y", "/x~",  "/~",   "//",    "/a/1/", "/a/18446744073709551616"};
    struct arena a = {0};
    const struct value *v = read(&a, "{\"a\":[0,1],\"x~2y\":1,\"x~\":1,\"~\":1}");
    for (size_t i = 0; i < ROWS(rows); i++)
        row_int(rows[i], value_point(v, str_from(rows[i])) == NULL, true);
    arena_free(&a);
}

static void value__pointer_append_escapes(void **state) {
    (void)state;
    struct arena a = {0};
    row_str("slash and tilde", value_pointer_append(&a, STR("/a"), STR("b/c~d")), "/a/b~1c~0d");
    row_str("an empty token", value_pointer_append(&a, STR(""), STR("")), "/");
    arena_free(&a);
}

static void value__building(void **state) {
    (void)state;
    struct arena a = {0};
    struct value *object = value_new_object(&a);
    struct value *list = value_new_array(&a);
    for (int64_t i = 0; i < 20; i++)
        value_append(&a, list, value_new_int(&a, i));
    value_set(&a, object, STR("list"), value_new_null(&a));
    value_set(&a, object, STR("yes"), value_new_bool(&a, true));
    value_set(&a, object, STR("text"), value_new_string(&a, STR("t")));
    value_set(&a, object, STR("real"), value_new_real(&a, 0.5));
    value_set(&a, object, STR("list"), list);
    row_str("object", emit_to_str(&a, object),
            "{\"list\":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19],\"yes\":true,\"text\":\"t\",\"real\":0.5}");
    arena_free(&a);
}

static void value__a_clone_stands_alone(void **state) {
    (void)state;
    struct arena a = {0}, b = {0};
    const char *json = "{\"a\":[1,{\"b\":\"c\"},[]],\"d\":null}";
    struct value *copy = value_clone(&b, read(&a, json));
    arena_free(&a);
    row_str("clone", emit_to_str(&b, copy), json);
    value_append(&b, copy->members[0].value, value_new_int(&b, 2));
    row_int("grown", (int64_t)copy->members[0].value->count, 4);
    assert_null(value_clone(&b, NULL));
    arena_free(&b);
}

static void value__merge(void **state) {
    (void)state;
    static const struct {
        const char *row, *base, *patch, *want;
    } rows[] = {
        {"objects merge", "{\"a\":1,\"o\":{\"x\":1,\"y\":2}}", "{\"o\":{\"y\":3,\"z\":4}}",
         "{\"a\":1,\"o\":{\"x\":1,\"y\":3,\"z\":4}}"},
        {"arrays replace", "{\"l\":[1,2]}", "{\"l\":[3]}", "{\"l\":[3]}"},
        {"null replaces", "{\"a\":1}", "{\"a\":null}", "{\"a\":null}"},
        {"a scalar replaces an object", "{\"a\":{}}", "{\"a\":1}", "{\"a\":1}"},
        {"an object replaces a scalar", "1", "{\"a\":1}", "{\"a\":1}"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct value *base = read(&a, rows[i].base);
        row_str(rows[i].row, emit_to_str(&a, value_merge(&a, base, read(&a, rows[i].patch))), rows[i].want);
        row_str("the base stays", emit_to_str(&a, base), rows[i].base);
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(value__what_is_not_there_is_accepted),
        cmocka_unit_test(value__reading),
        cmocka_unit_test(value__equal),
        cmocka_unit_test(value__pointers_of_the_rfc),
        cmocka_unit_test(value__pointers_to_nothing),
        cmocka_unit_test(value__pointer_append_escapes),
        cmocka_unit_test(value__building),
        cmocka_unit_test(value__a_clone_stands_alone),
        cmocka_unit_test(value__merge),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
