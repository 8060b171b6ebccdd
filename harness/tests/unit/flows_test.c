/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of flows: a pack of one flow against a small server in memory, which asks a provider, conformant but for
 * one misbehaviour. */
/* modules: run scenario http oracle matrix observer */
#include <assert.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "parse.h"
#include "rows.h"
#include "run.h"
#include "scenario.h"
#include "scripted_transport.h"

#define BASE "http://h"
#define CONTROL "http://c"

static const char PACK[] =
    "nonesuch: 1\npack: things\nprincipals: { alice: { tenant: acme } }\n"
    "flows:\n"
    "  - id: life\n"
    "    title: a thing lives and dies\n"
    "    steps:\n"
    "      - { as: alice, request: GET /me, capture: { me: '', key: 'header:x-key' } }\n"
    "      - as: alice\n"
    "        request: POST /things\n"
    "        body: { who: '${me}', name: '${new.name}' }\n"
    "        fault: { endpoint: register, kind: '503', count: 1 }\n"
    "        capture: { id: /id }\n"
    "        calls: [ { call: 'register thing ${id}', parent: agent a1, times: 2 }, 'grant thing ${id} create' ]\n"
    "      - as: none\n"
    "        request: GET /things/${id}\n"
    "        headers: { x-key: '${key}' }\n"
    "        expect_body: { /name: '${new.name}', /size: 1 }\n"
    "        contains: { /tags: { id: '${id}' } }\n"
    "        lacks: { /tags: ghost }\n"
    "      - { as: alice, request: 'DELETE /things/${id}' }\n"
    "      - { as: alice, request: 'GET /things/${id}', expect: 404, within: 90ms }\n"
    "    cleanup: [ { as: alice, request: 'DELETE /things/${id}' }, { as: alice, request: 'DELETE /never/${id}/${key}' "
    "} ]\n";

#define TARGET "base_url: " BASE "\nprincipals: { alice: { bearer: alice-token } }\n"
#define OBSERVED TARGET "observers: { auth_provider: { control: '" CONTROL "', token: t } }\n"
#define ALLOWED OBSERVED "faults: allowed\n"

enum spoil {
    SPOIL_NOTHING,
    SPOIL_REFUSES,
    SPOIL_NO_ID,
    SPOIL_NO_RETRY,
    SPOIL_NO_PARENT,
    SPOIL_NO_GRANT,
    SPOIL_GRANT_FIRST,
    SPOIL_OTHER_NAME,
    SPOIL_NO_TAG,
    SPOIL_GHOST,
    SPOIL_OVERLOAD,
    SPOIL_NO_LOG,
    SPOIL_SLOW_DEATH,
    SPOIL_UNDEAD,
    SPOIL_REFUSES_ONCE,
    SPOIL_OVERLOAD_ONCE,
};

struct server {
    struct arena arena;
    enum spoil spoil;
    struct str name;
    bool is_there;
    size_t plays, deletions, other_deletions, reads_since, faults, clearances;
    bool has_alias; /* the principal came as an object, its text untouched */
    bool had_key;
};

static void say(struct exchange *out, struct arena *a, int status, struct str headers, struct str body) {
    struct str raw = str_printf(a, "HTTP/1.1 %d X\r\n%.*sContent-Length: %zu\r\n\r\n%.*s", status, STR_ARG(headers),
                                body.len, STR_ARG(body));
    assert_true(scripted_answer_parse(raw, a, out));
}

static struct str entry(struct arena *a, const char *endpoint, const char *operation, const char *parent, int status) {
    return str_printf(a,
                      "{\"endpoint\":\"%s\",\"principal\":\"alice\",\"type\":\"thing\",\"selector\":\"t1\","
                      "\"operation\":%s,\"parent\":%s,\"status\":%d}",
                      endpoint, operation, parent, status);
}

static struct str log_of(const struct server *s, struct arena *a) {
    const char *parent = s->spoil == SPOIL_NO_PARENT ? "null" : "{\"type\":\"agent\",\"selector\":\"a1\"}";
    struct str first = entry(a, "register", "null", parent, 503);
    struct str second = entry(a, "register", "null", parent, 200);
    struct str grant = entry(a, "grant", "\"create\"", "null", 200);
    switch ((int)s->spoil) {
    case SPOIL_NO_RETRY: return str_printf(a, "%.*s,%.*s", STR_ARG(first), STR_ARG(grant));
    case SPOIL_NO_GRANT: return str_printf(a, "%.*s,%.*s", STR_ARG(first), STR_ARG(second));
    case SPOIL_GRANT_FIRST: return str_printf(a, "%.*s,%.*s,%.*s", STR_ARG(grant), STR_ARG(first), STR_ARG(second));
    default: return str_printf(a, "%.*s,%.*s,%.*s", STR_ARG(first), STR_ARG(second), STR_ARG(grant));
    }
}

static void answer_control(struct server *s, const struct request *request, struct arena *a, struct exchange *out) {
    bool is_fault = str_ends_with(request->url, STR("/faults"));
    s->faults += is_fault && str_eq(request->method, STR("POST"));
    s->clearances += is_fault && str_eq(request->method, STR("DELETE"));
    bool is_mark = str_contains(request->url, STR("since=9"));
    struct str log = is_mark ? STR("") : log_of(s, a);
    say(out, a, s->spoil == SPOIL_NO_LOG && !is_fault ? 500 : 200, STR(""),
        str_printf(a, "{\"next\":1,\"entries\":[%.*s]}", STR_ARG(log)));
}

static void create(struct server *s, const struct request *request, struct arena *a, struct exchange *out) {
    struct value *body = NULL;
    assert_int_equal(parse_json(request->body, &s->arena, &body, NULL), RC_OK);
    s->name = str_copy(&s->arena, value_string(value_get_c(body, "name"), STR("?")));
    struct str alias = value_string(value_point(body, STR("/who/alias/0")), STR("?"));
    s->has_alias = str_eq(alias, STR("${me}"));
    s->is_there = true;
    s->plays++;
    bool is_refused = s->spoil == SPOIL_REFUSES || (s->spoil == SPOIL_REFUSES_ONCE && s->plays == 1);
    say(out, a, is_refused ? 409 : 201, STR(""), s->spoil == SPOIL_NO_ID ? STR("{}") : STR("{\"id\":\"t1\"}"));
}

static void read_thing(struct server *s, const struct request *request, struct arena *a, struct exchange *out) {
    for (size_t i = 0; i < request->header_count; i++)
        s->had_key |= str_eq(secret_unwrap(request->headers[i].secret), STR("key-of-alice"));
    bool is_dying = s->spoil == SPOIL_SLOW_DEATH && !s->is_there && s->reads_since++ < 2;
    bool is_overloaded = s->spoil == SPOIL_OVERLOAD || (s->spoil == SPOIL_OVERLOAD_ONCE && s->plays == 1);
    if (!s->is_there && !is_dying && s->spoil != SPOIL_UNDEAD) {
        say(out, a, 404, STR(""), STR("{}"));
        return;
    }
    const char *tag = s->spoil == SPOIL_NO_TAG ? "7" : "{\"id\":\"t1\",\"more\":1}";
    const char *ghost = s->spoil == SPOIL_GHOST ? ",\"ghost\"" : "";
    struct str name = s->spoil == SPOIL_OTHER_NAME ? STR("another") : s->name;
    say(out, a, is_overloaded ? 503 : 200, STR(""),
        str_printf(a, "{\"name\":\"%.*s\",\"size\":1,\"tags\":[1,%s%s]}", STR_ARG(name), tag, ghost));
}

static void answer(void *self, const struct request *request, struct arena *a, struct exchange *out) {
    struct server *s = self;
    if (str_starts_with(request->url, STR(CONTROL))) {
        answer_control(s, request, a, out);
    } else if (str_ends_with(request->url, STR("/me"))) {
        say(out, a, 200, STR("X-Key: key-of-alice\r\n"), STR("{\"name\":\"alice\",\"alias\":[\"${me}\"]}"));
    } else if (str_eq(request->method, STR("POST"))) {
        create(s, request, a, out);
    } else if (str_eq(request->method, STR("DELETE"))) {
        s->deletions += str_ends_with(request->url, STR("/things/t1"));
        s->is_there = false;
        s->other_deletions += str_contains(request->url, STR("/never/"));
        say(out, a, 200, STR(""), STR("{}"));
    } else {
        read_thing(s, request, a, out);
    }
}

static struct result run(struct server *s, const char *pack_text, const char *target_text) {
    struct pack pack;
    struct target target;
    struct fault f = {0};
    struct result r = {0};
    struct arena *a = &s->arena;
    struct scenario_inputs inputs = {0};
    struct script script = {.answer = answer, .self = s};
    struct transport t = scripted_transport(&script);
    struct run_options options = {0};
    struct run_setting setting = {
        .pack = &pack, .target = &target, .transport = &t, .control = &t, .options = &options};
    enum rc rc = scenario_load_pack(str_from(pack_text), "pack", a, &pack, &f);
    rc = rc == RC_OK ? scenario_load_target(str_from(target_text), "target", &pack, &inputs, a, &target, &f) : rc;
    rc = rc == RC_OK ? run_execute(&setting, a, &r, &f) : rc;
    if (rc != RC_OK)
        fail_msg("%s", f.text);
    return r;
}

static void flows_judge__each_misbehaviour(void **state) {
    (void)state;
    static const struct {
        const char *row;
        enum spoil spoil;
        enum verdict want;
        const char *feature;
    } rows[] = {
        {"a conformant server", SPOIL_NOTHING, VERDICT_PASS, NULL},
        {"refuses", SPOIL_REFUSES, VERDICT_FAIL, "step 2 status"},
        {"nothing to capture", SPOIL_NO_ID, VERDICT_FAIL, "step 2 body:/id"},
        {"is not tried again", SPOIL_NO_RETRY, VERDICT_FAIL, "step 2 calls"},
        {"without its parent", SPOIL_NO_PARENT, VERDICT_FAIL, "step 2 calls"},
        {"no grant", SPOIL_NO_GRANT, VERDICT_FAIL, "step 2 calls"},
        {"another order", SPOIL_GRANT_FIRST, VERDICT_FAIL, "step 2 calls"},
        {"another name", SPOIL_OTHER_NAME, VERDICT_FAIL, "step 3 body:/name"},
        {"an item is missing", SPOIL_NO_TAG, VERDICT_FAIL, "step 3 body:/tags"},
        {"an item too many", SPOIL_GHOST, VERDICT_FAIL, "step 3 body:/tags"},
        {"a lost answer", SPOIL_OVERLOAD, VERDICT_INCONCLUSIVE, NULL},
        {"an answer lost once", SPOIL_OVERLOAD_ONCE, VERDICT_PASS, NULL},
        {"refuses once", SPOIL_REFUSES_ONCE, VERDICT_INCONCLUSIVE, NULL},
        {"a log that cannot be read", SPOIL_NO_LOG, VERDICT_INCONCLUSIVE, NULL},
        {"dies within its time", SPOIL_SLOW_DEATH, VERDICT_PASS, NULL},
        {"never dies", SPOIL_UNDEAD, VERDICT_FAIL, "step 5 status"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct server *s = test_calloc(1, sizeof(*s));
        s->spoil = rows[i].spoil;
        struct result r = run(s, PACK, ALLOWED);
        row_int(rows[i].row, result_verdict(&r), rows[i].want);
        row_str(rows[i].row, r.finding_count > 0 ? r.findings[0].feature : STR_NONE, rows[i].feature);
        row_int(rows[i].row, (int64_t)s->faults, (int64_t)s->clearances);
        row_int(rows[i].row, s->deletions > 0, rows[i].spoil != SPOIL_REFUSES && rows[i].spoil != SPOIL_NO_ID);
        arena_free(&s->arena);
        test_free(s);
    }
}

static void flows_judge__a_finding(void **state) {
    (void)state;
    struct server s = {.spoil = SPOIL_UNDEAD};
    struct result r = run(&s, PACK, ALLOWED);
    assert_int_equal(r.finding_count, 1);
    const struct finding *f = r.findings;
    assert(f);
    row_str("kind", f->kind, "contract");
    row_str("surface", f->surface, "flow.life");
    assert_int_equal(f->property, PROPERTY_CONTRACT);
    assert_int_equal(f->severity, SEVERITY_MEDIUM);
    assert_int_equal(f->sides[0].exchange->status, 200);
    row_str("title", f->title,
            "it does not hold that a thing lives and dies: step 5, GET /things/${id}, is answered 200, not 404");
    row_str("check", r.checks[0].id, "things/flow.life/alice/plain/contract");
    arena_free(&s.arena);
}

static void flows_judge__sends_on_what_was_captured(void **state) {
    (void)state;
    struct server s = {0};
    struct result r = run(&s, PACK, ALLOWED);
    assert_int_equal(result_verdict(&r), VERDICT_PASS);
    assert_true(s.has_alias);
    assert_true(s.had_key);
    assert_int_equal(s.faults, 1);
    assert_int_equal(s.deletions, 2);
    assert_int_equal(s.other_deletions, 1);
    arena_free(&s.arena);
}

static void flows_plan__says_what_a_target_cannot_show(void **state) {
    (void)state;
    static const struct {
        const char *target, *why;
    } rows[] = {
        {TARGET, "flow.life is not played: observer auth_provider is absent"},
        {OBSERVED, "flow.life is not played: the target does not say `faults: allowed`"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct server s = {0};
        struct result r = run(&s, PACK, rows[i].target);
        assert_int_equal(r.check_count, 0);
        assert(r.not_judged);
        row_str("not judged", r.not_judged[r.not_judged_count - 1], rows[i].why);
        struct str gate = str_replace(&s.arena, str_from(PACK), STR("    steps:"), STR("    gate: true\n    steps:"));
        r = run(&s, str_cstr(&s.arena, gate), rows[i].target);
        assert_int_equal(r.check_count, 1);
        assert(r.checks);
        assert_int_equal(r.checks[0].doubt, DOUBT_NOT_EXERCISED);
        arena_free(&s.arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flows_judge__each_misbehaviour),
        cmocka_unit_test(flows_judge__a_finding),
        cmocka_unit_test(flows_judge__sends_on_what_was_captured),
        cmocka_unit_test(flows_plan__says_what_a_target_cannot_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
