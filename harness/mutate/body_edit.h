/* SPDX-License-Identifier: Apache-2.0
 *
 * body_edit: one change to a JSON text by its token tree. What is not changed keeps every byte. Pure. */
#ifndef NONESUCH_BODY_EDIT_H
#define NONESUCH_BODY_EDIT_H

#include "rng.h"
#include "tokens.h"

/* `text` with the bytes [from, to) replaced. Lives in `a`. */
struct str body_splice(struct arena *a, struct str text, size_t from, size_t to, struct str with);

/* The text with the value of a token replaced. */
struct str body_replace(const struct token_tree *t, size_t index, struct str with, struct arena *a);

/* The text without a member or item and the comma that goes with it. The root becomes the empty text. */
struct str body_remove(const struct token_tree *t, size_t index, struct arena *a);

/* The text with a whole member (`"key":value`) or item put into a container, first or last. */
struct str body_insert(const struct token_tree *t, size_t container, struct str member, bool is_first, struct arena *a);

/* The text with a member or item and the one behind it exchanged; STR_NONE: there is none. */
struct str body_exchange(const struct token_tree *t, size_t index, struct arena *a);

/* A character of a key or of a string as \uXXXX, which by JSON changes nothing; STR_NONE: the token has none. */
struct str body_escape(const struct token_tree *t, size_t index, struct rng *r, struct arena *a);

/* A token with its key, as it stands. */
struct str body_member(const struct token_tree *t, size_t index);

/* A child of `container` by the content of its key, escapes undone, the first; SIZE_MAX when there is none. */
size_t body_find(const struct token_tree *t, size_t container, struct str key, struct arena *a);

#endif
