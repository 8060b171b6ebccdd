/* SPDX-License-Identifier: Apache-2.0
 *
 * feature: one answer taken apart into named texts. */
#include "feature.h"

#include <assert.h>
#include <string.h>

#include "buf.h"
#include "codec.h"
#include "hash.h"
#include "limits.h"
#include "stream.h"
#include "tokens.h"

#define ECHO_MIN_BYTES 4
#define SPELLINGS_OF_ONE 4
#define REPLACED_BYTES (4 * LIMIT_BODY_BYTES) /* {REF:lower} in place of four bytes */

/* One spelling of an echo and what stands for it. */
struct spelling {
    struct str text, token;
};

struct spellings {
    struct spelling *items;
    size_t count;
    bool may_start[256]; /* whether a spelling, or a token, starts with that byte */
};

/* A growing list; the final array is what features_take returns. */
struct taker {
    struct arena *arena;
    struct spellings echoes;
    struct feature *items;
    size_t count, capacity;
};

const char *feature_kind_name(enum feature_kind k) {
    static const char *const names[FEATURE_KIND_COUNT] = {
        [FEATURE_OUTCOME] = "outcome", [FEATURE_STATUS] = "status", [FEATURE_RPC] = "rpc",
        [FEATURE_BODY] = "body",       [FEATURE_HEADER] = "header", [FEATURE_FRAMING] = "framing",
    };
    return names[k];
}

/* All three, one behind the other: there are dozens for each answer, too many for printf. */
static struct str join(struct arena *a, struct str x, struct str y, struct str z) {
    const struct str parts[] = {x, y, z};
    char *out = arena_alloc(a, x.len + y.len + z.len + 1, 1);
    size_t len = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len > 0) {
            memcpy(out + len, parts[i].data, parts[i].len);
            len += parts[i].len;
        }
    }
    return str_of(out, len);
}

static struct str spell_raw(struct arena *a, struct str s) {
    (void)a;
    return s;
}

static void spell(struct spellings *out, const struct echo *e, struct arena *a) {
    static const struct {
        struct str end; /* of its token */
        struct str (*make)(struct arena *, struct str);
    } ways[SPELLINGS_OF_ONE] = {{STR(":raw}"), spell_raw},
                                {STR(":lower}"), str_lower_ascii},
                                {STR(":upper}"), str_upper_ascii},
                                {STR(":percent}"), codec_percent}};
    for (size_t i = 0; i < SPELLINGS_OF_ONE; i++) {
        struct str text = ways[i].make(a, e->value);
        if (i == 0 || !str_eq(text, e->value)) {
            struct str token = join(a, STR("{"), e->name, ways[i].end);
            out->items[out->count++] = (struct spelling){.text = text, .token = token};
            out->may_start[(unsigned char)text.data[0]] = true;
        }
    }
}

static struct spellings spellings_of(const struct echo *echoes, size_t count, struct arena *a) {
    struct spellings all = {.items = ARENA_ARRAY(a, struct spelling, count * SPELLINGS_OF_ONE), .may_start['{'] = true};
    for (size_t i = 0; i < count; i++) {
        if (echoes[i].value.len >= ECHO_MIN_BYTES) {
            spell(&all, &echoes[i], a);
        }
    }
    return all;
}

/* The longest spelling that stands at `at`: references may contain each other. NULL when there is none. */
static const struct spelling *spelling_at(const struct spellings *all, struct str text, size_t at) {
    const struct spelling *longest = NULL;
    for (size_t i = 0; i < all->count; i++) {
        const struct spelling *s = &all->items[i];
        if (text.data[at] == s->text.data[0] && str_starts_with(str_from_index(text, at), s->text) &&
            (!longest || s->text.len > longest->text.len)) {
            longest = s;
        }
    }
    return longest;
}

/* The length of a token that stands at `at` already; 0 when there is none. */
static size_t token_at(const struct spellings *all, struct str text, size_t at) {
    for (size_t i = 0; i < all->count && text.data[at] == '{'; i++) {
        if (str_starts_with(str_from_index(text, at), all->items[i].token)) {
            return all->items[i].token.len;
        }
    }
    return 0;
}

static struct str replace(const struct spellings *all, struct str text, struct arena *a) {
    struct buf out;
    buf_init(&out, REPLACED_BYTES);
    size_t copied = 0;
    for (size_t at = 0; all->count > 0 && at < text.len;) {
        if (!all->may_start[(unsigned char)text.data[at]]) {
            at++;
            continue;
        }
        size_t token = token_at(all, text, at);
        const struct spelling *s = token ? NULL : spelling_at(all, text, at);
        if (s) {
            buf_append(&out, text.data + copied, at - copied);
            buf_append_str(&out, s->token);
            copied = at + s->text.len;
        }
        at += s ? s->text.len : token ? token : 1;
    }
    if (copied > 0) {
        buf_append_str(&out, str_from_index(text, copied));
        text = str_copy(a, buf_str(&out));
    }
    buf_free(&out);
    return text;
}

struct str features_replace_echoes(struct str text, const struct echo *echoes, size_t echo_count, struct arena *a) {
    struct spellings all = spellings_of(echoes, echo_count, a);
    return replace(&all, text, a);
}

static void add(struct taker *t, enum feature_kind kind, struct str key, struct str value) {
    if (t->count == t->capacity) {
        size_t capacity = t->capacity ? 2 * t->capacity : 32;
        struct feature *items = ARENA_ARRAY(t->arena, struct feature, capacity);
        for (size_t i = 0; i < t->count; i++) {
            items[i] = t->items[i];
        }
        t->items = items;
        t->capacity = capacity;
    }
    struct str replaced = replace(&t->echoes, value, t->arena);
    t->items[t->count++] = (struct feature){.key = key, .value = replaced, .kind = kind};
}

static bool is_framing_header(struct str name) {
    static const char *const names[] = {"content-length", "transfer-encoding", "connection", "keep-alive", "trailer"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_eq_ascii_case(name, str_from(names[i]))) {
            return true;
        }
    }
    return false;
}

static size_t earlier_repeats(const struct exchange *x, size_t line) {
    size_t repeats = 0;
    for (size_t i = 0; i < line; i++) {
        repeats += str_eq_ascii_case(x->lines[i].name, x->lines[line].name);
    }
    return repeats;
}

static void append_name(struct buf *names, struct str name, bool is_first) {
    if (!is_first) {
        buf_append_char(names, ' ');
    }
    buf_append_str(names, name);
}

/* `headers` lists the names without the framing ones, `framing` all of them: a changed framing is not told as a
 * header, and the place of a framing header among the others is not lost. */
static void take_head(struct taker *t, const struct exchange *x) {
    struct buf plain, all;
    buf_init(&plain, LIMIT_HEAD_BYTES);
    buf_init(&all, LIMIT_HEAD_BYTES);
    for (size_t i = 0; i < x->line_count; i++) {
        const struct head_line *line = &x->lines[i];
        bool is_framing = is_framing_header(line->name);
        append_name(&all, line->name, /* is_first = */ i == 0);
        if (!is_framing) {
            append_name(&plain, line->name, /* is_first = */ plain.len == 0);
        }
        struct str name = str_lower_ascii(t->arena, line->name);
        size_t repeats = earlier_repeats(x, i);
        struct str key = repeats ? str_printf(t->arena, "header:%.*s#%zu", STR_ARG(name), repeats + 1)
                                 : join(t->arena, STR("header:"), name, STR_NONE);
        add(t, is_framing ? FEATURE_FRAMING : FEATURE_HEADER, key, line->value);
    }
    add(t, FEATURE_HEADER, STR("headers"), str_copy(t->arena, buf_str(&plain)));
    add(t, FEATURE_FRAMING, STR("framing"), str_copy(t->arena, buf_str(&all)));
    buf_free(&plain);
    buf_free(&all);
}

static bool is_scalar(enum token_kind k) {
    return k != TOKEN_OBJECT && k != TOKEN_ARRAY;
}

static const char *type_mark(enum token_kind k) {
    switch (k) {
    case TOKEN_STRING: return "s";
    case TOKEN_NUMBER: return "n";
    case TOKEN_TRUE:
    case TOKEN_FALSE: return "b";
    case TOKEN_NULL: return "z";
    case TOKEN_OBJECT:
    case TOKEN_ARRAY: break;
    }
    assert(is_scalar(k));
    return "";
}

/* All bytes that are no scalar, with the type in the scalar's place. */
static struct str shape_of(struct taker *t, const struct token_tree *tree) {
    struct buf shape;
    buf_init(&shape, LIMIT_BODY_BYTES);
    size_t from = 0;
    for (size_t i = 0; i < tree->count; i++) {
        const struct token *token = &tree->tokens[i];
        if (is_scalar(token->kind)) {
            buf_append(&shape, tree->text.data + from, token->start - from);
            buf_append_cstr(&shape, type_mark(token->kind));
            from = token->end;
        }
    }
    buf_append(&shape, tree->text.data + from, tree->text.len - from);
    struct str out = str_copy(t->arena, buf_str(&shape));
    buf_free(&shape);
    return out;
}

static bool is_rpc_document(const struct token_tree *tree) {
    for (size_t i = 1; i < tree->count; i = tree->tokens[i].next) {
        struct str key =
            str_sub(tree->text, tree->tokens[i].key_start, tree->tokens[i].key_end - tree->tokens[i].key_start);
        if (str_eq(key, STR("\"jsonrpc\""))) {
            return true;
        }
    }
    return false;
}

static void take_document(struct taker *t, const struct token_tree *tree, struct str prefix) {
    bool is_rpc = is_rpc_document(tree);
    add(t, FEATURE_BODY, join(t->arena, STR("body:"), prefix, STR("shape")), shape_of(t, tree));
    for (size_t i = 0; i < tree->count; i++) {
        const struct token *token = &tree->tokens[i];
        if (!is_scalar(token->kind)) {
            continue;
        }
        /* A reference may be a member's name. */
        struct str pointer = replace(&t->echoes, tokens_pointer(tree, i, t->arena), t->arena);
        bool is_error = is_rpc && str_starts_with(pointer, STR("/error"));
        struct str key = join(t->arena, STR("body:"), prefix, pointer);
        add(t, is_error ? FEATURE_RPC : FEATURE_BODY, key,
            str_sub(tree->text, token->start, token->end - token->start));
    }
}

static bool is_ndjson(const struct exchange *x) {
    struct str type = exchange_header(x, "content-type");
    return str_find_ascii_case(type, STR("ndjson"), 0) >= 0 || str_find_ascii_case(type, STR("jsonl"), 0) >= 0;
}

/* What stands between the lines: their ends, blank ones. */
static void take_gaps(struct taker *t, struct str body, const struct str *lines, size_t count) {
    struct buf gaps;
    buf_init(&gaps, LIMIT_BODY_BYTES);
    const char *from = body.data;
    for (size_t i = 0; i < count; i++) {
        buf_append(&gaps, from, (size_t)(lines[i].data - from));
        buf_append_char(&gaps, 'd');
        from = lines[i].data + lines[i].len;
    }
    buf_append(&gaps, from, (size_t)(body.data + body.len - from));
    add(t, FEATURE_BODY, STR("body:lines"), str_copy(t->arena, buf_str(&gaps)));
    buf_free(&gaps);
}

static bool take_ndjson(struct taker *t, struct str body) {
    struct str *lines = NULL;
    size_t count = split_ndjson(body, t->arena, &lines);
    if (count > 0) {
        take_gaps(t, body, lines, count);
    }
    for (size_t i = 0; i < count; i++) {
        struct token_tree tree;
        struct str prefix = str_printf(t->arena, "[%zu]", i);
        if (tokens_scan(lines[i], t->arena, &tree)) {
            take_document(t, &tree, prefix);
        } else {
            add(t, FEATURE_BODY, str_printf(t->arena, "body:%.*s", STR_ARG(prefix)), lines[i]);
        }
    }
    return count > 0;
}

static void take_body(struct taker *t, const struct exchange *x) {
    struct token_tree tree;
    if (is_ndjson(x) && take_ndjson(t, x->body)) {
        return;
    }
    if (x->body.len > 0 && tokens_scan(x->body, t->arena, &tree)) {
        take_document(t, &tree, STR(""));
        return;
    }
    add(t, FEATURE_BODY, STR("body"), x->body);
}

static size_t slot_of(const struct features *f, struct str key) {
    size_t slot = (size_t)hash_fnv1a(key) & (f->index_size - 1);
    while (f->index[slot] > 0 && !str_eq(f->items[f->index[slot] - 1].key, key)) {
        slot = (slot + 1) & (f->index_size - 1);
    }
    return slot;
}

/* Of equal keys the first is found. */
static void make_index(struct features *f, struct arena *a) {
    f->index_size = 32;
    while (f->index_size < 2 * f->count) {
        f->index_size *= 2;
    }
    f->index = ARENA_ARRAY(a, size_t, f->index_size);
    for (size_t i = 0; i < f->count; i++) {
        size_t *place = &f->index[slot_of(f, f->items[i].key)];
        *place = *place > 0 ? *place : i + 1;
    }
}

struct features features_take(const struct exchange *x, const struct echo *echoes, size_t echo_count,
                              enum reconnect reconnect, struct arena *a) {
    struct taker t = {.arena = a, .echoes = spellings_of(echoes, echo_count, a)};
    add(&t, FEATURE_OUTCOME, STR("outcome"), str_from(outcome_name(x->outcome)));
    if (x->outcome == OUTCOME_ANSWERED) {
        add(&t, FEATURE_STATUS, STR("status"), str_printf(a, "%d", x->status));
        add(&t, FEATURE_STATUS, STR("reason"), x->reason);
        add(&t, FEATURE_FRAMING, STR("version"), x->version);
        add(&t, FEATURE_FRAMING, STR("interim"), x->interim);
        take_head(&t, x);
        add(&t, FEATURE_HEADER, STR("trailers"), x->trailers);
        take_body(&t, x);
        if (reconnect != RECONNECT_UNKNOWN) {
            add(&t, FEATURE_FRAMING, STR("reconnect"), reconnect == RECONNECT_YES ? STR("yes") : STR("no"));
        }
        if (x->answers.data) {
            add(&t, FEATURE_FRAMING, STR("answers"), x->answers);
        }
    }
    struct features features = {.items = t.items, .count = t.count};
    make_index(&features, a);
    return features;
}

const struct feature *features_find(const struct features *f, struct str key) {
    for (size_t i = 0; !f->index && i < f->count; i++) {
        if (str_eq(f->items[i].key, key)) {
            return &f->items[i];
        }
    }
    size_t place = f->index ? f->index[slot_of(f, key)] : 0;
    return place > 0 ? &f->items[place - 1] : NULL;
}

const struct feature *features_find_near(const struct features *f, struct str key, size_t guess) {
    return guess < f->count && str_eq(f->items[guess].key, key) ? &f->items[guess] : features_find(f, key);
}
