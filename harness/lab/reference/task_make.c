/* SPDX-License-Identifier: Apache-2.0
 *
 * task_make: get, or insert, register and grant. */
#include "task_make.h"

static struct str own_task(struct api_call *c, struct str name) {
    struct row task;
    struct statement q = STATEMENT(QUERY_TASK_OWN_NAMED, c->identity.tenant, c->identity.creator, name);
    bool is_found = name.data && store_row(c->server->store, c->arena, q, &task);
    return is_found ? task.cells[TASK_ID] : STR_NONE;
}

static enum store_outcome insert(struct api_call *c, const struct task_plan *plan, struct str id) {
    struct str now = api_now(c->arena);
    struct statement list[] = {
        STATEMENT(QUERY_TASK_INSERT, id, c->identity.tenant, c->identity.creator, plan->agent, plan->name, plan->params,
                  plan->metadata, now, c->identity.user_id, c->identity.service_account_id),
        STATEMENT(QUERY_TRACKER_INSERT, api_new_uuid(c->arena), plan->agent, id, now),
    };
    return store_write_all(c->server->store, list, sizeof list / sizeof list[0]);
}

static struct provider_answer tell_provider(struct api_call *c, const struct task_plan *plan, struct str id) {
    struct resource task = {RESOURCE_TASK, id}, agent = {RESOURCE_AGENT, plan->agent};
    struct provider_answer told = provider_register(c, task, &agent);
    if (told.permission == PERMISSION_YES)
        return defect_is_on(c, DEFECT_WRITES_GRANT_MISSING) ? told : provider_grant(c, task);
    if (defect_is_on(c, DEFECT_WRITES_ORPHAN_GRANTED))
        (void)provider_grant(c, task);
    return told;
}

struct provider_answer task_get_or_make(struct api_call *c, const struct task_plan *plan, struct str *id,
                                        bool *is_new) {
    const struct provider_answer yes = {.permission = PERMISSION_YES};
    *id = own_task(c, plan->name);
    *is_new = false;
    if (id->data)
        return defect_is_on(c, DEFECT_WRITES_AGAIN) ? tell_provider(c, plan, *id) : yes;
    struct str fresh = api_new_uuid(c->arena);
    if (insert(c, plan, fresh) == STORE_CONFLICT) {
        *id = own_task(c, plan->name); /* somebody with the same credential was faster */
        return id->data ? yes : (struct provider_answer){PERMISSION_BROKEN, 500, STR("The task could not be stored")};
    }
    *id = fresh;
    *is_new = true;
    return tell_provider(c, plan, fresh);
}
