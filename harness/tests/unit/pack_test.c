/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of pack. */
/* modules: base doc model */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "pack.h"
#include "rows.h"

/* task hangs on agent, note on task; alice owns, victor views tasks. */
static struct pack small_pack(void) {
    static struct str all[] = {STR("read"), STR("update")};
    static struct role roles[] = {{.name = STR("owner"), .operations = all, .operation_count = 2},
                                  {.name = STR("viewer"), .operations = all, .operation_count = 1}};
    static struct permission permissions[] = {{.type = STR("task"), .roles = roles, .role_count = 2}};
    static struct grant grants[] = {{.type = STR("task"), .role = STR("viewer")}};
    static struct principal principals[] = {
        {.name = STR("nobody"), .is_anonymous = true},
        {.name = STR("alice"), .tenant = STR("acme")},
        {.name = STR("victor"), .tenant = STR("acme"), .grants = grants, .grant_count = 1}};
    static struct field fields[] = {{.name = STR("id")}, {.name = STR("name")}};
    static struct resource resources[] = {
        {.name = STR("agent"), .parent = NONE},
        {.name = STR("task"), .parent = 0, .fields = fields, .field_count = 2},
        {.name = STR("note"), .parent = 1},
    };
    return (struct pack){.permissions = permissions,
                         .permission_count = 1,
                         .principals = principals,
                         .principal_count = 3,
                         .owner = 1,
                         .resources = resources,
                         .resource_count = 3};
}

static void pack__look_ups(void **state) {
    (void)state;
    struct pack p = small_pack();
    assert_int_equal(pack_find_principal(&p, STR("victor")), 2);
    assert_true(pack_find_principal(&p, STR("Victor")) == NONE);
    assert_int_equal(pack_find_resource(&p, STR("note")), 2);
    assert_true(pack_find_resource(&p, STR_NONE) == NONE);
    assert_int_equal(resource_find_field(&p.resources[1], STR("name")), 1);
    assert_true(resource_find_field(&p.resources[0], STR("name")) == NONE);
}

static void pack__roles(void **state) {
    (void)state;
    struct pack p = small_pack();
    row_str("the owner", pack_role_of(&p, 1, STR("task")), "owner");
    row_str("a grant", pack_role_of(&p, 2, STR("task")), "viewer");
    row_str("no grant of that type", pack_role_of(&p, 2, STR("agent")), NULL);
    row_str("anonymous", pack_role_of(&p, 0, STR("task")), NULL);
    assert_true(pack_role_grants(&p, STR("task"), STR("owner"), STR("update")));
    assert_true(pack_role_grants(&p, STR("task"), STR("viewer"), STR("read")));
    assert_false(pack_role_grants(&p, STR("task"), STR("viewer"), STR("update")));
    assert_false(pack_role_grants(&p, STR("task"), STR_NONE, STR("read")));
    assert_false(pack_role_grants(&p, STR("agent"), STR("owner"), STR("read")));
}

static void pack__ancestors(void **state) {
    (void)state;
    struct pack p = small_pack();
    assert_true(pack_is_ancestor(&p, 0, 1) && pack_is_ancestor(&p, 0, 2) && pack_is_ancestor(&p, 1, 2));
    assert_false(pack_is_ancestor(&p, 1, 1));
    assert_false(pack_is_ancestor(&p, 2, 0));
}

static void pack__names(void **state) {
    (void)state;
    assert_string_equal(policy_name(POLICY_HIDE_UNREADABLE), "hide-unreadable");
    assert_string_equal(policy_name(POLICY_DENY_ALL), "deny-all");
    assert_string_equal(environment_name(ENVIRONMENT_PRODUCTION), "production");
}

static void pack__where_http2_is_spoken(void **state) {
    (void)state;
    static const struct {
        const char *url;
        enum http2_use use;
        bool may_be;
    } rows[] = {
        {"http://h", HTTP2_NEGOTIATED, false},     {"https://h", HTTP2_NEGOTIATED, true},
        {"http://h", HTTP2_PRIOR_KNOWLEDGE, true}, {"https://h", HTTP2_PRIOR_KNOWLEDGE, true},
        {"http://h", HTTP2_NEVER, false},          {"https://h", HTTP2_NEVER, false},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct target t = {.base_url = str_from(rows[i].url), .http2 = rows[i].use};
        assert_int_equal(target_may_speak_http2(&t), rows[i].may_be);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pack__look_ups),
        cmocka_unit_test(pack__roles),
        cmocka_unit_test(pack__ancestors),
        cmocka_unit_test(pack__names),
        cmocka_unit_test(pack__where_http2_is_spoken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
