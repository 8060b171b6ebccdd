/* SPDX-License-Identifier: Apache-2.0
 *
 * route_events: events, children of a task and of an agent, and the tracker that says how far an agent has read them.
 * */
#include "handlers.h"
#include "load.h"

void event_get(struct api_call *c) {
    struct row event;
    if (load_row(c, QUERY_EVENT, api_path_param(c, "id"), &event))
        answer_row(c, &event_columns, event);
}

/* An event of another task or agent is as absent as one that never was. */
static bool check_event(struct api_call *c, struct str event, struct str task, struct str agent) {
    if (!event.data)
        return true;
    struct row row;
    surface_enter_slot(c, "event.id");
    if (store_row(c->server->store, c->arena, STATEMENT(QUERY_EVENT_OF_TASK, event, task, agent), &row))
        return true;
    bool is_foreign = store_row(c->server->store, c->arena, STATEMENT(QUERY_EVENT, event), &row);
    if (is_foreign && defects_accept_foreign(c))
        return true;
    error_absent(c, ABSENCE_ID, event);
    if (is_foreign)
        defects_hidden(c, event, row.cells[EVENT_TASK]);
    return false;
}

void event_list(struct api_call *c) {
    struct str task = c->guarded[0], agent = c->guarded[1], after = api_query(c, "last_processed_event_id");
    struct page page;
    if (!api_page(c, &page) || !check_event(c, after, task, agent))
        return;
    struct row *rows = NULL;
    struct statement q = STATEMENT(QUERY_EVENTS, task, agent, after, page.limit);
    size_t count = store_rows(c->server->store, c->arena, q, &rows);
    answer_rows(c, &event_columns, rows, count);
}

static void answer_tracker(struct api_call *c, struct str id) {
    struct row tracker;
    if (load_row(c, QUERY_TRACKER, id, &tracker))
        answer_row(c, &tracker_columns, tracker);
}

void tracker_get(struct api_call *c) {
    answer_tracker(c, api_path_param(c, "id"));
}

void tracker_list(struct api_call *c) {
    struct str ids, agent;
    bool is_empty;
    struct page page;
    if (!load_readable(c, RESOURCE_TASK, &ids) || !load_agent_filter(c, &agent, &is_empty) || !api_page(c, &page))
        return;
    struct row *rows = NULL;
    struct statement q =
        STATEMENT(QUERY_TRACKERS, ids, c->identity.tenant, api_query(c, "task_id"), agent, page.limit, page.offset);
    size_t count = is_empty ? 0 : store_rows(c->server->store, c->arena, q, &rows);
    answer_rows(c, &tracker_columns, rows, count);
}

void tracker_update(struct api_call *c) {
    struct str status, reason, event, id = api_path_param(c, "id");
    struct row tracker;
    if (!load_body(c) || !load_optional_string(c, "status", &status) ||
        !load_optional_string(c, "status_reason", &reason) ||
        !load_optional_string(c, "last_processed_event_id", &event) || !load_row(c, QUERY_TRACKER, id, &tracker) ||
        !check_event(c, event, tracker.cells[TRACKER_TASK], tracker.cells[TRACKER_AGENT]))
        return;
    store_write(c->server->store, STATEMENT(QUERY_TRACKER_UPDATE, id, status, reason, event, api_now(c->arena)));
    answer_tracker(c, id);
}
