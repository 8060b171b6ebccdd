/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of matrix. */
/* modules: matrix scenario */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "matrix.h"
#include "rows.h"
#include "scenario.h"

/* Messages have no permission type of their own: they are secondary below their task. */
#define PACK(policy)                                                                                                  \
    "nonesuch: 1\npack: tasks\npolicy: " policy "\n"                                                                  \
    "permissions:\n"                                                                                                  \
    "  agent: { owner: [read, update], viewer: [read] }\n"                                                            \
    "  task: { owner: [read, update, delete], editor: [read, update], viewer: [read] }\n"                             \
    "principals:\n"                                                                                                   \
    "  alice: { tenant: acme }\n  erin: { tenant: acme, grants: { agent: viewer, task: editor } }\n"                  \
    "  victor: { tenant: acme, grants: { task: viewer } }\n  olga: { tenant: acme }\n  mallory: { tenant: globex }\n" \
    "  nobody: { anonymous: true }\n"                                                                                 \
    "resources:\n"                                                                                                    \
    "  agent: { create: { request: POST /agents, capture: { id: /id } }, read: 'GET /agents/${agent.id}' }\n"         \
    "  task: { parent: agent, create: { request: 'POST /agents/${agent.id}', capture: { id: /id } }, read: 'GET "     \
    "/tasks/${task.id}' }\n"                                                                                          \
    "  message: { parent: task, create: { request: 'POST /tasks/${task.id}', capture: { id: /id } } }\n"              \
    "surfaces:\n"                                                                                                     \
    "  - { id: read, request: 'GET /tasks/${task.id}', needs: [task.read] }\n"                                        \
    "  - { id: update, request: 'PUT /tasks/${task.id}', needs: [task.update] }\n"                                    \
    "  - { id: delete, request: 'DELETE /tasks/${task.id}', needs: [task.delete] }\n"                                 \
    "  - { id: both, request: 'PUT /agents/${agent.id}/tasks/${task.id}', needs: [agent.update, task.update] }\n"     \
    "  - { id: below, request: 'GET /tasks/${task.id}/messages/${message.id}', needs: [task.read] }\n"                \
    "  - { id: named, request: 'DELETE /agents/${agent.id}/tasks/${task.id}', needs: [task.delete, agent.read], "     \
    "secondary: [task.id] }\n"

static const char *const PACKS[] = {[POLICY_HIDE_UNREADABLE] = PACK("hide-unreadable"),
                                    [POLICY_HIDE_ALL] = PACK("hide-all"),
                                    [POLICY_DENY_ALL] = PACK("deny-all")};

static struct pack load(struct arena *a, enum policy policy) {
    struct pack p;
    struct fault f = {0};
    if (scenario_load_pack(str_from(PACKS[policy]), "pack", a, &p, &f) != RC_OK)
        fail_msg("%s", f.text);
    return p;
}

static const struct surface *find_surface(const struct pack *p, const char *id) {
    for (size_t i = 0; i < p->surface_count; i++) {
        if (str_eq(p->surfaces[i].id, str_from(id)))
            return &p->surfaces[i];
    }
    for (size_t i = 0; i < p->surface_count; i++)
        print_error("surface %.*s\n", STR_ARG(p->surfaces[i].id));
    fail_msg("no surface %s", id);
    return NULL;
}

struct matrix_row {
    enum policy policy;
    const char *surface, *principal;
    bool among_victims;
    enum expected want;
    const char *guard; /* the operation that is not granted; NULL: all are */
    bool is_about_slot, slot_was_granted;
};

#define HU POLICY_HIDE_UNREADABLE
#define HA POLICY_HIDE_ALL
#define DA POLICY_DENY_ALL

static const struct matrix_row ROWS_OF_CASES[] = {
    {HU, "read", "alice", true, EXPECT_ALLOWED, NULL, false, true},
    {HU, "read", "victor", true, EXPECT_ALLOWED, NULL, false, true},
    {HU, "update", "victor", true, EXPECT_FORBIDDEN, "update", true, false},
    {HA, "update", "victor", true, EXPECT_HIDDEN, "update", true, false},
    {DA, "update", "victor", true, EXPECT_DENIED, "update", true, false},
    {HU, "update", "erin", true, EXPECT_ALLOWED, NULL, false, true},
    {HU, "delete", "erin", true, EXPECT_FORBIDDEN, "delete", true, false},
    {HU, "read", "olga", true, EXPECT_HIDDEN, "read", true, false},
    {HU, "delete", "mallory", true, EXPECT_HIDDEN, "delete", true, false},
    {HA, "read", "mallory", true, EXPECT_HIDDEN, "read", true, false},
    {DA, "read", "mallory", true, EXPECT_DENIED, "read", true, false},
    {HU, "read", "nobody", true, EXPECT_UNAUTHENTICATED, NULL, false, false},
    {DA, "read", "nobody", true, EXPECT_UNAUTHENTICATED, NULL, false, false},
    /* Two guards: the first that does not hold decides. */
    {HU, "both", "erin", true, EXPECT_FORBIDDEN, "update", true, false},
    {HU, "both", "victor", true, EXPECT_HIDDEN, "update", true, false},
    {HU, "both@task.id", "erin", true, EXPECT_FORBIDDEN, "update", false, false},
    {HU, "both@task.id", "victor", false, EXPECT_FORBIDDEN, "update", true, false},
    {HU, "both@task.id", "mallory", false, EXPECT_HIDDEN, "update", true, false},
    {HU, "both@task.id", "alice", true, EXPECT_ALLOWED, NULL, false, true},
    /* A secondary slot below the caller's own parent is absent for everybody. */
    {HU, "below@message.id", "erin", false, EXPECT_HIDDEN, NULL, true, false},
    {HU, "below@message.id", "erin", true, EXPECT_ALLOWED, NULL, false, true},
    {HU, "below@message.id", "mallory", true, EXPECT_HIDDEN, "read", false, false},
    {DA, "below@message.id", "mallory", true, EXPECT_DENIED, "read", false, false},
    /* So is one that the author calls secondary, though the caller may read it where it is. */
    {HU, "named@task.id", "erin", false, EXPECT_HIDDEN, "delete", true, false},
    {HU, "named@task.id", "erin", true, EXPECT_FORBIDDEN, "delete", true, false},
};

static void matrix_expect__cases(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS(ROWS_OF_CASES); i++) {
        const struct matrix_row *row = &ROWS_OF_CASES[i];
        struct arena a = {0};
        struct pack p = load(&a, row->policy);
        size_t principal = pack_find_principal(&p, str_from(row->principal));
        struct matrix_case c = {&p, find_surface(&p, row->surface), principal, p.owner, row->among_victims};
        struct matrix_answer got = matrix_expect(&c);
        const char *name = str_printf(&a, "%zu: %s as %s", i, row->surface, row->principal).data;
        row_str(name, str_from(expected_name(got.expected)), expected_name(row->want));
        row_str(name, got.guard ? got.guard->operation : STR_NONE, row->guard);
        row_int(name, got.is_about_slot, row->is_about_slot);
        row_int(name, got.slot_was_granted, row->slot_was_granted);
        arena_free(&a);
    }
}

static void matrix_may_read__standings(void **state) {
    (void)state;
    static const struct {
        const char *principal, *owner, *resource;
        bool want;
    } rows[] = {
        {"alice", "alice", "task", true},     {"victor", "alice", "task", true},    {"victor", "alice", "agent", false},
        {"erin", "alice", "agent", true},     {"victor", "alice", "message", true}, {"olga", "alice", "message", false},
        {"mallory", "alice", "task", false},  {"mallory", "mallory", "task", true}, {"alice", "mallory", "task", false},
        {"victor", "mallory", "task", false}, {"nobody", "alice", "task", false},
    };
    struct arena a = {0};
    struct pack p = load(&a, POLICY_HIDE_UNREADABLE);
    for (size_t i = 0; i < ROWS(rows); i++) {
        size_t principal = pack_find_principal(&p, str_from(rows[i].principal));
        size_t owner = pack_find_principal(&p, str_from(rows[i].owner));
        size_t resource = pack_find_resource(&p, str_from(rows[i].resource));
        row_int(rows[i].principal, matrix_may_read(&p, principal, owner, resource), rows[i].want);
    }
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matrix_expect__cases),
        cmocka_unit_test(matrix_may_read__standings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
