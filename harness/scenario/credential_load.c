/* SPDX-License-Identifier: Apache-2.0
 *
 * credential_load: each form of a credential becomes header lines. */
#include "credential_load.h"

#include "codec.h"

static enum rc add_header(const struct target_loader *t, struct credential *c, const struct value *at, struct str name,
                          struct str value) {
    for (size_t i = 0; i < c->header_count; i++) {
        if (str_eq_ascii_case(c->headers[i].name, name)) {
            return loader_fail(&t->base, at, "two credentials of '%.*s' want the header '%.*s'",
                               STR_ARG(t->base.pack->principals[c->principal].name), STR_ARG(name));
        }
    }
    if (!loader_is_header_name(name)) {
        return loader_fail(&t->base, at, "'%.*s' is no name of a header", STR_ARG(str_sub(name, 0, 80)));
    }
    if (!loader_is_header_value(value)) {
        return loader_fail(&t->base, at, "the value is empty or holds a line break or another control character");
    }
    struct header header = {.name = name, .secret = secret_wrap(value)};
    LIST_PUSH(t->base.arena, c->headers, c->header_count, header);
    return RC_OK;
}

static enum rc load_bearer(const struct target_loader *t, struct credential *c, const struct value *v) {
    struct str token = STR_NONE;
    enum rc rc = target_text(t, v, &token);
    if (rc == RC_OK && token.len == 0) {
        rc = loader_fail(&t->base, v, "the bearer token is empty");
    }
    struct str value = str_printf(t->base.arena, "Bearer %.*s", STR_ARG(token));
    return rc == RC_OK ? add_header(t, c, v, STR("Authorization"), value) : rc;
}

static enum rc load_basic(const struct target_loader *t, struct credential *c, const struct value *v) {
    struct str pair = STR_NONE;
    enum rc rc = RC_OK;
    if (value_is(v, VALUE_STRING)) {
        rc = target_text(t, v, &pair);
    } else {
        struct str user = STR_NONE;
        struct str password = STR_NONE;
        rc = target_member(t, v, "user", &user);
        rc = rc == RC_OK ? target_member(t, v, "password", &password) : rc;
        pair = str_printf(t->base.arena, "%.*s:%.*s", STR_ARG(user), STR_ARG(password));
    }
    if (rc == RC_OK && str_find_char(pair, ':', 0) < 0) {
        rc = loader_fail(&t->base, v, "`basic` is \"user:password\" or { user: …, password: … }");
    }
    struct str value = str_printf(t->base.arena, "Basic %.*s", STR_ARG(codec_base64(t->base.arena, pair)));
    return rc == RC_OK ? add_header(t, c, v, STR("Authorization"), value) : rc;
}

static enum rc load_cookie(const struct target_loader *t, struct credential *c, const struct value *v) {
    struct str cookie = STR_NONE;
    enum rc rc = target_text(t, v, &cookie);
    return rc == RC_OK ? add_header(t, c, v, STR("Cookie"), cookie) : rc;
}

static enum rc load_headers(const struct target_loader *t, struct credential *c, const struct value *v) {
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < v->count; i++) {
        struct str value = STR_NONE;
        rc = target_text(t, v->members[i].value, &value);
        rc = rc == RC_OK ? add_header(t, c, v->members[i].value, v->members[i].key, value) : rc;
    }
    return rc;
}

static const struct form {
    const char *name;
    enum rc (*load)(const struct target_loader *t, struct credential *c,
                    const struct value *v); /* NULL: not supported */
} forms[] = {
    {"bearer", load_bearer}, {"basic", load_basic}, {"cookie", load_cookie}, {"header", load_headers},
    {"mtls", NULL},          {"oauth2", NULL},      {"command", NULL},       {"refresh", NULL},
};

static enum rc load_forms(const struct target_loader *t, struct credential *c, const struct value *v) {
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < sizeof(forms) / sizeof(forms[0]); i++) {
        const struct value *given = value_get_c(v, forms[i].name);
        if (given && !forms[i].load) {
            return loader_fail(
                &t->base, given,
                "`%s` is not supported by this version; give a bearer, header, basic or cookie, for example "
                "bearer: \"${env:TOKEN}\"",
                forms[i].name);
        }
        rc = given ? forms[i].load(t, c, given) : RC_OK;
    }
    return rc;
}

static enum rc load_one(const struct target_loader *t, struct credential *c, const struct value *v) {
    const struct principal *who = &t->base.pack->principals[c->principal];
    struct str subject = STR_NONE;
    enum rc rc = load_forms(t, c, v);
    rc = rc == RC_OK ? target_member(t, v, "subject", &subject) : rc;
    if (rc != RC_OK) {
        return rc;
    }
    if (who->is_anonymous && c->header_count > 0) {
        return loader_fail(&t->base, v, "'%.*s' is anonymous in the pack: it has no credential", STR_ARG(who->name));
    }
    if (!who->is_anonymous && c->header_count == 0) {
        return loader_fail(&t->base, v,
                           "this does not say how '%.*s' authenticates, for example bearer: \"${env:TOKEN}\"",
                           STR_ARG(who->name));
    }
    c->subject = subject.data ? subject : c->subject;
    c->is_given = true;
    return RC_OK;
}

/* A name that the pack does not know belongs to another pack, unless it looks like one that is missing here. */
static enum rc check_stranger(const struct target_loader *t, const struct value *principals, const struct member *m) {
    struct str *missing = NULL;
    size_t count = 0;
    for (size_t i = 0; i < t->base.pack->principal_count; i++) {
        struct str name = t->base.pack->principals[i].name;
        if (!value_get(principals, name)) {
            LIST_PUSH(t->base.arena, missing, count, name);
        }
    }
    if (!str_nearest(m->key, missing, count).data) {
        return RC_OK;
    }
    return loader_fail_key(&t->base, m, "the pack has no principal '%.*s'%s", STR_ARG(m->key),
                           loader_hint(&t->base, m->key, missing, count));
}

static bool has_same_headers(const struct credential *a, const struct credential *b) {
    bool is_same = a->header_count == b->header_count && a->header_count > 0;
    for (size_t i = 0; is_same && i < a->header_count; i++) {
        is_same = str_eq_ascii_case(a->headers[i].name, b->headers[i].name) &&
                  secret_is_same(a->headers[i].secret, b->headers[i].secret);
    }
    return is_same;
}

/* Two with one account show nothing of each other. */
static enum rc check_distinct(const struct target_loader *t, const struct member *m, size_t principal) {
    for (size_t i = 0; i < t->target->credential_count; i++) {
        if (i != principal && has_same_headers(&t->target->credentials[i], &t->target->credentials[principal])) {
            return loader_fail(&t->base, m->value,
                               "'%.*s' has the credential of '%.*s': each principal wants an account of his own",
                               STR_ARG(m->key), STR_ARG(t->base.pack->principals[i].name));
        }
    }
    return RC_OK;
}

static enum rc load_skips(const struct target_loader *t) {
    const struct value *skips = value_get_c(t->base.document, "skip");
    for (size_t i = 0; skips && i < skips->count; i++) {
        const struct member *m = &skips->members[i];
        size_t principal = pack_find_principal(t->base.pack, m->key);
        if (principal == NONE) {
            enum rc rc = check_stranger(t, skips, m);
            if (rc != RC_OK) {
                return rc;
            }
            continue;
        }
        if (principal == t->base.pack->owner) {
            return loader_fail_key(&t->base, m, "'%.*s' makes the things to ask for and cannot be skipped",
                                   STR_ARG(m->key));
        }
        struct str reason = str_trim(value_string(m->value, STR_NONE));
        if (reason.len == 0) {
            return loader_fail(&t->base, m->value, "the reason is empty: why is '%.*s' left out?", STR_ARG(m->key));
        }
        if (t->target->credentials[principal].is_given) {
            return loader_fail_key(&t->base, m, "'%.*s' is given under `principals`, and skipped here: which is it?",
                                   STR_ARG(m->key));
        }
        t->target->credentials[principal].skip_reason = reason;
    }
    return RC_OK;
}

enum rc credential_load_all(struct target_loader *t) {
    const struct pack *p = t->base.pack;
    const struct value *principals = value_get_c(t->base.document, "principals");
    t->target->credentials = ARENA_ARRAY(t->base.arena, struct credential, p->principal_count);
    t->target->credential_count = p->principal_count;
    for (size_t i = 0; i < p->principal_count; i++) {
        t->target->credentials[i] = (struct credential){
            .principal = i, .subject = p->principals[i].name, .is_given = p->principals[i].is_anonymous};
    }
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && principals && i < principals->count; i++) {
        const struct member *m = &principals->members[i];
        size_t principal = pack_find_principal(p, m->key);
        rc = principal == NONE ? check_stranger(t, principals, m)
                               : load_one(t, &t->target->credentials[principal], m->value);
        rc = rc == RC_OK && principal != NONE ? check_distinct(t, m, principal) : rc;
    }
    return rc == RC_OK ? load_skips(t) : rc;
}
