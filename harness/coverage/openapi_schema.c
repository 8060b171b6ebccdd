/* SPDX-License-Identifier: Apache-2.0
 *
 * openapi_schema: the slots of a schema. Level by level, so that no nesting of the document is a nesting of calls. */
#include "limits.h"
#include "openapi.h"
#include "slot_name.h"

static const char *const alternatives[] = {"allOf", "anyOf", "oneOf"};

#define ALTERNATIVE_COUNT (sizeof alternatives / sizeof *alternatives)
#define SENSE_PENDING_MAX 64

static bool has_type(const struct value *schema, const char *name) {
    const struct value *type = value_get_c(schema, "type");
    for (size_t i = 0; value_is(type, VALUE_ARRAY) && i < type->count; i++) {
        if (str_eq(value_string(type->items[i], STR_NONE), str_from(name))) {
            return true;
        }
    }
    return str_eq(value_string(type, STR_NONE), str_from(name));
}

struct sense_search {
    const struct value *pending[SENSE_PENDING_MAX];
    size_t count, seen;
};

/* False when there is no room. */
static bool look_at(struct sense_search *s, const struct value *schema) {
    if (s->seen == SENSE_PENDING_MAX) {
        return false;
    }
    s->seen++;
    s->pending[s->count++] = schema;
    return true;
}

static bool look_at_alternatives(struct sense_search *s, const struct value *schema, bool *has_any) {
    for (size_t i = 0; i < ALTERNATIVE_COUNT; i++) {
        const struct value *list = value_get_c(schema, alternatives[i]);
        for (size_t k = 0; value_is(list, VALUE_ARRAY) && k < list->count; k++) {
            *has_any = true;
            if (!look_at(s, list->items[k])) {
                return false;
            }
        }
    }
    return true;
}

static bool says_more_below(const struct value *schema) {
    return value_is(value_get_c(schema, "properties"), VALUE_OBJECT) ||
           value_is(value_get_c(schema, "additionalProperties"), VALUE_OBJECT) ||
           value_is(value_get_c(schema, "patternProperties"), VALUE_OBJECT);
}

/* Of one schema, without what it refers to. */
static enum schema_sense own_sense(struct sense_search *s, const struct value *schema) {
    if (value_get_c(schema, "enum") || value_get_c(schema, "const") || value_is(schema, VALUE_BOOL)) {
        return value_bool(schema, false) ? SCHEMA_OPEN : SCHEMA_CLOSED;
    }
    if (slot_format_is_reference(value_string(value_get_c(schema, "format"), STR_NONE))) {
        return SCHEMA_REFERENCE;
    }
    bool has_alternatives = false;
    if (!look_at_alternatives(s, schema, &has_alternatives)) {
        return SCHEMA_OPEN;
    }
    const struct value *items = value_get_c(schema, "items");
    bool is_list = items != NULL;
    if (is_list && !look_at(s, items)) {
        return SCHEMA_OPEN;
    }
    bool is_simple = has_type(schema, "string") || has_type(schema, "integer");
    bool is_bare_list = has_type(schema, "array") && !is_list;
    bool is_bare_object = has_type(schema, "object") && !says_more_below(schema);
    bool is_anything = !value_get_c(schema, "type") && !has_alternatives && !is_list && !says_more_below(schema);
    return is_simple || is_bare_list || is_bare_object || is_anything ? SCHEMA_OPEN : SCHEMA_CLOSED;
}

enum schema_sense schema_sense_of(const struct openapi_reader *r, const struct value *schema) {
    if (!schema) {
        return SCHEMA_OPEN;
    }
    struct openapi_reader quiet = *r;
    quiet.fault = NULL; /* whoever walks the same schema says what is wrong with it */
    struct sense_search s = {0};
    enum schema_sense sense = SCHEMA_CLOSED;
    (void)look_at(&s, schema);
    while (s.count > 0 && sense != SCHEMA_REFERENCE) {
        struct spot at = {.value = s.pending[--s.count]};
        if (spot_resolve(&quiet, &at) == RC_OK) {
            enum schema_sense own = own_sense(&s, at.value);
            sense = own > sense ? own : sense;
        }
    }
    return sense;
}

/* A schema that waits for its turn. */
struct node {
    struct spot at;
    struct str where;
    const struct node *above;
    size_t depth;
    struct node *next;
};

struct walk {
    struct openapi_reader *reader;
    struct openapi_route *route;
    struct node *first, **end;
};

static enum rc push(struct walk *w, const struct node *above, struct spot at, struct str where) {
    struct openapi_reader *r = w->reader;
    size_t depth = above ? above->depth + 1 : 0;
    if (depth == LIMIT_OPENAPI_DEPTH || r->nodes == LIMIT_OPENAPI_NODES) {
        return fault_set_at(r->fault, RC_LIMIT, NULL, at.value->line, at.value->column, str_cstr(r->arena, at.pointer),
                            depth == LIMIT_OPENAPI_DEPTH ? "schemas within schemas more than %u deep"
                                                         : "more than %u schemas, references counted each time",
                            depth == LIMIT_OPENAPI_DEPTH ? LIMIT_OPENAPI_DEPTH : LIMIT_OPENAPI_NODES);
    }
    r->nodes++;
    struct node *node = ARENA_NEW(r->arena, struct node);
    *node = (struct node){.at = at, .where = where, .above = above, .depth = depth};
    *w->end = node;
    w->end = &node->next;
    return RC_OK;
}

static bool is_within_itself(const struct node *node) {
    for (const struct node *above = node->above; above; above = above->above) {
        if (above->at.value == node->at.value) {
            return true;
        }
    }
    return false;
}

static bool is_read_only(const struct openapi_reader *r, struct spot at) {
    bool is_it = value_bool(value_get_c(at.value, "readOnly"), false);
    return is_it || (spot_resolve(r, &at) == RC_OK && value_bool(value_get_c(at.value, "readOnly"), false));
}

static enum rc visit_property(struct walk *w, const struct node *node, struct spot at, struct str name) {
    struct arena *a = w->reader->arena;
    if (is_read_only(w->reader, at)) {
        return RC_OK;
    }
    struct str where = str_printf(a, "%.*s.%.*s", STR_ARG(node->where), STR_ARG(name));
    enum schema_sense sense = schema_sense_of(w->reader, at.value);
    if (sense == SCHEMA_REFERENCE || (sense == SCHEMA_OPEN && slot_name_is_reference(name))) {
        openapi_add_slot(a, w->route, slot_where_read(a, where), at.pointer);
    }
    return push(w, node, at, where);
}

static enum rc visit_properties(struct walk *w, const struct node *node) {
    struct arena *a = w->reader->arena;
    struct spot properties = spot_member(a, node->at, STR("properties"));
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < spot_count(properties, VALUE_OBJECT); i++) {
        struct str name = properties.value->members[i].key;
        rc = visit_property(w, node, spot_member(a, properties, name), name);
    }
    return rc;
}

/* The members of an object or array, if that is what stands there, each a schema of its own. */
static enum rc push_each(struct walk *w, const struct node *node, struct spot container, struct str where) {
    struct arena *a = w->reader->arena;
    bool is_array = value_is(container.value, VALUE_ARRAY);
    size_t count = spot_count(container, is_array ? VALUE_ARRAY : VALUE_OBJECT);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        struct spot at =
            is_array ? spot_item(a, container, i) : spot_member(a, container, container.value->members[i].key);
        rc = push(w, node, at, where);
    }
    return rc;
}

/* The schema behind a key, if one stands there. */
static enum rc push_one(struct walk *w, const struct node *node, const char *key, struct str where) {
    struct spot at = spot_member(w->reader->arena, node->at, str_from(key));
    return value_is(at.value, VALUE_OBJECT) ? push(w, node, at, where) : RC_OK;
}

static enum rc visit_reference(struct walk *w, const struct node *node) {
    struct spot at = node->at;
    enum rc rc = spot_resolve(w->reader, &at);
    return rc == RC_OK && at.value != node->at.value ? push(w, node, at, node->where) : rc;
}

static enum rc visit(struct walk *w, const struct node *node) {
    struct arena *a = w->reader->arena;
    struct str item = str_printf(a, "%.*s[]", STR_ARG(node->where));
    struct str any = str_printf(a, "%.*s{}", STR_ARG(node->where));
    enum rc rc = visit_reference(w, node);
    rc = rc == RC_OK ? visit_properties(w, node) : rc;
    rc = rc == RC_OK ? push_one(w, node, "items", item) : rc;
    rc = rc == RC_OK ? push_each(w, node, spot_member(a, node->at, STR("prefixItems")), item) : rc;
    rc = rc == RC_OK ? push_one(w, node, "additionalProperties", any) : rc;
    rc = rc == RC_OK ? push_each(w, node, spot_member(a, node->at, STR("patternProperties")), any) : rc;
    rc = rc == RC_OK ? push_one(w, node, "then", node->where) : rc;
    rc = rc == RC_OK ? push_one(w, node, "else", node->where) : rc;
    for (size_t i = 0; rc == RC_OK && i < ALTERNATIVE_COUNT; i++) {
        rc = push_each(w, node, spot_member(a, node->at, str_from(alternatives[i])), node->where);
    }
    return rc;
}

enum rc schema_add_slots(struct openapi_reader *r, struct spot schema, struct str where, struct openapi_route *route) {
    struct walk w = {.reader = r, .route = route};
    w.end = &w.first;
    enum rc rc = push(&w, NULL, schema, where);
    for (const struct node *node = w.first; rc == RC_OK && node; node = node->next) {
        if (!is_within_itself(node)) {
            rc = visit(&w, node);
        }
    }
    return rc;
}
