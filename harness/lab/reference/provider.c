/* SPDX-License-Identifier: Apache-2.0
 *
 * provider: bodies out, verdicts in. */
#include "provider.h"

#include "clock.h"
#include "defects.h"
#include "errors.h"
#include "limits.h"
#include "metrics.h"
#include "parse.h"
#include "rng.h"

#define PROVIDER_TIMEOUT_NS (5 * NS_PER_S)
#define RETRY_COUNT 3
#define RETRY_FIRST_NS (1 * NS_PER_MS)

const char *resource_type_name(enum resource_type t) {
    static const char *const names[RESOURCE_TYPE_COUNT] = {"agent", "task", "api_key", "schedule"};
    return names[t];
}

const char *operation_name(enum operation op) {
    static const char *const names[OPERATION_COUNT] = {"read", "create", "update", "delete", "execute", "cancel"};
    return names[op];
}

static struct call_answer post(struct api_call *c, const char *path, struct str body) {
    struct call_request request = {
        .url = arena_printf(c->arena, "%s%s", c->server->auth_url, path),
        .body = body,
        .timeout_ns = PROVIDER_TIMEOUT_NS,
    };
    return call_send(c->server->calls, &request, c->arena);
}

static void emit_resource(struct emit *e, const char *key, const struct resource *r) {
    emit_key(e, key);
    if (!r) {
        emit_null(e);
        return;
    }
    emit_object_begin(e);
    emit_member_cstr(e, "type", resource_type_name(r->type));
    emit_member_string(e, "selector", r->selector);
    emit_object_end(e);
}

/* What a question carries beside the principal. */
struct question {
    const struct resource *resource;
    const struct resource *parent;
    bool has_parent;
    const char *operation;   /* NULL: none */
    const char *filter_type; /* of a search, with `operation` */
};

static struct str write_question(struct api_call *c, struct question q) {
    struct buf out;
    buf_init(&out, LIMIT_BODY_BYTES);
    struct emit e;
    emit_init(&e, &out, /* indent = */ 0);
    emit_object_begin(&e);
    emit_key(&e, "principal");
    emit_raw(&e, c->identity.json);
    if (q.filter_type) {
        emit_member_cstr(&e, "filter_resource", q.filter_type);
        emit_member_cstr(&e, "filter_operation", q.operation);
    }
    if (q.resource)
        emit_resource(&e, "resource", q.resource);
    if (q.has_parent)
        emit_resource(&e, "parent", q.parent);
    if (q.operation && !q.filter_type)
        emit_member_cstr(&e, "operation", q.operation);
    emit_object_end(&e);
    struct str text = str_copy(c->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct provider_answer broken(int status, const char *text) {
    return (struct provider_answer){.permission = PERMISSION_BROKEN, .status = status, .text = str_from(text)};
}

/* NULL when it is none. */
static const struct value *read_json(struct api_call *c, struct str body) {
    struct value *root = NULL;
    return parse_json(body, c->arena, &root, NULL) == RC_OK ? root : NULL;
}

/* The provider's own words for a refusal, when it has some. */
static struct str refusal_text(struct api_call *c, struct str body) {
    const struct value *root = read_json(c, body);
    struct str text = value_string(value_get_c(root, "message"), STR_NONE);
    return text.data ? text : value_string(value_get_c(root, "detail"), STR_NONE);
}

/* Only a 200 with a JSON object, which goes to `out`, is a yes: a proxy's page is none. 404 for an unknown selector is
 * a refusal: anything else would tell absent from denied. */
static struct provider_answer judge_body(struct api_call *c, const struct call_answer *answer,
                                         const struct value **out) {
    switch (answer->status) {
    case 200:
        *out = read_json(c, answer->body);
        if (!value_is(*out, VALUE_OBJECT))
            return broken(502, "Bad gateway");
        return (struct provider_answer){.permission = PERMISSION_YES};
    case 403: return (struct provider_answer){.permission = PERMISSION_NO, .text = refusal_text(c, answer->body)};
    case 404: return (struct provider_answer){.permission = PERMISSION_NO};
    case 503: return broken(503, "Service temporarily unavailable");
    case 0: return broken(503, "Service unreachable or timed out");
    default: return broken(502, "Bad gateway");
    }
}

static struct provider_answer judge(struct api_call *c, const struct call_answer *answer) {
    const struct value *unused = NULL;
    return judge_body(c, answer, &unused);
}

struct provider_answer provider_check(struct api_call *c, enum resource_type type, struct str selector,
                                      enum operation op) {
    struct resource r = {type, selector};
    struct question q = {.resource = &r, .operation = operation_name(op)};
    struct call_answer answer = post(c, "/v1/authz/check", write_question(c, q));
    return judge(c, &answer);
}

struct provider_answer provider_search(struct api_call *c, enum resource_type type, enum operation op,
                                       struct str *ids) {
    struct question q = {.filter_type = resource_type_name(type), .operation = operation_name(op)};
    struct call_answer answer = post(c, "/v1/authz/search", write_question(c, q));
    const struct value *root = NULL;
    struct provider_answer verdict = judge_body(c, &answer, &root);
    if (verdict.permission == PERMISSION_NO) {
        *ids = STR("[]");
        return (struct provider_answer){.permission = PERMISSION_YES};
    }
    if (verdict.permission == PERMISSION_BROKEN)
        return verdict;
    const struct value *items = value_get_c(root, "items");
    bool is_unscoped = value_bool(value_get_c(root, "unscoped"), false);
    if (!is_unscoped && !value_is(items, VALUE_ARRAY))
        return broken(502, "Bad gateway");
    *ids = is_unscoped ? STR_NONE : emit_to_str(c->arena, items);
    return verdict;
}

static bool is_worth_another_try(int status) {
    return status == 503 || status == 502;
}

/* A row of ours that the provider is told of. */
struct dual_write {
    const char *op; /* "register": its endpoint */
    bool is_counted;
};

static int retry_count(const struct api_call *c) {
    bool is_more = defect_is_on(c, DEFECT_WRITES_RETRY_TOO_OFTEN);
    return defect_is_on(c, DEFECT_WRITES_RETRY_MISSING) ? 0 : RETRY_COUNT + is_more;
}

enum dual_write_event { EVENT_ATTEMPT, EVENT_RETRY, EVENT_SUCCESS, EVENT_FAILURE };

/* Tasks are what is counted; an uncounted failure is a defect. */
static void count_event(const struct api_call *c, const struct dual_write *w, enum dual_write_event event) {
    static const char *const names[] = {"task_fgac_dual_write.attempt", "task_fgac_dual_write.retry",
                                        "task_fgac_dual_write.success", "task_fgac_dual_write.failure"};
    bool is_lost = (event == EVENT_FAILURE && defect_is_on(c, DEFECT_WRITES_FAILURE_UNCOUNTED)) ||
                   (event == EVENT_RETRY && defect_is_on(c, DEFECT_WRITES_RETRY_UNCOUNTED));
    if (w->is_counted && !is_lost)
        metrics_count(c->server->metrics, names[event],
                      event == EVENT_FAILURE ? arena_printf(c->arena, "op:%s,exception_class:ServiceUnavailable", w->op)
                                             : arena_printf(c->arena, "op:%s", w->op));
}

static struct call_answer post_with_retry(struct api_call *c, const struct dual_write *w, struct str body) {
    const char *path = arena_printf(c->arena, "/v1/authz/%s", w->op);
    count_event(c, w, EVENT_ATTEMPT);
    struct call_answer answer = post(c, path, body);
    int64_t pause_ns = RETRY_FIRST_NS;
    int retries = retry_count(c);
    for (int i = 0; i < retries && is_worth_another_try(answer.status); i++) {
        int64_t jitter_ns = (int64_t)(entropy_u64() % (uint64_t)pause_ns);
        clock_sleep_ns(pause_ns + jitter_ns);
        pause_ns *= 2;
        count_event(c, w, EVENT_RETRY);
        answer = post(c, path, body);
    }
    count_event(c, w, answer.status == 200 ? EVENT_SUCCESS : EVENT_FAILURE);
    return answer;
}

/* A dual write either happened or is trouble of the provider: there is no plain no. */
static struct provider_answer judge_write(struct api_call *c, const struct call_answer *answer) {
    struct provider_answer verdict = judge(c, answer);
    return verdict.permission == PERMISSION_NO ? broken(502, "Bad gateway") : verdict;
}

struct provider_answer provider_register(struct api_call *c, struct resource thing, const struct resource *parent) {
    bool is_torn = thing.type == RESOURCE_TASK && defect_is_on(c, DEFECT_WRITES_WRONG_PARENT);
    struct question q = {.resource = &thing, .parent = is_torn ? NULL : parent, .has_parent = true};
    struct dual_write w = {.op = "register", .is_counted = thing.type == RESOURCE_TASK};
    struct call_answer answer = post_with_retry(c, &w, write_question(c, q));
    if (defect_is_on(c, DEFECT_WRITES_LOST))
        return (struct provider_answer){.permission = PERMISSION_YES};
    return judge_write(c, &answer);
}

struct provider_answer provider_grant(struct api_call *c, struct resource thing) {
    struct question q = {.resource = &thing, .operation = operation_name(OP_CREATE)};
    struct call_answer answer = post_with_retry(c, &(struct dual_write){.op = "grant"}, write_question(c, q));
    return judge_write(c, &answer);
}

void provider_revoke(struct api_call *c, struct resource thing) {
    struct question q = {.resource = &thing, .operation = operation_name(OP_CREATE)};
    post_with_retry(c, &(struct dual_write){.op = "revoke"}, write_question(c, q));
}

void provider_forget(struct api_call *c, struct resource thing, bool is_granted) {
    if (defect_is_on(c, DEFECT_WRITES_DEREGISTER_MISSING))
        return;
    struct dual_write w = {.op = "deregister", .is_counted = thing.type == RESOURCE_TASK};
    post_with_retry(c, &w, write_question(c, (struct question){.resource = &thing}));
    if (is_granted)
        provider_revoke(c, thing);
}

static bool is_of_the_hop(struct str name) {
    static const char *const names[] = {"content-length",    "host",   "connection",
                                        "transfer-encoding", "expect", "content-type"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_eq(name, str_from(names[i])))
            return true;
    return false;
}

struct call_answer provider_authn(struct api_call *c) {
    struct call_header *headers = ARENA_ARRAY(c->arena, struct call_header, c->request->header_count);
    size_t count = 0;
    for (size_t i = 0; i < c->request->header_count; i++) {
        struct str name = str_lower_ascii(c->arena, c->request->headers[i].name);
        if (!is_of_the_hop(name))
            headers[count++] = (struct call_header){name, c->request->headers[i].value};
    }
    struct call_request request = {
        .url = arena_printf(c->arena, "%s/v1/authn", c->server->auth_url),
        .headers = headers,
        .header_count = count,
        .body = STR("{}"),
        .timeout_ns = PROVIDER_TIMEOUT_NS,
    };
    return call_send(c->server->calls, &request, c->arena);
}
