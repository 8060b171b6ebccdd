/* SPDX-License-Identifier: Apache-2.0
 *
 * route_schedules: run schedules of an agent: resources of their own at the provider, registered below their agent, and
 * looked up below it. The agent itself is not asked about. */
#include "handlers.h"
#include "load.h"

#define LIST_LIMIT STR("1000")

static void answer_schedule(struct api_call *c, struct str id) {
    struct row schedule;
    if (load_row(c, QUERY_SCHEDULE, id, &schedule))
        answer_row(c, &schedule_columns, schedule);
}

/* The schedule of the path, by id or by name. An agent out of scope, an absent one and an absent schedule are all one
 * to the caller. False: answered. */
static bool open_schedule(struct api_call *c, enum operation op, struct str *id) {
    struct str agent = api_path_param(c, "id"), name = api_path_param(c, "schedule_name");
    struct str reference = name.data ? name : api_path_param(c, "schedule_id");
    struct statement q = name.data ? STATEMENT(QUERY_FIND_SCHEDULE_NAMED, agent, name, c->identity.creator)
                                   : STATEMENT(QUERY_FIND_SCHEDULE, agent, reference);
    *id = store_cell(c->server->store, c->arena, q);
    return guard_found(c, (struct guard){.lookup = LOOKUP_SCHEDULE, .op = op}, reference, *id);
}

struct plan {
    struct str name, description, cron, interval, timezone, params, metadata, input;
};

static bool is_schedule_name(struct str name) {
    bool is_good = name.len > 0 && name.len <= 64 && name.data[0] != '-' && name.data[name.len - 1] != '-';
    for (size_t i = 0; i < name.len; i++) {
        char ch = name.data[i];
        is_good = is_good && ((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '-');
    }
    return is_good;
}

static bool load_interval(struct api_call *c, struct str *out) {
    const struct value *v = value_get_c(c->body, "interval_seconds");
    *out = STR_NONE;
    if (!v || value_is(v, VALUE_NULL))
        return true;
    int64_t seconds = value_int(v, 0);
    if (seconds < 1) {
        error_invalid(c, STR("body.interval_seconds: Input should be a valid integer from 1 on"));
        return false;
    }
    *out = api_from_int(c->arena, seconds);
    return true;
}

/* What both bodies have in common; `name` and `input` may be missing. */
static bool load_plan(struct api_call *c, struct plan *out) {
    if (!load_body(c) || !load_optional_string(c, "name", &out->name) ||
        !load_optional_string(c, "description", &out->description) ||
        !load_optional_string(c, "cron_expression", &out->cron) || !load_interval(c, &out->interval) ||
        !load_optional_string(c, "timezone", &out->timezone) ||
        !load_optional_json(c, "task_params", VALUE_OBJECT, &out->params) ||
        !load_optional_json(c, "task_metadata", VALUE_OBJECT, &out->metadata) ||
        !load_optional_json(c, "initial_input", VALUE_OBJECT, &out->input))
        return false;
    if (out->name.data && !is_schedule_name(out->name))
        error_invalid(c, STR("body.name: String should match pattern '^[a-z0-9][a-z0-9-]*[a-z0-9]$|^[a-z0-9]$'"));
    else if (out->cron.data && out->interval.data)
        error_invalid(c, STR("body: Provide only one of cron_expression or interval_seconds, not both"));
    else
        return true;
    return false;
}

static bool load_new_plan(struct api_call *c, struct plan *out) {
    if (!load_plan(c, out) || !load_string(c, "name", &out->name) ||
        !load_json(c, "initial_input", VALUE_OBJECT, &out->input))
        return false;
    bool has_cadence = out->cron.data || out->interval.data;
    if (!has_cadence)
        error_invalid(c, STR("body: Provide exactly one of cron_expression or interval_seconds"));
    return has_cadence;
}

/* Names are the maker's own below an agent: one taken by somebody else is free. */
void schedule_create(struct api_call *c) {
    struct plan p;
    struct str id = api_new_uuid(c->arena);
    if (!load_new_plan(c, &p))
        return;
    struct str paused = value_bool(value_get_c(c->body, "paused"), false) ? STR("true") : STR("false");
    struct statement q =
        STATEMENT(QUERY_SCHEDULE_INSERT, id, c->guarded[0], c->identity.creator, p.name, p.description, p.cron,
                  p.interval, p.timezone, paused, p.params, p.metadata, p.input, api_now(c->arena));
    if (store_write(c->server->store, q) == STORE_CONFLICT) {
        error_conflict(c);
        return;
    }
    struct resource parent = {RESOURCE_AGENT, c->guarded[0]};
    struct provider_answer told = provider_register(c, (struct resource){RESOURCE_SCHEDULE, id}, &parent);
    if (told.permission == PERMISSION_YES)
        answer_schedule(c, id);
    else
        error_item(c, told.status, told.text);
}

void schedule_list(struct api_call *c) {
    struct str ids, agent = api_path_param(c, "id"), limit = api_query(c, "limit");
    struct page page;
    if (!load_readable(c, RESOURCE_SCHEDULE, &ids) || !api_page(c, &page))
        return;
    struct row *rows = NULL;
    struct statement q =
        STATEMENT(QUERY_SCHEDULES, ids, c->identity.tenant, agent, limit.data ? page.limit : LIST_LIMIT, page.offset);
    size_t count = store_rows(c->server->store, c->arena, q, &rows);
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    emit_key(e, "run_schedules");
    emit_array_begin(e);
    for (size_t i = 0; i < count; i++)
        columns_emit_row(e, &schedule_columns, rows[i]);
    emit_array_end(e);
    emit_key(e, "total");
    emit_raw(e, defects_total(c, agent, api_from_int(c->arena, (int64_t)count)));
    emit_object_end(e);
    answer_send(c, 200);
}

void schedule_get(struct api_call *c) {
    struct str id;
    if (open_schedule(c, OP_READ, &id))
        answer_schedule(c, id);
}

void schedule_update(struct api_call *c) {
    struct plan p;
    struct str id;
    if (!open_schedule(c, OP_UPDATE, &id) || !load_plan(c, &p))
        return;
    struct statement q = STATEMENT(QUERY_SCHEDULE_UPDATE, id, api_now(c->arena), p.name, p.description, p.cron,
                                   p.interval, p.timezone, p.params, p.metadata, p.input);
    if (store_write(c->server->store, q) == STORE_CONFLICT)
        error_conflict(c);
    else
        answer_schedule(c, id);
}

void schedule_delete(struct api_call *c) {
    struct str id;
    if (!open_schedule(c, OP_DELETE, &id))
        return;
    store_write(c->server->store, STATEMENT(QUERY_SCHEDULE_DELETE, id));
    provider_forget(c, (struct resource){RESOURCE_SCHEDULE, id}, /* is_granted = */ false);
    answer_done(c, id, "Run schedule deleted successfully");
}

/* One of the deeds that need `update`. */
static void act(struct api_call *c, enum query query) {
    struct str id;
    if (!open_schedule(c, OP_UPDATE, &id))
        return;
    store_write(c->server->store, STATEMENT(query, id, api_now(c->arena)));
    answer_schedule(c, id);
}

void schedule_trigger(struct api_call *c) {
    act(c, QUERY_SCHEDULE_TRIGGER);
}

void schedule_pause(struct api_call *c) {
    act(c, QUERY_SCHEDULE_PAUSE);
}

void schedule_resume(struct api_call *c) {
    act(c, QUERY_SCHEDULE_RESUME);
}

void schedule_skip(struct api_call *c) {
    act(c, QUERY_SCHEDULE_SKIP);
}

void schedule_unskip(struct api_call *c) {
    act(c, QUERY_SCHEDULE_UNSKIP);
}
