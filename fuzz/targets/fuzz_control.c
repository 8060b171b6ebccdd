/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: control_admit, control_handle, control_take_fault, control_play_fault, control_record. The input is
 * a method, a target and a token, a blank between them, a line feed, and a body. Properties: without the token there is
 * no admission; every answer is JSON with one of four statuses; a log's entries count upwards from `since`, are of the
 * endpoints asked for and no more than `limit`, and `next` leads behind them; a fault that was taken is met as often as
 * it says by whom it names, replaces or delays their answer, and is met by nobody once it is forgotten. */
/* modules: lab_control */
/* mutator: json */
#include <assert.h>

#include "control.h"
#include "fuzz_target.h"
#include "parse.h"

#define TOKEN "0123456789"
#define RECORDED 5
#define USES_MAX 3

static struct control *control_with_a_log(struct arena *a) {
    static const char *const endpoints[RECORDED] = {"check", "grant", "check", "a\"b", "revoke"};
    struct control *c = control_new(STR(TOKEN));
    for (size_t i = 0; i < RECORDED; i++) {
        struct value *entry = value_new_object(a);
        control_set_text(a, entry, STR("endpoint"), str_from(endpoints[i]));
        control_set_text(a, entry, STR("principal"), STR_NONE);
        control_record(c, entry);
    }
    return c;
}

static const struct value *answer_of(const struct serve_response *response, struct arena *a) {
    struct value *body = NULL;
    enum rc rc = parse_json(response->body, a, &body, NULL);
    assert(rc == RC_OK && response->header_count == 1 && str_eq(response->headers[0].value, STR("application/json")));
    return body;
}

static bool is_asked_for(struct str names, struct str endpoint) {
    if (names.len == 0)
        return true;
    while (names.data) {
        if (str_eq(str_cut(&names, ','), endpoint))
            return true;
    }
    return false;
}

static void check_log(const struct serve_request *request, const struct value *body, struct arena *a) {
    const struct value *entries = value_get_c(body, "entries");
    int64_t since = 0, limit = INT64_MAX, next = value_int(value_get_c(body, "next"), -1);
    (void)str_to_int64(serve_query_get(request, "since", a), &since);
    (void)str_to_int64(serve_query_get(request, "limit", a), &limit);
    struct str names = serve_query_get(request, "endpoint", a);
    assert(value_is(entries, VALUE_ARRAY) && (int64_t)entries->count <= limit && next >= 1 && next <= RECORDED + 1);
    int64_t last = 0;
    for (size_t i = 0; i < entries->count; i++) {
        const struct value *entry = value_at(entries, i);
        int64_t seq = value_int(value_get_c(entry, "seq"), 0);
        assert(seq > last && seq >= since && seq < next);
        assert(is_asked_for(names, value_string(value_get_c(entry, "endpoint"), STR_NONE)));
        last = seq;
    }
}

/* A fault is an answer of its own, or the true one late. */
static void check_played(enum control_fault fault, struct arena *a) {
    struct serve_response response = {0};
    control_answer(&response, a, 201, STR("true"));
    control_play_fault(fault, &response, a);
    bool is_true = response.status == 201 && str_eq(response.body, STR("true"));
    assert(fault != CONTROL_FAULT_NONE && is_true == (fault == CONTROL_FAULT_SLOW));
    assert((response.head_delay_ns > 0) == (fault == CONTROL_FAULT_SLOW || fault == CONTROL_FAULT_TIMEOUT));
}

static void check_fault_rule(struct control *c, const struct serve_request *request, struct arena *a) {
    struct value *rule = NULL;
    enum rc rc = parse_json(request->body, a, &rule, NULL);
    assert(rc == RC_OK);
    struct str endpoint = value_string(value_get_c(rule, "endpoint"), STR_NONE);
    struct str principal = value_string(value_get_c(rule, "principal"), STR("*"));
    int64_t count = value_int(value_get_c(rule, "count"), 1);
    bool is_lasting = value_int(value_get_c(rule, "ttl_ms"), 30000) >= 10000;
    for (int64_t i = 0; is_lasting && i < count && i < USES_MAX; i++)
        check_played(control_take_fault(c, endpoint, principal), a);
    assert(count > USES_MAX || control_take_fault(c, endpoint, principal) == CONTROL_FAULT_NONE || !is_lasting);
    struct serve_request forget = {.method = STR("DELETE"), .path = STR("/_nonesuch/faults")};
    struct serve_response response = {0};
    control_handle(c, &forget, &response, a);
    assert(response.status == 200 && control_take_fault(c, endpoint, principal) == CONTROL_FAULT_NONE);
}

static void check_request(struct control *c, const struct serve_request *request, struct arena *a) {
    struct serve_response response = {0};
    control_handle(c, request, &response, a);
    const struct value *body = answer_of(&response, a);
    assert(response.status == 200 || response.status == 404 || response.status == 422);
    assert(response.status == 200 || value_is(value_get_c(body, "message"), VALUE_STRING));
    if (response.status != 200)
        return;
    if (str_eq(request->method, STR("GET")))
        check_log(request, body, a);
    else if (str_eq(request->method, STR("POST")))
        check_fault_rule(c, request, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str body = str_of((const char *)data, size), line = str_cut(&body, '\n');
    struct str method = str_cut(&line, ' '), query = str_cut(&line, ' '), path = str_cut(&query, '?');
    struct arena a = {0};
    struct control *c = control_with_a_log(&a);
    struct serve_header header = {.name = STR("Authorization"), .value = line};
    struct serve_request request = {
        .method = method, .path = path, .query = query, .headers = &header, .header_count = 1, .body = body};
    struct serve_response refusal = {0};
    bool is_admitted = control_admit(c, &request, &refusal, &a);
    assert(is_admitted == (str_ends_with(line, STR(" " TOKEN)) && line.len == sizeof("Bearer " TOKEN) - 1 &&
                           str_eq_ascii_case(str_sub(line, 0, 6), STR("bearer"))));
    assert(is_admitted || refusal.status == 401);
    check_request(c, &request, &a);
    control_del(c);
    arena_free(&a);
    return 0;
}
