/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of run: whole runs against a small server in memory, conformant but for one misbehaviour. */
/* modules: run scenario http oracle matrix */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "clock.h"
#include "parse.h"
#include "rows.h"
#include "run.h"
#include "scenario.h"
#include "scripted_transport.h"

#define BASE "http://h"
#define TASKS_MAX 512

static const char PACK[] =
    "nonesuch: 1\npack: tasks\npolicy: hide-unreadable\n"
    "permissions: { task: { owner: [read, update, delete] } }\n"
    "principals: { alice: { tenant: acme }, mallory: { tenant: globex }, nobody: { anonymous: true } }\n"
    "resources:\n"
    "  task:\n"
    "    create: { request: POST /tasks, body: { name: '${new.name}', note: '${canary}' }, capture: { id: /id, name: "
    "/name } }\n"
    "    read: GET /tasks/${task.id}\n"
    "    delete: DELETE /tasks/${task.id}\n"
    "    absent: { id: uuid4 }\n"
    "surfaces:\n  - GET /tasks/${task.id} needs task.read\n"
    "  - { request: 'PUT /tasks/${task.id}', body: { note: '${text}' }, needs: [task.update] }\n";

static const char TARGET[] = "base_url: " BASE "\nenvironment: isolated\nsettle: 1ms\n"
                             "principals: { alice: { bearer: alice-token }, mallory: { bearer: mallory-token } }\n";

enum answer_class { TO_OWNER, TO_DENIED, TO_ABSENT, TO_UNKNOWN, TO_CREATOR };

struct task {
    struct str id, name, note, owner;
    bool was_denied, was_seen_since;
};

struct reply {
    enum answer_class class;
    enum outcome outcome;
    int status;
    const char *reason;
    struct str headers, body;
    struct str method, reference; /* what was asked for */
    struct task *task;
};

struct server;
typedef void (*spoil_fn)(struct server *s, struct reply *r);

struct server {
    struct arena arena;
    struct task tasks[TASKS_MAX];
    size_t task_count, answers, denied, absent, own_updates;
    atomic_bool stop;
    spoil_fn spoil;
};

/* Spread over the numbers as chance would, and the same in every run of the test. */
static uint64_t mix(size_t n) {
    uint64_t x = (n + 1) * UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    return x ^ x >> 27;
}

static struct str caller_of(const struct request *r) {
    for (size_t i = 0; i < r->header_count; i++) {
        struct str value = secret_unwrap(r->headers[i].secret);
        if (str_eq_ascii_case(r->headers[i].name, STR("authorization")) && str_ends_with(value, STR("-token")))
            return value;
    }
    return STR_NONE;
}

static void create(struct server *s, struct str caller, const struct request *request, struct reply *r) {
    struct value *body = NULL;
    assert_int_equal(parse_json(request->body, &s->arena, &body, NULL), RC_OK);
    assert_true(s->task_count < TASKS_MAX);
    size_t n = s->task_count++;
    struct task *t = &s->tasks[n];
    unsigned long long random = mix(n + 1000);
    *t = (struct task){
        .id = str_printf(&s->arena, "%08llx-1234-4abc-8def-%012llx", random >> 32, random & 0xffffffffffff),
        .name = str_copy(&s->arena, value_string(value_get_c(body, "name"), STR("?"))),
        .note = str_copy(&s->arena, value_string(value_get_c(body, "note"), STR("?"))),
        .owner = str_copy(&s->arena, caller)};
    *r = (struct reply){.class = TO_CREATOR, .status = 201, .reason = "Created", .task = t};
}

static void find(struct server *s, struct str caller, const struct request *request, struct reply *r) {
    struct str id = str_from_index(request->url, strlen(BASE "/tasks/"));
    *r = (struct reply){
        .class = TO_ABSENT, .status = 404, .reason = "Not Found", .method = request->method, .reference = id};
    for (size_t i = 0; i < s->task_count; i++) {
        struct task *t = &s->tasks[i];
        if (!str_eq(t->id, id))
            continue;
        bool is_owner = str_eq(t->owner, caller);
        r->class = is_owner ? TO_OWNER : TO_DENIED;
        r->status = is_owner ? 200 : 404;
        r->reason = is_owner ? "OK" : "Not Found";
        r->task = t;
        if (is_owner && str_eq(request->method, STR("DELETE")))
            t->id = STR_NONE;
        if (is_owner && str_eq(request->method, STR("PUT")))
            t->note = STR("put");
    }
    s->denied += r->class == TO_DENIED;
    if (r->class == TO_DENIED && str_eq(request->method, STR("PUT")))
        r->task->was_denied = true;
    s->absent += r->class == TO_ABSENT;
}

static struct str body_of(struct server *s, const struct reply *r) {
    if (r->status >= 300)
        return r->status == 401 ? STR("{\"detail\":\"Unauthorized\"}") : STR("{\"detail\":\"Not Found\"}");
    return str_printf(&s->arena, "{\"id\":\"%.*s\",\"name\":\"%.*s\",\"note\":\"%.*s\"}", STR_ARG(r->task->id),
                      STR_ARG(r->task->name), STR_ARG(r->task->note));
}

static void answer(void *self, const struct request *request, struct arena *a, struct exchange *out) {
    struct server *s = self;
    struct str caller = caller_of(request);
    struct reply r = {.class = TO_UNKNOWN, .status = 401, .reason = "Unauthorized"};
    if (caller.data && str_eq(request->method, STR("POST")))
        create(s, caller, request, &r);
    else if (caller.data)
        find(s, caller, request, &r);
    r.headers = STR("Content-Type: application/json\r\n");
    r.body = body_of(s, &r);
    s->answers++;
    if (s->spoil)
        s->spoil(s, &r);
    out->outcome = r.outcome;
    struct str raw = str_printf(a, "HTTP/1.1 %d %s\r\n%.*sContent-Length: %zu\r\n\r\n%.*s", r.status, r.reason,
                                STR_ARG(r.headers), r.body.len, STR_ARG(r.body));
    if (r.outcome == OUTCOME_ANSWERED)
        assert_true(scripted_answer_parse(raw, a, out));
}

/* Misbehaviours. */
static void add_header(struct server *s, struct reply *r, struct str line) {
    r->headers = str_printf(&s->arena, "%.*s%.*s\r\n", STR_ARG(r->headers), STR_ARG(line));
}

static void forbid(struct server *s, struct reply *r) {
    (void)s;
    if (r->class == TO_DENIED) {
        r->status = 403;
        r->reason = "Forbidden";
        r->body = STR("{\"detail\":\"Forbidden\"}");
    }
}

static void say_more(struct server *s, struct reply *r) {
    (void)s;
    if (r->class == TO_DENIED)
        r->body = STR("{\"detail\":\"Not found\"}");
}

static void add_space(struct server *s, struct reply *r) {
    (void)s;
    if (r->class == TO_DENIED)
        r->body = STR("{\"detail\": \"Not Found\"}");
}

static void add_denied_header(struct server *s, struct reply *r) {
    if (r->class == TO_DENIED)
        add_header(s, r, STR("X-Owner: yes"));
}

static void add_header_at_times(struct server *s, struct reply *r) {
    if (r->class == TO_DENIED && s->denied % 2 == 0)
        add_header(s, r, STR("X-Cache: hit"));
}

static void change_header_case(struct server *s, struct reply *r) {
    (void)s;
    if (r->class == TO_DENIED)
        r->headers = STR("content-type: application/json\r\n");
}

static void change_reason(struct server *s, struct reply *r) {
    (void)s;
    if (r->class == TO_DENIED)
        r->reason = "Missing";
}

static void reset_denied(struct server *s, struct reply *r) {
    (void)s;
    if (r->class == TO_DENIED)
        r->outcome = OUTCOME_RESET;
}

static void reset_denied_at_times(struct server *s, struct reply *r) {
    if (r->class == TO_DENIED && s->denied % 2 == 0)
        r->outcome = OUTCOME_RESET;
}

static void shed_denied(struct server *s, struct reply *r) {
    (void)s;
    if (r->class == TO_DENIED)
        r->status = 503;
}

static void let_through(struct server *s, struct reply *r) {
    if (r->class == TO_DENIED) {
        r->status = 200;
        r->reason = "OK";
        r->body = body_of(s, r);
    }
}

static void forbid_both(struct server *s, struct reply *r) {
    (void)s;
    if (r->class == TO_DENIED || r->class == TO_ABSENT)
        r->status = 403;
}

static void show_insides(struct server *s, struct reply *r) {
    (void)s;
    if (r->status == 404)
        r->body = STR("{\"detail\":\"[SQL: SELECT 1]\"}");
}

static void show_canary(struct server *s, struct reply *r) {
    if (r->class == TO_OWNER && s->task_count > 0)
        add_header(s, r, str_printf(&s->arena, "X-First: %.*s", STR_ARG(s->tasks[0].note)));
}

static void show_canary_as_reason(struct server *s, struct reply *r) {
    if (r->class == TO_ABSENT || r->class == TO_DENIED)
        r->reason = str_cstr(&s->arena, s->tasks[0].note);
}

static void miss_everything(struct server *s, struct reply *r) {
    (void)s;
    *r = (struct reply){.status = 404, .reason = "Not Found", .body = STR("{\"detail\":\"Not Found\"}")};
}

static void grant_everything(struct server *s, struct reply *r) {
    (void)s;
    *r = (struct reply){.status = 200,
                        .reason = "OK",
                        .body = STR("{\"id\":\"11111111-2222-4333-8444-555555555555\",\"name\":\"constant\"}")};
}

static void greet_everybody(struct server *s, struct reply *r) {
    (void)s;
    *r = (struct reply){.status = 200, .reason = "OK", .body = STR("hello")};
}

static void fail_everything(struct server *s, struct reply *r) {
    (void)s;
    if (r->class == TO_DENIED || r->class == TO_ABSENT)
        r->status = 500;
}

static void refuse_stranger(struct server *s, struct reply *r) {
    if (r->task && str_contains(r->task->owner, STR("mallory"))) {
        r->status = 401;
        r->body = body_of(s, r);
    }
}

static void refuse_probes(struct server *s, struct reply *r) {
    if (r->class == TO_DENIED || r->class == TO_ABSENT) {
        r->status = 401;
        r->body = body_of(s, r);
    }
}

static void shed_both(struct server *s, struct reply *r) {
    (void)s;
    if (r->class == TO_DENIED || r->class == TO_ABSENT)
        r->status = 429;
}

static void number_answers(struct server *s, struct reply *r) {
    add_header(s, r, str_printf(&s->arena, "X-Request-Id: %016llx", (unsigned long long)mix(s->answers)));
}

static void tell_time(struct server *s, struct reply *r) {
    size_t now = 57 * 60 + 50 + s->answers / 2;
    add_header(
        s, r,
        str_printf(&s->arena, "Date: Tue, 24 Nov 2026 %02zu:%02zu:%02zu GMT", 3 + now / 3600, now / 60 % 60, now % 60));
}

static void rotate_node(struct server *s, struct reply *r) {
    static const char *const nodes[] = {"atl-one", "par-twelve", "nyc-3", "ams-four"};
    add_header(s, r, str_printf(&s->arena, "X-Served-By: %s", nodes[mix(s->answers) % 4]));
}

static void measure_time(struct server *s, struct reply *r) {
    static const unsigned scales[] = {10, 100, 1000, 10000};
    add_header(
        s, r,
        str_printf(&s->arena, "X-Process-Time: 0.%u", (unsigned)(1 + mix(s->answers) % scales[mix(s->answers) % 4])));
}

static void stamp_body(struct server *s, struct reply *r) {
    if (r->status == 404)
        r->body = str_printf(&s->arena, "{\"detail\":\"Not Found\",\"at\":%llu}",
                             (unsigned long long)(mix(s->answers) % 100000));
}

static void shuffle_headers(struct server *s, struct reply *r) {
    bool is_turned = mix(s->answers) % 2;
    add_header(s, r, is_turned ? STR("A: 1\r\nB: 1") : STR("B: 1\r\nA: 1"));
}

static void add_header_by_chance(struct server *s, struct reply *r) {
    if (mix(s->answers) % 3 == 0)
        add_header(s, r, STR("X-Cache: hit"));
}

static void echo_reference(struct server *s, struct reply *r) {
    if (r->status == 404)
        r->body = str_printf(&s->arena, "{\"detail\":\"no task %.*s\",\"by_id\":{\"%.*s\":null}}",
                             STR_ARG(r->reference), STR_ARG(r->reference));
}

static void echo_stored_form(struct server *s, struct reply *r) {
    bool is_upper = r->class == TO_DENIED;
    struct str id = is_upper ? str_upper_ascii(&s->arena, r->reference) : r->reference;
    if (r->status == 404)
        r->body = str_printf(&s->arena, "{\"detail\":\"no task %.*s\"}", STR_ARG(id));
}

static void overload_at_times(struct server *s, struct reply *r) {
    if ((r->class == TO_DENIED && s->denied % 100 == 5) || (r->class == TO_ABSENT && s->absent % 100 == 7))
        r->status = 503;
}

static void overload_own_updates_at_times(struct server *s, struct reply *r) {
    if (r->class == TO_OWNER && str_eq(r->method, STR("PUT")))
        r->status = s->own_updates++ % 2 == 0 ? 503 : 200;
}

static void fail_one_denied(struct server *s, struct reply *r) {
    r->status = r->class == TO_DENIED && s->denied == 6 ? 500 : r->status;
}

static void fail_one_absent(struct server *s, struct reply *r) {
    if (r->class == TO_ABSENT && s->absent == 3) {
        r->status = 500;
        r->body = STR("oops, an error came up");
    }
}

static void say_other_words_after_a_hiccup(struct server *s, struct reply *r) {
    fail_one_absent(s, r);
    if (r->class == TO_DENIED)
        r->body = STR("you may not see this");
}

static void change_all_the_same(struct server *s, struct reply *r) {
    if (r->class == TO_DENIED && str_eq(r->method, STR("PUT")))
        r->task->note = str_printf(&s->arena, "changed %zu", s->answers);
}

static bool is_first_look_since(struct reply *r) {
    bool is_it = r->class == TO_OWNER && r->task->was_denied && !r->task->was_seen_since;
    if (is_it)
        r->task->was_seen_since = true;
    return is_it;
}

static void overload_first_look(struct server *s, struct reply *r) {
    (void)s;
    r->status = is_first_look_since(r) ? 503 : r->status;
}

static void spoil_first_look(struct server *s, struct reply *r) {
    (void)s;
    if (is_first_look_since(r))
        r->headers = STR("X-Cold: yes\r\n");
}

static void stop_soon(struct server *s, struct reply *r) {
    (void)r;
    if (s->denied == 3)
        atomic_store(&s->stop, true);
}

struct run_row {
    const char *row;
    spoil_fn spoil;
    enum verdict want;
    const char *kind;    /* of the worst finding; NULL: there is none */
    const char *feature; /* NULL: any */
    const char *noise;   /* a scope that must have been learned; NULL: any */
};

static const struct run_row ROWS_OF_RUNS[] = {
    {"a conformant server", NULL, VERDICT_PASS, NULL, NULL, NULL},
    {"a denied update takes effect", change_all_the_same, VERDICT_FAIL, "effect", "body:/note", NULL},
    {"the owner's look at what was denied is lost", overload_first_look, VERDICT_PASS, NULL, NULL, NULL},
    {"the owner's look at what was denied differs once", spoil_first_look, VERDICT_PASS, NULL, NULL, NULL},
    {"stopped on the way", stop_soon, VERDICT_INCONCLUSIVE, NULL, NULL, NULL},
    {"403 for denied", forbid, VERDICT_FAIL, "status", "status", NULL},
    {"another body", say_more, VERDICT_FAIL, "body", "body:/detail", NULL},
    {"a blank in the body", add_space, VERDICT_FAIL, "body", "body:shape", NULL},
    {"a header more", add_denied_header, VERDICT_FAIL, "header", "header:x-owner", NULL},
    {"a header on every second denied answer", add_header_at_times, VERDICT_FAIL, "header", "header:x-cache", NULL},
    {"the case of a header", change_header_case, VERDICT_FAIL, "header", "headers", NULL},
    {"the reason phrase", change_reason, VERDICT_FAIL, "status", "reason", NULL},
    {"denied is reset", reset_denied, VERDICT_FAIL, "outcome", NULL, NULL},
    {"denied is reset at times", reset_denied_at_times, VERDICT_FAIL, "outcome", NULL, NULL},
    {"denied is shed", shed_denied, VERDICT_FAIL, "status", NULL, NULL},
    {"denied is let through", let_through, VERDICT_FAIL, "access", NULL, NULL},
    {"denied is told by the stored form", echo_stored_form, VERDICT_FAIL, "body", "body:/detail", NULL},
    {"a hiccup is no noise to hide behind", say_other_words_after_a_hiccup, VERDICT_FAIL, "body", NULL, NULL},
    {"denied and absent are both forbidden", forbid_both, VERDICT_FAIL, "policy", NULL, NULL},
    {"the server's insides", show_insides, VERDICT_FAIL, "reveal", "internals", NULL},
    {"somebody else's canary in an allowed answer", show_canary, VERDICT_FAIL, "reveal", "canary", NULL},
    {"somebody else's canary as a reason", show_canary_as_reason, VERDICT_FAIL, "reveal", "canary", NULL},
    {"404 to everything", miss_everything, VERDICT_INCONCLUSIVE, NULL, NULL, NULL},
    {"200 to everything", greet_everybody, VERDICT_INCONCLUSIVE, NULL, NULL, NULL},
    {"500 to every probe", fail_everything, VERDICT_INCONCLUSIVE, NULL, NULL, NULL},
    {"429 to every probe", shed_both, VERDICT_INCONCLUSIVE, NULL, NULL, NULL},
    {"the stranger's credential is refused", refuse_stranger, VERDICT_INCONCLUSIVE, NULL, NULL, NULL},
    {"the stranger's credential is refused behind the controls", refuse_probes, VERDICT_INCONCLUSIVE, NULL, NULL, NULL},
    {"a request id", number_answers, VERDICT_PASS, NULL, NULL, "header:x-request-id"},
    {"a moving date", tell_time, VERDICT_PASS, NULL, NULL, "header:date"},
    {"rotating nodes", rotate_node, VERDICT_PASS, NULL, NULL, "header:x-served-by"},
    {"a number of varying length", measure_time, VERDICT_PASS, NULL, NULL, "header:x-process-time"},
    {"a moving number in the body", stamp_body, VERDICT_PASS, NULL, NULL, "get.tasks.by_id body:/at"},
    {"two orders of headers", shuffle_headers, VERDICT_PASS, NULL, NULL, NULL},
    {"a header by chance", add_header_by_chance, VERDICT_PASS, NULL, NULL, NULL},
    {"the reference is echoed", echo_reference, VERDICT_PASS, NULL, NULL, NULL},
    {"503 to one in a hundred", overload_at_times, VERDICT_PASS, NULL, NULL, NULL},
    {"503 to every second update of own things", overload_own_updates_at_times, VERDICT_PASS, NULL, NULL, NULL},
    {"one denied answer fails", fail_one_denied, VERDICT_PASS, NULL, NULL, NULL},
    {"one absent answer fails", fail_one_absent, VERDICT_PASS, NULL, NULL, NULL},
};

/* Variations are the tests' of variation. */
static const struct str NO_VARIATION = {"none", 4};

static enum rc run(struct server *s, uint64_t seed, struct result *out, struct fault *f) {
    struct pack pack;
    struct target target;
    struct arena *a = &s->arena;
    struct scenario_inputs inputs = {0};
    struct script script = {.answer = answer, .self = s};
    struct transport t = scripted_transport(&script);
    struct run_options options = {.seed = seed, .variations = &NO_VARIATION, .variation_count = 1, .stop = &s->stop};
    struct run_setting setting = {
        .pack = &pack, .target = &target, .transport = &t, .control = &t, .options = &options};
    enum rc rc = scenario_load_pack(str_from(PACK), "pack", a, &pack, f);
    rc = rc == RC_OK ? scenario_load_target(str_from(TARGET), "target", &pack, &inputs, a, &target, f) : rc;
    return rc == RC_OK ? run_execute(&setting, a, out, f) : rc;
}

static void explain(const struct result *r) {
    for (size_t i = 0; i < r->check_count; i++)
        print_error("  %.*s: %s %.*s\n", STR_ARG(r->checks[i].id), verdict_name(r->checks[i].verdict),
                    STR_ARG(r->checks[i].reason));
    for (size_t i = 0; i < r->control_count; i++) {
        if (!r->controls[i].passed)
            print_error("  %.*s: %.*s\n", STR_ARG(r->controls[i].id), STR_ARG(r->controls[i].reason));
    }
    for (size_t i = 0; i < r->finding_count; i++)
        print_error("  %.*s %.*s: %.*s\n", STR_ARG(r->findings[i].kind), STR_ARG(r->findings[i].feature),
                    STR_ARG(r->findings[i].title));
}

static bool has_learned(const struct result *r, const char *scope) {
    for (size_t i = 0; scope && i < r->noise_count; i++) {
        if (str_eq(r->noise[i].scope, str_from(scope)))
            return true;
    }
    return !scope;
}

static bool check_row(const struct run_row *row, uint64_t seed) {
    struct server *s = test_calloc(1, sizeof(*s));
    s->spoil = row->spoil;
    struct result r = {0};
    struct fault f = {0};
    if (run(s, seed, &r, &f) != RC_OK)
        fail_msg("%s: %s", row->row, f.text);
    struct str kind = r.finding_count > 0 ? r.findings[0].kind : STR_NONE;
    struct str feature = r.finding_count > 0 ? r.findings[0].feature : STR_NONE;
    bool is_right = result_verdict(&r) == row->want && str_eq(kind, str_from(row->kind)) &&
                    has_learned(&r, row->noise) && (!row->feature || str_eq(feature, str_from(row->feature)));
    if (!is_right) {
        explain(&r);
        print_error("%s (seed %d): %s, finding '%.*s' of '%.*s'\n", row->row, (int)seed,
                    verdict_name(result_verdict(&r)), STR_ARG(kind), STR_ARG(feature));
    }
    arena_free(&s->arena);
    test_free(s);
    return is_right;
}

static void run_execute__judges(void **state) {
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < ROWS(ROWS_OF_RUNS); i++) {
        for (uint64_t seed = 0; seed < 4; seed++)
            wrong += !check_row(&ROWS_OF_RUNS[i], seed);
    }
    assert_int_equal(wrong, 0);
}

static void run_execute__never_passes_a_server_that_grants_everything(void **state) {
    (void)state;
    struct server *s = test_calloc(1, sizeof(*s));
    s->spoil = grant_everything;
    struct result r = {0};
    struct fault f = {0};
    assert_int_equal(run(s, 1, &r, &f), RC_OK);
    assert_int_not_equal(result_verdict(&r), VERDICT_PASS);
    for (size_t i = 0; i < r.check_count; i++) {
        if (r.checks[i].property != PROPERTY_EFFECTS)
            assert_int_not_equal(r.checks[i].verdict, VERDICT_PASS);
    }
    arena_free(&s->arena);
    test_free(s);
}

static void run_execute__deletes_what_it_made(void **state) {
    (void)state;
    struct server *s = test_calloc(1, sizeof(*s));
    struct result r = {0};
    struct fault f = {0};
    assert_int_equal(run(s, 1, &r, &f), RC_OK);
    assert_true(r.ledger.fixtures_made > 0);
    assert_int_equal(r.ledger.fixtures_made, s->task_count);
    assert_int_equal(r.ledger.fixtures_deleted, s->task_count);
    for (size_t i = 0; i < s->task_count; i++)
        row_str("id", s->tasks[i].id, NULL);
    assert_int_equal(r.ledger.requests, s->answers);
    arena_free(&s->arena);
    test_free(s);
}

static void run_execute__counts_void_groups(void **state) {
    (void)state;
    struct server *s = test_calloc(1, sizeof(*s));
    s->spoil = fail_one_absent;
    struct result r = {0};
    struct fault f = {0};
    assert_int_equal(run(s, 1, &r, &f), RC_OK);
    assert_int_equal(r.ledger.groups_void, 1);
    arena_free(&s->arena);
    test_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(run_execute__judges),
        cmocka_unit_test(run_execute__never_passes_a_server_that_grants_everything),
        cmocka_unit_test(run_execute__deletes_what_it_made),
        cmocka_unit_test(run_execute__counts_void_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
