/* SPDX-License-Identifier: Apache-2.0
 *
 * route_docs: the route table as an OpenAPI document: paths, methods, and the references that routes are guarded by. */
#include "handlers.h"

static void emit_parameter(struct emit *e, struct str name, const char *place) {
    emit_object_begin(e);
    emit_member_string(e, "name", name);
    emit_member_cstr(e, "in", place);
    emit_member_bool(e, "required", true);
    emit_key(e, "schema");
    emit_object_begin(e);
    emit_member_cstr(e, "type", "string");
    emit_object_end(e);
    emit_object_end(e);
}

static struct str param_name(struct str part) {
    size_t open = str_starts_with(part, STR("{*")) ? 2 : 1;
    return str_sub(part, open, part.len - open - 1);
}

static void emit_parameters(struct emit *e, const struct route *r) {
    struct str rest = str_from(r->pattern);
    emit_key(e, "parameters");
    emit_array_begin(e);
    while (rest.data) {
        struct str part = str_cut(&rest, '/');
        if (str_starts_with(part, STR("{")))
            emit_parameter(e, param_name(part), "path");
    }
    for (size_t i = 0; i < API_GUARDS && r->guards[i].lookup != LOOKUP_NONE; i++)
        if (r->guards[i].place == IN_QUERY)
            emit_parameter(e, str_from(r->guards[i].param), "query");
    emit_array_end(e);
}

static void emit_operation(struct api_call *c, struct emit *e, const struct route *r) {
    emit_key(e, str_cstr(c->arena, str_lower_ascii(c->arena, str_from(r->method))));
    emit_object_begin(e);
    emit_parameters(e, r);
    emit_key(e, "responses");
    emit_raw(e, STR("{\"200\":{\"description\":\"done\"}}"));
    emit_object_end(e);
}

static bool is_first_of_path(size_t index) {
    for (size_t i = 0; i < index; i++)
        if (str_eq(str_from(route_table[i].pattern), str_from(route_table[index].pattern)))
            return false;
    return true;
}

static void emit_path(struct api_call *c, struct emit *e, struct str pattern) {
    emit_key(e, str_cstr(c->arena, str_replace(c->arena, pattern, STR("{*"), STR("{"))));
    emit_object_begin(e);
    for (size_t i = 0; i < route_count; i++)
        if (str_eq(str_from(route_table[i].pattern), pattern))
            emit_operation(c, e, &route_table[i]);
    emit_object_end(e);
}

void docs_openapi(struct api_call *c) {
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    emit_member_cstr(e, "openapi", "3.1.0");
    emit_key(e, "info");
    emit_raw(e, STR("{\"title\":\"AgentEx\",\"version\":\"1\"}"));
    emit_key(e, "paths");
    emit_object_begin(e);
    for (size_t i = 0; i < route_count; i++)
        if (is_first_of_path(i))
            emit_path(c, e, str_from(route_table[i].pattern));
    emit_object_end(e);
    emit_object_end(e);
    answer_send(c, 200);
}
