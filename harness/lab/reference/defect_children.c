/* SPDX-License-Identifier: Apache-2.0
 *
 * defect_children: defects of what hangs on agents: deployments, schedules, webhooks. */
#include "defect_hooks.h"
#include "hash.h"

/* Deeds that are done to a schedule in spite of the denial. */
static const struct {
    enum defect defect;
    enum query deed;
} schedule_effects[] = {
    {DEFECT_EFFECT_TRIGGERS, QUERY_SCHEDULE_TRIGGER},
    {DEFECT_EFFECT_PAUSES, QUERY_SCHEDULE_PAUSE},
};

static void promote(struct api_call *c, struct str agent) {
    struct str id = api_path_param(c, "deployment_id"), now = api_now(c->arena);
    struct statement list[] = {STATEMENT(QUERY_DEPLOYMENT_PROMOTE, id, agent, now),
                               STATEMENT(QUERY_DEPLOYMENT_PROMOTED, agent, id, now)};
    store_write_all(c->server->store, list, sizeof list / sizeof list[0]);
}

void defects_denied_child_effect(struct api_call *c, struct str id) {
    for (size_t i = 0; i < sizeof schedule_effects / sizeof schedule_effects[0]; i++)
        if (defect_on(c, schedule_effects[i].defect))
            store_write(c->server->store, STATEMENT(schedule_effects[i].deed, id, api_now(c->arena)));
    if (defect_on(c, DEFECT_EFFECT_PROMOTES))
        promote(c, id);
}

struct str defects_total(struct api_call *c, struct str agent, struct str right) {
    struct statement all = STATEMENT(QUERY_COUNT_SCHEDULES, agent);
    return defect_on(c, DEFECT_LISTS_TOTAL) ? store_cell(c->server->store, c->arena, all) : right;
}

static bool is_key_of(struct api_call *c, enum query query, struct str key, struct row *out) {
    return store_row(c->server->store, c->arena, STATEMENT(query, sha256_hex(c->arena, key)), out);
}

/* Whose key it is nobody asks: the agent is the one that the path names. */
static bool is_key_of_any(struct api_call *c, struct str key, struct row *out) {
    struct statement named = STATEMENT(QUERY_FIND_AGENT_NAMED_BY_ANYBODY, api_path_param(c, "name"));
    struct row holder;
    if (!is_key_of(c, QUERY_AGENT_OF_WEBHOOK, key, &holder))
        return false;
    struct str id = store_cell(c->server->store, c->arena, named);
    return id.data && store_row(c->server->store, c->arena, STATEMENT(QUERY_AGENT, id), out);
}

bool defects_take_webhook_key(struct api_call *c, struct str key, struct row *out) {
    struct str all_but_last = str_sub(key, 0, key.len > 0 ? key.len - 1 : 0);
    return (defect_is_on(c, DEFECT_CREDENTIALS_WEBHOOK_FOREIGN_KEY) && is_key_of_any(c, key, out)) ||
           (defect_is_on(c, DEFECT_CREDENTIALS_WEBHOOK_PLAIN_KEY) && is_key_of(c, QUERY_AGENT_OF_KEY, key, out)) ||
           (defect_is_on(c, DEFECT_CREDENTIALS_WEBHOOK_LONGER_KEY) &&
            is_key_of(c, QUERY_AGENT_OF_WEBHOOK, all_but_last, out));
}

bool defects_forward(struct api_call *c) {
    bool tells = defect_on(c, DEFECT_CREDENTIALS_FORWARD_TELLS),
         is_open = defect_on(c, DEFECT_CREDENTIALS_FORWARD_OPEN);
    struct statement q = STATEMENT(QUERY_FIND_AGENT_NAMED_BY_ANYBODY, api_path_param(c, "name"));
    if (!tells && !is_open)
        return false;
    bool is_there = store_cell(c->server->store, c->arena, q).data != NULL;
    if (tells && !is_there)
        error_absent(c, ABSENCE_NAME, api_path_param(c, "name"));
    else if (is_open && is_there)
        answer_bytes(c, 200, "application/json", STR("{\"status\":\"ok\"}"));
    else
        return false;
    return true;
}
