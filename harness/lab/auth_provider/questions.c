/* SPDX-License-Identifier: Apache-2.0
 *
 * questions: one is read, met with a fault or answered, recorded. */
#include "questions.h"

#include <pthread.h>
#include <stdlib.h>

#include "authz.h"
#include "control.h"
#include "emit.h"
#include "parse.h"
#include "permission.h"
#include "principals.h"

#define ROLES_ALL (ROLE_OWNER | ROLE_EDITOR | ROLE_VIEWER)

struct questions {
    struct control *control;
    struct authz *authz;
    pthread_mutex_t lock; /* of authz; its principals are read without, they never change after the start */
};

/* One request, as far as it was understood. */
struct question {
    struct questions *provider;
    const struct serve_request *request;
    struct serve_response *response;
    struct arena *arena;
    const struct value *body;
    struct str principal; /* the name, as given */
    const struct principal *known;
    struct resource_ref ref, parent;
    struct str operation;
};

struct endpoint {
    const char *path, *name;
    void (*read)(struct question *q);   /* fills the question */
    void (*answer)(struct question *q); /* under the lock */
};

static void say(struct question *q, int status, struct str json) {
    control_answer(q->response, q->arena, status, json);
}

static void say_forbidden(struct question *q) {
    say(q, 403, STR("{\"message\":\"Forbidden \xe2\x80\x93 principal lacks permission\"}"));
}

static void say_malformed(struct question *q) {
    say(q, 422, STR("{\"message\":\"Unprocessable question\"}"));
}

static void say_done(struct question *q) {
    say(q, 200, STR("{}"));
}

static void read_authn(struct question *q) {
    struct str credential = serve_header_get(q->request, "authorization");
    struct str scheme = str_cut(&credential, ' ');
    struct str token = str_eq_ascii_case(scheme, STR("bearer")) ? str_trim(credential) : STR_NONE;
    q->known = authz_by_token(q->provider->authz, token);
    q->principal = q->known ? q->known->name : STR_NONE;
}

static void answer_authn(struct question *q) {
    const struct principal *p = q->known;
    if (!p) {
        say(q, 401, STR("{\"message\":\"Unauthorized\"}"));
        return;
    }
    struct arena *a = q->arena;
    struct value *body = value_new_object(a);
    control_set_text(a, body, STR("user_id"), p->is_service_account ? STR_NONE : p->name);
    control_set_text(a, body, STR("account_id"), p->tenant);
    control_set_text(a, body, STR("service_account_id"), p->is_service_account ? p->name : STR_NONE);
    value_set(a, body, STR("metadata"), value_new_object(a));
    say(q, 200, emit_to_str(a, body));
}

/* An agent that acts for itself; what is not registered is nobody, which the check finds out under the lock. */
static void read_agent(struct question *q, struct str agent, struct str account) {
    struct principal *p = ARENA_NEW(q->arena, struct principal);
    q->principal = str_printf(q->arena, "agent:%.*s", STR_ARG(agent));
    *p = (struct principal){.name = q->principal, .tenant = account, .agent = agent};
    q->known = p;
}

static void read_principal(struct question *q) {
    struct value *body = NULL;
    if (parse_json(q->request->body, q->arena, &body, NULL) != RC_OK) {
        return;
    }
    q->body = body;
    const struct value *given = value_get_c(body, "principal");
    struct str user = value_string(value_get_c(given, "user_id"), STR_NONE);
    struct str account = value_string(value_get_c(given, "account_id"), STR_NONE);
    struct str agent = value_string(value_get_c(given, "agent_id"), STR_NONE);
    if (agent.data) {
        read_agent(q, agent, account);
        return;
    }
    q->principal = user.data ? user : value_string(value_get_c(given, "service_account_id"), STR_NONE);
    const struct principal *p = authz_by_name(q->provider->authz, q->principal);
    q->known = p && str_eq(p->tenant, account) && p->is_service_account == !user.data ? p : NULL;
}

static struct resource_ref ref_from(const struct value *v) {
    return (struct resource_ref){
        .type = value_string(value_get_c(v, "type"), STR_NONE),
        .selector = value_string(value_get_c(v, "selector"), STR_NONE),
    };
}

static void read_resource(struct question *q) {
    read_principal(q);
    q->ref = ref_from(value_get_c(q->body, "resource"));
    q->operation = value_string(value_get_c(q->body, "operation"), STR_NONE);
}

static void read_registration(struct question *q) {
    read_resource(q);
    q->parent = ref_from(value_get_c(q->body, "parent"));
}

static void read_search(struct question *q) {
    read_principal(q);
    q->ref.type = value_string(value_get_c(q->body, "filter_resource"), STR_NONE);
    q->operation = value_string(value_get_c(q->body, "filter_operation"), STR("read"));
}

static void answer_check(struct question *q) {
    if (!q->ref.type.data || !q->ref.selector.data || !q->operation.data) {
        say_malformed(q);
    } else if (q->known && authz_check(q->provider->authz, q->known, q->ref, q->operation)) {
        say_done(q);
    } else {
        say_forbidden(q);
    }
}

static void answer_search(struct question *q) {
    if (!q->ref.type.data) {
        say_malformed(q);
        return;
    }
    struct arena *a = q->arena;
    struct str *ids = NULL;
    size_t count = q->known ? authz_search(q->provider->authz, q->known, q->ref.type, q->operation, a, &ids) : 0;
    struct value *items = value_new_array(a);
    for (size_t i = 0; i < count; i++) {
        value_append(a, items, value_new_string(a, ids[i]));
    }
    struct value *body = value_new_object(a);
    value_set(a, body, STR("items"), items);
    say(q, 200, emit_to_str(a, body));
}

/* False when the answer was given: the question cannot change anything. */
static bool may_write(struct question *q) {
    if (!permission_has_type(q->ref.type) || q->ref.selector.len == 0 || str_eq(q->ref.selector, STR("*"))) {
        say_malformed(q);
        return false;
    }
    if (!q->known || q->known->agent.data) {
        say_forbidden(q);
        return false;
    }
    return true;
}

static unsigned role_asked(const struct question *q) {
    unsigned role = permission_role_from(q->operation);
    return role != 0 ? role : ROLE_OWNER;
}

static void answer_grant(struct question *q) {
    if (may_write(q)) {
        authz_grant(q->provider->authz, q->known, q->ref, role_asked(q));
        say_done(q);
    }
}

static void answer_revoke(struct question *q) {
    if (may_write(q)) {
        authz_revoke(q->provider->authz, q->known, q->ref, role_asked(q));
        say_done(q);
    }
}

static void answer_register(struct question *q) {
    if (!may_write(q)) {
        return;
    }
    if (authz_register(q->provider->authz, q->known, q->ref, q->parent)) {
        say_done(q);
    } else {
        say(q, 409, STR("{\"message\":\"Already registered\"}"));
    }
}

static void answer_deregister(struct question *q) {
    if (!may_write(q)) {
        return;
    }
    if (authz_deregister(q->provider->authz, q->known, q->ref)) {
        say_done(q);
    } else {
        say_forbidden(q);
    }
}

static const struct endpoint endpoints[] = {
    {"/v1/authn", "authn", read_authn, answer_authn},
    {"/v1/authz/check", "check", read_resource, answer_check},
    {"/v1/authz/search", "search", read_search, answer_search},
    {"/v1/authz/grant", "grant", read_resource, answer_grant},
    {"/v1/authz/revoke", "revoke", read_resource, answer_revoke},
    {"/v1/authz/register", "register", read_registration, answer_register},
    {"/v1/authz/deregister", "deregister", read_resource, answer_deregister},
};

static const struct endpoint *endpoint_at(struct str path) {
    for (size_t i = 0; i < sizeof endpoints / sizeof *endpoints; i++) {
        if (str_eq(path, str_from(endpoints[i].path))) {
            return &endpoints[i];
        }
    }
    return NULL;
}

static struct value *parent_entry(const struct question *q) {
    if (!q->parent.type.data) {
        return value_new_null(q->arena);
    }
    struct value *parent = value_new_object(q->arena);
    control_set_text(q->arena, parent, STR("type"), q->parent.type);
    control_set_text(q->arena, parent, STR("selector"), q->parent.selector);
    return parent;
}

static void record(const struct question *q, const struct endpoint *e, int status) {
    struct arena *a = q->arena;
    struct value *entry = value_new_object(a);
    control_set_text(a, entry, STR("endpoint"), str_from(e->name));
    control_set_text(a, entry, STR("principal"), q->principal);
    control_set_text(a, entry, STR("type"), q->ref.type);
    control_set_text(a, entry, STR("selector"), q->ref.selector);
    control_set_text(a, entry, STR("operation"), q->operation);
    value_set(a, entry, STR("parent"), parent_entry(q));
    value_set(a, entry, STR("status"), value_new_int(a, status));
    control_record(q->provider->control, entry);
}

/* A question that meets a fault changes nothing, but for a slow one. */
static void answer_question(struct question *q, const struct endpoint *e) {
    e->read(q);
    enum control_fault fault = control_take_fault(q->provider->control, str_from(e->name), q->principal);
    if (fault == CONTROL_FAULT_NONE || fault == CONTROL_FAULT_SLOW) {
        pthread_mutex_lock(&q->provider->lock);
        e->answer(q);
        pthread_mutex_unlock(&q->provider->lock);
    }
    control_play_fault(fault, q->response, q->arena);
    record(q, e, fault == CONTROL_FAULT_TIMEOUT ? 0 : q->response->status);
}

/* PUT and DELETE /_nonesuch/grants; the caller is admitted. */
static void handle_grants(struct question *q, bool is_put) {
    struct authz *z = q->provider->authz;
    const struct value *role_given = value_get_c(q->body, "role");
    unsigned role = permission_role_from(value_string(role_given, STR_NONE));
    q->known = authz_by_name(z, value_string(value_get_c(q->body, "principal"), STR_NONE));
    q->ref = ref_from(q->body);
    bool wants_all = !is_put && !role_given;
    if (!wants_all && !permission_has_role(q->ref.type, role)) {
        say(q, 422, STR("{\"message\":\"type, role: expected a known type and a role that it has\"}"));
        return;
    }
    if (!q->known || !authz_is_registered(z, q->ref)) {
        say(q, 404, STR("{\"message\":\"No such principal, or nothing registered under that type and selector\"}"));
        return;
    }
    if (is_put) {
        authz_grant(z, q->known, q->ref, role);
    } else {
        authz_revoke(z, q->known, q->ref, wants_all ? ROLES_ALL : role);
    }
    say_done(q);
}

static void handle_control(struct question *q) {
    const struct serve_request *r = q->request;
    if (!control_admit(q->provider->control, r, q->response, q->arena)) {
        return;
    }
    bool is_put = str_eq(r->method, STR("PUT"));
    if (!str_eq(r->path, STR("/_nonesuch/grants")) || !(is_put || str_eq(r->method, STR("DELETE")))) {
        control_handle(q->provider->control, r, q->response, q->arena);
        return;
    }
    struct value *body = NULL;
    if (parse_json(r->body, q->arena, &body, NULL) != RC_OK) {
        say_malformed(q);
        return;
    }
    q->body = body;
    pthread_mutex_lock(&q->provider->lock);
    handle_grants(q, is_put);
    pthread_mutex_unlock(&q->provider->lock);
}

void questions_answer(void *self, const struct serve_request *request, struct serve_response *response,
                      struct arena *arena) {
    struct question q = {.provider = self, .request = request, .response = response, .arena = arena};
    if (control_is_addressed(request)) {
        handle_control(&q);
        return;
    }
    const struct endpoint *e = endpoint_at(request->path);
    if (!e) {
        say(&q, 404, STR("{\"message\":\"Not Found\"}"));
    } else if (!str_eq(request->method, STR("POST"))) {
        say(&q, 405, STR("{\"message\":\"Method Not Allowed\"}"));
    } else {
        answer_question(&q, e);
    }
}

enum rc questions_new(struct str control_token, const struct value *principals, struct questions **out,
                      struct fault *f) {
    struct questions *q = calloc(1, sizeof *q);
    if (!q || pthread_mutex_init(&q->lock, NULL) != 0) {
        abort();
    }
    q->control = control_new(control_token);
    q->authz = authz_new();
    enum rc rc = principals_load(principals, q->authz, f);
    if (rc != RC_OK) {
        questions_del(q);
        return rc;
    }
    *out = q;
    return RC_OK;
}

void questions_del(struct questions *q) {
    if (!q) {
        return;
    }
    authz_del(q->authz);
    control_del(q->control);
    pthread_mutex_destroy(&q->lock);
    free(q);
}
