/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of control.h without a network: the log as a ring, faults as rules. The API over HTTP is tested with the
 * servers that have it. */
/* modules: lab_control */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "control.h"
#include "limits.h"
#include "parse.h"

struct bench {
    struct control *control;
    struct arena arena;
};

static int start(void **state) {
    static struct bench b;
    b = (struct bench){.control = control_new(STR("secret"))};
    *state = &b;
    return 0;
}

static int stop(void **state) {
    struct bench *b = *state;
    control_del(b->control);
    arena_free(&b->arena);
    return 0;
}

static struct serve_response ask(struct bench *b, const char *method, const char *path, const char *rest) {
    bool has_body = strcmp(method, "GET") != 0;
    struct serve_request request = {
        .method = str_from(method),
        .path = str_from(path),
        .query = has_body ? STR_NONE : str_from(rest),
        .body = has_body ? str_from(rest) : STR_NONE,
    };
    struct serve_response response = {0};
    control_handle(b->control, &request, &response, &b->arena);
    return response;
}

static void record(struct bench *b, size_t count) {
    struct value *entry = value_new_object(&b->arena);
    control_set_text(&b->arena, entry, STR("a"), STR("x"));
    control_set_text(&b->arena, entry, STR("b"), STR_NONE);
    for (size_t i = 0; i < count; i++) {
        control_record(b->control, entry);
    }
}

static void control__log_is_read_from_where_one_was(void **state) {
    static const struct {
        const char *since, *log;
    } rows[] = {
        {"since=0", "{\"entries\":[{\"seq\":1,\"a\":\"x\",\"b\":null},{\"seq\":2,\"a\":\"x\",\"b\":null}],\"next\":3}"},
        {"", "{\"entries\":[{\"seq\":1,\"a\":\"x\",\"b\":null},{\"seq\":2,\"a\":\"x\",\"b\":null}],\"next\":3}"},
        {"since=2", "{\"entries\":[{\"seq\":2,\"a\":\"x\",\"b\":null}],\"next\":3}"},
        {"since=3", "{\"entries\":[],\"next\":3}"},
        {"since=9223372036854775807", "{\"entries\":[],\"next\":3}"},
        {"since=-9223372036854775808",
         "{\"entries\":[{\"seq\":1,\"a\":\"x\",\"b\":null},{\"seq\":2,\"a\":\"x\",\"b\":null}],\"next\":3}"},
    };
    struct bench *b = *state;
    assert_true(str_eq(ask(b, "GET", "/_nonesuch/log", "since=0").body, STR("{\"entries\":[],\"next\":1}")));
    record(b, 2);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(ask(b, "GET", "/_nonesuch/log", rows[i].since).body.data, rows[i].log);
    }
}

static void control__log_is_read_of_some_endpoints_and_in_part(void **state) {
    static const struct {
        const char *query, *log;
    } rows[] = {
        {"endpoint=grant,revoke",
         "{\"entries\":[{\"seq\":1,\"endpoint\":\"grant\"},{\"seq\":3,\"endpoint\":\"revoke\"}],\"next\":5}"},
        {"endpoint=grant&limit=1", "{\"entries\":[{\"seq\":1,\"endpoint\":\"grant\"}],\"next\":2}"},
        {"endpoint=rant", "{\"entries\":[],\"next\":5}"},
        {"since=2&limit=1", "{\"entries\":[{\"seq\":2,\"endpoint\":\"check\"}],\"next\":3}"},
    };
    static const char *const asked[] = {"grant", "check", "revoke", "check"};
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct value *entry = value_new_object(&b->arena);
        control_set_text(&b->arena, entry, STR("endpoint"), str_from(asked[i]));
        control_record(b->control, entry);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(ask(b, "GET", "/_nonesuch/log", rows[i].query).body.data, rows[i].log);
    }
}

static void control__oldest_entries_are_dropped(void **state) {
    struct bench *b = *state;
    record(b, LIMIT_LAB_LOG_ENTRIES + 4);
    struct str log = ask(b, "GET", "/_nonesuch/log", "since=0").body;
    assert_true(str_starts_with(log, STR("{\"entries\":[{\"seq\":5,")));
    assert_true(str_ends_with(log, STR("{\"seq\":200004,\"a\":\"x\",\"b\":null}],\"next\":200005}")));
}

static void control__entries_are_bounded(void **state) {
    struct bench *b = *state;
    struct str long_text = str_of(arena_alloc(&b->arena, 100000, 1), 100000);
    struct value *entry = value_new_object(&b->arena);
    control_set_text(&b->arena, entry, STR("a"), long_text);
    control_record(b->control, entry);
    assert_true(ask(b, "GET", "/_nonesuch/log", "").body.len < 4000);
}

static void control__fault_rules_fit_endpoint_and_principal(void **state) {
    struct bench *b = *state;
    ask(b, "POST", "/_nonesuch/faults", "{\"endpoint\":\"check\",\"principal\":\"erin\",\"kind\":\"502\"}");
    ask(b, "POST", "/_nonesuch/faults", "{\"endpoint\":\"*\",\"kind\":\"slow\",\"count\":2}");
    assert_int_equal(control_take_fault(b->control, STR("check"), STR("erin")), CONTROL_FAULT_502);
    assert_int_equal(control_take_fault(b->control, STR("check"), STR("erin")), CONTROL_FAULT_SLOW);
    assert_int_equal(control_take_fault(b->control, STR("authn"), STR_NONE), CONTROL_FAULT_SLOW);
    assert_int_equal(control_take_fault(b->control, STR("authn"), STR_NONE), CONTROL_FAULT_NONE);
    ask(b, "POST", "/_nonesuch/faults", "{\"endpoint\":\"check\",\"principal\":\"erin\",\"kind\":\"502\"}");
    assert_int_equal(control_take_fault(b->control, STR("check"), STR_NONE), CONTROL_FAULT_NONE);
    assert_int_equal(control_take_fault(b->control, STR("search"), STR("erin")), CONTROL_FAULT_NONE);
    assert_int_equal(ask(b, "DELETE", "/_nonesuch/faults", "").status, 200);
    assert_int_equal(control_take_fault(b->control, STR("check"), STR("erin")), CONTROL_FAULT_NONE);
}

static void control__a_fault_without_time_or_count_is_refused(void **state) {
    static const char *const rules[] = {
        "{\"endpoint\":\"x\",\"kind\":\"502\",\"count\":0}",
        "{\"endpoint\":\"x\",\"kind\":\"502\",\"ttl_ms\":0}",
        "{\"endpoint\":\"x\",\"kind\":\"502\",\"ttl_ms\":-9223372036854775808}",
    };
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        assert_int_equal(ask(b, "POST", "/_nonesuch/faults", rules[i]).status, 422);
}

static void control__an_endpoint_is_its_whole_name(void **state) {
    struct bench *b = *state;
    struct value *entry = value_new_object(&b->arena);
    control_set_text(&b->arena, entry, STR("endpoint"), STR("a\"b"));
    control_record(b->control, entry);
    assert_true(str_contains(ask(b, "GET", "/_nonesuch/log", "endpoint=a%22b").body, STR("seq")));
    assert_false(str_contains(ask(b, "GET", "/_nonesuch/log", "endpoint=a%5C").body, STR("seq")));
}

static void control__waiting_faults_are_bounded(void **state) {
    struct bench *b = *state;
    for (int i = 0; i < 64; i++) {
        assert_int_equal(ask(b, "POST", "/_nonesuch/faults", "{\"endpoint\":\"x\",\"kind\":\"502\"}").status, 200);
    }
    assert_int_equal(ask(b, "POST", "/_nonesuch/faults", "{\"endpoint\":\"x\",\"kind\":\"502\"}").status, 422);
}

static void control__admits_the_token_only(void **state) {
    static const struct {
        const char *credential;
        bool is_admitted;
    } rows[] = {
        {"Bearer secret", true},   {"bearer secret", true},   {"Bearer secre", false},
        {"Bearer secret2", false}, {"Bearer  secret", false}, {"secret", false},
        {"Basic secret", false},   {"Bearer", false},         {"", false},
    };
    struct bench *b = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct serve_header header = {STR("Authorization"), str_from(rows[i].credential)};
        struct serve_request request = {.headers = &header, .header_count = 1};
        struct serve_response response = {.status = 200};
        assert_int_equal(control_admit(b->control, &request, &response, &b->arena), rows[i].is_admitted);
        assert_int_equal(response.status, rows[i].is_admitted ? 200 : 401);
    }
}

static void control__an_empty_token_admits_nobody(void **state) {
    (void)state;
    struct arena a = {0};
    struct control *c = control_new(STR(""));
    struct serve_header header = {STR("authorization"), STR("Bearer ")};
    struct serve_request request = {.headers = &header, .header_count = 1};
    struct serve_response response = {0};
    assert_false(control_admit(c, &request, &response, &a));
    control_del(c);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(control__log_is_read_from_where_one_was, start, stop),
        cmocka_unit_test_setup_teardown(control__log_is_read_of_some_endpoints_and_in_part, start, stop),
        cmocka_unit_test_setup_teardown(control__oldest_entries_are_dropped, start, stop),
        cmocka_unit_test_setup_teardown(control__entries_are_bounded, start, stop),
        cmocka_unit_test_setup_teardown(control__fault_rules_fit_endpoint_and_principal, start, stop),
        cmocka_unit_test_setup_teardown(control__waiting_faults_are_bounded, start, stop),
        cmocka_unit_test_setup_teardown(control__a_fault_without_time_or_count_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(control__an_endpoint_is_its_whole_name, start, stop),
        cmocka_unit_test_setup_teardown(control__admits_the_token_only, start, stop),
        cmocka_unit_test(control__an_empty_token_admits_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
