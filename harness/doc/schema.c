/* SPDX-License-Identifier: Apache-2.0
 *
 * schema: a document against a schema, to the first violation. Recursion follows the document, which has a depth limit;
 * chains of $ref and oneOf are followed in a loop with a limit of its own. */
#include "schema.h"

#include <assert.h>

#include "buf.h"
#include "codec.h"
#include "emit.h"

#define HOPS_MAX 32
#define SHOWN_BYTES 60
#define SENTENCE_BYTES 600

struct schema_check {
    const struct value *root;
    struct arena scratch;
    struct fault *fault;
};

/* One place of the document: the value and its pointer. */
struct spot {
    const struct value *value;
    struct str pointer;
    int line, column;
};

static struct spot spot_of(const struct value *v, struct str pointer) {
    return (struct spot){.value = v, .pointer = pointer, .line = v->line, .column = v->column};
}

static struct spot spot_below(struct schema_check *c, const struct spot *parent, struct str step,
                              const struct value *v) {
    return spot_of(v, value_pointer_append(&c->scratch, parent->pointer, step));
}

static enum rc violate(struct schema_check *c, const struct spot *at, const char *sentence) {
    const char *pointer = str_cstr(&c->scratch, codec_printable(&c->scratch, at->pointer));
    return fault_set_at(c->fault, RC_CONFIG, NULL, at->line, at->column, pointer, "%s", sentence);
}

/* ---- sentences ---- */

static struct str shown(struct schema_check *c, struct str s) {
    struct str start = codec_printable_start(&c->scratch, s, SHOWN_BYTES);
    bool is_whole = start.len == codec_printable(&c->scratch, s).len;
    return is_whole ? start : str_printf(&c->scratch, "%.*s...", STR_ARG(start));
}

/* A value as a message shows it: strings in single quotes, containers by their kind. */
static struct str spelled(struct schema_check *c, const struct value *v) {
    if (v->kind == VALUE_STRING)
        return str_printf(&c->scratch, "'%.*s'", STR_ARG(shown(c, v->string)));
    if (v->kind == VALUE_OBJECT || v->kind == VALUE_ARRAY)
        return str_from(value_kind_name(v->kind));
    return emit_to_str(&c->scratch, v);
}

static const struct type_name {
    const char *name, *described;
    unsigned kinds;
} types[] = {
    {"object", "an object", 1u << VALUE_OBJECT},
    {"array", "an array", 1u << VALUE_ARRAY},
    {"string", "a string", 1u << VALUE_STRING},
    {"integer", "an integer", 1u << VALUE_INT},
    {"number", "a number", 1u << VALUE_INT | 1u << VALUE_REAL},
    {"boolean", "a boolean", 1u << VALUE_BOOL},
    {"null", "null", 1u << VALUE_NULL},
};

static const struct type_name *find_type(struct str name) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (str_eq(name, str_from(types[i].name)))
            return &types[i];
    }
    return NULL;
}

/* ---- type ---- */

/* `type` is a name or a list of names: the i-th of them, or NULL. */
static const struct type_name *type_at(const struct value *type, size_t i) {
    const struct value *name = value_is(type, VALUE_ARRAY) ? value_at(type, i) : i == 0 ? type : NULL;
    return name && name->kind == VALUE_STRING ? find_type(name->string) : NULL;
}

static bool type_fits(const struct value *type, enum value_kind kind) {
    if (!type)
        return true;
    const struct type_name *t;
    for (size_t i = 0; (t = type_at(type, i)) != NULL; i++) {
        if (t->kinds & 1u << kind)
            return true;
    }
    return false;
}

static void add_choice(struct buf *sentence, struct str choice, const char *separator) {
    if (sentence->len > 0)
        buf_append_cstr(sentence, separator);
    buf_append_str(sentence, choice);
}

static void add_types(struct buf *sentence, const struct value *type) {
    const struct type_name *t;
    for (size_t i = 0; (t = type_at(type, i)) != NULL; i++)
        add_choice(sentence, str_from(t->described), " or ");
}

static enum rc violate_type(struct schema_check *c, const struct spot *at, const struct buf *expected) {
    const char *found = value_kind_name(at->value->kind);
    return violate(c, at, arena_printf(&c->scratch, "expected %.*s, found %s", STR_ARG(buf_str(expected)), found));
}

static enum rc check_type(struct schema_check *c, const struct value *schema, const struct spot *at) {
    const struct value *type = value_get_c(schema, "type");
    if (type_fits(type, at->value->kind))
        return RC_OK;
    struct buf expected;
    buf_init(&expected, SENTENCE_BYTES);
    add_types(&expected, type);
    enum rc rc = violate_type(c, at, &expected);
    buf_free(&expected);
    return rc;
}

/* ---- enum, const ---- */

static enum rc check_enum(struct schema_check *c, const struct value *schema, const struct spot *at) {
    const struct value *choices = value_get_c(schema, "enum");
    if (!choices)
        return RC_OK;
    struct buf expected;
    buf_init(&expected, SENTENCE_BYTES);
    bool fits = false;
    const struct value *choice;
    for (size_t i = 0; (choice = value_at(choices, i)) != NULL && !fits; i++) {
        fits = value_equal(choice, at->value);
        add_choice(&expected, spelled(c, choice), ", ");
    }
    const char *one_of = choices->count > 1 ? "one of " : "";
    enum rc rc = fits ? RC_OK
                      : violate(c, at,
                                arena_printf(&c->scratch, "expected %s%.*s, found %.*s", one_of,
                                             STR_ARG(buf_str(&expected)), STR_ARG(spelled(c, at->value))));
    buf_free(&expected);
    return rc;
}

static enum rc check_const(struct schema_check *c, const struct value *schema, const struct spot *at) {
    const struct value *wanted = value_get_c(schema, "const");
    if (!wanted || value_equal(wanted, at->value))
        return RC_OK;
    return violate(c, at,
                   arena_printf(&c->scratch, "expected %.*s, found %.*s", STR_ARG(spelled(c, wanted)),
                                STR_ARG(spelled(c, at->value))));
}

/* ---- bounds ---- */

static double number_of(const struct value *v) {
    return v->kind == VALUE_INT ? (double)v->integer : v->real;
}

static bool is_number(const struct value *v) {
    return value_is(v, VALUE_INT) || value_is(v, VALUE_REAL);
}

/* Exact for two integers, which a double need not be. */
static int compare_numbers(const struct value *a, const struct value *b) {
    if (a->kind == VALUE_INT && b->kind == VALUE_INT)
        return (a->integer > b->integer) - (a->integer < b->integer);
    return (number_of(a) > number_of(b)) - (number_of(a) < number_of(b));
}

static enum rc check_range(struct schema_check *c, const struct value *schema, const struct spot *at) {
    const struct value *minimum = value_get_c(schema, "minimum");
    const struct value *maximum = value_get_c(schema, "maximum");
    if (!is_number(at->value))
        return RC_OK;
    bool is_below = is_number(minimum) && compare_numbers(at->value, minimum) < 0;
    bool is_above = is_number(maximum) && compare_numbers(at->value, maximum) > 0;
    if (!is_below && !is_above)
        return RC_OK;
    return violate(c, at,
                   arena_printf(&c->scratch, "expected at %s %.*s, found %.*s", is_below ? "least" : "most",
                                STR_ARG(spelled(c, is_below ? minimum : maximum)), STR_ARG(spelled(c, at->value))));
}

static enum rc check_count(struct schema_check *c, const struct value *schema, const struct spot *at,
                           const char *keyword, const char *noun) {
    int64_t least = value_int(value_get_c(schema, keyword), 0);
    if (least <= 0 || (uint64_t)at->value->count >= (uint64_t)least)
        return RC_OK;
    return violate(c, at,
                   arena_printf(&c->scratch, "expected at least %lld %s%s, found %zu", (long long)least, noun,
                                least == 1 ? "" : "s", at->value->count));
}

/* ---- containers ---- */

static enum rc check_value(struct schema_check *c, const struct value *schema, const struct spot *at);

static enum rc check_items(struct schema_check *c, const struct value *schema, const struct spot *at) {
    enum rc rc = check_count(c, schema, at, "minItems", "item");
    const struct value *items = value_get_c(schema, "items");
    for (size_t i = 0; rc == RC_OK && items && i < at->value->count; i++) {
        struct spot item = spot_below(c, at, str_printf(&c->scratch, "%zu", i), at->value->items[i]);
        rc = check_value(c, items, &item);
    }
    return rc;
}

static enum rc violate_unknown_key(struct schema_check *c, const struct value *properties, const struct spot *at,
                                   struct str key) {
    size_t count = value_is(properties, VALUE_OBJECT) ? properties->count : 0;
    struct str *known = ARENA_ARRAY(&c->scratch, struct str, count);
    for (size_t i = 0; i < count; i++)
        known[i] = properties->members[i].key;
    struct str nearest = str_nearest(key, known, count);
    const char *sentence = arena_printf(&c->scratch, "unknown key '%.*s'", STR_ARG(shown(c, key)));
    if (nearest.data)
        sentence = arena_printf(&c->scratch, "%s (did you mean '%.*s'?)", sentence, STR_ARG(nearest));
    return violate(c, at, sentence);
}

static enum rc check_member(struct schema_check *c, const struct value *schema, const struct spot *at,
                            const struct member *m) {
    const struct value *properties = value_get_c(schema, "properties");
    const struct value *known = value_get(properties, m->key);
    const struct value *additional = value_get_c(schema, "additionalProperties");
    struct spot below = spot_below(c, at, m->key, m->value);
    if (known)
        return check_value(c, known, &below);
    if (value_is(additional, VALUE_OBJECT))
        return check_value(c, additional, &below);
    if (value_bool(additional, true))
        return RC_OK;
    below.line = m->line;
    below.column = m->column;
    return violate_unknown_key(c, properties, &below, m->key);
}

static enum rc check_required(struct schema_check *c, const struct value *schema, const struct spot *at) {
    const struct value *required = value_get_c(schema, "required");
    const struct value *key;
    for (size_t i = 0; (key = value_at(required, i)) != NULL; i++) {
        if (value_is(key, VALUE_STRING) && !value_get(at->value, key->string))
            return violate(c, at, arena_printf(&c->scratch, "missing required key '%.*s'", STR_ARG(key->string)));
    }
    return RC_OK;
}

/* A misspelt key explains a missing one, so the keys that are there come first. */
static enum rc check_members(struct schema_check *c, const struct value *schema, const struct spot *at) {
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < at->value->count; i++)
        rc = check_member(c, schema, at, &at->value->members[i]);
    if (rc == RC_OK)
        rc = check_required(c, schema, at);
    return rc == RC_OK ? check_count(c, schema, at, "minProperties", "key") : rc;
}

/* ---- references and alternatives ---- */

/* The schema that `schema` refers to in the end. */
static const struct value *follow(struct schema_check *c, const struct value *schema) {
    for (int hop = 0; hop < HOPS_MAX; hop++) {
        const struct value *reference = value_get_c(schema, "$ref");
        if (!reference)
            return schema;
        struct str pointer = value_string(reference, STR_NONE);
        assert(str_starts_with(pointer, STR("#")));
        schema = value_point(c->root, str_from_index(pointer, 1));
        assert(schema);
    }
    return schema;
}

static const struct value *choose(struct schema_check *c, const struct value *alternatives, enum value_kind kind) {
    const struct value *alternative;
    for (size_t i = 0; (alternative = follow(c, value_at(alternatives, i))) != NULL; i++) {
        if (type_fits(value_get_c(alternative, "type"), kind))
            return alternative;
    }
    return NULL;
}

static enum rc violate_alternatives(struct schema_check *c, const struct value *alternatives, const struct spot *at) {
    struct buf expected;
    buf_init(&expected, SENTENCE_BYTES);
    const struct value *alternative;
    for (size_t i = 0; (alternative = follow(c, value_at(alternatives, i))) != NULL; i++)
        add_types(&expected, value_get_c(alternative, "type"));
    enum rc rc = violate_type(c, at, &expected);
    buf_free(&expected);
    return rc;
}

static enum rc check_keywords(struct schema_check *c, const struct value *schema, const struct spot *at) {
    enum rc rc = check_type(c, schema, at);
    if (rc == RC_OK)
        rc = check_const(c, schema, at);
    if (rc == RC_OK)
        rc = check_enum(c, schema, at);
    if (rc == RC_OK)
        rc = check_range(c, schema, at);
    if (rc == RC_OK && at->value->kind == VALUE_ARRAY)
        rc = check_items(c, schema, at);
    if (rc == RC_OK && at->value->kind == VALUE_OBJECT)
        rc = check_members(c, schema, at);
    return rc;
}

static enum rc check_value(struct schema_check *c, const struct value *schema, const struct spot *at) {
    for (int hop = 0; hop < HOPS_MAX; hop++) {
        schema = follow(c, schema);
        enum rc rc = check_keywords(c, schema, at);
        const struct value *alternatives = value_get_c(schema, "oneOf");
        if (rc != RC_OK || !alternatives)
            return rc;
        schema = choose(c, alternatives, at->value->kind);
        if (!schema)
            return violate_alternatives(c, alternatives, at);
    }
    return RC_OK;
}

enum rc schema_check(const struct value *schema, const struct value *document, struct fault *f) {
    struct schema_check c = {.root = schema, .fault = f};
    struct spot at = spot_of(document, STR(""));
    enum rc rc = check_value(&c, schema, &at);
    arena_free(&c.scratch);
    return rc;
}
