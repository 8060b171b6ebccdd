/* SPDX-License-Identifier: Apache-2.0
 *
 * flow_values: captures are JSON values, so that an opaque object can be sent on. Recursion over values is bounded by
 * LIMIT_DOCUMENT_DEPTH: the parser refuses deeper documents. */
#include "flow_values.h"

#include "capture.h"
#include "emit.h"
#include "parse.h"

#define EXCERPT_BYTES 160

static const struct value *find(const struct flow_values *v, struct str name) {
    for (size_t i = v->count; i-- > 0;) { /* the latest of a name */
        if (str_eq(v->names[i], name)) {
            return v->values[i];
        }
    }
    return NULL;
}

static void put(struct flow_values *v, struct str name, const struct value *value) {
    struct arena *a = v->engine->arena;
    if (v->count == v->capacity) {
        v->capacity = v->capacity ? 2 * v->capacity : 16;
        struct str *names = ARENA_ARRAY(a, struct str, v->capacity);
        const struct value **values = ARENA_ARRAY(a, const struct value *, v->capacity);
        for (size_t i = 0; i < v->count; i++) {
            names[i] = v->names[i];
            values[i] = v->values[i];
        }
        v->names = names;
        v->values = values;
    }
    v->names[v->count] = name;
    v->values[v->count++] = value;
}

static struct str text_of(const struct flow_values *v, const struct value *value) {
    return value_is(value, VALUE_STRING) ? value->string : emit_to_str(v->engine->arena, value);
}

static struct str new_value(struct flow_values *v, struct str field) {
    struct arena *a = v->engine->arena;
    struct str name = str_printf(a, "new.%.*s", STR_ARG(field));
    if (!find(v, name)) {
        put(v, name, value_new_string(a, render_new_name(v->engine)));
    }
    return find(v, name)->string;
}

static bool find_own_thing(const struct engine *e, const struct template_hole *hole, struct str *out) {
    size_t resource = pack_find_resource(e->pack, hole->name);
    size_t field = resource == NONE ? NONE : resource_find_field(&e->pack->resources[resource], hole->field);
    const struct fixture *x = field == NONE ? NULL : e->pool[0]->members[resource];
    if (!x || !x->values[field].data) {
        return false;
    }
    *out = x->values[field];
    return true;
}

static bool resolve(void *self, const struct template_hole *hole, struct str *out) {
    struct flow_values *v = self;
    if (!hole->field.data) {
        const struct value *known = find(v, hole->name);
        *out = known ? text_of(v, known) : STR_NONE;
        return known != NULL;
    }
    if (str_eq(hole->name, STR("new"))) {
        *out = new_value(v, hole->field);
        return true;
    }
    return render_of_principal(v->engine, hole, out) || find_own_thing(v->engine, hole, out);
}

struct render flow_render(struct flow_values *v, size_t principal) {
    return (struct render){.engine = v->engine, .principal = principal, .before = resolve, .before_self = v};
}

/* A copy that renders to the value itself. */
static struct value *quote(struct arena *a, const struct value *v) {
    struct value *copy = value_clone(a, v);
    for (size_t i = 0; i < copy->count; i++) {
        if (copy->kind == VALUE_ARRAY) {
            copy->items[i] = quote(a, copy->items[i]);
        } else {
            copy->members[i].key = str_replace(a, copy->members[i].key, STR("${"), STR("$${"));
            copy->members[i].value = quote(a, copy->members[i].value);
        }
    }
    if (copy->kind == VALUE_STRING) {
        copy->string = str_replace(a, copy->string, STR("${"), STR("$${"));
    }
    return copy;
}

/* The captured value that a text is nothing but the hole of. */
static const struct value *whole_hole(const struct flow_values *v, struct str text) {
    bool is_hole = str_starts_with(text, STR("${")) && str_ends_with(text, STR("}"));
    return is_hole ? find(v, str_sub(text, 2, text.len - 3)) : NULL;
}

/* The template with captured values in place of such texts. */
static struct value *put_captures(const struct flow_values *v, const struct value *template) {
    struct arena *a = v->engine->arena;
    const struct value *captured = value_is(template, VALUE_STRING) ? whole_hole(v, template->string) : NULL;
    if (captured) {
        return quote(a, captured);
    }
    struct value *copy = value_clone(a, template);
    for (size_t i = 0; i < copy->count; i++) {
        if (copy->kind == VALUE_ARRAY) {
            copy->items[i] = put_captures(v, copy->items[i]);
        } else {
            copy->members[i].value = put_captures(v, copy->members[i].value);
        }
    }
    return copy;
}

static bool holds_capture(const struct flow_values *v, struct str text) {
    struct template_hole *holes = NULL;
    size_t count = 0;
    (void)!template_holes(text, v->engine->arena, &holes, &count, NULL);
    for (size_t i = 0; i < count; i++) {
        if (!holes[i].field.data && find(v, holes[i].name)) {
            return true;
        }
    }
    return false;
}

/* What was received as a key is sent as one. */
static void hide_captures(const struct flow_values *v, const struct flow_step *step, struct request *out) {
    const struct value *headers = step->request.headers;
    struct header *own = ARENA_ARRAY(v->engine->arena, struct header, out->header_count);
    size_t given = out->header_count - (headers ? headers->count : 0);
    for (size_t i = 0; i < out->header_count; i++) {
        own[i] = out->headers[i];
        if (i >= given && holds_capture(v, value_string(headers->members[i - given].value, STR("")))) {
            own[i].secret = secret_wrap(own[i].value);
            own[i].value = STR("");
        }
    }
    out->headers = own;
}

enum rc flow_request(struct flow_values *v, const struct flow_step *step, struct request *out, struct fault *f) {
    struct render r = flow_render(v, step->as);
    struct request_template t = step->request;
    t.body = t.body ? put_captures(v, t.body) : NULL;
    enum rc rc = render_request(&r, &t, out, f);
    if (rc == RC_OK) {
        hide_captures(v, step, out);
    }
    return rc;
}

static const struct value *body_of(const struct flow_values *v, const struct exchange *x) {
    struct value *body = NULL;
    struct fault ignored = {0};
    return parse_json(x->decoded, v->engine->arena, &body, &ignored) == RC_OK ? body : NULL;
}

bool flow_capture(struct flow_values *v, const struct capture_rule *rule, const struct exchange *x) {
    struct arena *a = v->engine->arena;
    const struct value *body = rule->from == EXTRACT_POINTER ? body_of(v, x) : NULL;
    const struct value *found = body ? value_point(body, rule->source) : NULL;
    struct str text;
    if (!found && capture_extract(rule, x, a, &text)) {
        found = value_new_string(a, text);
    }
    if (!found || (found->kind == VALUE_STRING && found->string.len == 0)) {
        return false;
    }
    put(v, rule->field, found);
    return true;
}

/* Equal, or an object with all these members and maybe more. */
static bool fits(const struct value *item, const struct value *wanted) {
    if (!value_is(wanted, VALUE_OBJECT) || !value_is(item, VALUE_OBJECT)) {
        return value_equal(item, wanted);
    }
    for (size_t i = 0; i < wanted->count; i++) {
        const struct value *own = value_get(item, wanted->members[i].key);
        if (!own || !value_equal(own, wanted->members[i].value)) {
            return false;
        }
    }
    return true;
}

static bool has_item(const struct value *list, const struct value *wanted) {
    for (size_t i = 0; i < list->count; i++) {
        if (fits(list->items[i], wanted)) {
            return true;
        }
    }
    return false;
}

static bool holds(enum match match, const struct value *found, const struct value *wanted) {
    if (match == MATCH_EQUAL) {
        return found && value_equal(found, wanted);
    }
    return found && found->kind == VALUE_ARRAY && has_item(found, wanted) == (match == MATCH_CONTAINS);
}

static struct str excerpt(const struct flow_values *v, const struct value *value) {
    struct str text = value ? emit_to_str(v->engine->arena, value) : STR("nothing");
    return str_sub(text, 0, EXCERPT_BYTES);
}

static const struct answer_rule *find_broken(struct flow_values *v, const struct answer_rule *rules, size_t count,
                                             const struct value *body, struct str *left, struct str *right) {
    static const char *const words[] = {
        [MATCH_EQUAL] = "", [MATCH_CONTAINS] = "contains ", [MATCH_LACKS] = "does not contain "};
    struct render r = flow_render(v, NONE);
    for (size_t i = 0; i < count; i++) {
        struct value *wanted = NULL;
        const struct value *found = body ? value_point(body, rules[i].pointer) : NULL;
        struct fault unfilled = {0};
        bool is_filled = render_value(&r, put_captures(v, rules[i].value), &wanted, &unfilled) == RC_OK;
        if (!is_filled || !holds(rules[i].match, found, wanted)) {
            *left = excerpt(v, found);
            *right = str_printf(v->engine->arena, "%s%.*s", words[rules[i].match],
                                STR_ARG(excerpt(v, is_filled ? wanted : rules[i].value)));
            return &rules[i];
        }
    }
    return NULL;
}

const struct answer_rule *flow_find_broken(struct flow_values *v, const struct flow_step *step,
                                           const struct exchange *x, struct str *left, struct str *right) {
    const struct value *body = body_of(v, x);
    struct str unused;
    bool is_excused =
        step->excuse_count > 0 && !find_broken(v, step->excuses, step->excuse_count, body, &unused, &unused);
    return is_excused ? NULL : find_broken(v, step->rules, step->rule_count, body, left, right);
}
