/* SPDX-License-Identifier: Apache-2.0
 *
 * tokens: the lossless tree of a JSON text (lexemes, duplicate keys, member order and spacing survive), flat in one
 * array, without recursion. Serves the canonicaliser, difference marks, and structure-aware mutation. Pure. */
#ifndef NONESUCH_TOKENS_H
#define NONESUCH_TOKENS_H

#include "str.h"

enum token_kind { TOKEN_OBJECT, TOKEN_ARRAY, TOKEN_STRING, TOKEN_NUMBER, TOKEN_TRUE, TOKEN_FALSE, TOKEN_NULL };

struct token {
    enum token_kind kind;
    size_t start, end;         /* byte range of the value's lexeme in the text, quotes and brackets included */
    size_t key_start, key_end; /* of the member's key lexeme with its quotes; equal when the parent is no object */
    size_t parent;             /* index; the root's is its own */
    size_t next;               /* index of the token behind this subtree (document order) */
    size_t position;           /* among its siblings, from 0 */
    size_t depth;              /* the root's is 0 */
};

struct token_tree {
    struct str text;      /* borrowed */
    struct token *tokens; /* document order (parents before children), in the arena */
    size_t count;
};

/* True when `text` is one RFC 8259 value with nothing but white space around it, within LIMIT_DOCUMENT_DEPTH and
 * LIMIT_DOCUMENT_NODES. Duplicate keys, any number spelling and lone \u surrogates are fine: lexemes are not judged. */
bool tokens_scan(struct str text, struct arena *a, struct token_tree *out);

/* RFC 6901 pointer of a token. A key is unescaped (a lone surrogate as U+FFFD). */
struct str tokens_pointer(const struct token_tree *t, size_t index, struct arena *a);

/* The content of a string lexeme (quotes included) with its escapes undone, as UTF-8. */
struct str tokens_unescape(struct str lexeme, struct arena *a);

#endif
