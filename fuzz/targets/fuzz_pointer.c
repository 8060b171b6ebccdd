/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: value_point, value_pointer_append, value_clone, value_merge, tokens_pointer, tokens_unescape.
 * Properties: the input is a line and a JSON text. Every token's pointer leads to the value that stands at the token's
 * place; the line, taken as a pointer, leads to nothing or to a value of the tree; taken as a key, its pointer leads to
 * that member. */
/* modules: base doc */
/* mutator: json */
#include <assert.h>

#include "fuzz_target.h"
#include "parse.h"
#include "tokens.h"

#define TOKENS_MAX 200

static bool same_kind(enum token_kind token, enum value_kind value) {
    static const enum value_kind kinds[] = {
        [TOKEN_OBJECT] = VALUE_OBJECT, [TOKEN_ARRAY] = VALUE_ARRAY, [TOKEN_STRING] = VALUE_STRING,
        [TOKEN_NUMBER] = VALUE_INT,    [TOKEN_TRUE] = VALUE_BOOL,   [TOKEN_FALSE] = VALUE_BOOL,
        [TOKEN_NULL] = VALUE_NULL,
    };
    return kinds[token] == value || (token == TOKEN_NUMBER && value == VALUE_REAL);
}

static void check_token(struct arena *a, const struct token_tree *tree, size_t i, const struct value *root) {
    const struct token *token = &tree->tokens[i];
    const struct value *v = value_point(root, tokens_pointer(tree, i, a));
    assert(v && same_kind(token->kind, v->kind));
    if (token->kind != TOKEN_STRING)
        return;
    struct str lexeme = str_sub(tree->text, token->start, token->end - token->start);
    assert(str_eq(v->string, tokens_unescape(lexeme, a)));
}

static void check_key(struct arena *a, struct str key) {
    struct value *object = value_new_object(a);
    struct value *member = value_new_null(a);
    value_set(a, object, STR("other"), value_new_null(a));
    value_set(a, object, key, member);
    assert(value_point(object, value_pointer_append(a, STR(""), key)) == member);
}

/* A copy is equal; laid over what it is a copy of, it changes nothing; of an object laid over another its own members
 * stay. */
static void check_copies(struct arena *a, const struct value *root, struct str key) {
    struct value *copy = value_clone(a, root);
    assert(value_equal(copy, root) && value_equal(value_merge(a, root, copy), root));
    struct value *patch = value_new_object(a);
    value_set(a, patch, key, value_new_real(a, 0.5));
    const struct value *merged = value_merge(a, root, patch);
    assert(value_get(merged, key)->real == 0.5 && value_kind_name(root->kind)[0] != '\0');
    assert(!value_equal(merged, root) || value_get(root, key));
    if (value_is(root, VALUE_OBJECT))
        assert(merged->count == root->count + !value_get(root, key));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str rest = str_of((const char *)data, size);
    struct str line = str_cut(&rest, '\n');
    struct arena a = {0};
    struct value *root = NULL;
    check_key(&a, line);
    if (parse_json_placed(rest, &a, &root, NULL) == RC_OK) {
        struct token_tree tree;
        bool is_scanned = tokens_scan(rest, &a, &tree);
        assert(is_scanned);
        for (size_t i = 0; i < tree.count && i < TOKENS_MAX; i++)
            check_token(&a, &tree, i, root);
        check_copies(&a, root, line);
        const struct value *found = value_point(root, line);
        assert(!found || found->line > 0);
    }
    arena_free(&a);
    return 0;
}
