/* SPDX-License-Identifier: Apache-2.0
 *
 * rpc: envelope and parameters of the five methods, as a table of what each takes. */
#include "rpc.h"

#include <assert.h>

#include "buf.h"
#include "limits.h"
#include "parse.h"

enum param_use { PARAM_OPTIONAL, PARAM_REQUIRED };

struct param {
    const char *name;
    enum value_kind kind;
    enum param_use use;
};

#define PARAM_MAX 5

struct method {
    const char *name;
    bool takes_task; /* task_id xor task_name */
    bool needs_task; /* one of them is required */
    struct param params[PARAM_MAX];
};

static const struct method methods[RPC_METHOD_COUNT] = {
    [RPC_UNKNOWN] = {.name = ""},
    [RPC_TASK_CREATE] = {.name = "task/create",
                         .params = {{"name", VALUE_STRING, PARAM_OPTIONAL},
                                    {"params", VALUE_OBJECT, PARAM_OPTIONAL},
                                    {"task_metadata", VALUE_OBJECT, PARAM_OPTIONAL}}},
    [RPC_MESSAGE_SEND] = {.name = "message/send",
                          .takes_task = true,
                          .params = {{"content", VALUE_OBJECT, PARAM_REQUIRED},
                                     {"stream", VALUE_BOOL, PARAM_OPTIONAL},
                                     {"task_params", VALUE_OBJECT, PARAM_OPTIONAL}}},
    [RPC_EVENT_SEND] = {.name = "event/send",
                        .takes_task = true,
                        .needs_task = true,
                        .params = {{"content", VALUE_OBJECT, PARAM_OPTIONAL}}},
    [RPC_TASK_CANCEL] = {.name = "task/cancel", .takes_task = true, .needs_task = true},
    [RPC_TASK_INTERRUPT] = {.name = "task/interrupt", .takes_task = true, .needs_task = true},
};

/* The list of what is wrong, "; " between its entries. */
struct complaints {
    struct buf text;
};

static void complain(struct complaints *c, const char *at, const char *what) {
    buf_append_cstr(&c->text, c->text.len > 0 ? "; " : "");
    buf_append_cstr(&c->text, at);
    buf_append_cstr(&c->text, ": ");
    buf_append_cstr(&c->text, what);
}

enum rpc_method rpc_method_from(struct str name) {
    for (int m = RPC_UNKNOWN + 1; m < RPC_METHOD_COUNT; m++)
        if (str_eq(name, str_from(methods[m].name)))
            return (enum rpc_method)m;
    return RPC_UNKNOWN;
}

const char *rpc_method_name(enum rpc_method m) {
    assert(m < RPC_METHOD_COUNT);
    return methods[m].name;
}

static const struct value *given(const struct value *object, const char *key) {
    const struct value *v = value_get_c(object, key);
    return value_is(v, VALUE_NULL) ? NULL : v;
}

static const char *expected_text(enum value_kind kind) {
    switch (kind) {
    case VALUE_STRING: return "Input should be a valid string";
    case VALUE_OBJECT: return "Input should be a valid dictionary";
    case VALUE_BOOL: return "Input should be a valid boolean";
    case VALUE_INT: return "Input should be a valid integer";
    case VALUE_ARRAY: return "Input should be a valid list";
    case VALUE_REAL: return "Input should be a valid number";
    case VALUE_NULL: break;
    }
    return "Input should be None";
}

static void check_param(struct complaints *c, const struct value *params, const struct param *p, struct arena *a) {
    const struct value *v = given(params, p->name);
    bool is_missing = !v && p->use == PARAM_REQUIRED;
    bool is_wrong = v && !value_is(v, p->kind);
    if (is_missing || is_wrong)
        complain(c, arena_printf(a, "body.params.%s", p->name), v ? expected_text(p->kind) : "Field required");
}

static void check_task(struct complaints *c, const struct value *params, const struct method *m) {
    const struct value *id = given(params, "task_id");
    const struct value *name = given(params, "task_name");
    if (id && !value_is(id, VALUE_STRING))
        complain(c, "body.params.task_id", expected_text(VALUE_STRING));
    if (name && !value_is(name, VALUE_STRING))
        complain(c, "body.params.task_name", expected_text(VALUE_STRING));
    if (id && name)
        complain(c, "body.params", "Only one of task_id and task_name may be given");
    if (m->needs_task && !id && !name)
        complain(c, "body.params", "One of task_id and task_name is required");
}

static void check_params(struct complaints *c, const struct value *params, const struct method *m, struct arena *a) {
    for (size_t i = 0; i < PARAM_MAX && m->params[i].name; i++)
        check_param(c, params, &m->params[i], a);
    if (m->takes_task)
        check_task(c, params, m);
    const struct value *content = given(params, "content");
    if (!value_is(content, VALUE_OBJECT))
        return;
    struct str fault = rpc_content_fault(content, "body.params.content", a);
    if (fault.data)
        buf_printf(&c->text, "%s%.*s", c->text.len > 0 ? "; " : "", STR_ARG(fault));
}

static enum rpc_method check_method(struct complaints *c, const struct value *body) {
    const struct value *v = value_get_c(body, "method");
    if (!v) {
        complain(c, "body.method", "Field required");
        return RPC_UNKNOWN;
    }
    enum rpc_method m = rpc_method_from(value_string(v, STR_NONE));
    if (m == RPC_UNKNOWN)
        complain(c, "body.method",
                 "Input should be 'event/send', 'task/cancel', 'message/send', 'task/create' or 'task/interrupt'");
    return m;
}

static void check_envelope(struct complaints *c, const struct value *body) {
    const struct value *version = given(body, "jsonrpc");
    if (version && !str_eq(value_string(version, STR_NONE), STR("2.0")))
        complain(c, "body.jsonrpc", "Input should be '2.0'");
    const struct value *id = given(body, "id");
    if (id && !value_is(id, VALUE_INT) && !value_is(id, VALUE_STRING))
        complain(c, "body.id", "Input should be a valid integer or string");
}

static void read_request(const struct value *params, enum rpc_method method, struct rpc_request *out) {
    bool takes_task = methods[method].takes_task;
    *out = (struct rpc_request){
        .method = method,
        .task_id = takes_task ? value_string(given(params, "task_id"), STR_NONE) : STR_NONE,
        .task_name = value_string(given(params, takes_task ? "task_name" : "name"), STR_NONE),
        .content = given(params, "content"),
        .params = params,
        .is_stream = method == RPC_MESSAGE_SEND && value_bool(given(params, "stream"), false),
    };
}

static enum rpc_method check_body(struct complaints *c, const struct value *body, struct arena *a) {
    if (!value_is(body, VALUE_OBJECT)) {
        complain(c, "body", "Input should be a valid dictionary");
        return RPC_UNKNOWN;
    }
    check_envelope(c, body);
    enum rpc_method method = check_method(c, body);
    const struct value *params = value_get_c(body, "params");
    if (!params)
        complain(c, "body.params", "Field required");
    else if (!value_is(params, VALUE_OBJECT))
        complain(c, "body.params", expected_text(VALUE_OBJECT));
    else
        check_params(c, params, &methods[method], a);
    return method;
}

enum rpc_outcome rpc_validate(const struct value *body, struct arena *a, struct rpc_request *out, struct str *message) {
    struct complaints c;
    buf_init(&c.text, LIMIT_LAB_BODY_BYTES);
    enum rpc_method method = check_body(&c, body, a);
    bool is_valid = c.text.len == 0;
    if (is_valid)
        read_request(value_get_c(body, "params"), method, out);
    else
        *message = str_copy(a, buf_str(&c.text));
    buf_free(&c.text);
    assert(!is_valid || method != RPC_UNKNOWN);
    return is_valid ? RPC_VALID : RPC_INVALID;
}

enum rpc_outcome rpc_parse(struct str body, struct arena *a, struct rpc_request *out, struct str *message) {
    struct value *root = NULL;
    if (parse_json(body, a, &root, NULL) != RC_OK) {
        *message = STR("body: JSON decode error");
        return RPC_MALFORMED;
    }
    return rpc_validate(root, a, out, message);
}

/* What each type of content must carry beside `author`. */
static const struct {
    const char *type, *member;
    enum value_kind kind;
} contents[] = {
    {"text", "content", VALUE_STRING},
    {"data", "data", VALUE_OBJECT},
    {"reasoning", "summary", VALUE_ARRAY},
    {"tool_request", "arguments", VALUE_OBJECT},
    {"tool_response", "tool_call_id", VALUE_STRING},
};

static bool author_is_known(const struct value *content) {
    struct str author = value_string(value_get_c(content, "author"), STR_NONE);
    return str_eq(author, STR("user")) || str_eq(author, STR("agent"));
}

struct str rpc_content_fault(const struct value *content, const char *at, struct arena *a) {
    if (!value_is(content, VALUE_OBJECT))
        return str_printf(a, "%s: %s", at, content ? expected_text(VALUE_OBJECT) : "Field required");
    struct str type = value_string(value_get_c(content, "type"), STR_NONE);
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        if (!str_eq(type, str_from(contents[i].type)))
            continue;
        if (!author_is_known(content))
            return str_printf(a, "%s.%s.author: Input should be 'user' or 'agent'", at, contents[i].type);
        const struct value *v = value_get_c(content, contents[i].member);
        if (!value_is(v, contents[i].kind))
            return str_printf(a, "%s.%s.%s: %s", at, contents[i].type, contents[i].member,
                              v ? expected_text(contents[i].kind) : "Field required");
        return STR_NONE;
    }
    return str_printf(a, "%s: Input tag 'type' is not one of the expected tags", at);
}
