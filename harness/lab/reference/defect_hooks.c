/* SPDX-License-Identifier: Apache-2.0
 *
 * defect_hooks: how the course of a request is bent. One row or one line a defect. */
#include "defect_hooks.h"

#include <assert.h>

#include "acp.h"
#include "router.h"
#include "surface.h"

/* ---- credentials ---- */

static struct str route_reference(struct api_call *c) {
    return guard_resolve(c, c->route->guards[0].lookup, api_path_param(c, "id"));
}

enum early_identity defects_identity(struct api_call *c) {
    if (!c->server->defects.any || identity_is_claimed(c) || !router_peek(c))
        return EARLY_NONE;
    surface_enter_route(c);
    if (defect_on(c, DEFECT_CREDENTIALS_401_TELLS) && !route_reference(c).data) {
        error_absent(c, ABSENCE_ID, api_path_param(c, "id"));
        return EARLY_ANSWERED;
    }
    if (defect_on(c, DEFECT_CREDENTIALS_NOT_NEEDED) || defect_on(c, DEFECT_CREDENTIALS_PREFIX)) {
        c->identity = (struct identity){.json = STR("null")};
        return EARLY_ESTABLISHED;
    }
    return EARLY_NONE;
}

/* ---- names ---- */

struct str defects_find_elsewhere(struct api_call *c, enum resource_type type, struct str name) {
    if (!name.data || !defect_any_on(c))
        return STR_NONE;
    enum query query = type == RESOURCE_AGENT ? QUERY_FIND_AGENT_NAMED_ANYWHERE : QUERY_FIND_TASK_NAMED_ANYWHERE;
    return store_cell(c->server->store, c->arena, STATEMENT(query, c->identity.tenant, c->identity.creator, name));
}

bool defects_tell_taken_name(struct api_call *c, struct str id) {
    bool is_told = id.data && (defect_on(c, DEFECT_NAMES_MESSAGE_TAKEN) || defect_on(c, DEFECT_NAMES_BUILD_TAKEN) ||
                               defect_on(c, DEFECT_NAMES_CREATE_TAKEN));
    if (is_told)
        error_conflict(c);
    return is_told;
}

bool defects_hand_out(struct api_call *c, struct str id) {
    return id.data && defect_on(c, DEFECT_NAMES_CREATE_RETURNS);
}

/* ---- guards ---- */

/* Which operation is asked for in place of the right one. */
static const struct {
    enum defect defect;
    enum operation right, wrong;
} operations[] = {
    {DEFECT_OPERATION_COMPLETE_EXECUTE, OP_UPDATE, OP_EXECUTE},
    {DEFECT_OPERATION_CANCEL_UPDATE, OP_CANCEL, OP_UPDATE},
    {DEFECT_OPERATION_RPC_CANCEL_UPDATE, OP_CANCEL, OP_UPDATE},
    {DEFECT_OPERATION_PUT_READ, OP_UPDATE, OP_READ},
    {DEFECT_OPERATION_DELETE_UPDATE, OP_DELETE, OP_UPDATE},
    {DEFECT_OPERATION_EVENT_EXECUTE, OP_UPDATE, OP_EXECUTE},
    {DEFECT_OPERATION_TRACKER_UPDATE, OP_EXECUTE, OP_UPDATE},
    {DEFECT_OPERATION_AGENT_READ, OP_EXECUTE, OP_READ},
    {DEFECT_OPERATION_KEY_READ, OP_UPDATE, OP_READ},
    {DEFECT_OPERATION_AGENT_DELETE_UPDATE, OP_DELETE, OP_UPDATE},
    {DEFECT_OPERATION_TRIGGER_READ, OP_UPDATE, OP_READ},
    {DEFECT_OPERATION_SCHEDULE_DELETE_UPDATE, OP_DELETE, OP_UPDATE},
    {DEFECT_OPERATION_SCHEDULE_CREATE_READ, OP_UPDATE, OP_READ},
    {DEFECT_OPERATION_DEPLOY_READ, OP_EXECUTE, OP_READ},
    {DEFECT_OPERATION_DEPLOYMENT_DELETE_EXECUTE, OP_DELETE, OP_EXECUTE},
    {DEFECT_OPERATION_SPAN_READ, OP_UPDATE, OP_READ},
};

enum operation defects_operation(const struct api_call *c, enum operation op) {
    if (!c->server->defects.any)
        return op;
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
        if (operations[i].right == op && defect_on(c, operations[i].defect))
            return operations[i].wrong;
    return op;
}

bool defects_let_through(const struct api_call *c, enum resource_type type) {
    static const enum defect open[] = {DEFECT_FALL_NAME_UNGUARDED,    DEFECT_FALL_WRITES_UNGUARDED,
                                       DEFECT_FALL_HISTORY_UNGUARDED, DEFECT_FALL_PREVIEW_UNGUARDED,
                                       DEFECT_FALL_SPAN_UNGUARDED,    DEFECT_REFERENCES_SPAN_TASK};
    if (!c->server->defects.any)
        return false;
    for (size_t i = 0; i < sizeof open / sizeof open[0]; i++)
        if (defect_on(c, open[i]))
            return true;
    bool is_anonymous = !c->identity.tenant.data;
    bool is_admin = str_eq(c->identity.user_id, STR("alice")), is_service = c->identity.service_account_id.data;
    return (is_admin && defect_on(c, DEFECT_TENANTS_ADMIN)) ||
           (is_service && defect_on(c, DEFECT_TENANTS_SERVICE_ACCOUNT)) ||
           (type == RESOURCE_TASK && defect_on(c, DEFECT_FALL_ONE_PARENT)) ||
           (is_anonymous && defect_on(c, DEFECT_CREDENTIALS_NOT_NEEDED));
}

bool defects_hide_forbidden(const struct api_call *c) {
    return defect_on(c, DEFECT_OPERATION_VIEWER_HIDDEN);
}

/* ---- order of checks ---- */

static bool is_bad(const struct value *v, enum value_kind kind) {
    return v && !value_is(v, VALUE_NULL) && !value_is(v, kind);
}

bool defects_validate_early(struct api_call *c, struct str id) {
    bool is_bad_update =
        defect_on(c, DEFECT_ORDER_VALIDATION_FIRST) &&
        (!value_is(c->body, VALUE_OBJECT) || is_bad(value_get_c(c->body, "task_metadata"), VALUE_OBJECT));
    bool is_bad_checkpoint =
        defect_on(c, DEFECT_ORDER_VALIDATION_BODY) && (!value_is(value_get_c(c->body, "checkpoint"), VALUE_OBJECT) ||
                                                       !value_is(value_get_c(c->body, "checkpoint_id"), VALUE_STRING));
    if (!id.data || (!is_bad_update && !is_bad_checkpoint))
        return true;
    error_invalid(c, STR("body: Input should be valid"));
    return false;
}

/* ---- side effects ---- */

static void call_agent(struct api_call *c, struct str task) {
    struct acp_call call = {.method = "event/send"};
    struct str unused;
    if (store_row(c->server->store, c->arena, STATEMENT(QUERY_TASK, task), &call.task) &&
        store_row(c->server->store, c->arena, STATEMENT(QUERY_AGENT, call.task.cells[TASK_AGENT]), &call.agent))
        acp_ask(c, &call, &unused);
}

void defects_denied_effect(struct api_call *c, enum resource_type type, struct str id) {
    if (!c->server->defects.any)
        return;
    defects_denied_child_effect(c, id);
    if (type != RESOURCE_TASK)
        return;
    struct store *s = c->server->store;
    struct str now = api_now(c->arena);
    if (defect_on(c, DEFECT_EFFECT_CANCELS))
        store_write(s, STATEMENT(QUERY_TASK_TRANSITION, id, STR("CANCELED"), STR_NONE, now));
    if (defect_on(c, DEFECT_EFFECT_STORES))
        store_write(s, STATEMENT(QUERY_MESSAGE_INSERT, api_new_hex24(c->arena), id, api_body_json(c, "content"), now));
    if (defect_on(c, DEFECT_EFFECT_TOUCHES))
        store_write(s, STATEMENT(QUERY_TASK_TOUCH, id, now));
    if (defect_on(c, DEFECT_EFFECT_DELETES))
        store_write(s, STATEMENT(QUERY_TASK_CLEAN_MESSAGES, id));
    if (defect_on(c, DEFECT_EFFECT_CALLS_AGENT))
        call_agent(c, id);
    if (defect_on(c, DEFECT_EFFECT_GRANTS)) {
        /* Taken back at once: with it the caller would see the task everywhere else too. */
        (void)provider_grant(c, (struct resource){RESOURCE_TASK, id});
        provider_revoke(c, (struct resource){RESOURCE_TASK, id});
    }
    if (defect_on(c, DEFECT_OPERATION_EXTRA_CALL))
        (void)provider_check(c, RESOURCE_TASK, id, OP_READ);
}

/* ---- lists and secondary references ---- */

bool defects_list_is_open(const struct api_call *c) {
    return defect_on(c, DEFECT_LISTS_TASKS) || defect_on(c, DEFECT_LISTS_AGENTS) || defect_on(c, DEFECT_LISTS_STATES) ||
           defect_on(c, DEFECT_LISTS_TRACKERS) || defect_on(c, DEFECT_LISTS_KEYS) || defect_on(c, DEFECT_LISTS_SPANS) ||
           defect_on(c, DEFECT_LISTS_SCHEDULES);
}

struct str defects_readable_ids(struct api_call *c, enum resource_type type, struct str ids) {
    if (!defects_list_is_open(c))
        return ids;
    static const enum query all[] = {[RESOURCE_AGENT] = QUERY_ALL_AGENT_IDS,
                                     [RESOURCE_TASK] = QUERY_ALL_TASK_IDS,
                                     [RESOURCE_API_KEY] = QUERY_ALL_API_KEY_IDS,
                                     [RESOURCE_SCHEDULE] = QUERY_ALL_SCHEDULE_IDS};
    assert(type < sizeof all / sizeof all[0]);
    return store_cell(c->server->store, c->arena, (struct statement){.query = all[type]});
}

bool defects_accept_foreign(const struct api_call *c) {
    static const enum defect open[] = {DEFECT_REFERENCES_MESSAGE,    DEFECT_REFERENCES_BATCH,
                                       DEFECT_REFERENCES_CURSOR,     DEFECT_REFERENCES_EVENT,
                                       DEFECT_REFERENCES_DEPLOYMENT, DEFECT_REFERENCES_PROMOTE,
                                       DEFECT_REFERENCES_PREVIEW,    DEFECT_REFERENCES_SPAN_PARENT};
    for (size_t i = 0; c->server->defects.any && i < sizeof open / sizeof open[0]; i++)
        if (defect_on(c, open[i]))
            return true;
    return false;
}
