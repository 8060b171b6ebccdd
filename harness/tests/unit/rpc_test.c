/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of rpc.h: what is a request, what is not, and that the words depend on nothing but what is wrong. */
/* modules: lab_rpc */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "rpc.h"

#include "rows.h"

#define TEXT "{\"type\":\"text\",\"author\":\"user\",\"content\":\"hi\"}"
#define ONLY_METHODS \
    "body.method: Input should be 'event/send', 'task/cancel', 'message/send', 'task/create' or 'task/interrupt'"

static const struct {
    const char *name, *body;
    const char *task_id, *task_name;
    enum rpc_method method;
    bool is_stream;
} valid[] = {
    {"create without anything", "{\"method\":\"task/create\",\"params\":{}}", NULL, NULL, RPC_TASK_CREATE, false},
    {"create with a name", "{\"method\":\"task/create\",\"params\":{\"name\":\"n\"}}", NULL, "n", RPC_TASK_CREATE,
     false},
    {"create does not take task_id", "{\"method\":\"task/create\",\"params\":{\"task_id\":\"t\"}}", NULL, NULL,
     RPC_TASK_CREATE, false},
    {"message without a reference", "{\"method\":\"message/send\",\"params\":{\"content\":" TEXT "}}", NULL, NULL,
     RPC_MESSAGE_SEND, false},
    {"message by name, streamed",
     "{\"method\":\"message/send\",\"params\":{\"task_name\":\"n\",\"stream\":true,\"content\":" TEXT "}}", NULL, "n",
     RPC_MESSAGE_SEND, true},
    {"a null reference is none",
     "{\"method\":\"message/send\",\"params\":{\"task_id\":null,\"task_name\":\"n\",\"content\":" TEXT "}}", NULL, "n",
     RPC_MESSAGE_SEND, false},
    {"event without content", "{\"method\":\"event/send\",\"params\":{\"task_id\":\"t\"}}", "t", NULL, RPC_EVENT_SEND,
     false},
    {"cancel by id", "{\"method\":\"task/cancel\",\"params\":{\"task_id\":\"t\"}}", "t", NULL, RPC_TASK_CANCEL, false},
    {"interrupt by name", "{\"method\":\"task/interrupt\",\"params\":{\"task_name\":\"n\"}}", NULL, "n",
     RPC_TASK_INTERRUPT, false},
    {"an escaped solidus is the same name", "{\"method\":\"task\\/cancel\",\"params\":{\"task_id\":\"t\"}}", "t", NULL,
     RPC_TASK_CANCEL, false},
    {"an escaped letter is the same name", "{\"\\u006dethod\":\"tas\\u006b/cancel\",\"params\":{\"task_id\":\"t\"}}",
     "t", NULL, RPC_TASK_CANCEL, false},
    {"other members are ignored",
     "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"more\":1,\"method\":\"task/cancel\",\"params\":"
     "{\"task_id\":\"t\",\"stream\":true}}",
     "t", NULL, RPC_TASK_CANCEL, false},
};

static void rpc__valid_requests_are_read(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS(valid); i++) {
        struct arena a = {0};
        struct rpc_request r = {0};
        struct str message = STR_NONE;
        row_int(valid[i].name, rpc_parse(str_from(valid[i].body), &a, &r, &message), RPC_VALID);
        row_int(valid[i].name, r.method, valid[i].method);
        row_str(valid[i].name, r.task_id, valid[i].task_id);
        row_str(valid[i].name, r.task_name, valid[i].task_name);
        row_int(valid[i].name, r.is_stream, valid[i].is_stream);
        row_str(valid[i].name, message, NULL);
        arena_free(&a);
    }
}

static const struct {
    const char *name, *body;
    enum rpc_outcome outcome;
    const char *message;
} refused[] = {
    {"nothing", "", RPC_MALFORMED, "body: JSON decode error"},
    {"cut short", "{\"method\":\"task/cancel\"", RPC_MALFORMED, "body: JSON decode error"},
    {"two methods", "{\"method\":\"task/cancel\",\"method\":\"nope\",\"params\":{}}", RPC_MALFORMED,
     "body: JSON decode error"},
    {"a batch", "[{\"method\":\"task/cancel\",\"params\":{}}]", RPC_INVALID,
     "body: Input should be a valid dictionary"},
    {"null", "null", RPC_INVALID, "body: Input should be a valid dictionary"},
    {"no method", "{\"params\":{}}", RPC_INVALID, "body.method: Field required"},
    {"unknown method", "{\"method\":\"task/destroy\",\"params\":{\"task_id\":\"t\"}}", RPC_INVALID, ONLY_METHODS},
    {"upper case", "{\"method\":\"TASK/CANCEL\",\"params\":{\"task_id\":\"t\"}}", RPC_INVALID, ONLY_METHODS},
    {"blank behind", "{\"method\":\"task/cancel \",\"params\":{\"task_id\":\"t\"}}", RPC_INVALID, ONLY_METHODS},
    {"KELVIN SIGN", "{\"method\":\"tas\\u212a/cancel\",\"params\":{\"task_id\":\"t\"}}", RPC_INVALID, ONLY_METHODS},
    {"NUL behind", "{\"method\":\"task/cancel\\u0000\",\"params\":{\"task_id\":\"t\"}}", RPC_INVALID, ONLY_METHODS},
    {"method is a list", "{\"method\":[\"task/cancel\"],\"params\":{\"task_id\":\"t\"}}", RPC_INVALID, ONLY_METHODS},
    {"no params", "{\"method\":\"task/cancel\"}", RPC_INVALID, "body.params: Field required"},
    {"params is a list", "{\"method\":\"task/cancel\",\"params\":[]}", RPC_INVALID,
     "body.params: Input should be a valid dictionary"},
    {"no reference", "{\"method\":\"task/cancel\",\"params\":{}}", RPC_INVALID,
     "body.params: One of task_id and task_name is required"},
    {"both references", "{\"method\":\"task/cancel\",\"params\":{\"task_id\":\"t\",\"task_name\":\"n\"}}", RPC_INVALID,
     "body.params: Only one of task_id and task_name may be given"},
    {"reference is a number", "{\"method\":\"task/cancel\",\"params\":{\"task_id\":1}}", RPC_INVALID,
     "body.params.task_id: Input should be a valid string"},
    {"no content", "{\"method\":\"message/send\",\"params\":{}}", RPC_INVALID, "body.params.content: Field required"},
    {"content without a type", "{\"method\":\"message/send\",\"params\":{\"content\":{}}}", RPC_INVALID,
     "body.params.content: Input tag 'type' is not one of the expected tags"},
    {"content without an author",
     "{\"method\":\"event/send\",\"params\":{\"task_id\":\"t\",\"content\":{\"type\":\"text\"}}}", RPC_INVALID,
     "body.params.content.text.author: Input should be 'user' or 'agent'"},
    {"other version", "{\"jsonrpc\":\"1.0\",\"method\":\"task/create\",\"params\":{}}", RPC_INVALID,
     "body.jsonrpc: Input should be '2.0'"},
    {"id is an object", "{\"id\":{},\"method\":\"task/create\",\"params\":{}}", RPC_INVALID,
     "body.id: Input should be a valid integer or string"},
    {"several faults", "{\"id\":true,\"method\":\"task/create\",\"params\":{\"name\":1}}", RPC_INVALID,
     "body.id: Input should be a valid integer or string; body.params.name: Input should be a valid string"},
};

static void rpc__everything_else_is_refused_in_fixed_words(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS(refused); i++) {
        struct arena a = {0};
        struct rpc_request r = {0};
        struct str message = STR_NONE;
        row_int(refused[i].name, rpc_parse(str_from(refused[i].body), &a, &r, &message), refused[i].outcome);
        row_int(refused[i].name, r.method, RPC_UNKNOWN);
        row_str(refused[i].name, message, refused[i].message);
        arena_free(&a);
    }
}

static void rpc__names_and_methods_are_one_to_one(void **state) {
    (void)state;
    for (int m = RPC_UNKNOWN + 1; m < RPC_METHOD_COUNT; m++)
        assert_int_equal(rpc_method_from(str_from(rpc_method_name((enum rpc_method)m))), m);
    assert_int_equal(rpc_method_from(STR("")), RPC_UNKNOWN);
    assert_int_equal(rpc_method_from(STR_NONE), RPC_UNKNOWN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rpc__valid_requests_are_read),
        cmocka_unit_test(rpc__everything_else_is_refused_in_fixed_words),
        cmocka_unit_test(rpc__names_and_methods_are_one_to_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
