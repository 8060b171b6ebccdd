/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of tokens. */
/* modules: base doc */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "limits.h"
#include "rows.h"
#include "tokens.h"

static const struct {
    enum token_kind kind;
    const char *lexeme, *key, *pointer;
    size_t parent, next, position, depth;
} tree[] = {
    {TOKEN_OBJECT, "{ \"a\" : [1.50, {}],\"a\":\"\\u0041\" }", "", "", 0, 5, 0, 0},
    {TOKEN_ARRAY, "[1.50, {}]", "\"a\"", "/a", 0, 4, 0, 1},
    {TOKEN_NUMBER, "1.50", "", "/a/0", 1, 3, 0, 2},
    {TOKEN_OBJECT, "{}", "", "/a/1", 1, 4, 1, 2},
    {TOKEN_STRING, "\"\\u0041\"", "\"a\"", "/a", 0, 5, 1, 1},
};

static void tokens__the_tree_is_lossless(void **state) {
    (void)state;
    struct arena a = {0};
    struct token_tree t;
    assert_true(tokens_scan(STR(" { \"a\" : [1.50, {}],\"a\":\"\\u0041\" }\n"), &a, &t));
    assert_int_equal(t.count, ROWS(tree));
    for (size_t i = 0; i < ROWS(tree); i++) {
        const struct token *token = &t.tokens[i];
        row_int(tree[i].lexeme, token->kind, tree[i].kind);
        row_str("lexeme", str_sub(t.text, token->start, token->end - token->start), tree[i].lexeme);
        row_str("key", str_sub(t.text, token->key_start, token->key_end - token->key_start), tree[i].key);
        row_str("pointer", tokens_pointer(&t, i, &a), tree[i].pointer);
        assert_true(token->parent == tree[i].parent && token->next == tree[i].next);
        assert_true(token->position == tree[i].position && token->depth == tree[i].depth);
    }
    arena_free(&a);
}

static const char *const json_texts[] = {"0",
                                         "-0",
                                         "1e999",
                                         "1E+2",
                                         "-1.5e-3",
                                         "123456789012345678901234567890",
                                         "true",
                                         "false",
                                         "null",
                                         "\"\"",
                                         "[]",
                                         "{}",
                                         " \t\r\n1",
                                         "[[],[{}],0]",
                                         "\"\\ud800\"",
                                         "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                                         "{\"a\":1,\"a\":2}"};

static void tokens__accepts_every_json_text(void **state) {
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(json_texts); i++) {
        struct token_tree t;
        row_int(json_texts[i], tokens_scan(str_from(json_texts[i]), &a, &t), true);
    }
    arena_free(&a);
}

static const char *const other_texts[] = {
    "",     " ",        "01",          "+1",         ".5",       "1.",    "1e",       "1e+",        "--1",
    "-",    "tru",      "truex",       "nul",        "1 2",      "[1,]",  "[,1]",     "[1 2]",      "[",
    "]",    "{",        "{]",          "[}",         "{\"a\"}",  "{a:1}", "{\"a\":}", "{\"a\":1,}", "{1:2}",
    "\"",   "\"\\x\"",  "\"\\u12g4\"", "\"\\u123\"", "\"a\nb\"", "'a'",   "NaN",      "// c\n1",    "\xef\xbb\xbf[]",
    "[1]]", "{\"a\":1]"};

static void tokens__refuses_everything_else(void **state) {
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(other_texts); i++) {
        struct token_tree t;
        row_int(other_texts[i], tokens_scan(str_from(other_texts[i]), &a, &t), false);
    }
    arena_free(&a);
}

static void tokens__depth_has_a_limit(void **state) {
    (void)state;
    struct arena a = {0};
    struct token_tree t;
    char brackets[2 * LIMIT_DOCUMENT_DEPTH + 2];
    memset(brackets, '[', LIMIT_DOCUMENT_DEPTH + 1);
    memset(brackets + LIMIT_DOCUMENT_DEPTH + 1, ']', LIMIT_DOCUMENT_DEPTH + 1);
    assert_true(tokens_scan(str_of(brackets + 1, 2 * LIMIT_DOCUMENT_DEPTH), &a, &t));
    assert_false(tokens_scan(str_of(brackets, 2 * LIMIT_DOCUMENT_DEPTH + 2), &a, &t));
    arena_free(&a);
}

static void tokens__nodes_have_a_limit(void **state) {
    (void)state;
    struct arena a = {0};
    struct token_tree t;
    size_t len = 2 * LIMIT_DOCUMENT_NODES + 1; /* [0,0,...,0] with as many zeros as the limit */
    char *text = arena_alloc(&a, len, 1);
    for (size_t i = 0; i < len; i++)
        text[i] = i % 2 ? '0' : ',';
    text[0] = '[';
    text[len - 1] = ']';
    assert_false(tokens_scan(str_of(text, len), &a, &t));
    text[len - 3] = ']';
    assert_true(tokens_scan(str_of(text, len - 2), &a, &t));
    assert_int_equal(t.count, LIMIT_DOCUMENT_NODES);
    arena_free(&a);
}

static void tokens__pointer_escapes_keys(void **state) {
    (void)state;
    struct arena a = {0};
    struct token_tree t;
    assert_true(tokens_scan(STR("{\"a/b~\\u0063\":[0,{\"\\ud800\":1}]}"), &a, &t));
    row_str("pointer", tokens_pointer(&t, 4, &a), "/a~1b~0c/1/\xef\xbf\xbd");
    arena_free(&a);
}

static void tokens__unescape(void **state) {
    (void)state;
    static const struct {
        const char *lexeme, *want;
    } rows[] = {
        {"\"\"", ""},
        {"\"plain \xc3\xa4\"", "plain \xc3\xa4"},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
        {"\"\\u00e4\\u20AC\"", "\xc3\xa4\xe2\x82\xac"},
        {"\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80"},
        {"\"\\ud83dx\"", "\xef\xbf\xbdx"},
        {"\"\\ude00\"", "\xef\xbf\xbd"},
        {"\"\\ud83d\\ud83d\\ude00\"", "\xef\xbf\xbd\xf0\x9f\x98\x80"},
        {"\"\xff\"", "\xef\xbf\xbd"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++)
        row_str(rows[i].lexeme, tokens_unescape(str_from(rows[i].lexeme), &a), rows[i].want);
    row_int("NUL", (int64_t)tokens_unescape(STR("\"\\u0000\""), &a).len, 1);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens__the_tree_is_lossless),
        cmocka_unit_test(tokens__accepts_every_json_text),
        cmocka_unit_test(tokens__refuses_everything_else),
        cmocka_unit_test(tokens__depth_has_a_limit),
        cmocka_unit_test(tokens__nodes_have_a_limit),
        cmocka_unit_test(tokens__pointer_escapes_keys),
        cmocka_unit_test(tokens__unescape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
