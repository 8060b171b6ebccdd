/* SPDX-License-Identifier: Apache-2.0
 *
 * load: required and optional members, rows and filters. */
#include "load.h"

#include "defect_hooks.h"
#include "surface.h"

bool load_row(struct api_call *c, enum query query, struct str id, struct row *out) {
    if (store_row(c->server->store, c->arena, STATEMENT(query, id), out))
        return true;
    error_absent(c, ABSENCE_ID, id);
    return false;
}

bool load_body(struct api_call *c) {
    if (value_is(c->body, VALUE_OBJECT))
        return true;
    error_invalid(c, c->body ? STR("body: Input should be a valid dictionary") : STR("body: Field required"));
    return false;
}

static bool refuse(struct api_call *c, const char *name, const char *what) {
    error_invalid(c, str_printf(c->arena, "body.%s: %s", name, what));
    return false;
}

static const char *expected(enum value_kind kind) {
    return kind == VALUE_ARRAY ? "Input should be a valid list" : "Input should be a valid dictionary";
}

bool load_optional_string(struct api_call *c, const char *name, struct str *out) {
    const struct value *v = value_get_c(c->body, name);
    *out = value_string(v, STR_NONE);
    return !v || value_is(v, VALUE_NULL) || value_is(v, VALUE_STRING) ||
           refuse(c, name, "Input should be a valid string");
}

bool load_string(struct api_call *c, const char *name, struct str *out) {
    if (!value_get_c(c->body, name))
        return refuse(c, name, "Field required");
    return load_optional_string(c, name, out) && (out->data || refuse(c, name, "Input should be a valid string"));
}

bool load_optional_json(struct api_call *c, const char *name, enum value_kind kind, struct str *out) {
    const struct value *v = value_get_c(c->body, name);
    *out = STR_NONE;
    if (!v || value_is(v, VALUE_NULL))
        return true;
    if (!value_is(v, kind))
        return refuse(c, name, expected(kind));
    *out = emit_to_str(c->arena, v);
    return true;
}

bool load_json(struct api_call *c, const char *name, enum value_kind kind, struct str *out) {
    if (!value_get_c(c->body, name))
        return refuse(c, name, "Field required");
    return load_optional_json(c, name, kind, out) && (out->data || refuse(c, name, expected(kind)));
}

bool load_query(struct api_call *c, const char *name, struct str *out) {
    *out = api_query(c, name);
    if (out->data)
        return true;
    error_invalid(c, str_printf(c->arena, "query.%s: Field required", name));
    return false;
}

bool load_readable(struct api_call *c, enum resource_type type, struct str *ids) {
    struct provider_answer answer = provider_search(c, type, OP_READ, ids);
    if (answer.permission == PERMISSION_YES) {
        *ids = defects_readable_ids(c, type, *ids);
        return true;
    }
    error_item(c, answer.status, answer.text);
    return false;
}

bool load_agent_filter(struct api_call *c, struct str *id, bool *is_empty) {
    struct str by_id = api_query(c, "agent_id"), by_name = api_query(c, "agent_name");
    *id = STR_NONE;
    *is_empty = false;
    if (!by_id.data && !by_name.data)
        return true;
    enum lookup lookup = by_id.data ? LOOKUP_AGENT : LOOKUP_AGENT_NAME;
    enum name_claim claim = guard_filter(c, lookup, by_id.data ? by_id : by_name, id);
    *is_empty = claim == CLAIM_FREE;
    return claim != CLAIM_ANSWERED;
}
