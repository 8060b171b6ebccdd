/* SPDX-License-Identifier: Apache-2.0
 *
 * guard: look up, ask, answer; in that order, and all of it whether the thing exists or not. */
#include "guard.h"

#include <assert.h>

#include "defect_hooks.h"
#include "router.h"
#include "surface.h"

struct lookup_row {
    enum resource_type type;
    enum query query;
    enum absence absence;
    enum lookup named; /* by which `<type>_name` is looked up in place of `<type>_id` */
};

static const struct lookup_row lookups[LOOKUP_COUNT] = {
    [LOOKUP_AGENT] = {RESOURCE_AGENT, QUERY_FIND_AGENT, ABSENCE_ID, LOOKUP_AGENT_NAME},
    [LOOKUP_AGENT_NAME] = {RESOURCE_AGENT, QUERY_FIND_AGENT_NAMED, ABSENCE_NAME, LOOKUP_NONE},
    [LOOKUP_TASK] = {RESOURCE_TASK, QUERY_FIND_TASK, ABSENCE_ID, LOOKUP_NONE},
    [LOOKUP_TASK_NAME] = {RESOURCE_TASK, QUERY_FIND_TASK_NAMED, ABSENCE_NAME, LOOKUP_NONE},
    [LOOKUP_TASK_OF_MESSAGE] = {RESOURCE_TASK, QUERY_FIND_TASK_OF_MESSAGE, ABSENCE_ID, LOOKUP_NONE},
    [LOOKUP_TASK_OF_STATE] = {RESOURCE_TASK, QUERY_FIND_TASK_OF_STATE, ABSENCE_ID, LOOKUP_NONE},
    [LOOKUP_TASK_OF_EVENT] = {RESOURCE_TASK, QUERY_FIND_TASK_OF_EVENT, ABSENCE_ID, LOOKUP_NONE},
    [LOOKUP_TASK_OF_TRACKER] = {RESOURCE_TASK, QUERY_FIND_TASK_OF_TRACKER, ABSENCE_ID, LOOKUP_NONE},
    [LOOKUP_AGENT_OF_EVENT] = {RESOURCE_AGENT, QUERY_FIND_AGENT_OF_EVENT, ABSENCE_ID, LOOKUP_NONE},
    [LOOKUP_API_KEY] = {RESOURCE_API_KEY, QUERY_FIND_API_KEY, ABSENCE_ID, LOOKUP_NONE},
    [LOOKUP_API_KEY_NAME] = {RESOURCE_API_KEY, QUERY_FIND_API_KEY_NAMED, ABSENCE_API_KEY, LOOKUP_NONE},
    [LOOKUP_SCHEDULE] = {RESOURCE_SCHEDULE, QUERY_FIND_SCHEDULE, ABSENCE_SCHEDULE, LOOKUP_NONE},
    [LOOKUP_AGENT_OF_RELEASE] = {RESOURCE_AGENT, QUERY_FIND_AGENT_OF_RELEASE, ABSENCE_ID, LOOKUP_NONE},
    [LOOKUP_TASK_OF_SPAN] = {RESOURCE_TASK, QUERY_FIND_TASK_OF_SPAN, ABSENCE_ID, LOOKUP_NONE},
};

enum absence guard_absence(enum lookup lookup) {
    return lookups[lookup].absence;
}
enum resource_type guard_type(enum lookup lookup) {
    return lookups[lookup].type;
}

struct str guard_resolve(struct api_call *c, enum lookup lookup, struct str reference) {
    const struct lookup_row *row = &lookups[lookup];
    if (row->absence != ABSENCE_NAME)
        return store_cell(c->server->store, c->arena, STATEMENT(row->query, reference));
    struct statement by_name = STATEMENT(row->query, c->identity.tenant, c->identity.creator, reference);
    struct str id = store_cell(c->server->store, c->arena, by_name);
    return id.data ? id : defects_find_elsewhere(c, row->type, reference);
}

enum visibility { VISIBILITY_ALLOWED, VISIBILITY_FORBIDDEN, VISIBILITY_HIDDEN, VISIBILITY_BROKEN };

struct verdict {
    enum visibility visibility;
    struct provider_answer answer; /* of the question that decided */
};

/* Absent things are asked for by a fresh id, so that the provider is asked as often as for a denied one. */
static struct verdict ask(struct api_call *c, enum resource_type type, struct str id, enum operation op) {
    struct str selector = id.data ? id : api_new_uuid(c->arena);
    struct provider_answer first = provider_check(c, type, selector, op);
    if (first.permission == PERMISSION_BROKEN)
        return (struct verdict){VISIBILITY_BROKEN, first};
    if (first.permission == PERMISSION_YES)
        return (struct verdict){id.data ? VISIBILITY_ALLOWED : VISIBILITY_HIDDEN, first};
    if (op == OP_READ)
        return (struct verdict){VISIBILITY_HIDDEN, first};
    struct provider_answer second = provider_check(c, type, selector, OP_READ);
    if (second.permission == PERMISSION_BROKEN)
        return (struct verdict){VISIBILITY_BROKEN, second};
    bool is_visible = second.permission == PERMISSION_YES && id.data;
    return (struct verdict){is_visible ? VISIBILITY_FORBIDDEN : VISIBILITY_HIDDEN, first};
}

static struct verdict judge(struct api_call *c, struct guard g, struct str id) {
    struct verdict v = ask(c, lookups[g.lookup].type, id, defects_operation(c, g.op));
    if (id.data && defects_let_through(c, lookups[g.lookup].type))
        v.visibility = VISIBILITY_ALLOWED;
    return v;
}

/* Answers unless allowed. */
static bool answer_verdict(struct api_call *c, struct verdict v, struct guard g, struct str reference, struct str id) {
    if (v.visibility == VISIBILITY_ALLOWED)
        return true;
    if (v.visibility == VISIBILITY_BROKEN) {
        error_item(c, v.answer.status, v.answer.text);
        return false;
    }
    if (id.data)
        defects_denied_effect(c, lookups[g.lookup].type, id);
    if (v.visibility == VISIBILITY_FORBIDDEN && !defects_hide_forbidden(c)) {
        error_forbidden(c, v.answer.text);
        return false;
    }
    error_absent(c, lookups[g.lookup].absence, reference);
    defects_hidden(c, reference, id);
    return false;
}

bool guard_found(struct api_call *c, struct guard g, struct str reference, struct str id) {
    return answer_verdict(c, judge(c, g, id), g, reference, id);
}

bool guard_reference(struct api_call *c, enum lookup lookup, enum operation op, struct str reference, struct str *id) {
    struct str found = guard_resolve(c, lookup, reference);
    if (!guard_found(c, (struct guard){.lookup = lookup, .op = op}, reference, found))
        return false;
    if (id)
        *id = found;
    return true;
}

enum name_claim guard_name_or_free(struct api_call *c, enum lookup lookup, enum operation op, struct str name,
                                   struct str *id) {
    struct guard g = {.lookup = lookup, .op = op};
    *id = guard_resolve(c, lookup, name);
    struct verdict v = judge(c, g, *id);
    if (v.visibility != VISIBILITY_HIDDEN)
        return answer_verdict(c, v, g, name, *id) ? CLAIM_REACHED : CLAIM_ANSWERED;
    return defects_tell_taken_name(c, *id) ? CLAIM_ANSWERED : CLAIM_FREE;
}

enum name_claim guard_filter(struct api_call *c, enum lookup lookup, struct str reference, struct str *id) {
    *id = guard_resolve(c, lookup, reference);
    struct verdict v = ask(c, lookups[lookup].type, *id, OP_READ);
    if (v.visibility == VISIBILITY_BROKEN) {
        error_item(c, v.answer.status, v.answer.text);
        return CLAIM_ANSWERED;
    }
    bool is_open = id->data && defects_list_is_open(c);
    return v.visibility == VISIBILITY_ALLOWED || is_open ? CLAIM_REACHED : CLAIM_FREE;
}

bool guard_create(struct api_call *c, enum resource_type type) {
    struct provider_answer answer = provider_check(c, type, STR("*"), OP_CREATE);
    if (answer.permission == PERMISSION_NO)
        error_forbidden(c, answer.text);
    if (answer.permission == PERMISSION_BROKEN)
        error_item(c, answer.status, answer.text);
    return answer.permission == PERMISSION_YES;
}

static struct str read_place(const struct api_call *c, enum reference_place place, const char *param) {
    switch (place) {
    case IN_PATH: return api_path_param(c, param);
    case IN_QUERY: return api_query(c, param);
    case IN_BODY: break;
    }
    return api_body_string(c, param);
}

/* The reference of a guard; an agent's name stands for its id in query and body. False: answered 422. */
static bool read_reference(struct api_call *c, struct guard *g, struct str *reference) {
    const char *param = g->param;
    *reference = read_place(c, g->place, param);
    if (reference->data)
        return true;
    enum lookup named = lookups[g->lookup].named;
    if (g->place != IN_PATH && named != LOOKUP_NONE) {
        g->param = "agent_name";
        *reference = read_place(c, g->place, g->param);
        g->lookup = reference->data ? named : g->lookup;
    }
    if (reference->data)
        return true;
    const char *place = g->place == IN_BODY ? "body" : "query";
    bool is_there = g->place == IN_BODY && value_get_c(c->body, param);
    error_invalid(c, str_printf(c->arena, "%s.%s: %s", place, param,
                                is_there ? "Input should be a valid string" : "Field required"));
    return false;
}

static bool is_joint(const struct guard *g, const struct guard *next) {
    return next->lookup != LOOKUP_NONE && next->place == g->place && str_eq(str_from(g->param), str_from(next->param));
}

/* Both parents of a child are asked before either answers; the first that refuses decides. */
static bool guard_both(struct api_call *c, const struct guard g[2]) {
    struct str reference = read_place(c, g[0].place, g[0].param);
    struct verdict v[2];
    for (size_t i = 0; i < 2; i++) {
        c->guarded[i] = guard_resolve(c, g[i].lookup, reference);
        v[i] = judge(c, g[i], c->guarded[i]);
    }
    for (size_t i = 0; i < 2; i++)
        if (!answer_verdict(c, v[i], g[i], reference, c->guarded[i]))
            return false;
    return true;
}

bool guard_route(struct api_call *c) {
    const struct guard *guards = c->route->guards;
    if (guards[0].lookup != LOOKUP_NONE && is_joint(&guards[0], &guards[1]))
        return guard_both(c, guards);
    for (size_t i = 0; i < API_GUARDS && guards[i].lookup != LOOKUP_NONE; i++) {
        struct guard g = guards[i];
        struct str reference;
        if (!read_reference(c, &g, &reference))
            return false;
        surface_enter_guard(c, &g);
        struct str found = guard_resolve(c, g.lookup, reference);
        if (!defects_validate_early(c, found) || !guard_found(c, g, reference, found))
            return false;
        c->guarded[i] = found;
    }
    surface_enter_route(c);
    return true;
}
