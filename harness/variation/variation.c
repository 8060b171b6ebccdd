/* SPDX-License-Identifier: Apache-2.0
 *
 * variation: the table of variations, and which of them make sense where. */
#include "variation.h"

#include "change.h"

static bool is_reading(const struct surface *s) {
    return str_eq(s->request.method, STR("GET"));
}

const char *variation_anywhere(const struct surface *s, enum slot_place place) {
    (void)s;
    (void)place;
    return NULL;
}

static const char *on_get(const struct surface *s, enum slot_place place) {
    (void)place;
    return is_reading(s) ? NULL : "only of a GET";
}

static const char *on_finite_get(const struct surface *s, enum slot_place place) {
    return s->request.until == UNTIL_BODY ? on_get(s, place) : "of no stream";
}

static const char *with_body(const struct surface *s, enum slot_place place) {
    (void)place;
    return s->request.body ? NULL : "only with a body";
}

static const char *with_plain_body(const struct surface *s, enum slot_place place) {
    return s->is_rpc ? "of an RPC call it is a batch" : with_body(s, place);
}

const char *variation_with_object(const struct surface *s, enum slot_place place) {
    (void)place;
    return s->request.body && value_is(s->request.body, VALUE_OBJECT) ? NULL : "only with a JSON object";
}

static const char *in_path(const struct surface *s, enum slot_place place) {
    (void)s;
    return place == SLOT_IN_PATH ? NULL : "only of a reference in the path";
}

static const char *in_url(const struct surface *s, enum slot_place place) {
    (void)s;
    return place == SLOT_IN_BODY ? "only of a reference in the URL" : NULL;
}

/* Where nothing in its place still makes a request of the same kind. */
static const char *in_text(const struct surface *s, enum slot_place place) {
    (void)s;
    return place == SLOT_IN_PATH ? "only of a reference in query or body" : NULL;
}

static const char *on_rpc(const struct surface *s, enum slot_place place) {
    (void)place;
    return s->is_rpc ? NULL : "only of an RPC call";
}

static const char *on_repeatable(const struct surface *s, enum slot_place place) {
    (void)place;
    return s->is_destructive ? "only of what can be done to one thing again and again" : NULL;
}

static const char *on_repeatable_object(const struct surface *s, enum slot_place place) {
    const char *reason = variation_with_object(s, place);
    return reason ? reason : on_repeatable(s, place);
}

static const struct variation table[] = {
    {"head", "HEAD on the same path", false, false, false, on_finite_get, change_to_head},
    {"options", "OPTIONS on the same path", false, false, false, variation_anywhere, change_to_options},
    {"wrong_method", "a method that the route does not have", false, false, false, variation_anywhere,
     change_to_wrong_method},
    {"trailing_slash", "a slash behind the path", true, false, false, variation_anywhere, change_add_trailing_slash},
    {"double_slash", "a doubled slash before the reference", true, false, false, in_path, change_double_slash},
    {"dot_segment", "a dot segment before the reference", true, false, false, in_path, change_add_dot_segment},
    {"upper_reference", "the reference in upper case", false, false, false, variation_anywhere,
     change_reference_to_upper},
    {"percent_reference", "the reference percent-encoded", false, false, false, in_url, change_reference_to_percent},
    {"null_reference", "null, or an empty value, in place of the reference", true, false, false, in_text,
     change_reference_to_null},
    {"warm", "right after the owner has read it", false, false, false, on_get, change_nothing},
    {"unknown_query", "a query parameter that nobody knows", false, false, false, variation_anywhere, change_add_query},
    {"malformed_json", "a body that is not JSON", false, false, false, with_body, change_break_json},
    {"truncated_json", "a body without its last byte", false, false, false, with_body, change_truncate_json},
    {"empty_body", "an empty body", true, false, false, with_body, change_empty_body},
    {"array_body", "the body in an array", false, false, false, with_plain_body, change_to_array},
    {"extra_field", "a member that nobody knows", false, false, false, variation_with_object, change_add_member},
    {"duplicate_key", "the first member twice", false, false, false, variation_with_object, change_repeat_member},
    {"wrong_type", "a number where another value belongs", false, false, false, variation_with_object, change_type},
    {"missing_field", "without its last member", true, false, false, variation_with_object, change_drop_member},
    {"oversized_body", "a body of more than a mebibyte", false, false, true, variation_with_object, change_oversize},
    {"no_content_type", "a body without its content type", false, false, false, with_body, change_content_type_none},
    {"text_content_type", "content type text/plain", false, false, false, with_body, change_content_type_text},
    {"form_content_type", "content type of an HTML form", false, false, false, with_body, change_content_type_form},
    {"charset_content_type", "content type with a charset", false, false, false, with_body,
     change_content_type_charset},
    {"accept_html", "Accept: text/html", false, false, false, variation_anywhere, change_accept_html},
    {"accept_nothing", "Accept of a type that nobody makes", false, false, false, variation_anywhere,
     change_accept_nothing},
    {"accept_encoding", "Accept-Encoding: gzip, deflate", false, false, false, variation_anywhere,
     change_accept_encoding},
    {"if_none_match", "If-None-Match with the real entity tag, or *", false, false, false, on_get,
     change_if_none_match},
    {"if_match", "If-Match with the real entity tag, or *", false, false, false, variation_anywhere, change_if_match},
    {"if_modified_since", "If-Modified-Since with the real time", false, false, false, on_get,
     change_if_modified_since},
    {"range", "Range: bytes=0-0", false, false, false, on_finite_get, change_range},
    {"expect_continue", "Expect: 100-continue", false, false, false, with_body, change_expect},
    {"method_override", "X-HTTP-Method-Override and its kin", true, false, false, variation_anywhere,
     change_override_method},
    {"origin", "Origin of another site", false, false, false, variation_anywhere, change_origin},
    {"connection_close", "Connection: close", false, false, false, variation_anywhere, change_connection_close},
    {"http2", "over HTTP/2", false, false, false, variation_anywhere, change_to_http2},
    {"forwarded", "X-Forwarded-For and its kin from inside", false, false, false, variation_anywhere, change_forwarded},
    {"malformed_credential", "a credential that is none", false, false, false, variation_anywhere,
     change_break_credential},
    {"stream", "params with stream: true", false, false, false, on_rpc, change_stream},
    {"notification", "an RPC call without an id", false, false, false, on_rpc, change_drop_rpc_id},
    {"graft_query", "the caller's own thing, with the reference as a query parameter", false, true, false,
     on_repeatable, graft_query},
    {"graft_body", "the caller's own thing, with the reference as a further member", false, true, false,
     on_repeatable_object, graft_body},
    {"graft_header", "the caller's own thing, with the reference in a header", false, true, false, on_repeatable,
     graft_header},
    {"batch", "an RPC call in a batch of one", false, false, false, on_rpc, change_to_array},
};

bool variation_is_conditional(const struct variation *v) {
    return str_starts_with(str_from(v->name), STR("if_"));
}

bool variation_is_warm(const struct variation *v) {
    return v->apply == change_nothing;
}

bool variation_is_over_http2(const struct variation *v) {
    return v->apply == change_to_http2;
}

size_t variation_count(void) {
    return sizeof table / sizeof *table;
}

const struct variation *variation_at(size_t index) {
    return index < variation_count() ? &table[index] : NULL;
}

const struct variation *variation_find(struct str name) {
    for (size_t i = 0; i < variation_count(); i++) {
        if (str_eq(name, str_from(table[i].name))) {
            return &table[i];
        }
    }
    return NULL;
}

static bool holds(struct str text, struct str resource, struct str field) {
    for (ptrdiff_t at = str_find(text, STR("${"), 0); at >= 0; at = str_find(text, STR("${"), (size_t)at + 1)) {
        struct str hole = str_from_index(text, (size_t)at + 2);
        bool is_it = str_starts_with(hole, resource) && str_starts_with(str_from_index(hole, resource.len), STR(".")) &&
                     str_starts_with(str_from_index(hole, resource.len + 1), field) &&
                     str_starts_with(str_from_index(hole, resource.len + 1 + field.len), STR("}"));
        if (is_it) {
            return true;
        }
    }
    return false;
}

enum slot_place variation_slot_place(const struct pack *pack, const struct surface *s) {
    const struct resource *r = &pack->resources[s->slot.resource];
    struct str query = s->request.path;
    struct str path = str_cut(&query, '?');
    if (holds(path, r->name, r->fields[s->slot.field].name)) {
        return SLOT_IN_PATH;
    }
    return query.data && holds(query, r->name, r->fields[s->slot.field].name) ? SLOT_IN_QUERY : SLOT_IN_BODY;
}
