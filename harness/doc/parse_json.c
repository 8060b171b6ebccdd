/* SPDX-License-Identifier: Apache-2.0
 *
 * parse: JSON. jansson judges and gives the values; the token tree, walked in step, gives the places. */
#include <jansson.h>
#include <string.h>

#include "codec.h"
#include "limits.h"
#include "parse.h"
#include "place.h"
#include "token_scan.h"

#define JSON_FLAGS (JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL)
#define SHOWN_KEY_BYTES 80

/* ---- faults ---- */

static enum rc fault_at_offset(struct fault *f, enum rc rc, struct str text, size_t offset, struct str pointer,
                               const char *sentence) {
    if (!f)
        return rc;
    struct arena scratch = {0};
    struct place place = place_of(text, offset);
    const char *shown = str_cstr(&scratch, codec_printable(&scratch, pointer));
    rc = fault_set_at(f, rc, NULL, place.line, place.column, shown, "%s", sentence);
    arena_free(&scratch);
    return rc;
}

/* A fault where the scanner stopped. */
static enum rc scan_fault(struct fault *f, const struct token_scan *scan, struct arena *scratch) {
    struct str text = scan->tree.text;
    struct str pointer = token_scan_pointer(scan, scratch);
    if (scan->fault == SCAN_TOO_DEEP) {
        const char *sentence = arena_printf(scratch, "nested deeper than %d levels", LIMIT_DOCUMENT_DEPTH);
        return fault_at_offset(f, RC_LIMIT, text, scan->at, pointer, sentence);
    }
    if (scan->fault == SCAN_TOO_MANY) {
        const char *sentence = arena_printf(scratch, "more than %u values", LIMIT_DOCUMENT_NODES);
        return fault_at_offset(f, RC_LIMIT, text, scan->at, pointer, sentence);
    }
    const char *found = scan->at == text.len ? ", found the end of the text" : "";
    const char *sentence = arena_printf(scratch, "expected %s%s", scan->expected, found);
    return fault_at_offset(f, RC_PARSE, text, scan->at, pointer, sentence);
}

/* jansson's sentences quote the input, so ours stand for them. */
static const char *judgement(const char *jansson_text) {
    static const struct {
        const char *prefix, *sentence;
    } judgements[] = {
        {"invalid Unicode", "an escape that is no character (a lone surrogate)"},
        {"unable to decode", "bytes that are not UTF-8"},
        {"too big", "an integer beyond 64 bits"},
        {"real number overflow", "a number larger than a double holds"},
        {"NUL byte in object key", "a key cannot hold a NUL character"},
    };
    for (size_t i = 0; i < sizeof judgements / sizeof *judgements; i++) {
        if (str_starts_with(str_from(jansson_text), str_from(judgements[i].prefix)))
            return judgements[i].sentence;
    }
    return "the text is not JSON";
}

/* The token that was being read when `offset` was reached. */
static size_t token_before(const struct token_tree *t, size_t offset) {
    size_t found = 0;
    for (size_t i = 0; i < t->count; i++) {
        const struct token *token = &t->tokens[i];
        size_t start = token->key_end > token->key_start ? token->key_start : token->start;
        if (start < offset)
            found = i;
    }
    return found;
}

static struct str token_key(const struct token_tree *t, size_t index, struct arena *a) {
    const struct token *token = &t->tokens[index];
    if (token->key_end == token->key_start)
        return STR_NONE;
    return tokens_unescape(str_sub(t->text, token->key_start, token->key_end - token->key_start), a);
}

static const char *duplicate_sentence(const struct token_tree *t, size_t index, struct arena *a) {
    struct str key = token_key(t, index, a);
    size_t first = t->tokens[index].parent + 1;
    while (first < index && !str_eq(token_key(t, first, a), key))
        first = t->tokens[first].next;
    struct str shown = codec_printable_start(a, key, SHOWN_KEY_BYTES);
    int line = place_of(t->text, t->tokens[first].key_start).line;
    return arena_printf(a, "duplicate key '%.*s' (first at line %d)", STR_ARG(shown), line);
}

/* A fault in a text whose syntax is right as far as jansson came. */
static enum rc judged_fault(struct fault *f, const struct token_scan *scan, const json_error_t *error,
                            struct arena *scratch) {
    const struct token_tree *t = &scan->tree;
    size_t position = (size_t)error->position;
    size_t index = token_before(t, position);
    const struct token *token = &t->tokens[index];
    bool at_key = token->key_end > token->key_start && position <= token->key_end;
    bool is_duplicate = json_error_code(error) == json_error_duplicate_key;
    const char *sentence = is_duplicate ? duplicate_sentence(t, index, scratch) : judgement(error->text);
    struct str pointer = tokens_pointer(t, index, scratch);
    return fault_at_offset(f, RC_PARSE, t->text, at_key ? token->key_start : token->start, pointer, sentence);
}

/* Finds the words and the place for what jansson refused, or for a limit when `error` is NULL. */
static enum rc explain(struct fault *f, struct str text, const json_error_t *error) {
    if (!f)
        return error ? RC_PARSE : RC_LIMIT;
    struct arena scratch = {0};
    struct token_scan scan;
    bool is_scanned = token_scan_run(&scan, text, &scratch);
    bool stopped_first = !is_scanned && (!error || scan.at <= (size_t)error->position);
    enum rc rc = RC_OK;
    if (stopped_first)
        rc = scan_fault(f, &scan, &scratch);
    else if (error && scan.tree.count > 0)
        rc = judged_fault(f, &scan, error, &scratch);
    else
        rc = fault_at_offset(f, RC_PARSE, text, 0, STR(""), "the text is not JSON");
    arena_free(&scratch);
    return rc;
}

/* ---- values ---- */

struct json_reader {
    struct arena *arena;
    const struct token_tree *tokens; /* NULL: no places */
    size_t next;                     /* token of the next value: both walks are in document order */
    struct place place;
};

static void set_place(struct json_reader *r, size_t offset, int *line, int *column) {
    place_advance(&r->place, r->tokens->text, offset);
    *line = r->place.line;
    *column = r->place.column;
}

static struct value *read_value(struct json_reader *r, json_t *json);

static void read_items(struct json_reader *r, json_t *json, struct value *array) {
    for (size_t i = 0; i < json_array_size(json); i++)
        value_append(r->arena, array, read_value(r, json_array_get(json, i)));
}

static void read_members(struct json_reader *r, json_t *json, struct value *object) {
    for (void *i = json_object_iter(json); i; i = json_object_iter_next(json, i)) {
        struct member m = {.key = str_copy(r->arena, str_from(json_object_iter_key(i)))};
        if (r->tokens)
            set_place(r, r->tokens->tokens[r->next].key_start, &m.line, &m.column);
        m.value = read_value(r, json_object_iter_value(i));
        *value_add_member(r->arena, object, m.key, m.value) = m;
    }
}

static struct value *read_value(struct json_reader *r, json_t *json) {
    struct value *v = ARENA_NEW(r->arena, struct value);
    if (r->tokens)
        set_place(r, r->tokens->tokens[r->next++].start, &v->line, &v->column);
    switch (json_typeof(json)) {
    case JSON_NULL: v->kind = VALUE_NULL; break;
    case JSON_TRUE:
    case JSON_FALSE:
        v->kind = VALUE_BOOL;
        v->boolean = json_is_true(json);
        break;
    case JSON_INTEGER:
        v->kind = VALUE_INT;
        v->integer = json_integer_value(json);
        break;
    case JSON_REAL:
        v->kind = VALUE_REAL;
        v->real = json_real_value(json);
        break;
    case JSON_STRING:
        v->kind = VALUE_STRING;
        v->string = str_copy(r->arena, str_of(json_string_value(json), json_string_length(json)));
        break;
    case JSON_ARRAY:
        v->kind = VALUE_ARRAY;
        read_items(r, json, v);
        break;
    case JSON_OBJECT:
        v->kind = VALUE_OBJECT;
        read_members(r, json, v);
        break;
    }
    return v;
}

/* ---- entry ---- */

struct ceilings {
    size_t bytes, nodes;
};

static const struct ceilings document_ceilings = {.bytes = LIMIT_DOCUMENT_BYTES, .nodes = LIMIT_DOCUMENT_NODES};
static const struct ceilings report_ceilings = {.bytes = LIMIT_REPORT_BYTES, .nodes = LIMIT_REPORT_NODES};

static enum rc load(struct str text, const struct ceilings *max, json_t **out, struct fault *f) {
    if (text.len > max->bytes)
        return fault_set(f, RC_LIMIT, "the document is longer than %zu bytes", max->bytes);
    ptrdiff_t nul = str_find_char(text, '\0', 0);
    if (nul >= 0)
        return fault_at_offset(f, RC_PARSE, text, (size_t)nul, STR(""), "a NUL byte cannot stand in JSON");
    size_t nodes;
    if (!token_scan_within_limits(text, max->nodes, &nodes))
        return explain(f, text, NULL);
    json_error_t error;
    json_t *root = json_loadb(text.len > 0 ? text.data : "", text.len, JSON_FLAGS, &error);
    if (!root)
        return explain(f, text, &error);
    *out = root;
    return RC_OK;
}

static enum rc parse_within(struct str text, const struct ceilings *max, struct arena *a, struct value **out,
                            struct fault *f) {
    json_t *root = NULL;
    enum rc rc = load(text, max, &root, f);
    if (!root)
        return rc;
    struct json_reader reader = {.arena = a};
    *out = read_value(&reader, root);
    json_decref(root);
    return RC_OK;
}

enum rc parse_json(struct str text, struct arena *a, struct value **out, struct fault *f) {
    return parse_within(text, &document_ceilings, a, out, f);
}

enum rc parse_json_report(struct str text, struct arena *a, struct value **out, struct fault *f) {
    return parse_within(text, &report_ceilings, a, out, f);
}

enum rc parse_json_placed(struct str text, struct arena *a, struct value **out, struct fault *f) {
    json_t *root = NULL;
    enum rc rc = load(text, &document_ceilings, &root, f);
    if (!root)
        return rc;
    struct arena scratch = {0};
    struct token_tree tokens;
    if (tokens_scan(text, &scratch, &tokens)) {
        struct json_reader reader = {.arena = a, .tokens = &tokens, .place = PLACE_START};
        *out = read_value(&reader, root);
    } else {
        rc = explain(f, text, NULL);
    }
    arena_free(&scratch);
    json_decref(root);
    return rc;
}
