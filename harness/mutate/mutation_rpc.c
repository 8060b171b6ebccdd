/* SPDX-License-Identifier: Apache-2.0
 *
 * mutation_rpc: changes to what a JSON-RPC body says. */
#include "body_edit.h"
#include "method_name.h"
#include "mutation.h"

#define ROOT 0
#define BATCHES_MOST 4 /* one in the other */

static struct str draw_method(struct mutation *m) {
    const struct mutate_dictionary *d = m->dictionary;
    return d->method_count > 0 ? d->methods[rng_below(m->rng, d->method_count)] : STR("method");
}

/* The request that is changed: the body, or one of a batch. What it is may be no object. */
static size_t draw_request(struct mutation *m) {
    size_t at = ROOT;
    for (size_t depth = 0; depth < BATCHES_MOST && m->tree->tokens[at].kind == TOKEN_ARRAY; depth++) {
        size_t chosen = SIZE_MAX, count = 0;
        for (size_t i = at + 1; i < m->tree->tokens[at].next; i = m->tree->tokens[i].next) {
            chosen = rng_below(m->rng, ++count) == 0 ? i : chosen;
        }
        if (chosen == SIZE_MAX) {
            break;
        }
        at = chosen;
    }
    return at;
}

/* A name that nobody has, an unusual spelling of one that is known, or one that is known. */
static struct str draw_name(struct mutation *m, struct str own) {
    static const char *const verbs[] = {"get",  "list", "delete", "destroy", "update", "complete", "fail",
                                        "read", "stop", "export", "stream",  "resume", "describe", "terminate"};
    struct str known = rng_below(m->rng, 4) > 0 && own.len > 0 ? own : draw_method(m);
    switch (rng_below(m->rng, 6)) {
    case 0: return draw_method(m);
    case 1: {
        struct str rest = known;
        struct str noun = str_cut(&rest, '/');
        return str_printf(m->arena, "%.*s/%s", STR_ARG(noun), verbs[rng_below(m->rng, sizeof verbs / sizeof *verbs)]);
    }
    case 2: return method_name_escape(known, m->rng, m->arena);
    default: return method_name_spell(known, (size_t)rng_below(m->rng, method_name_spelling_count()), m->arena);
    }
}

static struct str inside(const struct token_tree *t, size_t index) {
    const struct token *token = &t->tokens[index];
    return token->kind == TOKEN_STRING ? str_sub(t->text, token->start + 1, token->end - token->start - 2) : STR_NONE;
}

struct str mutation_method(struct mutation *m) {
    size_t method = body_find(m->tree, draw_request(m), STR("method"), m->arena);
    if (method == SIZE_MAX) {
        return STR_NONE;
    }
    struct str name = draw_name(m, inside(m->tree, method));
    bool is_listed = rng_below(m->rng, 12) == 0;
    struct str value = str_printf(m->arena, is_listed ? "[\"%.*s\"]" : "\"%.*s\"", STR_ARG(name));
    return body_replace(m->tree, method, value, m->arena);
}

/* Two methods, one of them another, in either order. */
struct str mutation_double_method(struct mutation *m) {
    static const char *const keys[] = {"method", "\\u006dethod", "METHOD", "Method", "method\\u0000", " method"};
    size_t request = draw_request(m);
    if (m->tree->tokens[request].kind != TOKEN_OBJECT) {
        return STR_NONE;
    }
    const char *key = rng_below(m->rng, 2) == 0 ? keys[0] : keys[rng_below(m->rng, sizeof keys / sizeof *keys)];
    struct str name = draw_name(m, STR_NONE);
    struct str member = str_printf(m->arena, "\"%s\":\"%.*s\"", key, STR_ARG(name));
    return body_insert(m->tree, request, member, rng_coin(m->rng), m->arena);
}

/* Index of a request's method; SIZE_MAX: it is none of the known. */
static size_t method_of(struct mutation *m, size_t request) {
    size_t at = body_find(m->tree, request, STR("method"), m->arena);
    struct str name = at == SIZE_MAX ? STR_NONE : inside(m->tree, at);
    for (size_t i = 0; i < m->dictionary->method_count; i++) {
        if (str_eq(m->dictionary->methods[i], name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* An example of a parameter of the method (SIZE_MAX: of any), the parameter chosen evenly, then the value. */
static const struct mutate_example *draw_example(struct mutation *m, size_t method) {
    const struct mutate_dictionary *d = m->dictionary;
    const struct mutate_example *first = NULL, *chosen = NULL;
    size_t names = 0, values = 0;
    for (size_t i = 0; i < d->example_count; i++) {
        bool is_of_method = method == SIZE_MAX || d->examples[i].method == method;
        bool is_new = i == 0 || !str_eq(d->examples[i].name, d->examples[i - 1].name) ||
                      d->examples[i].method != d->examples[i - 1].method;
        if (is_of_method && is_new && rng_below(m->rng, ++names) == 0) {
            first = &d->examples[i];
        }
    }
    for (const struct mutate_example *e = first; e && e < d->examples + d->example_count; e++) {
        bool is_same = e->method == first->method && str_eq(e->name, first->name);
        if (is_same && rng_below(m->rng, ++values) == 0) {
            chosen = e;
        }
    }
    return chosen;
}

/* A value that the pack says a parameter takes: it is set, or added. */
struct str mutation_example(struct mutation *m) {
    size_t request = draw_request(m);
    size_t params = body_find(m->tree, request, STR("params"), m->arena);
    size_t method = rng_below(m->rng, 8) == 0 ? SIZE_MAX : method_of(m, request);
    const struct mutate_example *chosen = draw_example(m, method);
    if (!chosen || params == SIZE_MAX || m->tree->tokens[params].kind != TOKEN_OBJECT) {
        return STR_NONE;
    }
    size_t present = body_find(m->tree, params, chosen->name, m->arena);
    if (present != SIZE_MAX && rng_below(m->rng, 8) > 0) {
        return body_replace(m->tree, present, chosen->json, m->arena);
    }
    struct str member = str_printf(m->arena, "\"%.*s\":%.*s", STR_ARG(chosen->name), STR_ARG(chosen->json));
    return body_insert(m->tree, params, member, rng_coin(m->rng), m->arena);
}

/* Members of the envelope, right and wrong ones, at the top or in the params. */
struct str mutation_envelope(struct mutation *m) {
    static const char *const members[] = {
        "\"id\":1",
        "\"id\":null",
        "\"id\":\"x\"",
        "\"id\":[]",
        "\"id\":1.5",
        "\"id\":9223372036854775808",
        "\"jsonrpc\":\"2.0\"",
        "\"jsonrpc\":\"1.0\"",
        "\"jsonrpc\":2.0",
        "\"jsonrpc\":null",
        "\"result\":{}",
        "\"error\":null",
        "\"stream\":true",
        "\"stream\":1",
        "\"stream\":\"true\"",
        "\"dry_run\":true",
        "\"debug\":true",
        "\"trace\":true",
        "\"verbose\":1",
        "\"limit\":-1",
        "\"timeout\":1e999",
        "\"extra\":{}",
        "\"__proto__\":{}",
        "\"version\":0",
    };
    size_t request = draw_request(m);
    size_t params = body_find(m->tree, request, STR("params"), m->arena);
    bool is_inside = params != SIZE_MAX && m->tree->tokens[params].kind == TOKEN_OBJECT && rng_coin(m->rng);
    size_t container = is_inside ? params : request;
    if (m->tree->tokens[container].kind != TOKEN_OBJECT) {
        return STR_NONE;
    }
    struct str member = str_from(members[rng_below(m->rng, sizeof members / sizeof *members)]);
    struct str rest = member;
    struct str key = str_cut(&rest, ':');
    size_t present = body_find(m->tree, container, str_sub(key, 1, key.len - 2), m->arena);
    if (present == SIZE_MAX || rng_below(m->rng, 4) == 0) {
        return body_insert(m->tree, container, member, rng_coin(m->rng), m->arena);
    }
    /* Without an id it is a notification. */
    return rng_coin(m->rng) ? body_remove(m->tree, present, m->arena) : body_replace(m->tree, present, rest, m->arena);
}

/* One body in a batch, two, none beside it, or a batch in a batch. */
struct str mutation_batch(struct mutation *m) {
    struct str body = m->tree->text;
    struct str other = mutate_pristine(m->dictionary, m->rng);
    switch (rng_below(m->rng, 6)) {
    case 0: return str_printf(m->arena, "[%.*s,%.*s]", STR_ARG(body), STR_ARG(other));
    case 1: return str_printf(m->arena, "[%.*s,%.*s]", STR_ARG(other), STR_ARG(body));
    case 2: return STR("[]");
    case 3: return str_printf(m->arena, "[[%.*s]]", STR_ARG(body));
    case 4: return str_printf(m->arena, "[1,%.*s]", STR_ARG(body));
    default: return str_printf(m->arena, "[%.*s]", STR_ARG(body));
    }
}

/* The values of the parameters, without their names. */
struct str mutation_positional(struct mutation *m) {
    size_t params = body_find(m->tree, draw_request(m), STR("params"), m->arena);
    if (params == SIZE_MAX || m->tree->tokens[params].kind != TOKEN_OBJECT) {
        return STR_NONE;
    }
    struct str list = STR("");
    for (size_t i = params + 1; i < m->tree->tokens[params].next; i = m->tree->tokens[i].next) {
        struct str value =
            str_sub(m->tree->text, m->tree->tokens[i].start, m->tree->tokens[i].end - m->tree->tokens[i].start);
        list = str_printf(m->arena, "%.*s%s%.*s", STR_ARG(list), list.len > 0 ? "," : "", STR_ARG(value));
    }
    return body_replace(m->tree, params, str_printf(m->arena, "[%.*s]", STR_ARG(list)), m->arena);
}

/* A value of a seed in the place of one of the body's. */
struct str mutation_cross(struct mutation *m) {
    struct token_tree other;
    if (m->tree->count < 2 || !tokens_scan(mutate_pristine(m->dictionary, m->rng), m->arena, &other) ||
        other.count < 2) {
        return STR_NONE;
    }
    size_t from = 1 + (size_t)rng_below(m->rng, other.count - 1);
    size_t to = 1 + (size_t)rng_below(m->rng, m->tree->count - 1);
    if (rng_coin(m->rng)) {
        size_t parent = m->tree->tokens[to].parent;
        bool is_member = other.tokens[from].key_end > other.tokens[from].key_start;
        bool fits = is_member == (m->tree->tokens[parent].kind == TOKEN_OBJECT);
        return fits ? body_insert(m->tree, parent, body_member(&other, from), rng_coin(m->rng), m->arena) : STR_NONE;
    }
    struct str value = str_sub(other.text, other.tokens[from].start, other.tokens[from].end - other.tokens[from].start);
    return body_replace(m->tree, to, value, m->arena);
}
