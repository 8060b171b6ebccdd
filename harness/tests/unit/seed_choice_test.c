/* SPDX-License-Identifier: Apache-2.0 */
/* modules: campaign */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "seed_choice.h"

#define SEND "{\"method\":\"event/send\",\"params\":"

static const struct str methods[] = {STR("task/cancel"), STR("event/send")};
static const struct stage_seed seeds[] = {
    {.method = STR("task/cancel"), .body = STR("{\"method\":\"task/cancel\",\"params\":{\"task_id\":\"@@REF0@@\"}}")},
    {.method = STR("event/send"), .body = STR(SEND "{\"task_id\":\"@@REF0@@\"}}")},
    {.method = STR("event/send"), .body = STR(SEND "{\"task_name\":\"@@REF1@@\"}}")},
    {.method = STR("event/send"), .body = STR(SEND "{\"task_name\":\"@@REF1@@\",\"stream\":true}}")},
    {.method = {0}, .body = STR("{\"method\":\"nonesuch\",\"params\":{\"task_id\":\"@@REF0@@\"}}")},
};

static void seed_choice__finds_what_a_body_is_like(void **state) {
    static const struct {
        const char *body;
        size_t seed;
    } rows[] = {
        {SEND "{\"task_id\":\"@@REF0@@\"}}", 1},
        {SEND "{\"task_name\":\"@@REF1@@\"}}", 2},
        {SEND "{\"task_name\" : \"@@REF1@@\", \"stream\":true}}", 3},
        {SEND "{\"task_name\":\"@@REF0@@\",\"content\":null}}", 2},
        {SEND "{\"task_id\":\"@@REF1@@\"}}", 1},
        {SEND "[\"@@REF1@@\"]}", 2},
        {SEND "{\"task_id\":\"x\",\"also\":[\"@@REF0@@\"]}}", 1},
        {SEND "{\"task_id\":\"x@@REF1@@\"}}", 2},
        {SEND "{}}", 1},
        {"{\"method\":\"task/cancel\",\"params\":{\"task_name\":\"@@REF1@@\",\"stream\":true}}", 0},
        {"{\"method\":\"else\",\"params\":{\"task_name\":\"@@REF1@@\"}}", 4},
        {"\"@@REF0@@\"", 4},
        {"", 4},
    };
    const struct stage_view view = {
        .seeds = seeds, .seed_count = sizeof seeds / sizeof *seeds, .methods = methods, .method_count = 2};
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str body = str_from(rows[i].body);
        struct body_class class = body_class_of(body, methods, 2, &a);
        size_t got = (size_t)(seed_choose(&view, body, &class) - seeds);
        if (got != rows[i].seed) {
            fail_msg("%s: seed %zu", rows[i].body, got);
        }
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seed_choice__finds_what_a_body_is_like),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
