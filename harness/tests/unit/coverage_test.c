/* SPDX-License-Identifier: Apache-2.0
 *
 * Unit tests of coverage: small documents against small packs. */
/* modules: base doc model scenario coverage */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "coverage.h"
#include "parse.h"
#include "rows.h"
#include "scenario.h"

/* The fixture's requests are of the pack too: POST /tasks and GET /tasks/{id}. */
#define PACK                                                                                                         \
    "nonesuch: 1\npack: tasks\n"                                                                                     \
    "permissions: { task: { owner: [read, update] } }\n"                                                             \
    "principals: { alice: { tenant: acme }, mallory: { tenant: globex } }\n"                                         \
    "resources:\n"                                                                                                   \
    "  task: { create: { request: POST /tasks, body: { name: '${new.name}' }, capture: { id: /id, name: /name } }, " \
    "read: 'GET /tasks/${task.id}' }\n"                                                                              \
    "surfaces:\n  - GET /tasks/${task.id} needs task.read\n"

#define OPENAPI "openapi: 3.1.0\n"
#define MAKE "  /tasks: { post: {} }\n"
#define READ "  /tasks/{task_id}: { get: {} }\n"
#define USUAL OPENAPI "paths:\n" MAKE READ
#define BODY(schema) "requestBody: { content: { application/json: { schema: " schema " } } }"
#define MAKE_WITH(schema) OPENAPI "paths:\n" READ "  /tasks: { post: { " BODY(schema) " } }\n"
#define QUERY(name, schema) "parameters: [{ name: " name ", in: query, schema: " schema " }]"
#define MAKE_QUERY(name, schema) OPENAPI "paths:\n" READ "  /tasks: { post: { " QUERY(name, schema) " } }\n"

struct coverage_row {
    const char *name, *document;
    const char *more; /* of the pack, behind its surfaces */
    const char *want; /* the gaps, one a line */
};

static struct pack load(struct arena *a, const char *more) {
    struct pack p;
    struct fault f = {0};
    struct str text = str_printf(a, "%s%s", PACK, more ? more : "");
    if (scenario_load_pack(text, "pack", a, &p, &f) != RC_OK)
        fail_msg("%s", f.text);
    return p;
}

static struct value *parse(struct arena *a, const char *text) {
    struct value *v;
    struct fault f = {0};
    if (parse_document(str_from(text), "document", a, &v, &f) != RC_OK)
        fail_msg("%s in %s", f.text, text);
    return v;
}

static struct str describe(struct arena *a, const struct coverage *c) {
    struct str text = STR("");
    for (size_t i = 0; i < c->gap_count; i++)
        text = str_printf(a, "%.*s%s%s %.*s", STR_ARG(text), i ? "\n" : "", gap_kind_name(c->gaps[i].kind),
                          STR_ARG(c->gaps[i].where));
    return text;
}

static void check(const struct coverage_row *row) {
    struct arena a = {0};
    struct pack pack = load(&a, row->more);
    const struct value *document = parse(&a, row->document);
    struct coverage c;
    struct fault f = {0};
    if (coverage_judge(document, &pack, &a, &c, &f) != RC_OK)
        fail_msg("%s: %s", row->name, f.text);
    row_str(row->name, describe(&a, &c), row->want);
    for (size_t i = 0; i < c.gap_count; i++)
        if (!value_point(document, c.gaps[i].pointer))
            fail_msg("%s: nothing at %.*s", row->name, STR_ARG(c.gaps[i].pointer));
    row_int(row->name, (int64_t)c.counts.gaps, (int64_t)c.gap_count);
    arena_free(&a);
}

static void check_all(const struct coverage_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        check(&rows[i]);
}

static const struct coverage_row ROWS_OF_ROUTES[] = {
    {"all there", USUAL, NULL, ""},
    {"a route the pack does not know", USUAL "  /agents: { get: {} }\n", NULL, "route_not_in_pack GET /agents"},
    {"another method", USUAL "  /tasks/{task_id}/x: { get: {} }\n", "  - PUT /tasks/${task.id}/x needs task.update\n",
     "route_not_in_pack GET /tasks/{task_id}/x\nroute_not_in_document PUT /tasks/${task.id}/x"},
    {"a fixture's route the document does not know", OPENAPI "paths:\n" READ, NULL,
     "route_not_in_document POST /tasks"},
    {"one gap for one route", USUAL,
     "  - { id: a, request: 'GET /x/${task.id}', needs: [task.read] }\n"
     "  - { id: b, request: 'GET /x/${task.id}?y=1', needs: [task.read] }\n",
     "route_not_in_document GET /x/${task.id}"},
    {"slash at the end", OPENAPI "paths:\n  /tasks/: { post: {} }\n  /tasks/{id}/: { get: {} }\n", NULL, ""},
    {"base path of a server", USUAL "servers: [{ url: 'https://host/api/v1' }]\n",
     "  - { id: x, request: 'GET /api/v1/tasks/${task.id}', needs: [task.read] }\n", ""},
    {"base path with a variable", USUAL "servers: [{ url: '/{version}' }]\n",
     "  - { id: x, request: 'GET /v7/tasks/${task.id}', needs: [task.read] }\n", ""},
    {"servers of the operation win",
     OPENAPI "servers: [{ url: /a }]\npaths:\n" MAKE "  /tasks/{id}: { get: { servers: [{ url: /b }] } }\n",
     "  - { id: x, request: 'GET /a/tasks/${task.id}', needs: [task.read] }\n",
     "route_not_in_document GET /a/tasks/${task.id}"},
    {"the more literal route wins",
     USUAL "  /tasks/name: { get: {} }\n  /tasks/{id}/{verb}: { get: {} }\n"
           "  /tasks/name/{task_name}: { get: {} }\n",
     "  - GET /tasks/name/${task.name} needs task.read\nout_of_scope:\n"
     "  - { route: [GET /tasks/name, 'GET /tasks/{id}/{verb}'], reason: r }\n",
     ""},
    {"a hole is no literal", USUAL "  /tasks/list: { get: {} }\n", NULL, "route_not_in_pack GET /tasks/list"},
    {"path item by reference",
     OPENAPI "paths:\n" MAKE "  /tasks/{id}: { $ref: '#/components/pathItems/T' }\n"
             "components: { pathItems: { T: { get: {} } } }\n",
     NULL, ""},
    {"extensions are no paths", USUAL "  x-note: { get: {} }\n", NULL, ""},
};

static void coverage__routes_of_both_sides_are_compared(void **state) {
    (void)state;
    check_all(ROWS_OF_ROUTES, ROWS(ROWS_OF_ROUTES));
}

static const struct coverage_row ROWS_OF_PARAMETERS[] = {
    {"an id in the query", MAKE_QUERY("agent_id", "{ type: string }"), NULL,
     "slot_not_in_pack POST /tasks query.agent_id"},
    {"its plural", MAKE_QUERY("agentIDs", "{ type: array, items: { type: string } }"), NULL,
     "slot_not_in_pack POST /tasks query.agentIDs"},
    {"who did it", MAKE_QUERY("created_by", "{}"), NULL, "slot_not_in_pack POST /tasks query.created_by"},
    {"an order is no reference", MAKE_QUERY("order_by", "{}"), NULL, ""},
    {"a number of pages is none", MAKE_QUERY("page_number", "{ type: integer }"), NULL, ""},
    {"a format says so", MAKE_QUERY("after", "{ type: string, format: uuid }"), NULL,
     "slot_not_in_pack POST /tasks query.after"},
    {"enumerated", MAKE_QUERY("user", "{ enum: [me, all] }"), NULL, ""},
    {"enumerated or null", MAKE_QUERY("user", "{ anyOf: [{ enum: [me] }, { type: 'null' }] }"), NULL, ""},
    {"a boolean", MAKE_QUERY("by_name", "{ type: boolean }"), NULL, ""},
    {"an object of the query", MAKE_QUERY("filter", "{ properties: { owner: {}, age: {} } }"), NULL,
     "slot_not_in_pack POST /tasks query.filter.owner"},
    {"brackets of the query", MAKE_QUERY("'filter[owner]'", "{}"), NULL,
     "slot_not_in_pack POST /tasks query.filter.owner"},
    {"a header",
     OPENAPI "paths:\n" MAKE "  /tasks/{id}: { get: { parameters: [{ name: X-User-Id, in: header }, { name: "
             "Authorization, in: header, schema: { format: uuid } }] } }\n",
     NULL, "slot_not_in_pack GET /tasks/{id} header.x-user-id"},
    {"a parameter by reference",
     OPENAPI "paths:\n" MAKE "  /tasks/{id}: { parameters: [{ $ref: '#/components/parameters/a%7E0b' }], get: {} }\n"
             "components: { parameters: { 'a~b': { name: cursor, in: query } } }\n",
     NULL, "slot_not_in_pack GET /tasks/{id} query.cursor"},
    {"of the path item", OPENAPI "paths:\n" MAKE "  /tasks/{id}: { parameters: [{ name: key, in: query }], get: {} }\n",
     NULL, "slot_not_in_pack GET /tasks/{id} query.key"},
    {"overridden by the operation",
     OPENAPI "paths:\n" MAKE "  /tasks/{id}: { parameters: [{ name: key, in: query }], "
             "get: { parameters: [{ name: key, in: query, schema: { type: boolean } }] } }\n",
     NULL, ""},
    {"any part of a path", OPENAPI "paths:\n" MAKE READ "  /tasks/{task_id}/of/{whom}: { get: {} }\n",
     "  - GET /tasks/${task.id}/of/me needs task.read\n", "slot_not_in_pack GET /tasks/{task_id}/of/{whom} path.whom"},
    {"unless it is enumerated",
     OPENAPI
     "paths:\n" MAKE READ
     "  /tasks/{task_id}/of/{whom}: { get: { parameters: [{ name: whom, in: path, schema: { enum: [me] } }] } }\n",
     "  - GET /tasks/${task.id}/of/me needs task.read\n", ""},
    {"two in one segment", OPENAPI "paths:\n" MAKE READ "  /x/{a}..{b}: { get: {} }\n",
     "  - { request: 'GET /x/0..${task.id}', needs: [task.read] }\n  - { request: 'GET /x/${task.name}..${task.id}', "
     "needs: [task.read], slots: [task.id] }\n",
     "slot_not_in_pack GET /x/{a}..{b} path.a\nroute_not_in_document GET /x/0..${task.id}"},
};

static void coverage__parameters_that_look_like_a_reference_are_slots(void **state) {
    (void)state;
    check_all(ROWS_OF_PARAMETERS, ROWS(ROWS_OF_PARAMETERS));
}

static const struct coverage_row ROWS_OF_BODIES[] = {
    {"a property", MAKE_WITH("{ properties: { name: { type: string }, note: {} } }"), NULL,
     "slot_not_in_pack POST /tasks body.name"},
    {"by every composition",
     MAKE_WITH("{ allOf: [{ properties: { url: {} } }], anyOf: [{ oneOf: [{ properties: { key: {} "
               "} }] }], then: { properties: { slug: {} } } }"),
     NULL,
     "slot_not_in_pack POST /tasks body.slug\nslot_not_in_pack POST /tasks body.url\nslot_not_in_pack POST /tasks "
     "body.key"},
    {"below lists and maps",
     MAKE_WITH(
         "{ properties: { a: { items: { properties: { id: {} } } }, b: { additionalProperties: { properties: { id: "
         "{} } } } } }"),
     NULL, "slot_not_in_pack POST /tasks body.a[].id\nslot_not_in_pack POST /tasks body.b{}.id"},
    {"what only answers hold", MAKE_WITH("{ properties: { id: { type: string, readOnly: true } } }"), NULL, ""},
    {"an object says it by its properties", MAKE_WITH("{ properties: { user: { properties: { email: {} } } } }"), NULL,
     "slot_not_in_pack POST /tasks body.user.email"},
    {"an opaque object", MAKE_WITH("{ properties: { user: { type: object } } }"), NULL,
     "slot_not_in_pack POST /tasks body.user"},
    {"by reference",
     MAKE_WITH("{ $ref: '#/components/schemas/T' }") "components: { schemas: { T: { properties: { name: "
                                                     "{} } } } }\n",
     NULL, "slot_not_in_pack POST /tasks body.name"},
    {"a tree ends",
     MAKE_WITH("{ $ref: '#/components/schemas/T' }") "components: { schemas: { T: { properties: { id: {}, children: { "
                                                     "items: { $ref: '#/components/schemas/T' } } } } } }\n",
     NULL, "slot_not_in_pack POST /tasks body.id"},
    {"two that hold each other",
     MAKE_WITH("{ $ref: '#/components/schemas/A' }") "components: { schemas: { A: { properties: { b: { $ref: "
                                                     "'#/components/schemas/B' } } }, B: { properties: { a: { $ref: "
                                                     "'#/components/schemas/A' }, id: {} } } } }\n",
     NULL, "slot_not_in_pack POST /tasks body.b.id"},
    {"a list of ids", MAKE_WITH("{ items: { format: uuid } }"), NULL, "slot_not_in_pack POST /tasks body"},
    {"covered in depth", MAKE_WITH("{ properties: { a: { properties: { ids: { items: {} } } } } }"),
     "  - { request: POST /tasks, body: { a: { ids: ['${task.id}'] } }, needs: [task.update] }\n", ""},
    {"covered by one of two surfaces", MAKE_WITH("{ properties: { name: {}, id: {} } }"),
     "  - { request: POST /tasks, body: { id: '${task.id}', name: '${task.name}' }, needs: [task.update], slots: "
     "[task.id] }\n",
     "slot_not_in_pack POST /tasks body.name"},
};

static void coverage__properties_of_bodies_are_slots(void **state) {
    (void)state;
    check_all(ROWS_OF_BODIES, ROWS(ROWS_OF_BODIES));
}

static const struct coverage_row ROWS_OF_EXCLUSIONS[] = {
    {"a route", USUAL "  /docs: { get: {} }\n", "out_of_scope: [{ route: GET /docs, reason: static }]\n", ""},
    {"a route with all its slots", MAKE_QUERY("agent_id", "{}"), "out_of_scope: [{ route: POST /tasks, reason: r }]\n",
     ""},
    {"a slot", MAKE_QUERY("agent_id", "{}"), "out_of_scope: [{ slot: POST /tasks query.agent_id, reason: r }]\n", ""},
    {"a header in any case",
     OPENAPI "paths:\n" READ "  /tasks: { post: { parameters: [{ name: X-Id, in: header }] } }\n",
     "out_of_scope: [{ slot: POST /tasks header.X-ID, reason: r }]\n", ""},
    {"names in braces do not matter", USUAL "  /tasks/{task_id}/x: { get: {} }\n",
     "out_of_scope: [{ route: 'GET /tasks/{id}/x', reason: r }]\n", ""},
    {"what the document leaves out", OPENAPI "paths:\n" READ,
     "out_of_scope: [{ route: POST /tasks, reason: internal }]\n", ""},
    {"a route that nobody has", USUAL, "out_of_scope: [{ route: GET /docs, reason: r }]\n",
     "stale_out_of_scope GET /docs"},
    {"a route under test", USUAL, "out_of_scope: [{ route: 'GET /tasks/{task_id}', reason: r }]\n",
     "stale_out_of_scope GET /tasks/{task_id}"},
    {"a slot under test", USUAL, "out_of_scope: [{ slot: 'GET /tasks/{task_id} path.task_id', reason: r }]\n",
     "stale_out_of_scope GET /tasks/{task_id} path.task_id"},
    {"a slot that nobody has", USUAL, "out_of_scope: [{ slot: POST /tasks body.cursor, reason: r }]\n",
     "stale_out_of_scope POST /tasks body.cursor"},
};

static void coverage__what_is_out_of_scope_is_no_gap(void **state) {
    (void)state;
    check_all(ROWS_OF_EXCLUSIONS, ROWS(ROWS_OF_EXCLUSIONS));
}

static const struct {
    const char *name, *document;
    enum rc want;
    const char *text, *pointer;
} ROWS_OF_FAULTS[] = {
    {"no document", "[]", RC_CONFIG, "3.0 or 3.1", ""},
    {"an older version", "swagger: '2.0'", RC_CONFIG, "Swagger 2", ""},
    {"another version", "openapi: 4.0.0", RC_CONFIG, "3.0 or 3.1", "/openapi"},
    {"no paths", OPENAPI, RC_CONFIG, "`paths`", ""},
    {"a reference to another file", MAKE_WITH("{ $ref: 'x.yaml#/T' }"), RC_CONFIG, "leads out of the document",
     "/paths/~1tasks/post/requestBody/content/application~1json/schema"},
    {"a reference to nothing", MAKE_WITH("{ $ref: '#/T' }"), RC_CONFIG, "leads nowhere",
     "/paths/~1tasks/post/requestBody/content/application~1json/schema"},
    {"a circle", MAKE_WITH("{ $ref: '#/components/A' }") "components: { A: { $ref: '#/components/A' } }\n", RC_CONFIG,
     "circle", "/components/A"},
    {"a parameter without a name", OPENAPI "paths:\n  /x: { get: { parameters: [{ in: query }] } }\n", RC_CONFIG,
     "`name`", "/paths/~1x/get/parameters/0"},
};

static void coverage__exclusions_are_read_one_by_one(void **state) {
    (void)state;
    struct arena a = {0};
    struct pack p = load(&a, "out_of_scope:\n"
                             "  - { route: [GET /docs, 'GET /docs/{page}'], reason: ' static pages ' }\n"
                             "  - { slot: 'POST /tasks body.on behalf of', reason: r }\n");
    assert_int_equal(p.out_of_scope_count, 3);
    row_str("method", p.out_of_scope[1].method, "GET");
    row_str("path", p.out_of_scope[1].path, "/docs/{page}");
    row_str("no slot", p.out_of_scope[1].slot, NULL);
    row_str("reason", p.out_of_scope[1].reason, "static pages");
    row_int("column", p.out_of_scope[1].place.column, 26);
    row_str("slot with blanks", p.out_of_scope[2].slot, "body.on behalf of");
    arena_free(&a);
}

static void coverage__what_cannot_be_read_is_a_fault_with_its_place(void **state) {
    (void)state;
    for (size_t i = 0; i < ROWS(ROWS_OF_FAULTS); i++) {
        struct arena a = {0};
        struct pack pack = load(&a, NULL);
        const struct value *document = parse(&a, ROWS_OF_FAULTS[i].document);
        struct coverage c;
        struct fault f = {0};
        row_int(ROWS_OF_FAULTS[i].name, coverage_judge(document, &pack, &a, &c, &f), ROWS_OF_FAULTS[i].want);
        row_str(ROWS_OF_FAULTS[i].name, str_from(f.pointer), ROWS_OF_FAULTS[i].pointer);
        if (!str_contains(str_from(f.text), str_from(ROWS_OF_FAULTS[i].text)) || f.line == 0)
            fail_msg("%s: line %d: %s", ROWS_OF_FAULTS[i].name, f.line, f.text);
        arena_free(&a);
    }
}

/* Each schema holds the next one ten times: references multiply. */
static void coverage__references_that_multiply_meet_a_limit(void **state) {
    (void)state;
    struct arena a = {0};
    struct str text = STR(MAKE_WITH("{ $ref: '#/components/schemas/S0' }") "components:\n  schemas:\n");
    for (int i = 0; i < 12; i++) {
        text = str_printf(&a, "%.*s    S%d: { properties: {", STR_ARG(text), i);
        for (int k = 0; k < 10; k++)
            text = str_printf(&a, "%.*s p%d: { $ref: '#/components/schemas/S%d' },", STR_ARG(text), k, i + 1);
        text = str_printf(&a, "%.*s } }\n", STR_ARG(text));
    }
    text = str_printf(&a, "%.*s    S12: {}\n", STR_ARG(text));
    struct pack pack = load(&a, NULL);
    struct coverage c;
    struct fault f = {0};
    assert_int_equal(coverage_judge(parse(&a, text.data), &pack, &a, &c, &f), RC_LIMIT);
    arena_free(&a);
}

static void coverage__counts_say_what_is_under_test(void **state) {
    (void)state;
    struct arena a = {0};
    struct pack pack = load(&a, "out_of_scope: [{ route: GET /docs, reason: r }]\n");
    struct coverage c;
    const struct value *document =
        parse(&a, MAKE_WITH("{ properties: { name: {} } }") "  /docs: { get: {} }\n  /x/{id}: { get: {} }\n");
    assert_int_equal(coverage_judge(document, &pack, &a, &c, NULL), RC_OK);
    assert_true(c.counts.is_judged);
    row_int("routes declared", (int64_t)c.counts.routes_declared, 4);
    row_int("routes covered", (int64_t)c.counts.routes_covered, 2);
    row_int("routes out of scope", (int64_t)c.counts.routes_out_of_scope, 1);
    row_int("slots declared", (int64_t)c.counts.slots_declared, 3);
    row_int("slots covered", (int64_t)c.counts.slots_covered, 1);
    row_int("slots out of scope", (int64_t)c.counts.slots_out_of_scope, 0);
    row_int("gaps", (int64_t)c.counts.gaps, 2);
    arena_free(&a);
}

static void coverage__the_shipped_pack_leaves_no_gap(void **state) {
    (void)state;
    const char *source = getenv("SOURCE");
    struct arena a = {0};
    struct pack pack;
    struct value *document;
    struct coverage c;
    struct fault f = {0};
    const char *path = arena_printf(&a, "%s/harness/tests/golden/agentex.openapi.yaml", source ? source : ".");
    if (parse_file(path, &a, &document, &f) != RC_OK)
        fail_msg("%s", f.text);
    assert_int_equal(scenario_load_pack(scenario_embedded_pack(STR("agentex"))->text, "agentex", &a, &pack, NULL),
                     RC_OK);
    assert_int_equal(coverage_judge(document, &pack, &a, &c, &f), RC_OK);
    if (c.gap_count > 0)
        fail_msg("%.*s", STR_ARG(describe(&a, &c)));
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coverage__routes_of_both_sides_are_compared),
        cmocka_unit_test(coverage__parameters_that_look_like_a_reference_are_slots),
        cmocka_unit_test(coverage__properties_of_bodies_are_slots),
        cmocka_unit_test(coverage__what_is_out_of_scope_is_no_gap),
        cmocka_unit_test(coverage__exclusions_are_read_one_by_one),
        cmocka_unit_test(coverage__what_cannot_be_read_is_a_fault_with_its_place),
        cmocka_unit_test(coverage__references_that_multiply_meet_a_limit),
        cmocka_unit_test(coverage__counts_say_what_is_under_test),
        cmocka_unit_test(coverage__the_shipped_pack_leaves_no_gap),
    };
    return cmocka_run_group_tests_name("coverage", tests, NULL, NULL);
}
