/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: rpc_parse, rpc_validate, rpc_content_fault. Properties: a body is malformed if and only if
 * parse_json refuses it; what is valid has a method whose name stands in the body as it is, one reference at most, and
 * a content that is good; what is refused leaves the request untouched and says why on one line, in words that are the
 * same when every string of the parameters is another. */
/* modules: lab_rpc mutate */
#include <assert.h>

#include <string.h>

#include "fuzz_target.h"
#include "mutate.h"
#include "parse.h"
#include "rpc.h"

static void check_valid(const struct value *root, const struct rpc_request *r, struct arena *a) {
    struct str method = value_string(value_get_c(root, "method"), STR_NONE);
    assert(r->method > RPC_UNKNOWN && r->method < RPC_METHOD_COUNT);
    assert(str_eq(method, str_from(rpc_method_name(r->method))));
    assert(!(r->task_id.data && r->task_name.data));
    assert(value_is(r->params, VALUE_OBJECT));
    assert(r->method != RPC_MESSAGE_SEND || r->content);
    assert(r->method == RPC_MESSAGE_SEND || !r->is_stream);
    bool takes_content = r->method == RPC_MESSAGE_SEND || r->method == RPC_EVENT_SEND;
    assert(!takes_content || !r->content || !rpc_content_fault(r->content, "", a).data);
}

static void check_refused(const struct rpc_request *r, struct str message) {
    assert(r->method == RPC_UNKNOWN && !r->params && !r->task_id.data && !r->task_name.data);
    assert(message.len > 0 && str_find_char(message, '\n', 0) < 0);
}

/* The object with one member replaced; everything else is shared with it. */
static struct value *with_member(struct arena *a, const struct value *object, struct str key, struct value *v) {
    struct value *copy = value_new_object(a);
    for (size_t i = 0; i < object->count; i++)
        value_add_member(a, copy, object->members[i].key, object->members[i].value);
    value_set(a, copy, key, v);
    return copy;
}

/* The same verdict in the same words for another reference. */
static void check_reference_is_unseen(const struct value *root, const char *member, struct str message,
                                      struct arena *a) {
    const struct value *params = value_get_c(root, "params");
    if (!value_is(value_get_c(params, member), VALUE_STRING))
        return;
    struct value *other = with_member(a, params, str_from(member), value_new_string(a, STR("another reference")));
    const struct value *body = with_member(a, root, STR("params"), other);
    struct rpc_request r = {0};
    struct str words = STR_NONE;
    assert(rpc_validate(body, a, &r, &words) == (message.data ? RPC_INVALID : RPC_VALID));
    assert(str_eq(words, message));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str body = str_of((const char *)data, size);
    struct arena a = {0};
    struct value *root = NULL;
    struct rpc_request r = {0};
    struct str message = STR_NONE;
    bool is_json = parse_json(body, &a, &root, NULL) == RC_OK;
    enum rpc_outcome outcome = rpc_parse(body, &a, &r, &message);
    assert((outcome == RPC_MALFORMED) == !is_json);
    if (outcome == RPC_VALID)
        check_valid(root, &r, &a);
    else
        check_refused(&r, message);
    if (is_json) {
        check_reference_is_unseen(root, "task_id", message, &a);
        check_reference_is_unseen(root, "task_name", message, &a);
    }
    arena_free(&a);
    return 0;
}

/* Half of the time by structure, from a valid body of each method; the engine's own way otherwise. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed) {
    static const struct str methods[] = {STR("task/create"), STR("message/send"), STR("event/send"), STR("task/cancel"),
                                         STR("task/interrupt")};
    static const struct mutate_seed seeds[] = {
        {STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"task/"
             "create\",\"params\":{\"name\":\"@@REF0@@\",\"params\":{}}}"),
         0},
        {STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"message/"
             "send\",\"params\":{\"task_id\":\"@@REF0@@\",\"content\":"
             "{\"type\":\"text\",\"author\":\"user\",\"content\":\"x\"}}}"),
         1},
        {STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"event/send\",\"params\":{\"task_name\":\"@@REF0@@\"}}"), 2},
        {STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"task/cancel\",\"params\":{\"task_id\":\"@@REF0@@\"}}"), 3},
        {STR("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"task/interrupt\",\"params\":{\"task_id\":\"@@REF0@@\"}}"), 4},
    };
    static const struct mutate_dictionary dictionary = {
        .methods = methods, .method_count = 5, .seeds = seeds, .seed_count = 5, .marker_count = 1};
    static struct arena a; /* its first block serves every call */
    struct rng rng;
    rng_init(&rng, seed);
    if (rng_coin(&rng)) {
        return LLVMFuzzerMutate(data, size, max_size);
    }
    arena_reset(&a);
    struct str body = mutate_body(&dictionary, str_copy(&a, str_of((const char *)data, size)), &rng, &a);
    size_t len = body.len < max_size ? body.len : max_size;
    memcpy(data, body.data ? body.data : "", len);
    return len;
}
