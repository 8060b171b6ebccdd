/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of deployment.h: the target file can be read back and leads to what runs. */
/* modules: lab_deployment lab_call */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "call.h"
#include "clock.h"
#include "deployment.h"
#include "parse.h"

struct bench {
    struct deployment *deployment;
    struct call_pool *pool;
    struct arena arena;
    struct value *target;
};

static int start(void **state) {
    static struct bench b;
    b = (struct bench){.pool = call_pool_new()};
    *state = &b;
    if (deployment_start(&(struct deployment_options){0}, &b.deployment, NULL) != RC_OK) {
        return -1;
    }
    return parse_yaml(deployment_target(b.deployment), &b.arena, &b.target, NULL) == RC_OK ? 0 : -1;
}

static int stop(void **state) {
    struct bench *b = *state;
    deployment_stop(b->deployment);
    call_pool_del(b->pool);
    arena_free(&b->arena);
    return 0;
}

static struct str point(const struct bench *b, const char *pointer) {
    return value_string(value_point(b->target, str_from(pointer)), STR(""));
}

static int status_of(struct bench *b, struct str base, const char *path, struct str token) {
    struct call_header credential = {STR("authorization"), str_printf(&b->arena, "Bearer %.*s", STR_ARG(token))};
    return call_send(b->pool,
                     &(struct call_request){
                         .method = "GET",
                         .url = arena_printf(&b->arena, "%.*s%s", STR_ARG(base), path),
                         .headers = &credential,
                         .header_count = 1,
                         .timeout_ns = 10 * NS_PER_S,
                     },
                     &b->arena)
        .status;
}

static void deployment__target_leads_to_the_servers(void **state) {
    struct bench *b = *state;
    struct str base = point(b, "/base_url");
    assert_string_equal(base.data, deployment_url(b->deployment));
    assert_string_equal(point(b, "/environment").data, "isolated");
    assert_int_equal(status_of(b, base, "/agents", point(b, "/principals/alice/bearer")), 200);
    assert_int_equal(status_of(b, base, "/agents", point(b, "/principals/robot/bearer")), 200);
    assert_int_equal(status_of(b, base, "/agents", STR("nobody")), 401);
    assert_int_equal(status_of(b, point(b, "/variables/acp_url"), "/healthz", STR("")), 200);
}

static void deployment__target_leads_to_the_observers(void **state) {
    static const char *const observers[] = {"auth_provider", "agent"};
    struct bench *b = *state;
    for (size_t i = 0; i < 2; i++) {
        struct str control = point(b, arena_printf(&b->arena, "/observers/%s/control", observers[i]));
        struct str token = point(b, arena_printf(&b->arena, "/observers/%s/token", observers[i]));
        assert_int_equal(status_of(b, control, "/_nonesuch/log", token), 200);
        assert_int_equal(status_of(b, control, "/_nonesuch/log", STR("x")), 401);
    }
}

static void deployment__banner_tells_how_to_try(void **state) {
    struct bench *b = *state;
    struct str banner = deployment_banner(b->deployment);
    assert_true(str_contains(banner, point(b, "/principals/alice/bearer")));
    assert_true(str_contains(banner, STR("curl -H 'authorization: Bearer ")));
}

static void deployment__tokens_are_made_afresh(void **state) {
    struct bench *b = *state;
    struct deployment *other = NULL;
    assert_int_equal(deployment_start(&(struct deployment_options){0}, &other, NULL), RC_OK);
    assert_false(str_contains(deployment_target(other), point(b, "/principals/alice/bearer")));
    deployment_stop(other);
}

static void deployment__faults_of_its_parts_come_through(void **state) {
    struct bench *b = *state;
    struct str url = str_from(deployment_url(b->deployment));
    int64_t port = 0;
    struct str rest = str_from_index(url, strlen("http://127.0.0.1:"));
    assert_true(str_to_int64(rest, &port));
    struct deployment *other = NULL;
    struct fault f = {0};
    struct deployment_options taken = {.port = (uint16_t)port};
    assert_int_equal(deployment_start(&taken, &other, &f), RC_NET);
    f = (struct fault){0};
    struct str defect = STR("no-such-defect");
    struct deployment_options unknown = {.defects = &defect, .defect_count = 1};
    assert_int_equal(deployment_start(&unknown, &other, &f), RC_USAGE);
    assert_null(other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(deployment__target_leads_to_the_servers),
        cmocka_unit_test(deployment__target_leads_to_the_observers),
        cmocka_unit_test(deployment__banner_tells_how_to_try),
        cmocka_unit_test(deployment__tokens_are_made_afresh),
        cmocka_unit_test(deployment__faults_of_its_parts_come_through),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
