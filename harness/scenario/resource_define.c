/* SPDX-License-Identifier: Apache-2.0
 *
 * resource_define: how a resource is made, read, removed, watched and shared. */
#include "request_load.h"
#include "resource_load.h"

#define FIELDS_MAX 32

static struct str *field_names(const struct loader *l, const struct resource *r) {
    struct str *names = ARENA_ARRAY(l->arena, struct str, r->field_count);
    for (size_t i = 0; i < r->field_count; i++) {
        names[i] = r->fields[i].name;
    }
    return names;
}

static enum rc add_chosen_fields(const struct loader *l, const struct value *create, struct resource *r) {
    struct str *names = NULL;
    size_t count = 0;
    enum rc rc = hole_new_fields(l, create, &names, &count);
    for (size_t i = 0; rc == RC_OK && i < count; i++) {
        LIST_PUSH(l->arena, r->fields, r->field_count, (struct field){.name = names[i], .is_chosen = true});
    }
    return rc;
}

static void add_captured_fields(const struct loader *l, const struct step *step, struct resource *r) {
    for (size_t i = 0; i < step->capture_count; i++) {
        if (resource_find_field(r, step->captures[i].field) == NONE) {
            LIST_PUSH(l->arena, r->fields, r->field_count, (struct field){.name = step->captures[i].field});
        }
    }
}

static enum rc define_step(const struct loader *l, const struct value *definition, size_t index) {
    struct resource *r = &l->pack->resources[index];
    struct step step = {.as = NONE};
    struct hole_scope scope = {.resource = index, .allows_new = true};
    enum rc rc = request_load(l, definition, &scope, &step.request);
    if (rc == RC_OK) {
        rc = capture_load(l, value_get_c(definition, "capture"), &step.captures, &step.capture_count);
    }
    if (rc == RC_OK && value_get_c(definition, "as")) {
        rc = loader_principal(l, value_get_c(definition, "as"), &step.as);
    }
    if (rc == RC_OK) {
        add_captured_fields(l, &step, r);
        LIST_PUSH(l->arena, r->create, r->create_count, step);
    }
    return rc;
}

static enum rc define_creation(const struct loader *l, const struct value *definition, size_t index) {
    struct resource *r = &l->pack->resources[index];
    const struct value *create = value_get_c(definition, "create");
    if (!create) {
        return loader_fail(l, definition, "'%.*s' does not say how it is made: `create` is missing", STR_ARG(r->name));
    }
    enum rc rc = add_chosen_fields(l, create, r);
    if (create->kind != VALUE_ARRAY) {
        return rc == RC_OK ? define_step(l, create, index) : rc;
    }
    for (size_t i = 0; rc == RC_OK && i < create->count; i++) {
        rc = define_step(l, create->items[i], index);
    }
    return rc;
}

static enum absent_form absent_form_of(struct str name) {
    static const struct {
        const char *name;
        enum absent_form form;
    } forms[] = {{"uuid4", ABSENT_UUID4}, {"hex24", ABSENT_HEX24}};
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        if (str_eq(name, str_from(forms[i].name))) {
            return forms[i].form;
        }
    }
    return ABSENT_LIKE_PRESENT;
}

static enum rc define_absent(const struct loader *l, const struct value *definition, struct resource *r) {
    const struct value *absent = value_get_c(definition, "absent");
    for (size_t i = 0; absent && i < absent->count; i++) {
        const struct member *m = &absent->members[i];
        size_t field = resource_find_field(r, m->key);
        if (field == NONE) {
            const struct str *names = field_names(l, r);
            return loader_fail_key(l, m, "%.*s has no field '%.*s'%s; captured: %s", STR_ARG(r->name),
                                   STR_ARG(str_sub(m->key, 0, 80)), loader_hint(l, m->key, names, r->field_count),
                                   loader_enumerate(l, names, r->field_count));
        }
        r->fields[field].absent = absent_form_of(value_string(m->value, STR_NONE));
    }
    return RC_OK;
}

/* A request that a resource may do without: its method stays empty then. */
static enum rc define_optional(const struct loader *l, const char *key, const struct hole_scope *scope,
                               struct request_template *out) {
    const struct value *definition = value_get_c(l->definitions[scope->resource], key);
    return definition ? request_load(l, definition, scope, out) : RC_OK;
}

static enum rc define_requests(const struct loader *l, size_t index) {
    struct resource *r = &l->pack->resources[index];
    struct hole_scope any = {.resource = index};
    struct hole_scope chosen = {.resource = index, .is_unseen = true};
    enum rc rc = define_optional(l, "read", &any, &r->read);
    rc = rc == RC_OK ? define_optional(l, "delete", &any, &r->remove) : rc;
    rc = rc == RC_OK ? define_optional(l, "delete_unseen", &chosen, &r->remove_unseen) : rc;
    r->has_read = r->read.method.len > 0;
    r->has_delete = r->remove.method.len > 0;
    return rc;
}

static enum rc define_observations(const struct loader *l, const struct value *definition, size_t index) {
    struct resource *r = &l->pack->resources[index];
    const struct value *observe = value_get_c(definition, "observe");
    struct hole_scope scope = {.resource = index};
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && observe && i < observe->count; i++) {
        struct request_template request = {0};
        rc = request_load(l, observe->items[i], &scope, &request);
        if (rc == RC_OK) {
            LIST_PUSH(l->arena, r->observe, r->observe_count, request);
        }
    }
    return rc;
}

static enum rc define_share(const struct loader *l, const struct value *definition, size_t index) {
    struct resource *r = &l->pack->resources[index];
    const struct value *share = value_get_c(definition, "share");
    if (value_is(share, VALUE_OBJECT)) {
        const struct str extra[] = {STR("role"), STR("subject")};
        struct hole_scope scope = {.resource = index, .extra = extra, .extra_count = 2};
        r->share = SHARE_REQUEST;
        return request_load(l, share, &scope, &r->share_request);
    }
    r->share = str_eq(value_string(share, STR_NONE), STR("control")) ? SHARE_CONTROL : SHARE_NONE;
    return RC_OK;
}

static enum rc check_fields(const struct loader *l, const struct value *definition, const struct resource *r) {
    if (r->field_count == 0) {
        return loader_fail(l, value_get_c(definition, "create"),
                           "no field of '%.*s' is known after this, so that nothing can name it: `capture` is missing, "
                           "for example capture: { id: /id }",
                           STR_ARG(r->name));
    }
    if (r->field_count > FIELDS_MAX) {
        return loader_fail(l, definition, "a resource has at most %d fields", FIELDS_MAX);
    }
    return RC_OK;
}

static enum rc define_secrets(const struct loader *l, const struct value *definition, struct resource *r) {
    const struct value *secrets = value_get_c(definition, "secret");
    for (size_t i = 0; secrets && i < secrets->count; i++) {
        struct str name = value_string(secrets->items[i], STR_NONE);
        size_t field = resource_find_field(r, name);
        if (field == NONE) {
            const struct str *names = field_names(l, r);
            return loader_fail(l, secrets->items[i], "%.*s has no field '%.*s'%s; captured: %s", STR_ARG(r->name),
                               STR_ARG(str_sub(name, 0, 80)), loader_hint(l, name, names, r->field_count),
                               loader_enumerate(l, names, r->field_count));
        }
        r->fields[field].is_secret = true;
    }
    return RC_OK;
}

static enum rc define_one(const struct loader *l, size_t index) {
    struct resource *r = &l->pack->resources[index];
    const struct value *definition = l->definitions[index];
    enum rc rc = define_creation(l, definition, index);
    rc = rc == RC_OK ? check_fields(l, definition, r) : rc;
    rc = rc == RC_OK ? define_absent(l, definition, r) : rc;
    rc = rc == RC_OK ? define_secrets(l, definition, r) : rc;
    rc = rc == RC_OK ? define_requests(l, index) : rc;
    rc = rc == RC_OK ? define_observations(l, definition, index) : rc;
    rc = rc == RC_OK ? define_share(l, definition, index) : rc;
    bool is_marked = hole_value_contains(value_get_c(definition, "create"), STR("${canary}"));
    r->is_only_child = value_bool(value_get_c(definition, "only_child"), false);
    r->is_visible_text = value_bool(value_get_c(definition, "shows_text"), r->has_read && is_marked);
    return rc;
}

enum rc resource_define(struct loader *l) {
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < l->pack->resource_count; i++) {
        rc = define_one(l, i);
    }
    return rc;
}
