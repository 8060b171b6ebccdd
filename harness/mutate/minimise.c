/* SPDX-License-Identifier: Apache-2.0
 *
 * minimise: shorten, as long as it still shows. */
#include "minimise.h"

#include "body_edit.h"

struct search {
    const struct minimise_options *options;
    struct arena *arena;
    struct str best;
    size_t tests;
};

static bool is_spent(const struct search *s) {
    return s->tests >= s->options->tests_most;
}

static bool accept(struct search *s, struct str candidate) {
    if (is_spent(s) || candidate.len == 0 || candidate.len >= s->best.len) {
        return false;
    }
    s->tests++;
    if (!s->options->still(s->options->self, candidate)) {
        return false;
    }
    s->best = candidate;
    return true;
}

/* The text without `run` siblings from `index` on. */
static struct str without_run(const struct token_tree *t, size_t index, size_t run, struct arena *a) {
    struct str text = body_remove(t, index, a);
    for (size_t i = 1; i < run; i++) {
        struct token_tree rest;
        /* What was behind it has moved up: it is at the same place of the order. */
        if (!tokens_scan(text, a, &rest) || index >= rest.count || rest.tokens[index].depth != t->tokens[index].depth) {
            return STR("");
        }
        text = body_remove(&rest, index, a);
    }
    return text;
}

/* One pass over all tokens with runs of a length. True: something was left out. */
static bool drop_runs(struct search *s, size_t run) {
    struct token_tree t;
    bool is_any = false;
    size_t index = 1;
    while (!is_spent(s) && tokens_scan(s->best, s->arena, &t) && index < t.count) {
        if (accept(s, without_run(&t, index, run, s->arena))) {
            is_any = true;
        } else {
            index++;
        }
    }
    return is_any;
}

static struct str plain_of(const struct token_tree *t, size_t index) {
    static const char *const plain[] = {
        [TOKEN_OBJECT] = "{}", [TOKEN_ARRAY] = "[]", [TOKEN_STRING] = "\"\"", [TOKEN_NUMBER] = "0",
        [TOKEN_TRUE] = "0",    [TOKEN_FALSE] = "0",  [TOKEN_NULL] = "0"};
    return str_from(plain[t->tokens[index].kind]);
}

static bool is_kept(const struct search *s, const struct token_tree *t, size_t index) {
    const struct token *token = &t->tokens[index];
    struct str lexeme = str_sub(t->text, token->start, token->end - token->start);
    return token->kind == TOKEN_STRING && s->options->keep.len > 0 && str_contains(lexeme, s->options->keep);
}

static void make_plain(struct search *s) {
    struct token_tree t;
    for (size_t i = 1; !is_spent(s) && tokens_scan(s->best, s->arena, &t) && i < t.count; i++) {
        if (!is_kept(s, &t, i)) {
            (void)accept(s, body_replace(&t, i, plain_of(&t, i), s->arena));
        }
    }
}

/* A child in the place of the whole: what is wrapped is taken out. */
static void unwrap(struct search *s) {
    struct token_tree t;
    for (size_t i = 1; !is_spent(s) && tokens_scan(s->best, s->arena, &t) && i < t.count; i++) {
        struct str child = str_sub(t.text, t.tokens[i].start, t.tokens[i].end - t.tokens[i].start);
        if (t.tokens[i].kind <= TOKEN_ARRAY && accept(s, child)) {
            i = 0;
        }
    }
}

static void cut_bytes(struct search *s) {
    for (size_t run = s->best.len / 2; run >= 1 && !is_spent(s); run /= 2) {
        for (size_t at = 0; at + run <= s->best.len && !is_spent(s);) {
            if (!accept(s, body_splice(s->arena, s->best, at, at + run, STR("")))) {
                at += run;
            }
        }
    }
}

struct str minimise_body(const struct minimise_options *o, struct str body, struct arena *a) {
    struct search s = {.options = o, .arena = a, .best = body};
    struct token_tree t;
    if (!tokens_scan(body, a, &t)) {
        cut_bytes(&s);
        return s.best;
    }
    unwrap(&s);
    for (size_t run = 4; run >= 1; run /= 2) {
        while (drop_runs(&s, run)) {
        }
    }
    make_plain(&s);
    return s.best;
}
