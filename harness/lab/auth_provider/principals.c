/* SPDX-License-Identifier: Apache-2.0
 *
 * principals: three levels of objects, each with a table of its keys. */
#include "principals.h"

struct walk {
    struct authz *z;
    struct arena arena; /* of the pointers */
    struct fault *f;
    struct str tenant;
    bool is_service_account;
};

typedef enum rc (*member_fn)(struct walk *w, const struct member *m, struct str pointer);

static enum rc bad(struct walk *w, const struct value *v, struct str pointer, const char *text) {
    return fault_set_at(w->f, RC_CONFIG, NULL, v ? v->line : 0, v ? v->column : 0, str_cstr(&w->arena, pointer), "%s",
                        text);
}

static enum rc each_member(struct walk *w, const struct value *object, struct str pointer, member_fn visit) {
    if (!value_is(object, VALUE_OBJECT)) {
        return bad(w, object, pointer, "expected an object");
    }
    for (size_t i = 0; i < object->count; i++) {
        const struct member *m = &object->members[i];
        enum rc rc = visit(w, m, value_pointer_append(&w->arena, pointer, m->key));
        if (rc != RC_OK) {
            return rc;
        }
    }
    return RC_OK;
}

static enum rc visit_principal(struct walk *w, const struct member *m, struct str pointer) {
    const struct value *token = value_get_c(m->value, "token");
    const struct value *creates = value_get_c(m->value, "creates");
    struct str text = value_string(token, STR_NONE);
    if (text.len == 0 || m->value->count != 1 + (creates != NULL) || (creates && !value_is(creates, VALUE_BOOL))) {
        return bad(w, token ? token : m->value, pointer,
                   "expected { token: TEXT }, maybe with `creates: false`, and nothing else");
    }
    struct principal p = {.name = m->key,
                          .tenant = w->tenant,
                          .is_service_account = w->is_service_account,
                          .creates_nothing = !value_bool(creates, true)};
    if (!authz_add_principal(w->z, p, text)) {
        return bad(w, m->value, pointer, "the name or the token is taken: both are unique over all tenants");
    }
    return RC_OK;
}

static enum rc visit_kind(struct walk *w, const struct member *m, struct str pointer) {
    w->is_service_account = str_eq(m->key, STR("service_accounts"));
    if (!w->is_service_account && !str_eq(m->key, STR("users"))) {
        return bad(w, m->value, pointer, "unknown key: expected users or service_accounts");
    }
    return each_member(w, m->value, pointer, visit_principal);
}

static enum rc visit_tenant(struct walk *w, const struct member *m, struct str pointer) {
    w->tenant = m->key;
    return each_member(w, m->value, pointer, visit_kind);
}

static enum rc visit_root(struct walk *w, const struct member *m, struct str pointer) {
    if (!str_eq(m->key, STR("tenants"))) {
        return bad(w, m->value, pointer, "unknown key: expected tenants");
    }
    return each_member(w, m->value, pointer, visit_tenant);
}

enum rc principals_load(const struct value *document, struct authz *z, struct fault *f) {
    struct walk w = {.z = z, .f = f};
    enum rc rc = each_member(&w, document, STR(""), visit_root);
    arena_free(&w.arena);
    return rc;
}
