/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of schema. */
/* modules: base doc */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "parse.h"
#include "rows.h"
#include "schema.h"

static const char schema_text[] =
    "type: object\n"
    "required: [pack, policy]\n"
    "additionalProperties: false\n"
    "properties:\n"
    "  pack: {type: string}\n"
    "  policy: {enum: [hide-unreadable, hide-all, deny-all]}\n"
    "  version: {const: 1}\n"
    "  count: {type: integer, minimum: 1, maximum: 10}\n"
    "  ratio: {type: number, minimum: 0.5}\n"
    "  note: {type: [string, 'null']}\n"
    "  tags: {type: array, minItems: 2, items: {$ref: '#/$defs/tag'}}\n"
    "  users: {type: object, minProperties: 1, additionalProperties: {$ref: '#/$defs/user'}}\n"
    "  body: {oneOf: [{type: string}, {$ref: '#/$defs/user'}]}\n"
    "  free: {type: object, properties: {known: {type: boolean}}}\n"
    "$defs:\n"
    "  tag: {type: string, enum: [red, green]}\n"
    "  user: {type: object, required: [role], additionalProperties: false, properties: {role: {type: string}}}\n";

static const char *check(struct arena *a, const char *document_text, struct fault *f) {
    struct value *schema = NULL, *document = NULL;
    assert_int_equal(parse_yaml(str_from(schema_text), a, &schema, f), RC_OK);
    assert_int_equal(parse_yaml(str_from(document_text), a, &document, f), RC_OK);
    enum rc rc = schema_check(schema, document, f);
    assert_int_equal(rc, f->rc);
    char *out = arena_alloc(a, 1000, 1);
    return rc == RC_OK ? "ok" : fault_describe(f, out, 1000);
}

#define VALID "pack: p\npolicy: hide-all\n"

static void schema__accepts(void **state) {
    (void)state;
    const char *const rows[] = {
        VALID,
        VALID "version: 1\ncount: 10\nratio: 1\nnote: ~\n",
        VALID "ratio: 0.5\nnote: text\n",
        VALID "tags: [red, green]\nusers: {u: {role: x}}\n",
        VALID "body: text\n",
        VALID "body: {role: x}\n",
        VALID "free: {known: true, other: [1]}\n",
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena a = {0};
        struct fault f = {0};
        row_str(rows[i], str_from(check(&a, rows[i], &f)), "ok");
        arena_free(&a);
    }
}

static const struct refusal {
    const char *document, *want;
} refusals[] = {
    {"pack: p\npolcy: hide-all\n", "2:1: /polcy: unknown key 'polcy' (did you mean 'policy'?)"},
    {VALID "something: 1\n", "3:1: /something: unknown key 'something'"},
    {"pack: p\npolicy: hide\n",
     "2:9: /policy: expected one of 'hide-unreadable', 'hide-all', 'deny-all', found 'hide'"},
    {"pack: p\npolicy: [x]\n",
     "2:9: /policy: expected one of 'hide-unreadable', 'hide-all', 'deny-all', found an array"},
    {"policy: hide-all\n", "1:1: missing required key 'pack'"},
    {"pack: 7\npolicy: hide-all\n", "1:7: /pack: expected a string, found an integer"},
    {VALID "version: 2\n", "3:10: /version: expected 1, found 2"},
    {VALID "count: 1.0\n", "3:8: /count: expected an integer, found a number"},
    {VALID "count: 0\n", "3:8: /count: expected at least 1, found 0"},
    {VALID "count: 11\n", "3:8: /count: expected at most 10, found 11"},
    {VALID "ratio: 0\n", "3:8: /ratio: expected at least 0.5, found 0"},
    {VALID "note: 1\n", "3:7: /note: expected a string or null, found an integer"},
    {VALID "tags: [red]\n", "3:7: /tags: expected at least 2 items, found 1"},
    {VALID "tags: [red, blue]\n", "3:13: /tags/1: expected one of 'red', 'green', found 'blue'"},
    {VALID "users: {}\n", "3:8: /users: expected at least 1 key, found 0"},
    {VALID "users:\n  a/b: {rol: x}\n", "4:9: /users/a~1b/rol: unknown key 'rol' (did you mean 'role'?)"},
    {VALID "body: {}\n", "3:7: /body: missing required key 'role'"},
    {VALID "body: [1]\n", "3:7: /body: expected a string or an object, found an array"},
    {"[1]\n", "1:1: expected an object, found an array"},
    {VALID "\"\\e\": 1\n", "3:1: /\\x1b: unknown key '\\x1b'"},
};

static void schema__refuses_with_place_and_advice(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS(refusals); i++) {
        struct arena a = {0};
        struct fault f = {0};
        row_str(refusals[i].document, str_from(check(&a, refusals[i].document, &f)), refusals[i].want);
        assert_int_equal(f.rc, RC_CONFIG);
        arena_free(&a);
    }
}

static void schema__the_first_violation_counts(void **state) {
    (void)state;
    struct arena a = {0};
    struct fault f = {0};
    row_str("two faults", str_from(check(&a, "pack: 1\npolicy: 2\n", &f)),
            "1:7: /pack: expected a string, found an integer");
    arena_free(&a);
}

static void schema__long_values_are_cut(void **state) {
    (void)state;
    struct arena a = {0};
    struct fault f = {0};
    char document[400];
    (void)snprintf(document, sizeof document, "pack: p\npolicy: %0300d x\n", 0);
    assert_non_null(strstr(check(&a, document, &f), "000...'"));
    arena_free(&a);
}

static void schema__references_in_a_circle_end(void **state) {
    (void)state;
    struct arena a = {0};
    struct value *schema = NULL;
    assert_int_equal(parse_yaml(STR("$ref: '#/$defs/a'\n$defs: {a: {$ref: '#/$defs/b'}, b: {$ref: '#/$defs/a'}}\n"), &a,
                                &schema, NULL),
                     RC_OK);
    assert_int_equal(schema_check(schema, value_new_int(&a, 1), NULL), RC_OK);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schema__accepts),
        cmocka_unit_test(schema__refuses_with_place_and_advice),
        cmocka_unit_test(schema__the_first_violation_counts),
        cmocka_unit_test(schema__long_values_are_cut),
        cmocka_unit_test(schema__references_in_a_circle_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
