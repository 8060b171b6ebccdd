/* SPDX-License-Identifier: Apache-2.0
 *
 * change_body: variations of a JSON body, on its tokens, so that nothing else of its spelling changes. */
#include "change.h"
#include "codec.h"
#include "tokens.h"

#define OVERSIZE_BYTES (1u << 20)

void change_break_json(const struct variation_context *c, struct request *r) {
    r->body = str_printf(c->arena, "%.*s}", STR_ARG(r->body));
}

void change_truncate_json(const struct variation_context *c, struct request *r) {
    (void)c;
    r->body = str_sub(r->body, 0, r->body.len ? r->body.len - 1 : 0);
}

void change_empty_body(const struct variation_context *c, struct request *r) {
    (void)c;
    r->body = STR("");
}

void change_to_array(const struct variation_context *c, struct request *r) {
    r->body = str_printf(c->arena, "[%.*s]", STR_ARG(r->body));
}

/* `text` put at byte `at` of the body, in place of `removed` bytes. */
static void splice(const struct variation_context *c, struct request *r, size_t at, size_t removed, struct str text) {
    r->body = str_printf(c->arena, "%.*s%.*s%.*s", STR_ARG(str_sub(r->body, 0, at)), STR_ARG(text),
                         STR_ARG(str_from_index(r->body, at + removed)));
}

void change_add_member(const struct variation_context *c, struct request *r) {
    splice(c, r, 1, 0, r->body.len > 2 ? STR("\"nonesuch\":1,") : STR("\"nonesuch\":1"));
}

/* The object whose members are varied: the params of an RPC call, else the body itself. */
static size_t varied_object(const struct variation_context *c, const struct token_tree *tree) {
    for (size_t i = 1; c->surface->is_rpc && i < tree->count; i = tree->tokens[i].next) {
        const struct token *t = &tree->tokens[i];
        struct str key = str_sub(tree->text, t->key_start, t->key_end - t->key_start);
        if (str_eq(key, STR("\"params\"")) && t->kind == TOKEN_OBJECT) {
            return i;
        }
    }
    return 0;
}

static bool has_members(const struct token_tree *tree, size_t object) {
    return tree->tokens[object].next > object + 1;
}

void change_repeat_member(const struct variation_context *c, struct request *r) {
    struct token_tree tree;
    if (!tokens_scan(r->body, c->arena, &tree)) {
        return;
    }
    size_t object = varied_object(c, &tree);
    if (has_members(&tree, object)) {
        const struct token *first = &tree.tokens[object + 1];
        struct str member = str_sub(r->body, first->key_start, first->end - first->key_start);
        splice(c, r, first->key_start, 0, str_printf(c->arena, "%.*s,", STR_ARG(member)));
    }
}

static size_t last_member(const struct token_tree *tree, size_t object) {
    size_t last = object + 1;
    for (size_t i = last; i < tree->tokens[object].next; i = tree->tokens[i].next) {
        last = i;
    }
    return last;
}

/* The last member that does not hold the reference. 0 when there is none. */
static size_t last_free_member(const struct variation_context *c, const struct token_tree *tree, size_t object) {
    size_t found = 0;
    for (size_t i = object + 1; i < tree->tokens[object].next; i = tree->tokens[i].next) {
        const struct token *t = &tree->tokens[i];
        bool holds_slot = str_contains(str_sub(tree->text, t->key_start, t->end - t->key_start), c->slot_value);
        found = holds_slot ? found : i;
    }
    return found;
}

void change_type(const struct variation_context *c, struct request *r) {
    struct token_tree tree;
    if (!tokens_scan(r->body, c->arena, &tree)) {
        return;
    }
    size_t object = varied_object(c, &tree);
    size_t member = has_members(&tree, object) ? last_free_member(c, &tree, object) : 0;
    if (member) {
        const struct token *t = &tree.tokens[member];
        splice(c, r, t->start, t->end - t->start, t->kind == TOKEN_NUMBER ? STR("{}") : STR("7"));
    }
}

void change_drop_member(const struct variation_context *c, struct request *r) {
    struct token_tree tree;
    if (!tokens_scan(r->body, c->arena, &tree)) {
        return;
    }
    size_t object = varied_object(c, &tree);
    if (!has_members(&tree, object)) {
        return;
    }
    size_t member = last_free_member(c, &tree, object);
    const struct token *t = &tree.tokens[member ? member : last_member(&tree, object)];
    bool is_first = t->position == 0;
    bool is_only = is_first && tree.tokens[object + 1].next == tree.tokens[object].next;
    size_t from = is_first ? t->key_start : t->key_start - 1;
    size_t to = is_first && !is_only ? t->end + 1 : t->end;
    splice(c, r, from, to - from, STR(""));
}

void change_oversize(const struct variation_context *c, struct request *r) {
    char *padding = arena_alloc(c->arena, OVERSIZE_BYTES, 1);
    for (size_t i = 0; i < OVERSIZE_BYTES; i++) {
        padding[i] = 'x';
    }
    struct str member =
        str_printf(c->arena, "\"nonesuch\":\"%.*s\"%s", (int)OVERSIZE_BYTES, padding, r->body.len > 2 ? "," : "");
    splice(c, r, 1, 0, member);
}

void graft_body(const struct variation_context *c, struct request *r) {
    struct token_tree tree;
    if (!tokens_scan(r->body, c->arena, &tree)) {
        return;
    }
    size_t object = varied_object(c, &tree);
    const char *comma = has_members(&tree, object) ? "," : "";
    struct str member =
        str_printf(c->arena, "\"%.*s\":\"%.*s\"%s", STR_ARG(c->slot_name), STR_ARG(c->slot_value), comma);
    splice(c, r, tree.tokens[object].start + 1, 0, member);
}

void change_stream(const struct variation_context *c, struct request *r) {
    struct token_tree tree;
    if (!tokens_scan(r->body, c->arena, &tree)) {
        return;
    }
    size_t object = varied_object(c, &tree);
    struct str member = has_members(&tree, object) ? STR("\"stream\":true,") : STR("\"stream\":true");
    splice(c, r, tree.tokens[object].start + 1, 0, member);
}

void change_drop_rpc_id(const struct variation_context *c, struct request *r) {
    struct token_tree tree;
    if (!tokens_scan(r->body, c->arena, &tree)) {
        return;
    }
    for (size_t i = 1; i < tree.count; i = tree.tokens[i].next) {
        const struct token *t = &tree.tokens[i];
        if (str_eq(str_sub(r->body, t->key_start, t->key_end - t->key_start), STR("\"id\"")) && t->position > 0) {
            splice(c, r, t->key_start - 1, t->end - t->key_start + 1, STR(""));
            return;
        }
    }
}

/* In a query there is no null: an empty value is what comes near. */
void change_reference_to_null(const struct variation_context *c, struct request *r) {
    if (c->place == SLOT_IN_BODY) {
        struct str quoted = str_printf(c->arena, "\"%.*s\"", STR_ARG(c->slot_value));
        r->body = str_replace(c->arena, r->body, quoted, STR("null"));
        return;
    }
    struct str encoded = str_printf(c->arena, "=%.*s", STR_ARG(codec_percent(c->arena, c->slot_value)));
    r->url = str_replace(c->arena, r->url, encoded, STR("="));
}
