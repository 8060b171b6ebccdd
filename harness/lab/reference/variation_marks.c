/* SPDX-License-Identifier: Apache-2.0
 *
 * variation_marks: looks at one request. */
#include "variation_marks.h"

#include "guard.h"
#include "parse.h"
#include "tokens.h"

static bool has_header(const struct api_call *c, const char *name) {
    return serve_header_get(c->request, name).data != NULL;
}

static bool header_has(const struct api_call *c, const char *name, const char *what) {
    return str_find_ascii_case(serve_header_get(c->request, name), str_from(what), 0) >= 0;
}

bool mark_is_method(const struct api_call *c, const char *method) {
    return str_eq(c->request->method, str_from(method));
}

bool mark_is_head(struct api_call *c) {
    return mark_is_method(c, "HEAD");
}

bool mark_is_options(struct api_call *c) {
    return mark_is_method(c, "OPTIONS");
}

bool mark_is_other_method(struct api_call *c) {
    return !mark_is_head(c) && !mark_is_options(c);
}

bool mark_has_trailing_slash(struct api_call *c) {
    return str_ends_with(c->request->path, STR("/"));
}

bool mark_has_double_slash(struct api_call *c) {
    return str_contains(c->request->path, STR("//"));
}

bool mark_has_dot_segment(struct api_call *c) {
    return str_contains(c->request->path, STR("/./"));
}

bool mark_has_percent(struct api_call *c) {
    return str_contains(c->request->path, STR("%"));
}

bool mark_has_upper_case(struct api_call *c) {
    return !str_eq(c->path, str_lower_ascii(c->arena, c->path));
}

bool mark_has_unknown_query(struct api_call *c) {
    static const char *const known[] = {"task_id", "limit", "page_number", "order_direction"};
    struct str rest = c->request->query;
    while (rest.data) {
        struct str value = str_cut(&rest, '&');
        struct str name = str_cut(&value, '=');
        bool is_known = false;
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
            is_known |= str_eq(name, str_from(known[i]));
        if (!is_known)
            return true;
    }
    return false;
}

static bool is_json(struct api_call *c) {
    struct token_tree unused;
    return tokens_scan(c->request->body, c->arena, &unused);
}

bool mark_is_malformed(struct api_call *c) {
    return c->request->body.len > 0 && !is_json(c) && str_ends_with(c->request->body, STR("}"));
}

bool mark_is_truncated(struct api_call *c) {
    return c->request->body.len > 0 && !is_json(c) && !str_ends_with(c->request->body, STR("}"));
}

bool mark_is_empty(struct api_call *c) {
    return c->request->body.len == 0;
}

bool mark_is_array(struct api_call *c) {
    return value_is(c->body, VALUE_ARRAY);
}

bool mark_is_too_large(struct api_call *c) {
    return c->response->status == 413;
}

/* JSON all right, and refused all the same. */
bool mark_has_duplicate(struct api_call *c) {
    return is_json(c) && !c->body && c->response->status == 422;
}

bool mark_has_extra_member(struct api_call *c) {
    for (size_t i = 0; value_is(c->body, VALUE_OBJECT) && i < c->body->count; i++) {
        struct str key = c->body->members[i].key;
        if (!str_eq(key, STR("task_metadata")) && !str_eq(key, STR("merge_params")) && !str_eq(key, STR("task_id")))
            return true;
    }
    return false;
}

bool mark_has_wrong_reason(struct api_call *c) {
    const struct value *reason = value_get_c(c->body, "reason");
    return reason && !value_is(reason, VALUE_STRING);
}

bool mark_has_no_reason(struct api_call *c) {
    return value_is(c->body, VALUE_OBJECT) && !value_get_c(c->body, "reason");
}

bool mark_has_no_content_type(struct api_call *c) {
    return c->request->body.len > 0 && !has_header(c, "content-type");
}

bool mark_has_empty_task(struct api_call *c) {
    struct str task = api_query(c, "task_id");
    return task.data && task.len == 0;
}

bool mark_is_text(struct api_call *c) {
    return header_has(c, "content-type", "text/plain");
}

bool mark_is_form(struct api_call *c) {
    return header_has(c, "content-type", "form-urlencoded");
}

bool mark_has_charset(struct api_call *c) {
    return header_has(c, "content-type", "charset");
}

bool mark_accepts_html(struct api_call *c) {
    return header_has(c, "accept", "text/html");
}

bool mark_accepts_nothing(struct api_call *c) {
    return has_header(c, "accept") && !mark_accepts_html(c) && !header_has(c, "accept", "json") &&
           !header_has(c, "accept", "*/*");
}

bool mark_accepts_gzip(struct api_call *c) {
    return header_has(c, "accept-encoding", "gzip");
}

bool mark_has_if_none_match(struct api_call *c) {
    return has_header(c, "if-none-match");
}

bool mark_has_if_match(struct api_call *c) {
    return has_header(c, "if-match");
}

bool mark_has_if_modified_since(struct api_call *c) {
    return has_header(c, "if-modified-since");
}

bool mark_has_range(struct api_call *c) {
    return has_header(c, "range");
}

bool mark_has_expectation(struct api_call *c) {
    return has_header(c, "expect");
}

bool mark_has_override(struct api_call *c) {
    return has_header(c, "x-http-method-override");
}

bool mark_has_origin(struct api_call *c) {
    return has_header(c, "origin");
}

bool mark_ends_connection(struct api_call *c) {
    return header_has(c, "connection", "close");
}

bool mark_is_from_inside(struct api_call *c) {
    return header_has(c, "x-forwarded-for", "127.0.0.1");
}

bool mark_is_http2(struct api_call *c) {
    return c->request->is_http2;
}

bool mark_has_bad_credential(struct api_call *c) {
    return has_header(c, "authorization") && c->response->status == 401;
}

bool mark_is_stream(struct api_call *c) {
    return value_bool(value_get_c(value_get_c(c->body, "params"), "stream"), false);
}

bool mark_is_notification(struct api_call *c) {
    return c->rpc_outcome == RPC_VALID && !value_get_c(c->body, "id");
}

/* ---- by what else it says who it is of ---- */

static bool has_token(const struct api_call *c) {
    return has_header(c, "authorization");
}

/* The caller was known by it: the key is a real one. */
bool mark_has_key_alone(struct api_call *c) {
    return has_header(c, "x-agent-api-key") && !has_token(c) && c->identity.tenant.data;
}

bool mark_has_key_beside(struct api_call *c) {
    return has_header(c, "x-agent-api-key") && has_token(c);
}

bool mark_has_identity_alone(struct api_call *c) {
    return has_header(c, "x-agent-identity") && !has_token(c);
}

bool mark_has_identity_beside(struct api_call *c) {
    return has_header(c, "x-agent-identity") && has_token(c);
}

bool mark_has_id_as_key(struct api_call *c) {
    struct str key = serve_header_get(c->request, "x-agent-api-key");
    return key.data && guard_resolve(c, LOOKUP_AGENT, key).data;
}

bool mark_has_expired(struct api_call *c) {
    return header_has(c, "authorization", "expired-");
}

bool mark_has_account(struct api_call *c) {
    return has_header(c, "x-selected-account-id");
}

bool mark_has_user_id(struct api_call *c) {
    return has_header(c, "x-user-id");
}

bool mark_has_body_principal(struct api_call *c) {
    return value_get_c(c->body, "principal") != NULL;
}
