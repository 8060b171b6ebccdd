/* SPDX-License-Identifier: Apache-2.0
 *
 * route_spans: spans of traces. Those of a task are guarded by it, the others are their maker's alone. A trace is a
 * value that callers choose: it holds for everybody what he may read of it. */
#include "handlers.h"
#include "load.h"

static bool is_own_loose(const struct api_call *c, struct row span) {
    return !span.cells[SPAN_TASK].data && str_eq(span.cells[SPAN_TENANT], c->identity.tenant) &&
           str_eq(span.cells[SPAN_CREATOR], c->identity.creator);
}

/* The span of the path, once its guard let the caller through. False: answered. */
static bool open_span(struct api_call *c, enum operation op, struct row *out) {
    struct str id = api_path_param(c, "id");
    bool is_there = store_row(c->server->store, c->arena, STATEMENT(QUERY_SPAN, id), out);
    bool is_open = is_there && is_own_loose(c, *out) ? guard_create(c, RESOURCE_TASK)
                                                     : guard_reference(c, LOOKUP_TASK_OF_SPAN, op, id, NULL);
    return is_open && (is_there || load_row(c, QUERY_SPAN, id, out));
}

void span_get(struct api_call *c) {
    struct row span;
    if (open_span(c, OP_READ, &span))
        answer_row(c, &span_columns, span);
}

/* What a span carries; each may be missing. */
struct payload {
    struct str end_time, input, output, data;
};

static bool load_payload(struct api_call *c, struct payload *out) {
    return load_optional_string(c, "end_time", &out->end_time) &&
           load_optional_json(c, "input", VALUE_OBJECT, &out->input) &&
           load_optional_json(c, "output", VALUE_OBJECT, &out->output) &&
           load_optional_json(c, "data", VALUE_OBJECT, &out->data);
}

void span_update(struct api_call *c) {
    struct row span;
    struct payload p;
    struct str name;
    if (!open_span(c, OP_UPDATE, &span) || !load_body(c) || !load_optional_string(c, "name", &name) ||
        !load_payload(c, &p))
        return;
    struct str id = span.cells[SPAN_ID];
    store_write(c->server->store, STATEMENT(QUERY_SPAN_UPDATE, id, name, p.end_time, p.input, p.output, p.data));
    if (load_row(c, QUERY_SPAN, id, &span))
        answer_row(c, &span_columns, span);
}

/* A parent is a span of the same task, or of none. */
static bool check_parent(struct api_call *c, struct str parent, struct str task) {
    struct row row;
    if (!parent.data)
        return true;
    surface_enter_slot(c, "span.id");
    struct statement q = STATEMENT(QUERY_SPAN_OF_TASK, parent, task, c->identity.tenant, c->identity.creator);
    if (store_row(c->server->store, c->arena, q, &row))
        return true;
    bool is_foreign = store_row(c->server->store, c->arena, STATEMENT(QUERY_SPAN, parent), &row);
    if (is_foreign && defects_accept_foreign(c))
        return true;
    error_absent(c, ABSENCE_ID, parent);
    if (is_foreign)
        defects_hidden(c, parent, row.cells[SPAN_TASK]);
    return false;
}

static bool guard_new(struct api_call *c, struct str task) {
    if (!task.data)
        return guard_create(c, RESOURCE_TASK);
    return guard_reference(c, LOOKUP_TASK, OP_UPDATE, task, NULL);
}

void span_create(struct api_call *c) {
    struct str task = api_body_string(c, "task_id"), parent, trace, name, start, id = api_new_uuid(c->arena);
    struct payload p;
    struct row span;
    if (!guard_new(c, task) || !load_body(c) || !load_optional_string(c, "task_id", &task) ||
        !load_string(c, "trace_id", &trace) || !load_string(c, "name", &name) ||
        !load_string(c, "start_time", &start) || !load_optional_string(c, "parent_id", &parent) ||
        !load_payload(c, &p) || !check_parent(c, parent, task))
        return;
    struct statement q = STATEMENT(QUERY_SPAN_INSERT, id, c->identity.tenant, c->identity.creator, trace, task, parent,
                                   name, start, p.end_time, p.input, p.output, p.data);
    store_write(c->server->store, q);
    if (load_row(c, QUERY_SPAN, id, &span))
        answer_row(c, &span_columns, span);
}

void span_list(struct api_call *c) {
    struct str tasks;
    struct page page;
    if (!load_readable(c, RESOURCE_TASK, &tasks) || !api_page(c, &page))
        return;
    struct row *rows = NULL;
    struct statement q = STATEMENT(QUERY_SPANS, tasks, c->identity.tenant, c->identity.creator,
                                   api_query(c, "trace_id"), api_query(c, "task_id"), page.limit, page.offset);
    size_t count = store_rows(c->server->store, c->arena, q, &rows);
    answer_rows(c, &span_columns, rows, count);
}
