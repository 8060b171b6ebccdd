/* SPDX-License-Identifier: Apache-2.0
 *
 * hole_check: walks over the texts of a request. Recursion over values is bounded by LIMIT_DOCUMENT_DEPTH: the
 * parser refuses deeper documents. */
#include "hole_check.h"

#include "template.h"

/* Where the walk is. */
struct spot {
    const struct hole_scope *scope;
    const struct value *at;
    enum region region;
    struct str key;
};

bool reference_list_find(const struct reference_list *list, struct slot slot, size_t *out) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].slot.resource == slot.resource && list->items[i].slot.field == slot.field) {
            *out = i;
            return true;
        }
    }
    return false;
}

static void collect(const struct loader *l, const struct spot *spot, struct slot slot) {
    struct reference_list *list = spot->scope->references;
    size_t known = 0;
    if (!list || reference_list_find(list, slot, &known)) {
        return;
    }
    struct str field = l->pack->resources[slot.resource].fields[slot.field].name;
    struct reference found = {
        .slot = slot, .region = spot->region, .key = spot->region == REGION_PATH ? field : spot->key};
    LIST_PUSH(l->arena, list->items, list->count, found);
}

static enum rc fail_unknown_name(const struct loader *l, const struct spot *spot, const struct template_hole *hole) {
    struct str *known = NULL;
    size_t count = 0;
    LIST_PUSH(l->arena, known, count, STR("canary"));
    LIST_PUSH(l->arena, known, count, STR("text"));
    for (size_t i = 0; i < spot->scope->extra_count; i++) {
        LIST_PUSH(l->arena, known, count, spot->scope->extra[i]);
    }
    for (size_t i = 0; i < l->pack->variable_count; i++) {
        LIST_PUSH(l->arena, known, count, l->pack->variables[i].name);
    }
    if (pack_find_resource(l->pack, hole->name) != NONE) {
        return loader_fail(l, spot->at, "`%.*s` does not say which field of '%.*s' it means, for example `${%.*s.id}`",
                           STR_ARG(hole->text), STR_ARG(hole->name), STR_ARG(hole->name));
    }
    return loader_fail(l, spot->at, "`%.*s`: there is no variable '%.*s'%s; there are: %s", STR_ARG(hole->text),
                       STR_ARG(hole->name), loader_hint(l, hole->name, known, count),
                       loader_enumerate(l, known, count));
}

static enum rc check_plain(const struct loader *l, const struct spot *spot, const struct template_hole *hole) {
    if (str_eq(hole->name, STR("canary")) || str_eq(hole->name, STR("text"))) {
        return RC_OK;
    }
    for (size_t i = 0; i < spot->scope->extra_count; i++) {
        if (str_eq(hole->name, spot->scope->extra[i])) {
            return RC_OK;
        }
    }
    for (size_t i = 0; i < l->pack->variable_count; i++) {
        if (str_eq(hole->name, l->pack->variables[i].name)) {
            return RC_OK;
        }
    }
    return fail_unknown_name(l, spot, hole);
}

static enum rc fail_unknown_resource(const struct loader *l, const struct spot *spot,
                                     const struct template_hole *hole) {
    struct str *names = ARENA_ARRAY(l->arena, struct str, l->pack->resource_count);
    for (size_t i = 0; i < l->pack->resource_count; i++) {
        names[i] = l->pack->resources[i].name;
    }
    return loader_fail(l, spot->at, "`%.*s`: there is no resource '%.*s'%s", STR_ARG(hole->text), STR_ARG(hole->name),
                       loader_hint(l, hole->name, names, l->pack->resource_count));
}

static enum rc fail_unknown_field(const struct loader *l, const struct spot *spot, const struct template_hole *hole,
                                  const struct resource *resource) {
    struct str *names = ARENA_ARRAY(l->arena, struct str, resource->field_count);
    for (size_t i = 0; i < resource->field_count; i++) {
        names[i] = resource->fields[i].name;
    }
    return loader_fail(l, spot->at, "`%.*s`: %.*s has no field '%.*s'%s; captured: %s", STR_ARG(hole->text),
                       STR_ARG(resource->name), STR_ARG(hole->field),
                       loader_hint(l, hole->field, names, resource->field_count),
                       loader_enumerate(l, names, resource->field_count));
}

static enum rc fail_out_of_reach(const struct loader *l, const struct spot *spot, const struct template_hole *hole) {
    const struct resource *own = &l->pack->resources[spot->scope->resource];
    return loader_fail(
        l, spot->at,
        "`%.*s`: a request of '%.*s' can name its own fields and those of what it hangs on, and '%.*s' is "
        "not among its parents",
        STR_ARG(hole->text), STR_ARG(own->name), STR_ARG(hole->name));
}

static enum rc check_reference(const struct loader *l, const struct spot *spot, const struct template_hole *hole) {
    size_t index = pack_find_resource(l->pack, hole->name);
    if (index == NONE) {
        return fail_unknown_resource(l, spot, hole);
    }
    size_t own = spot->scope->resource;
    if (own != NONE && index != own && !pack_is_ancestor(l->pack, index, own)) {
        return fail_out_of_reach(l, spot, hole);
    }
    const struct resource *resource = &l->pack->resources[index];
    size_t field = resource_find_field(resource, hole->field);
    if (field == NONE) {
        return fail_unknown_field(l, spot, hole, resource);
    }
    if (spot->scope->is_unseen && index == own && !resource->fields[field].is_chosen) {
        return loader_fail(l, spot->at,
                           "`%.*s`: this is for a thing whose creation was never answered, so only fields that were "
                           "chosen with ${new.…} are known",
                           STR_ARG(hole->text));
    }
    collect(l, spot, (struct slot){.resource = index, .field = field, .codec = hole->codec});
    return RC_OK;
}

static bool is_of_principal(const struct loader *l, const struct template_hole *hole) {
    bool is_known_field = str_eq(hole->field, STR("subject")) || str_eq(hole->field, STR("tenant"));
    return is_known_field && pack_find_principal(l->pack, hole->name) != NONE;
}

static enum rc check_hole(const struct loader *l, const struct spot *spot, const struct template_hole *hole) {
    if (hole->scheme.data) {
        return loader_fail(l, spot->at, "`%.*s` belongs into a target file; a pack is shared and holds no such values",
                           STR_ARG(str_sub(hole->text, 0, 80)));
    }
    if (!hole->field.data) {
        return check_plain(l, spot, hole);
    }
    if (spot->scope->names_principals && is_of_principal(l, hole)) {
        return RC_OK;
    }
    if (!str_eq(hole->name, STR("new"))) {
        return check_reference(l, spot, hole);
    }
    if (!spot->scope->allows_new) {
        return loader_fail(l, spot->at, "`%.*s`: new values are chosen where something is created",
                           STR_ARG(hole->text));
    }
    return RC_OK;
}

static enum rc read_holes(const struct loader *l, struct str text, const struct value *at, struct template_hole **out,
                          size_t *count) {
    struct fault found = {0};
    if (template_holes(text, l->arena, out, count, &found) != RC_OK) {
        return loader_fail(l, at, "%s", found.text);
    }
    return RC_OK;
}

static enum rc check_text(const struct loader *l, const struct spot *spot, struct str text) {
    struct template_hole *holes = NULL;
    size_t count = 0;
    enum rc rc = read_holes(l, text, spot->at, &holes, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        rc = check_hole(l, spot, &holes[i]);
    }
    return rc;
}

static struct spot step_into(const struct spot *spot, const struct value *v, struct str key) {
    struct spot inner = *spot;
    inner.at = v->line > 0 ? v : spot->at;
    bool is_literal = key.data && str_find(key, STR("${"), 0) < 0;
    inner.key = is_literal ? key : spot->key;
    return inner;
}

static enum rc check_value(const struct loader *l, const struct spot *spot, const struct value *v) {
    enum rc rc = RC_OK;
    if (value_is(v, VALUE_STRING)) {
        return check_text(l, spot, v->string);
    }
    if (value_is(v, VALUE_ARRAY)) {
        for (size_t i = 0; rc == RC_OK && i < v->count; i++) {
            struct spot inner = step_into(spot, v->items[i], STR_NONE);
            rc = check_value(l, &inner, v->items[i]);
        }
    }
    if (value_is(v, VALUE_OBJECT)) {
        for (size_t i = 0; rc == RC_OK && i < v->count; i++) {
            struct spot inner = step_into(spot, v->members[i].value, v->members[i].key);
            rc = check_text(l, &inner, v->members[i].key);
            rc = rc == RC_OK ? check_value(l, &inner, v->members[i].value) : rc;
        }
    }
    return rc;
}

static enum rc check_query(const struct loader *l, const struct spot *spot, struct str query) {
    enum rc rc = RC_OK;
    while (rc == RC_OK && query.data) {
        struct str value = str_cut(&query, '&');
        struct spot inner = *spot;
        inner.region = REGION_QUERY;
        inner.key = str_cut(&value, '=');
        rc = check_text(l, &inner, inner.key);
        rc = rc == RC_OK && value.data ? check_text(l, &inner, value) : rc;
    }
    return rc;
}

enum rc hole_check_request(const struct loader *l, const struct hole_scope *scope,
                           const struct request_template *request, const struct value *at) {
    struct spot spot = {.scope = scope, .at = at, .region = REGION_PATH};
    struct str query = request->path;
    struct str path = str_cut(&query, '?');
    enum rc rc = check_text(l, &spot, path);
    if (rc == RC_OK) {
        rc = check_query(l, &spot, query);
    }
    if (rc == RC_OK && request->body) {
        spot.region = REGION_BODY;
        rc = check_value(l, &spot, request->body);
    }
    if (rc == RC_OK && request->headers) {
        spot.region = REGION_HEADER;
        rc = check_value(l, &spot, request->headers);
    }
    return rc;
}

static enum rc new_fields_of_text(const struct loader *l, struct str text, const struct value *at, struct str **out,
                                  size_t *count) {
    struct template_hole *holes = NULL;
    size_t hole_count = 0;
    enum rc rc = read_holes(l, text, at, &holes, &hole_count);
    for (size_t i = 0; rc == RC_OK && i < hole_count; i++) {
        if (!holes[i].field.data || !str_eq(holes[i].name, STR("new"))) {
            continue;
        }
        bool is_known = false;
        for (size_t k = 0; k < *count; k++) {
            is_known = is_known || str_eq((*out)[k], holes[i].field);
        }
        if (!is_known) {
            LIST_PUSH(l->arena, *out, *count, holes[i].field);
        }
    }
    return rc;
}

enum rc hole_new_fields(const struct loader *l, const struct value *v, struct str **out, size_t *count) {
    if (value_is(v, VALUE_STRING)) {
        return new_fields_of_text(l, v->string, v, out, count);
    }
    bool is_object = value_is(v, VALUE_OBJECT);
    if (!is_object && !value_is(v, VALUE_ARRAY)) {
        return RC_OK;
    }
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < v->count; i++) {
        const struct value *inner = is_object ? v->members[i].value : v->items[i];
        if (is_object) {
            rc = new_fields_of_text(l, v->members[i].key, inner, out, count);
        }
        rc = rc == RC_OK ? hole_new_fields(l, inner, out, count) : rc;
    }
    return rc;
}

bool hole_value_contains(const struct value *v, struct str text) {
    if (value_is(v, VALUE_STRING)) {
        return str_contains(v->string, text);
    }
    bool is_object = value_is(v, VALUE_OBJECT);
    if (!is_object && !value_is(v, VALUE_ARRAY)) {
        return false;
    }
    for (size_t i = 0; i < v->count; i++) {
        if ((is_object && str_contains(v->members[i].key, text)) ||
            hole_value_contains(is_object ? v->members[i].value : v->items[i], text)) {
            return true;
        }
    }
    return false;
}
