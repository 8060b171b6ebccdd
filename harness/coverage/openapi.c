/* SPDX-License-Identifier: Apache-2.0
 *
 * openapi: paths, operations, parameters and bodies. */
#include "openapi.h"

#include <stdio.h>
#include <string.h>

#include "codec.h"
#include "limits.h"
#include "slot_name.h"

struct spot spot_member(struct arena *a, struct spot at, struct str key) {
    const struct value *v = value_get(at.value, key);
    return (struct spot){.value = v, .pointer = v ? value_pointer_append(a, at.pointer, key) : STR_NONE};
}

size_t spot_count(struct spot at, enum value_kind kind) {
    return at.value && at.value->kind == kind ? at.value->count : 0;
}

struct spot spot_item(struct arena *a, struct spot at, size_t index) {
    return (struct spot){.value = value_at(at.value, index),
                         .pointer = value_pointer_append(a, at.pointer, str_printf(a, "%zu", index))};
}

enum rc spot_fail(const struct openapi_reader *r, struct spot at, const char *format, ...) {
    char text[sizeof(((struct fault *)0)->text) / 2];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    struct str shown = codec_printable_start(r->arena, str_from(text), sizeof(((struct fault *)0)->text) - 1);
    struct str pointer = codec_printable(r->arena, at.pointer);
    bool has_place = at.value && at.value->line > 0; /* what stands in an empty text has none */
    return fault_set_at(r->fault, RC_CONFIG, NULL, has_place ? at.value->line : 1, has_place ? at.value->column : 1,
                        str_cstr(r->arena, pointer), "%.*s", STR_ARG(shown));
}

enum rc spot_resolve(const struct openapi_reader *r, struct spot *at) {
    for (size_t hops = 0; hops < LIMIT_OPENAPI_DEPTH; hops++) {
        const struct value *ref = value_get_c(at->value, "$ref");
        if (!value_is(ref, VALUE_STRING)) {
            return RC_OK;
        }
        struct str shown = str_sub(ref->string, 0, 80);
        struct spot here = {.value = ref, .pointer = at->pointer};
        if (!str_starts_with(ref->string, STR("#"))) {
            return spot_fail(r, here,
                             "$ref '%.*s' leads out of the document: only '#/…' is followed; bundle the document",
                             STR_ARG(shown));
        }
        at->pointer = codec_percent_decode(r->arena, str_from_index(ref->string, 1));
        at->value = value_point(r->document, at->pointer);
        if (!at->value) {
            return spot_fail(r, here, "$ref '%.*s' leads nowhere", STR_ARG(shown));
        }
    }
    return spot_fail(r, *at, "$ref leads in a circle");
}

void openapi_add_slot(struct arena *a, struct openapi_route *route, struct str where, struct str pointer) {
    for (size_t i = 0; i < route->slot_count; i++) {
        if (str_eq(route->slots[i].where, where)) {
            return;
        }
    }
    bool is_full = (route->slot_count & (route->slot_count - 1)) == 0; /* capacities are the powers of two */
    if (is_full) {
        struct openapi_slot *larger = ARENA_ARRAY(a, struct openapi_slot, 2 * route->slot_count + 1);
        if (route->slot_count > 0) {
            memcpy(larger, route->slots, route->slot_count * sizeof *larger);
        }
        route->slots = larger;
    }
    route->slots[route->slot_count++] = (struct openapi_slot){.where = where, .pointer = pointer};
}

/* The schema of the first kind of content. */
static struct spot schema_of(struct arena *a, struct spot parameter) {
    struct spot schema = spot_member(a, parameter, STR("schema"));
    struct spot content = spot_member(a, parameter, STR("content"));
    if (schema.value || spot_count(content, VALUE_OBJECT) == 0) {
        return schema;
    }
    return spot_member(a, spot_member(a, content, content.value->members[0].key), STR("schema"));
}

/* OpenAPI itself says that these parameters are ignored. */
static bool is_ignored_header(struct str name) {
    return str_eq_ascii_case(name, STR("accept")) || str_eq_ascii_case(name, STR("content-type")) ||
           str_eq_ascii_case(name, STR("authorization"));
}

static enum rc read_parameter(struct openapi_reader *r, struct spot at, struct openapi_route *route) {
    struct str name = value_string(value_get_c(at.value, "name"), STR_NONE);
    struct str in = value_string(value_get_c(at.value, "in"), STR_NONE);
    bool is_header = str_eq(in, STR("header"));
    bool is_known = is_header || str_eq(in, STR("path")) || str_eq(in, STR("query")) || str_eq(in, STR("cookie"));
    if (name.len == 0 || !is_known) {
        return spot_fail(r, at, "a parameter has a `name`, and `in` is path, query, header or cookie");
    }
    if (is_header && is_ignored_header(name)) {
        return RC_OK;
    }
    struct spot schema = schema_of(r->arena, at);
    enum schema_sense sense = schema_sense_of(r, schema.value);
    bool is_named = str_eq(in, STR("path")) || slot_name_is_reference(name);
    struct str where = slot_where(r->arena, in, name);
    if (sense == SCHEMA_REFERENCE || (sense == SCHEMA_OPEN && is_named)) {
        openapi_add_slot(r->arena, route, where, at.pointer);
    }
    return schema.value ? schema_add_slots(r, schema, where, route) : RC_OK;
}

static bool is_same_parameter(const struct value *a, const struct value *b) {
    return value_equal(value_get_c(a, "name"), value_get_c(b, "name")) &&
           value_equal(value_get_c(a, "in"), value_get_c(b, "in"));
}

/* The operation has one of the same name and place. */
static enum rc is_overridden(struct openapi_reader *r, const struct value *parameter, struct spot own, bool *out) {
    *out = false;
    for (size_t i = 0; i < spot_count(own, VALUE_ARRAY); i++) {
        struct spot other = spot_item(r->arena, own, i);
        enum rc rc = spot_resolve(r, &other);
        if (rc != RC_OK) {
            return rc;
        }
        *out = *out || is_same_parameter(parameter, other.value);
    }
    return RC_OK;
}

static enum rc read_parameters(struct openapi_reader *r, struct spot list, struct spot overriding,
                               struct openapi_route *route) {
    for (size_t i = 0; i < spot_count(list, VALUE_ARRAY); i++) {
        struct spot parameter = spot_item(r->arena, list, i);
        bool is_over = false;
        enum rc rc = spot_resolve(r, &parameter);
        rc = rc == RC_OK ? is_overridden(r, parameter.value, overriding, &is_over) : rc;
        rc = rc == RC_OK && !is_over ? read_parameter(r, parameter, route) : rc;
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

static bool declares(const struct openapi_reader *r, struct spot list, struct str name) {
    for (size_t i = 0; i < spot_count(list, VALUE_ARRAY); i++) {
        struct spot at = spot_item(r->arena, list, i);
        bool is_it = spot_resolve(r, &at) == RC_OK &&
                     str_eq(value_string(value_get_c(at.value, "in"), STR_NONE), STR("path")) &&
                     str_eq(value_string(value_get_c(at.value, "name"), STR_NONE), name);
        if (is_it) {
            return true;
        }
    }
    return false;
}

/* What stands in braces is a slot, also when nobody declares it. */
static void add_undeclared(struct openapi_reader *r, struct spot of_item, struct spot of_operation,
                           struct openapi_route *route) {
    for (size_t i = 0; i < route->segments.count; i++) {
        struct str *names;
        size_t count = route_names(r->arena, route_segment(route->path, i), &names);
        for (size_t k = 0; k < count; k++) {
            if (!declares(r, of_item, names[k]) && !declares(r, of_operation, names[k])) {
                openapi_add_slot(r->arena, route, slot_where(r->arena, STR("path"), names[k]), route->pointer);
            }
        }
    }
}

static enum rc read_body(struct openapi_reader *r, struct spot operation, struct openapi_route *route) {
    struct spot body = spot_member(r->arena, operation, STR("requestBody"));
    enum rc rc = spot_resolve(r, &body);
    struct spot content = spot_member(r->arena, body, STR("content"));
    for (size_t i = 0; rc == RC_OK && i < spot_count(content, VALUE_OBJECT); i++) {
        struct spot media = spot_member(r->arena, content, content.value->members[i].key);
        struct spot schema = spot_member(r->arena, media, STR("schema"));
        if (!schema.value) {
            continue;
        }
        if (schema_sense_of(r, schema.value) == SCHEMA_REFERENCE) {
            openapi_add_slot(r->arena, route, STR("body"), schema.pointer);
        }
        rc = schema_add_slots(r, schema, STR("body"), route);
    }
    return rc;
}

/* "https://host/v1" and "/v1" to the path. */
static struct str path_of_url(struct str url) {
    ptrdiff_t scheme = str_find(url, STR("://"), 0);
    if (scheme < 0) {
        return url;
    }
    ptrdiff_t slash = str_find_char(url, '/', (size_t)scheme + 3);
    return slash < 0 ? STR("") : str_from_index(url, (size_t)slash);
}

static void read_bases(struct openapi_reader *r, const struct value *item, const struct value *operation,
                       struct openapi_route *route) {
    const struct value *places[] = {operation, item, r->document};
    const struct value *servers = NULL;
    for (size_t i = 0; !servers && i < sizeof places / sizeof *places; i++) {
        servers = value_get_c(places[i], "servers");
    }
    size_t count = spot_count((struct spot){.value = servers}, VALUE_ARRAY);
    route->bases = ARENA_ARRAY(r->arena, struct route_path, count);
    for (size_t i = 0; i < count; i++) {
        struct str url = value_string(value_get_c(servers->items[i], "url"), STR(""));
        route->bases[route->base_count++] = route_path_read(r->arena, path_of_url(url));
    }
}

static enum rc read_operation(struct openapi_reader *r, struct spot item, struct spot operation,
                              struct openapi_route *route) {
    struct spot of_item = spot_member(r->arena, item, STR("parameters"));
    struct spot of_operation = spot_member(r->arena, operation, STR("parameters"));
    struct spot nothing = {0};
    route->segments = route_path_read(r->arena, route->path);
    read_bases(r, item.value, operation.value, route);
    enum rc rc = read_parameters(r, of_item, of_operation, route);
    rc = rc == RC_OK ? read_parameters(r, of_operation, nothing, route) : rc;
    if (rc == RC_OK) {
        add_undeclared(r, of_item, of_operation, route);
        rc = read_body(r, operation, route);
    }
    return rc;
}

static const char *const methods[] = {"get", "put", "post", "delete", "options", "head", "patch", "trace"};

#define METHOD_COUNT (sizeof methods / sizeof *methods)

static enum rc read_path(struct openapi_reader *r, struct spot item, struct str path, struct openapi *out) {
    enum rc rc = spot_resolve(r, &item);
    for (size_t i = 0; rc == RC_OK && i < METHOD_COUNT; i++) {
        struct spot operation = spot_member(r->arena, item, str_from(methods[i]));
        if (!value_is(operation.value, VALUE_OBJECT)) {
            continue;
        }
        struct openapi_route *route = &out->routes[out->route_count++];
        *route = (struct openapi_route){
            .method = str_upper_ascii(r->arena, str_from(methods[i])), .path = path, .pointer = operation.pointer};
        rc = read_operation(r, item, operation, route);
    }
    return rc;
}

static enum rc check_version(const struct openapi_reader *r) {
    struct spot root = {.value = r->document, .pointer = STR("")};
    struct spot version = spot_member(r->arena, root, STR("openapi"));
    struct str text = value_string(version.value, STR_NONE);
    if (str_starts_with(text, STR("3.0.")) || str_starts_with(text, STR("3.1."))) {
        return RC_OK;
    }
    return spot_fail(r, version.value ? version : root,
                     "an OpenAPI document of version 3.0 or 3.1 starts with openapi: \"3.1.0\"%s",
                     value_get_c(r->document, "swagger") ? "; this one is of Swagger 2, convert it" : "");
}

enum rc openapi_read(const struct value *document, struct arena *a, struct openapi *out, struct fault *f) {
    struct openapi_reader r = {.document = document, .arena = a, .fault = f};
    struct spot root = {.value = document, .pointer = STR("")};
    enum rc rc = check_version(&r);
    struct spot paths = spot_member(a, root, STR("paths"));
    if (rc == RC_OK && !value_is(paths.value, VALUE_OBJECT)) {
        rc = spot_fail(&r, root, "the document has no `paths`: it declares no route");
    }
    if (rc != RC_OK) {
        return rc;
    }
    struct openapi api = {.routes = ARENA_ARRAY(a, struct openapi_route, paths.value->count * METHOD_COUNT)};
    for (size_t i = 0; rc == RC_OK && i < paths.value->count; i++) {
        struct str path = paths.value->members[i].key;
        if (str_starts_with(path, STR("/"))) {
            rc = read_path(&r, spot_member(a, paths, path), path, &api);
        }
    }
    if (rc == RC_OK) {
        *out = api;
    }
    return rc;
}
