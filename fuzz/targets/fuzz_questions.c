/* SPDX-License-Identifier: Apache-2.0
 *
 * Target function: questions_answer. The input is questions to an auth provider, one a line: an endpoint and a body,
 * for `authn` a credential, for `grants` what the control API is to write. Properties: every answer is JSON with one of
 * the contract's statuses; who asks is told the same about what is another tenant's as about what never was; the
 * registrations of one tenant, whatever else was asked, give nobody of the other anything: no check, no search, no
 * second registration; each question leaves one entry. */
/* modules: lab_auth_provider */
/* mutator: json */
#include <assert.h>

#include "emit.h"
#include "fuzz_target.h"
#include "parse.h"
#include "questions.h"

#define QUESTIONS_MAX 32
#define PRINCIPALS                                                                  \
    "{\"tenants\":{\"acme\":{\"users\":{\"alice\":{\"token\":\"token-of-alice\"}}," \
    "\"service_accounts\":{\"robot\":{\"token\":\"token-of-robot\"}}},"             \
    "\"globex\":{\"users\":{\"mallory\":{\"token\":\"token-of-mallory\"}}}}}"
#define MALLORY "{\"user_id\":\"mallory\",\"account_id\":\"globex\"}"

struct bench {
    struct questions *questions;
    struct arena *arena;
    size_t asked;
};

static struct serve_response ask(struct bench *b, struct str endpoint, struct str credential, struct str body) {
    struct serve_header header = {.name = STR("authorization"), .value = credential};
    const char *folder = str_eq(endpoint, STR("authn")) ? "" : "authz/";
    struct serve_request request = {.method = STR("POST"),
                                    .path = str_printf(b->arena, "/v1/%s%.*s", folder, STR_ARG(endpoint)),
                                    .headers = &header,
                                    .header_count = 1,
                                    .body = body};
    struct serve_response response = {0};
    questions_answer(b->questions, &request, &response, b->arena);
    b->asked += response.status != 404;
    return response;
}

static void check_answer(const struct serve_response *response, struct arena *a) {
    static const int statuses[] = {200, 401, 403, 404, 409, 422};
    bool is_known = false;
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        is_known = is_known || response->status == statuses[i];
    struct value *body = NULL;
    enum rc rc = parse_json(response->body, a, &body, NULL);
    assert(is_known && rc == RC_OK && value_is(body, VALUE_OBJECT));
}

/* A question of mallory's about the thing of an earlier body, or about one that never was. */
static struct serve_response mallory_asks(struct bench *b, const char *endpoint, struct str type, struct str selector) {
    struct arena *a = b->arena;
    struct str kind = emit_to_str(a, value_new_string(a, type)), name = emit_to_str(a, value_new_string(a, selector));
    struct str body = str_printf(
        a, "{\"principal\":" MALLORY ",\"resource\":{\"type\":%.*s,\"selector\":%.*s},\"operation\":\"read\"}",
        STR_ARG(kind), STR_ARG(name));
    return ask(b, str_from(endpoint), STR_NONE, body);
}

static bool is_listed(struct bench *b, struct str type, struct str selector) {
    struct arena *a = b->arena;
    struct str kind = emit_to_str(a, value_new_string(a, type));
    struct str body = str_printf(a, "{\"principal\":" MALLORY ",\"filter_resource\":%.*s}", STR_ARG(kind));
    struct serve_response response = ask(b, STR("search"), STR_NONE, body);
    struct value *root = NULL;
    enum rc rc = parse_json(response.body, a, &root, NULL);
    assert(rc == RC_OK && response.status == 200);
    const struct value *items = value_get_c(root, "items");
    for (size_t i = 0; items && i < items->count; i++) {
        if (str_eq(value_string(value_at(items, i), STR_NONE), selector))
            return true;
    }
    return false;
}

/* `body` registered something for somebody of acme just now. */
static void check_apart(struct bench *b, const struct value *body) {
    const struct value *resource = value_get_c(body, "resource");
    struct str type = value_string(value_get_c(resource, "type"), STR_NONE);
    struct str selector = value_string(value_get_c(resource, "selector"), STR_NONE);
    struct serve_response denied = mallory_asks(b, "check", type, selector);
    struct serve_response absent = mallory_asks(b, "check", type, STR("never registered: 8c1f"));
    assert(denied.status == 403 && absent.status == 403 && str_eq(denied.body, absent.body));
    assert(!is_listed(b, type, selector));
    assert(mallory_asks(b, "register", type, selector).status == 409);
    assert(mallory_asks(b, "deregister", type, selector).status == 403);
    assert(mallory_asks(b, "grant", type, selector).status == 200); /* kept, and gives nothing */
    assert(mallory_asks(b, "check", type, selector).status == 403);
}

/* By the control API a role is given and taken back, or it is said why not. */
static void check_grants(struct bench *b, struct str line) {
    struct serve_header header = {.name = STR("authorization"), .value = STR("bearer control")};
    struct serve_request request = {
        .method = STR("PUT"), .path = STR("/_nonesuch/grants"), .headers = &header, .header_count = 1, .body = line};
    struct serve_response put = {0}, removed = {0};
    questions_answer(b->questions, &request, &put, b->arena);
    request.method = STR("DELETE");
    questions_answer(b->questions, &request, &removed, b->arena);
    assert(put.status == 200 || put.status == 404 || put.status == 422);
    assert(put.status != 200 || removed.status == 200);
    request.path = STR("/v1/authz/check");
    questions_answer(b->questions, &request, &removed, b->arena);
    assert(removed.status == 405);
}

static void check_question(struct bench *b, struct str line) {
    struct str body = line, endpoint = str_cut(&body, ' ');
    if (str_eq(endpoint, STR("grants"))) {
        check_grants(b, body);
        return;
    }
    struct serve_response response = ask(b, endpoint, body, body);
    check_answer(&response, b->arena);
    struct value *root = NULL;
    bool is_registration = str_eq(endpoint, STR("register")) && response.status == 200;
    if (!is_registration || parse_json(body, b->arena, &root, NULL) != RC_OK)
        return;
    const struct value *account = value_point(root, STR("/principal/account_id"));
    if (str_eq(value_string(account, STR_NONE), STR("acme")))
        check_apart(b, root);
}

/* Without the token of the control API its answers are refusals. */
static void check_refused(struct bench *b, struct str text) {
    struct serve_request request = {.method = STR("PUT"), .path = STR("/_nonesuch/grants"), .body = text};
    struct serve_response response = {0};
    questions_answer(b->questions, &request, &response, b->arena);
    assert(response.status == 401);
}

static void check_log(struct bench *b) {
    struct serve_header header = {.name = STR("authorization"), .value = STR("bearer control")};
    struct serve_request request = {
        .method = STR("GET"), .path = STR("/_nonesuch/log"), .headers = &header, .header_count = 1};
    struct serve_response response = {0};
    struct value *log = NULL;
    questions_answer(b->questions, &request, &response, b->arena);
    enum rc rc = parse_json(response.body, b->arena, &log, NULL);
    assert(rc == RC_OK && value_get_c(log, "entries")->count == b->asked);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = str_of((const char *)data, size), rest = text;
    struct arena a = {0};
    struct bench b = {.arena = &a};
    struct value *principals = NULL;
    enum rc rc = parse_json(STR(PRINCIPALS), &a, &principals, NULL);
    assert(rc == RC_OK);
    rc = questions_new(STR("control"), principals, &b.questions, NULL);
    assert(rc == RC_OK);
    for (size_t i = 0; i < QUESTIONS_MAX && rest.data; i++)
        check_question(&b, str_cut(&rest, '\n'));
    check_refused(&b, text);
    check_log(&b);
    questions_del(b.questions);
    arena_free(&a);
    return 0;
}
