/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of surface_id. */
/* modules: base scenario */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "rows.h"
#include "surface_id.h"

static void surface_id__http(void **state) {
    (void)state;
    static const struct {
        const char *method, *path, *key, *want;
    } rows[] = {
        {"GET", "/tasks/${task.id}", "id", "get.tasks.by_id"},
        {"GET", "/tasks/name/${task.name}", "name", "get.tasks.by_name"},
        {"GET", "/tasks/name/${task.name}/stream", "name", "get.tasks.stream.by_name"},
        {"GET", "/tasks/name/${task.id}", "id", "get.tasks.name.by_id"},
        {"POST", "/tasks/${task.id}/complete", "id", "post.tasks.complete.by_id"},
        {"GET", "/messages?task_id=${task.id}&limit=1", "task_id", "get.messages.by_task_id"},
        {"POST", "/checkpoints/get-tuple", "thread_id", "post.checkpoints.get-tuple.by_thread_id"},
        {"PUT", "/a//b~c/${t.id}.json", "x y", "put.a.b_c.by_x_y"},
        {"GET", "/", NULL, "get"},
        {"GET", "/agents/${agent.id}/schedules/name/${schedule.name}", "id",
         "get.agents.schedules.by_id.at_schedule_name"},
        {"POST", "/agents/${agent.id}/deployments/${deployment.id}/promote?dry=1", "id",
         "post.agents.deployments.promote.by_id.at_deployment_id"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct str id = surface_id_http(&a, str_from(rows[i].method), str_from(rows[i].path), str_from(rows[i].key));
        row_str(rows[i].path, id, rows[i].want);
        assert_true(surface_id_is_valid(id));
    }
    arena_free(&a);
}

static void surface_id__rpc(void **state) {
    (void)state;
    struct arena a = {0};
    row_str("by id", surface_id_rpc(&a, STR("message/send"), STR("id")), "rpc.message_send.by_id");
    row_str("without a key", surface_id_rpc(&a, STR("rpc.discover"), STR_NONE), "rpc.rpc_discover");
    arena_free(&a);
}

static void surface_id__valid(void **state) {
    (void)state;
    assert_true(surface_id_is_valid(STR("rpc.task_create.name")));
    assert_false(surface_id_is_valid(STR("")));
    assert_false(surface_id_is_valid(STR("a@b")));
    assert_false(surface_id_is_valid(STR("a/*")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(surface_id__http),
        cmocka_unit_test(surface_id__rpc),
        cmocka_unit_test(surface_id__valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
