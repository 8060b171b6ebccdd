/* SPDX-License-Identifier: Apache-2.0
 *
 * Target function: errands_answer. The input is the body of a request to the agent. Properties: every answer is JSON,
 * or for message/send lines of it, with status 200; the request's id comes back as the value it was; a body without a
 * method is answered as an error; each leaves one entry, which names method, agent and task as the body does. */
/* modules: lab_agent */
/* mutator: json */
#include <assert.h>

#include "errands.h"
#include "fuzz_target.h"
#include "parse.h"

#define KEPT_BYTES 512 /* of a text, in the log */

static const struct value *parse(struct str text, struct arena *a) {
    struct value *v = NULL;
    enum rc rc = parse_json(text, a, &v, NULL);
    assert(rc == RC_OK);
    return v;
}

static void check_answer(const struct value *root, const struct serve_response *response, struct arena *a) {
    struct str method = value_string(value_get_c(root, "method"), STR_NONE);
    assert(response->status == 200);
    if (str_eq(method, STR("message/send"))) {
        struct str rest = response->body;
        for (struct str line = str_cut(&rest, '\n'); rest.data; line = str_cut(&rest, '\n'))
            assert(value_is(parse(line, a), VALUE_OBJECT));
        return;
    }
    const struct value *answer = parse(response->body, a), *id = value_get_c(root, "id");
    assert(id ? value_equal(value_get_c(answer, "id"), id) : value_is(value_get_c(answer, "id"), VALUE_NULL));
    assert((value_get_c(answer, "result") != NULL) == (method.data != NULL));
    assert((value_get_c(answer, "error") != NULL) == (method.data == NULL));
}

/* What the log says is what emit writes of the text: bytes of half a character at its cut come out as another one. */
static void check_same(const struct value *entry, const char *key, struct str text) {
    const struct value *kept = value_get_c(entry, key);
    if (!text.data)
        assert(value_is(kept, VALUE_NULL));
    else if (text.len <= KEPT_BYTES)
        assert(str_eq(value_string(kept, STR_NONE), text));
    else
        assert(value_string(kept, STR_NONE).len <= KEPT_BYTES + 2);
}

static void check_log(struct control *log, const struct value *root, struct arena *a) {
    struct serve_request request = {.method = STR("GET"), .path = STR("/_nonesuch/log")};
    struct serve_response response = {0};
    control_handle(log, &request, &response, a);
    const struct value *entries = value_get_c(parse(response.body, a), "entries");
    assert(value_is(entries, VALUE_ARRAY) && entries->count == 1);
    const struct value *entry = value_at(entries, 0);
    check_same(entry, "method", value_string(value_get_c(root, "method"), STR_NONE));
    check_same(entry, "agent", value_string(value_point(root, STR("/params/agent/id")), STR_NONE));
    check_same(entry, "task", value_string(value_point(root, STR("/params/task/id")), STR_NONE));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena a = {0};
    struct control *log = control_new(STR("control"));
    struct serve_request request = {
        .method = STR("POST"), .path = STR("/api"), .body = str_of((const char *)data, size)};
    struct serve_response response = {.status = 200};
    errands_answer(log, &request, &response, &a);
    struct value *root = NULL;
    if (parse_json(request.body, &a, &root, NULL) != RC_OK)
        root = NULL;
    check_answer(root, &response, &a);
    check_log(log, root, &a);
    control_del(log);
    arena_free(&a);
    return 0;
}
