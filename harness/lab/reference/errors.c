/* SPDX-License-Identifier: Apache-2.0
 *
 * errors: the writers of bodies. */
#include "errors.h"

#include "limits.h"

struct emit *answer_begin(struct api_call *c) {
    buf_free(&c->text);
    buf_init(&c->text, LIMIT_BODY_BYTES);
    emit_init(&c->emit, &c->text, /* indent = */ 0);
    return &c->emit;
}

void answer_bytes(struct api_call *c, int status, const char *type, struct str body) {
    c->response->status = status;
    c->response->header_count = 0;
    c->response->body = body;
    serve_header_add(c->response, c->arena, "server", STR("uvicorn"));
    if (type)
        serve_header_add(c->response, c->arena, "content-type", str_from(type));
}

void answer_send(struct api_call *c, int status) {
    if (c->text.truncated) {
        error_item(c, 500, STR("The answer is too large."));
        return;
    }
    answer_bytes(c, status, "application/json", str_copy(c->arena, buf_str(&c->text)));
}

void answer_row(struct api_call *c, const struct columns *t, struct row row) {
    columns_emit_row(answer_begin(c), t, row);
    answer_send(c, 200);
}

void answer_rows(struct api_call *c, const struct columns *t, const struct row *rows, size_t count) {
    struct emit *e = answer_begin(c);
    emit_array_begin(e);
    for (size_t i = 0; i < count; i++)
        columns_emit_row(e, t, rows[i]);
    emit_array_end(e);
    answer_send(c, 200);
}

void answer_done(struct api_call *c, struct str id, const char *message) {
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    emit_member_string(e, "id", id);
    emit_member_cstr(e, "message", message);
    emit_object_end(e);
    answer_send(c, 200);
}

void error_detail(struct api_call *c, int status, const char *text) {
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    emit_member_cstr(e, "detail", text);
    emit_object_end(e);
    answer_send(c, status);
}

void error_item(struct api_call *c, int status, struct str message) {
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    emit_member_string(e, "message", message);
    emit_member_int(e, "code", status);
    emit_key(e, "data");
    emit_null(e);
    emit_object_end(e);
    answer_send(c, status);
}

void error_invalid(struct api_call *c, struct str message) {
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    emit_member_int(e, "status_code", 10422);
    emit_member_string(e, "message", message);
    emit_key(e, "data");
    emit_null(e);
    emit_object_end(e);
    answer_send(c, 422);
}

static struct str absence_text(struct api_call *c, enum absence kind, struct str reference) {
    struct arena *a = c->arena;
    switch (kind) {
    case ABSENCE_ID: break;
    case ABSENCE_NAME: return str_printf(a, "Item with name '%.*s' does not exist.", STR_ARG(reference));
    case ABSENCE_API_KEY: return STR("Agent api_key not found.");
    case ABSENCE_DEPLOYMENT:
        return str_printf(a, "Deployment %.*s not found for agent %.*s", STR_ARG(reference),
                          STR_ARG(api_path_param(c, "id")));
    case ABSENCE_SCHEDULE:
        return str_printf(a, "Run schedule '%.*s' for agent '%.*s' does not exist.", STR_ARG(reference),
                          STR_ARG(api_path_param(c, "id")));
    }
    return str_printf(a, "Item with id '%.*s' does not exist.", STR_ARG(reference));
}

void error_absent(struct api_call *c, enum absence kind, struct str reference) {
    error_item(c, 404, absence_text(c, kind, reference));
}

void error_forbidden(struct api_call *c, struct str provider_text) {
    error_item(c, 403, provider_text.data ? provider_text : STR("Forbidden – principal lacks permission"));
}

void error_conflict(struct api_call *c) {
    error_item(c, 400, STR("Item already exists. Please check all unique constraints and try again."));
}
