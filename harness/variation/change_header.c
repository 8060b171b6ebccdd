/* SPDX-License-Identifier: Apache-2.0
 *
 * change_header: variations of header lines. */
#include "change.h"

#define FAR_FUTURE "Fri, 31 Dec 2100 23:59:59 GMT"

static void add_header(const struct variation_context *c, struct request *r, struct str name, struct str value) {
    request_set_header(r, (struct header){.name = name, .value = value}, c->arena);
}

/* "x-task-id" */
void graft_header(const struct variation_context *c, struct request *r) {
    struct str name = str_replace(c->arena, c->slot_name, STR("_"), STR("-"));
    add_header(c, r, str_printf(c->arena, "x-%.*s", STR_ARG(name)), c->slot_value);
}

void change_content_type_none(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("content-type"), STR_NONE);
}

void change_content_type_text(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("content-type"), STR("text/plain"));
}

void change_content_type_form(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("content-type"), STR("application/x-www-form-urlencoded"));
}

void change_content_type_charset(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("content-type"), STR("application/json; charset=utf-8"));
}

void change_accept_html(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("accept"), STR("text/html"));
}

void change_accept_nothing(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("accept"), STR("application/x-nonesuch"));
}

void change_accept_encoding(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("accept-encoding"), STR("gzip, deflate"));
}

static struct str validator(const struct variation_context *c, const char *header, struct str otherwise) {
    struct str value = c->owner_answer ? exchange_header(c->owner_answer, header) : STR_NONE;
    return value.len > 0 ? value : otherwise;
}

void change_if_none_match(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("if-none-match"), validator(c, "etag", STR("*")));
}

void change_if_match(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("if-match"), validator(c, "etag", STR("*")));
}

void change_if_modified_since(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("if-modified-since"), validator(c, "last-modified", STR(FAR_FUTURE)));
}

void change_range(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("range"), STR("bytes=0-0"));
}

void change_expect(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("expect"), STR("100-continue"));
}

void change_override_method(const struct variation_context *c, struct request *r) {
    struct str method = str_eq(r->method, STR("GET")) ? STR("PUT") : STR("GET");
    add_header(c, r, STR("x-http-method-override"), method);
    add_header(c, r, STR("x-http-method"), method);
    add_header(c, r, STR("x-method-override"), method);
}

void change_origin(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("origin"), STR("https://nonesuch.example"));
}

void change_connection_close(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("connection"), STR("close"));
}

void change_forwarded(const struct variation_context *c, struct request *r) {
    add_header(c, r, STR("x-forwarded-for"), STR("127.0.0.1"));
    add_header(c, r, STR("x-real-ip"), STR("127.0.0.1"));
    add_header(c, r, STR("forwarded"), STR("for=127.0.0.1;proto=https"));
}

/* The first secret header keeps its name and gets a value of the same scheme that nobody has. */
void change_break_credential(const struct variation_context *c, struct request *r) {
    for (size_t i = 0; i < r->header_count; i++) {
        if (!secret_is_empty(r->headers[i].secret)) {
            struct str value =
                str_eq_ascii_case(r->headers[i].name, STR("authorization")) ? STR("Bearer nonesuch") : STR("nonesuch");
            add_header(c, r, r->headers[i].name, value);
            return;
        }
    }
}
