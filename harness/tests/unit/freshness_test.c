/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of freshness: whole runs against a small server with an auth provider, of which the checks of freshness
 * alone are looked at. */
/* modules: run scenario http */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "rows.h"
#include "run.h"
#include "scenario.h"
#include "scripted_transport.h"

#define TASK_PATH "http://h/tasks/"
#define TASKS_MAX 64

static const char PACK[] =
    "nonesuch: 1\npack: tasks\npolicy: hide-unreadable\nfreshness: 60ms\n"
    "permissions: { task: { owner: [read, delete], viewer: [read] } }\n"
    "principals: { alice: { tenant: acme }, victor: { tenant: acme, grants: { task: viewer } } }\n"
    "resources:\n  task: { create: { request: POST /tasks, capture: { id: /id } }, read: 'GET /tasks/${task.id}', "
    "share: "
    "control, absent: { id: uuid4 } }\n"
    "surfaces: [ 'GET /tasks/${task.id} needs task.read' ]\n";

static const char TARGET[] = "base_url: http://h\nenvironment: isolated\nsettle: 1ms\n"
                             "observers: { auth_provider: { control: 'http://c', token: t } }\n"
                             "principals: { alice: { bearer: alice-token }, victor: { bearer: victor-token } }\n";

enum misbehaviour { NONE_AT_ALL, NEVER_REVOKES, LOST_THEN_NEVER_REVOKES, LOST_FROM_THEN_ON, STOPS };

struct task {
    struct str owner;
    bool is_shared, was_revoked;
    size_t reads_since;
};

struct server {
    struct arena arena;
    struct task tasks[TASKS_MAX];
    size_t task_count;
    enum misbehaviour misbehaviour;
    atomic_bool stop;
};

static struct str caller_of(const struct request *r) {
    return r->header_count > 0 ? secret_unwrap(r->headers[0].secret) : STR_NONE;
}

static struct task *find_task(struct server *s, struct str text) {
    for (size_t i = 0; i < s->task_count; i++) {
        if (str_contains(text, str_printf(&s->arena, "task-number-%02zu", i)))
            return &s->tasks[i];
    }
    return NULL;
}

/* The control API of the auth provider. A grant of a single thing that is taken back is the one of freshness. */
static const char *control(struct server *s, const struct request *r) {
    struct task *t = find_task(s, r->body);
    bool is_removal = str_eq(r->method, STR("DELETE"));
    if (t) {
        t->is_shared = !is_removal;
        t->was_revoked |= is_removal;
    }
    return "200 OK\r\n\r\n{\"next\":1,\"entries\":[]}";
}

static const char *read_task(struct server *s, struct task *t, struct str caller) {
    bool is_stale = s->misbehaviour == NEVER_REVOKES || s->misbehaviour == LOST_THEN_NEVER_REVOKES;
    bool is_reader = t->is_shared || (t->was_revoked && is_stale);
    t->reads_since += t->was_revoked;
    bool is_lost = t->was_revoked && (s->misbehaviour == LOST_FROM_THEN_ON ||
                                      (s->misbehaviour == LOST_THEN_NEVER_REVOKES && t->reads_since == 1));
    if (t->was_revoked && s->misbehaviour == STOPS)
        atomic_store(&s->stop, true);
    if (is_lost)
        return "503 Busy\r\n\r\n";
    return str_eq(t->owner, caller) || is_reader ? "200 OK\r\n\r\n{}" : "404 Not Found\r\n\r\n{}";
}

static const char *reply(struct server *s, const struct request *r, struct arena *a) {
    struct task *t = find_task(s, r->url);
    if (str_starts_with(r->url, STR("http://c/")))
        return control(s, r);
    if (str_eq(r->method, STR("POST"))) {
        assert_true(s->task_count < TASKS_MAX);
        s->tasks[s->task_count].owner = caller_of(r);
        return str_printf(a, "201 Created\r\n\r\n{\"id\":\"task-number-%02zu\"}", s->task_count++).data;
    }
    return t ? read_task(s, t, caller_of(r)) : "404 Not Found\r\n\r\n{}";
}

static void answer(void *self, const struct request *request, struct arena *a, struct exchange *out) {
    assert_true(scripted_answer_parse(str_printf(a, "HTTP/1.1 %s", reply(self, request, a)), a, out));
}

static enum rc run(struct server *s, struct result *out, struct fault *f) {
    static const struct str none = {"none", 4};
    struct pack pack;
    struct target target;
    struct scenario_inputs inputs = {0};
    struct script script = {.answer = answer, .self = s};
    struct transport t = scripted_transport(&script);
    struct run_options options = {.variations = &none, .variation_count = 1, .stop = &s->stop};
    struct run_setting setting = {
        .pack = &pack, .target = &target, .transport = &t, .control = &t, .options = &options};
    enum rc rc = scenario_load_pack(str_from(PACK), "pack", &s->arena, &pack, f);
    rc = rc == RC_OK ? scenario_load_target(str_from(TARGET), "target", &pack, &inputs, &s->arena, &target, f) : rc;
    return rc == RC_OK ? run_execute(&setting, &s->arena, out, f) : rc;
}

static const char *verdict_on(const struct result *r, const char *variation) {
    for (size_t i = 0; i < r->check_count; i++) {
        if (r->checks[i].property == PROPERTY_FRESHNESS && str_eq(r->checks[i].variation, str_from(variation)))
            return verdict_name(r->checks[i].verdict);
    }
    return "not planned";
}

static void freshness_judge__verdicts(void **state) {
    (void)state;
    static const struct {
        const char *row;
        enum misbehaviour misbehaviour;
        const char *granted, *revoked;
    } rows[] = {
        {"at once", NONE_AT_ALL, "pass", "pass"},
        {"a revoked role still works", NEVER_REVOKES, "pass", "fail"},
        {"a lost answer is no refusal", LOST_THEN_NEVER_REVOKES, "pass", "fail"},
        {"nothing but lost answers", LOST_FROM_THEN_ON, "pass", "inconclusive"},
        {"stopped on the way", STOPS, "pass", "pass"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct server *s = test_calloc(1, sizeof(*s));
        s->misbehaviour = rows[i].misbehaviour;
        struct result r = {0};
        struct fault f = {0};
        if (run(s, &r, &f) != RC_OK)
            fail_msg("%s: %s", rows[i].row, f.text);
        row_str(rows[i].row, str_from(verdict_on(&r, "granted")), rows[i].granted);
        row_str(rows[i].row, str_from(verdict_on(&r, "revoked")), rows[i].revoked);
        arena_free(&s->arena);
        test_free(s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(freshness_judge__verdicts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
