/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of parse. */
/* modules: base doc */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "emit.h"
#include "limits.h"
#include "parse.h"
#include "rows.h"

typedef enum rc (*parse_fn)(struct str text, struct arena *a, struct value **out, struct fault *f);

struct row {
    const char *text, *want; /* the value as JSON, or the fault with its place */
};

static void check_rows(parse_fn parse, enum rc want_rc, const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct arena a = {0};
        struct fault f = {0};
        struct value *v = NULL;
        char out[1000];
        enum rc rc = parse(str_from(rows[i].text), &a, &v, &f);
        row_int(rows[i].text, rc, want_rc);
        row_int(rows[i].text, v != NULL, rc == RC_OK);
        struct str got = rc == RC_OK ? emit_to_str(&a, v) : str_from(fault_describe(&f, out, sizeof out));
        row_str(rows[i].text, got, rows[i].want);
        arena_free(&a);
    }
}

static void parse__json_values(void **state) {
    (void)state;
    static const struct row rows[] = {
        {" null ", "null"},
        {"[true,false]", "[true,false]"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"1.50", "1.5"},
        {"1E2", "100.0"},
        {"\"\\u00e4\\ud83d\\ude00\\u0000\"", "\"\xc3\xa4\xf0\x9f\x98\x80\\u0000\""},
        {"{\"b\":1,\"a\":{\"c\":[]}}", "{\"b\":1,\"a\":{\"c\":[]}}"},
    };
    check_rows(parse_json, RC_OK, rows, ROWS(rows));
    check_rows(parse_json_placed, RC_OK, rows, ROWS(rows));
}

static const struct row json_faults[] = {
    {"", "1:1: expected a value, found the end of the text"},
    {"{\"a\":1,\n \"b\":2,\n \"a\":3}", "3:2: /a: duplicate key 'a' (first at line 1)"},
    {"{\"o\":{\"c\":1,\"\\u0063\":2}}", "1:13: /o/c: duplicate key 'c' (first at line 1)"},
    {"{\"a\":{\"b\":[1,2,tru]}}", "1:16: /a/b/2: expected a value"},
    {"[\"\xc3\xa4\", x]", "1:7: /1: expected a value"},
    {"[1 2]", "1:4: /1: expected ',' or ']'"},
    {"{\"a\" 1}", "1:6: /a: expected ':' behind the key"},
    {"{\"a\":1,}", "1:8: expected a key in double quotes"},
    {"{\"x\":\"abc", "1:10: /x: expected the closing quote of a string, found the end of the text"},
    {"{\"x\":\"a\tb\"}", "1:8: /x: expected an escape instead of a bare control character"},
    {"[\"\\q\"]", "1:4: /0: expected one of the escapes of JSON"},
    {"1 2", "1:3: expected the end of the text"},
    {"[1,\"\\ud800\"]", "1:4: /1: an escape that is no character (a lone surrogate)"},
    {"[\"\\udc00\\ud800\"]", "1:2: /0: an escape that is no character (a lone surrogate)"},
    {"[99999999999999999999]", "1:2: /0: an integer beyond 64 bits"},
    {"[-99999999999999999999]", "1:2: /0: an integer beyond 64 bits"},
    {"[1e999]", "1:2: /0: a number larger than a double holds"},
    {"{\"a\\u0000b\":1}", "1:2: /a\\x00b: a key cannot hold a NUL character"},
    {"[\"\xff\"]", "1:2: /0: bytes that are not UTF-8"},
    {"{\"\xff\":1}", "1:2: /\xef\xbf\xbd: bytes that are not UTF-8"},
};

static void parse__json_faults_say_where_and_what(void **state) {
    (void)state;
    check_rows(parse_json, RC_PARSE, json_faults, ROWS(json_faults));
    check_rows(parse_json_placed, RC_PARSE, json_faults, ROWS(json_faults));
}

static void parse__nul_bytes_are_refused(void **state) {
    (void)state;
    const parse_fn parsers[] = {parse_json, parse_json_placed, parse_yaml};
    for (size_t i = 0; i < ROWS(parsers); i++) {
        struct arena a = {0};
        struct fault f = {0};
        struct value *v = NULL;
        assert_int_equal(parsers[i](STR("[1,\n 2\0]"), &a, &v, &f), RC_PARSE);
        assert_true(f.line == 2 && f.column == 3);
        assert_non_null(strstr(f.text, "a NUL byte"));
        arena_free(&a);
    }
}

static void parse__depth_and_size_have_limits(void **state) {
    (void)state;
    const parse_fn parsers[] = {parse_json, parse_json_placed, parse_yaml};
    struct arena a = {0};
    char brackets[2 * LIMIT_DOCUMENT_DEPTH + 2];
    memset(brackets, '[', LIMIT_DOCUMENT_DEPTH + 1);
    memset(brackets + LIMIT_DOCUMENT_DEPTH + 1, ']', LIMIT_DOCUMENT_DEPTH + 1);
    struct str long_text = str_of(arena_alloc(&a, LIMIT_DOCUMENT_BYTES + 1, 1), LIMIT_DOCUMENT_BYTES + 1);
    for (size_t i = 0; i < ROWS(parsers); i++) {
        struct value *v = NULL;
        struct fault f = {0};
        assert_int_equal(parsers[i](str_of(brackets + 1, 2 * LIMIT_DOCUMENT_DEPTH), &a, &v, &f), RC_OK);
        assert_int_equal(parsers[i](str_of(brackets, 2 * LIMIT_DOCUMENT_DEPTH + 2), &a, &v, &f), RC_LIMIT);
        assert_string_equal(f.text, "nested deeper than 64 levels");
        assert_true(f.line == 1 && f.column == 65 && strlen(f.pointer) == 128);
        f = (struct fault){0};
        assert_int_equal(parsers[i](long_text, &a, &v, &f), RC_LIMIT);
        assert_string_equal(f.text, "the document is longer than 4194304 bytes");
    }
    arena_free(&a);
}

/* Brackets count outside strings alone, however many backslashes stand before a quote. */
static void parse__brackets_in_strings_are_no_depth(void **state) {
    (void)state;
    static const char *const starts[] = {"\"", "\"\\\"", "\"\\\\\\\"", "\"a\\\\\\\"b\\\\"};
    struct arena a = {0};
    char brackets[LIMIT_DOCUMENT_DEPTH + 2] = {0};
    memset(brackets, '[', LIMIT_DOCUMENT_DEPTH + 1);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        struct value *v;
        assert_int_equal(parse_json(str_printf(&a, "%s%s\"", starts[i], brackets), &a, &v, NULL), RC_OK);
        assert_int_equal(parse_json(str_printf(&a, "[%s\",%s", starts[i], brackets), &a, &v, NULL), RC_LIMIT);
    }
    arena_free(&a);
}

static void parse__nodes_have_a_limit(void **state) {
    (void)state;
    const parse_fn parsers[] = {parse_json, parse_json_placed, parse_yaml};
    struct arena a = {0};
    size_t len = 2 * LIMIT_DOCUMENT_NODES + 1; /* [0,0,...,0] with as many zeros as the limit */
    char *text = arena_alloc(&a, len, 1);
    for (size_t i = 0; i < len; i++)
        text[i] = i % 2 ? '0' : ',';
    text[0] = '[';
    text[len - 1] = ']';
    for (size_t i = 0; i < ROWS(parsers); i++) {
        struct value *v = NULL;
        struct fault f = {0};
        assert_int_equal(parsers[i](str_of(text, len), &a, &v, &f), RC_LIMIT);
        assert_string_equal(f.text, "more than 500000 values");
        assert_string_equal(f.pointer, "/499999");
    }
    arena_free(&a);
}

static void parse__placed_values_know_their_place(void **state) {
    (void)state;
    struct arena a = {0};
    struct value *v = NULL;
    assert_int_equal(parse_json_placed(STR("{\n \"\xc3\xa4\": [1,\n  {\"b\": null}]}"), &a, &v, NULL), RC_OK);
    assert_true(v->line == 1 && v->column == 1);
    assert_true(v->members[0].line == 2 && v->members[0].column == 2);
    const struct value *list = v->members[0].value;
    assert_true(list->line == 2 && list->column == 7);
    assert_true(list->items[0]->line == 2 && list->items[0]->column == 8);
    const struct member *b = &list->items[1]->members[0];
    assert_true(b->line == 3 && b->column == 4 && b->value->line == 3 && b->value->column == 9);
    assert_int_equal(parse_yaml(STR("x:\n  - y: [z]\n"), &a, &v, NULL), RC_OK);
    const struct value *z = value_point(v, STR("/x/0/y/0"));
    assert_true(z && z->line == 2 && z->column == 9);
    arena_free(&a);
}

static const struct row core_schema[] = {
    {"[~, null, Null, NULL, ]", "[null,null,null,null]"},
    {"[true, True, TRUE, false, False, FALSE]", "[true,true,true,false,false,false]"},
    {"[yes, no, on, off, y, n, nUll, tRue]", "[\"yes\",\"no\",\"on\",\"off\",\"y\",\"n\",\"nUll\",\"tRue\"]"},
    {"[0, -0, +12, 007, 0o17, 0x1F]", "[0,0,12,7,15,31]"},
    {"[1.0, .5, 1., -1e3, 1E-2, +.5e+1]", "[1.0,0.5,1.0,-1000.0,0.01,5.0]"},
    {"[0o8, 0x, 0xg, -0x1, 1e, ., -, '', 1_000, 0b1, 1.2.3, 12:30, .e1]",
     "[\"0o8\",\"0x\",\"0xg\",\"-0x1\",\"1e\",\".\",\"-\",\"\",\"1_000\",\"0b1\",\"1.2.3\",\"12:30\",\".e1\"]"},
    {"[9223372036854775807, -9223372036854775808, 0x7fffffffffffffff]",
     "[9223372036854775807,-9223372036854775808,9223372036854775807]"},
    {"['1', \"true\", 'null', '~']", "[\"1\",\"true\",\"null\",\"~\"]"},
    {"k:", "{\"k\":null}"},
    {"", "null"},
    {"# only a comment\n", "null"},
    {"- a\n- b: 1\n  c: |\n    x\n    y\n- >-\n  p\n  q\n", "[\"a\",{\"b\":1,\"c\":\"x\\ny\\n\"},\"p q\"]"},
};

static void parse__yaml_plain_scalars_follow_the_core_schema(void **state) {
    (void)state;
    check_rows(parse_yaml, RC_OK, core_schema, ROWS(core_schema));
}

static void parse__yaml_keys_are_strings(void **state) {
    (void)state;
    static const struct row rows[] = {
        {"200: ok\ntrue: 1\n~: 2\n'': 3\n'<<': 4\n", "{\"200\":\"ok\",\"true\":1,\"~\":2,\"\":3,\"<<\":4}"},
    };
    check_rows(parse_yaml, RC_OK, rows, ROWS(rows));
}

static const struct row unsafe_yaml[] = {
    {"pack: 1\ntask: 2\nx: 3\ntask: 4\n", "4:1: /task: duplicate key 'task' (first at line 2)"},
    {"a:\n  - x: 1\n    y: [1, {z: 2, z: 3}]\n", "3:19: /a/0/y/1/z: duplicate key 'z' (first at line 3)"},
    {"a: {b: 1, b: 2, c: 3, c: 4}", "1:11: /a/b: duplicate key 'b' (first at line 1)"},
    {"a: &x 1\n", "1:4: /a: anchors (&name) are not allowed: write the value out"},
    {"a: &x [1]\n", "1:4: /a: anchors (&name) are not allowed: write the value out"},
    {"&x a: 1\n", "1:1: anchors (&name) are not allowed: write the value out"},
    {"- *x\n", "1:3: /0: aliases (*name) are not allowed: write the value out"},
    {"a: !!str 1\n", "1:4: /a: tags (!name) are not allowed: quotes make a string"},
    {"a: ! 1\n", "1:4: /a: tags (!name) are not allowed: quotes make a string"},
    {"a: !x {b: 1}\n", "1:4: /a: tags (!name) are not allowed: quotes make a string"},
    {"%TAG ! tag:x,2000:\n--- 1\n", "1:1: tag directives (%TAG) are not allowed"},
    {"b:\n  <<: {a: 1}\n", "2:3: /b: merge keys (<<) are not allowed: write the members out"},
    {"a: 1\n---\nb: 2\n", "2:1: a second document begins here: a file holds one"},
    {"? [a]\n: 1\n", "1:3: a key must be a string: a list or mapping stands there"},
    {"{? : 1}\n", "1:4: a key is missing before ':'"},
    {"\"a\\0b\": 1\n", "1:1: a key cannot hold a NUL character"},
    {"a: 9223372036854775808\n", "1:4: /a: an integer beyond 64 bits"},
    {"a: 0x8000000000000000\n", "1:4: /a: an integer beyond 64 bits"},
    {"a: 0o1000000000000000000000\n", "1:4: /a: an integer beyond 64 bits"},
    {"a: 1e999\n", "1:4: /a: a number larger than a double holds"},
    {"a: -.inf\n", "1:4: /a: infinities and NaN are no numbers here: quote the text if it is meant as one"},
};

static void parse__yaml_that_is_not_safe_is_refused(void **state) {
    (void)state;
    check_rows(parse_yaml, RC_PARSE, unsafe_yaml, ROWS(unsafe_yaml));
}

static const struct row yaml_syntax_faults[] = {
    {"a:\n\tb: 1\n", "2:1: /a: a tab cannot indent YAML: use blanks"},
    {"a:\n  b: 1\n \tc: 2\n", "3:2: /a/b: a tab cannot indent YAML: use blanks"},
    {"a: |\n\tb\n", "2:1: /a: a tab cannot indent YAML: use blanks"},
    {"a: b: c\n", "1:5: a ':' cannot stand here: check the indentation, or quote"},
    {"a: - x\n", "1:4: /a: a list item cannot begin here: use a new line"},
    {"a: @x\n", "1:4: /a: this character cannot begin a value: quote the text"},
    {"- a\nb: c\n", "2:1: /1: expected a list item ('- '): check the indentation (while parsing a block collection "
                    "that begins at line 1)"},
    {"x: 'abc", "1:8: /x: the text ends too early"},
    {"a: \xff\n", "1:4: invalid leading UTF-8 octet"},
    {"a: 1\nb: \x01\n", "2:4: control characters are not allowed"},
};

static void parse__yaml_syntax_faults_help(void **state) {
    (void)state;
    check_rows(parse_yaml, RC_PARSE, yaml_syntax_faults, ROWS(yaml_syntax_faults));
}

static void parse__documents_are_told_by_their_content(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum rc want;
        const char *fault;
    } rows[] = {
        {"\n {\"a\": 1}", RC_OK, ""},
        {"a: 1", RC_OK, ""},
        {"{a: 1}", RC_PARSE, "f.yaml:1:2: expected a key in double quotes"},
        {"a: [", RC_PARSE, "f.yaml:2:1: /a/0: expected a value"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct arena a = {0};
        struct fault f = {0};
        struct value *v = NULL;
        char out[1000];
        row_int(rows[i].text, parse_document(str_from(rows[i].text), "f.yaml", &a, &v, &f), rows[i].want);
        row_str(rows[i].text, str_from(fault_describe(&f, out, sizeof out)), rows[i].fault);
        arena_free(&a);
    }
}

static void parse__a_file_that_is_not_there(void **state) {
    (void)state;
    struct arena a = {0};
    struct fault f = {0};
    struct value *v = NULL;
    assert_int_equal(parse_file("/nowhere/pack.yaml", &a, &v, &f), RC_IO);
    assert_non_null(strstr(f.text, "/nowhere/pack.yaml"));
    assert_null(v);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse__json_values),
        cmocka_unit_test(parse__json_faults_say_where_and_what),
        cmocka_unit_test(parse__nul_bytes_are_refused),
        cmocka_unit_test(parse__depth_and_size_have_limits),
        cmocka_unit_test(parse__brackets_in_strings_are_no_depth),
        cmocka_unit_test(parse__nodes_have_a_limit),
        cmocka_unit_test(parse__placed_values_know_their_place),
        cmocka_unit_test(parse__yaml_plain_scalars_follow_the_core_schema),
        cmocka_unit_test(parse__yaml_keys_are_strings),
        cmocka_unit_test(parse__yaml_that_is_not_safe_is_refused),
        cmocka_unit_test(parse__yaml_syntax_faults_help),
        cmocka_unit_test(parse__documents_are_told_by_their_content),
        cmocka_unit_test(parse__a_file_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
