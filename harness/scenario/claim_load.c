/* SPDX-License-Identifier: Apache-2.0
 *
 * claim_load: other ways to say who one is. */
#include "claim_load.h"

#include "request_load.h"

static enum rc check_holes(const struct loader *l, const struct value *at, struct claim *c) {
    struct reference_list references = {0};
    struct hole_scope scope = {.resource = NONE, .names_principals = true, .references = &references};
    struct request_template parts = {.path = STR("/"), .headers = c->headers, .body = c->body};
    enum rc rc = hole_check_request(l, &scope, &parts, at);
    c->references = ARENA_ARRAY(l->arena, struct slot, references.count);
    for (size_t i = 0; i < references.count; i++) {
        c->references[c->reference_count++] = references.items[i].slot;
    }
    return rc;
}

/* What a credential wants may be left out of a target, and is a secret. */
static enum rc check_wanted(struct loader *l, const struct value *d, struct claim *c) {
    const struct value *wants = value_get_c(d, "wants");
    struct pack *p = l->pack;
    struct str *names = ARENA_ARRAY(l->arena, struct str, p->variable_count);
    c->wants = value_string(wants, STR_NONE);
    for (size_t i = 0; wants && i < p->variable_count; i++) {
        names[i] = p->variables[i].name;
        if (str_eq(names[i], c->wants)) {
            p->variables[i].is_optional = true;
            return RC_OK;
        }
    }
    return !wants ? RC_OK
                  : loader_fail(l, wants, "there is no variable '%.*s'%s", STR_ARG(str_sub(c->wants, 0, 80)),
                                loader_hint(l, c->wants, names, p->variable_count));
}

static enum rc load_one(struct loader *l, const struct member *m) {
    const struct value *d = m->value;
    struct claim c = {.name = m->key,
                      .title = loader_string(d, "title"),
                      .is_victims = str_eq(loader_string(d, "of"), STR("victim")),
                      .is_alone = value_bool(value_get_c(d, "alone"), false),
                      .headers = value_get_c(d, "headers"),
                      .body = value_get_c(d, "body"),
                      .place = loader_place(l, d)};
    enum rc rc = loader_check_name(l, m, "a credential");
    if (rc == RC_OK && !c.headers && !c.body) {
        rc = loader_fail(l, d, "'%.*s' says nothing: give `headers` or `body`", STR_ARG(c.name));
    }
    rc = rc == RC_OK ? request_check_headers(l, c.headers) : rc;
    rc = rc == RC_OK ? check_holes(l, d, &c) : rc;
    rc = rc == RC_OK ? check_wanted(l, d, &c) : rc;
    LIST_PUSH(l->arena, l->pack->claims, l->pack->claim_count, c);
    return rc;
}

enum rc claim_load_all(struct loader *l) {
    const struct value *claims = value_get_c(l->document, "credentials");
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && claims && i < claims->count; i++) {
        rc = load_one(l, &claims->members[i]);
    }
    return rc;
}
