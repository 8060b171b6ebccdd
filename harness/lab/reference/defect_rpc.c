/* SPDX-License-Identifier: Apache-2.0
 *
 * defect_rpc: what happens to a method that is not known, and to a task that is denied to a known one. */
#include "defect_hooks.h"

/* U+212A and U+017F, which Unicode folds to ASCII letters. */
static struct str fold(struct arena *a, struct str name) {
    name = str_replace(a, name, STR("\xe2\x84\xaa"), STR("k"));
    return str_replace(a, name, STR("\xc5\xbf"), STR("s"));
}

static struct str respell(struct api_call *c, struct str name) {
    if (defect_on(c, DEFECT_METHOD_CASE))
        return str_lower_ascii(c->arena, name);
    if (defect_on(c, DEFECT_METHOD_TRIMMED))
        return str_trim(name);
    if (defect_on(c, DEFECT_METHOD_FOLDED))
        return fold(c->arena, name);
    if (defect_on(c, DEFECT_METHOD_UNAUTHORISED))
        return str_trim(str_lower_ascii(c->arena, name));
    return name;
}

/* The body with another method, judged again. */
static enum rpc_method reread(struct api_call *c, struct str method) {
    struct value *patch = value_new_object(c->arena);
    value_set(c->arena, patch, STR("method"), value_new_string(c->arena, method));
    struct value *body = value_merge(c->arena, c->body, patch);
    struct str unused;
    enum rpc_outcome outcome = rpc_validate(body, c->arena, &c->rpc, &unused);
    return outcome == RPC_VALID ? c->rpc.method : RPC_UNKNOWN;
}

static struct str named_task(struct api_call *c) {
    const struct value *params = value_get_c(c->body, "params");
    struct str id = value_string(value_get_c(params, "task_id"), STR_NONE);
    struct str name = value_string(value_get_c(params, "task_name"), STR_NONE);
    if (id.data)
        return guard_resolve(c, LOOKUP_TASK, id);
    return name.data ? guard_resolve(c, LOOKUP_TASK_NAME, name) : STR_NONE;
}

static void cancel_unchecked(struct api_call *c, enum rpc_method method, struct str task) {
    struct str now = api_now(c->arena);
    if (method == RPC_TASK_CANCEL && task.data)
        store_write(c->server->store, STATEMENT(QUERY_TASK_TRANSITION, task, STR("CANCELED"), STR_NONE, now));
}

enum unknown_course defects_unknown_method(struct api_call *c) {
    struct str method = value_string(value_get_c(c->body, "method"), STR_NONE);
    if (!c->server->defects.any || !method.data || rpc_method_from(method) != RPC_UNKNOWN)
        return UNKNOWN_REFUSED;
    struct str task = named_task(c);
    if (defect_on(c, DEFECT_METHOD_LOOKS_UP) && !task.data) {
        error_absent(c, ABSENCE_ID, STR("task"));
        return UNKNOWN_ANSWERED;
    }
    if (defect_on(c, DEFECT_METHOD_ECHOES) && task.data) {
        error_invalid(c, STR("body.method: The task does not support this method"));
        return UNKNOWN_ANSWERED;
    }
    struct str spelling = respell(c, method);
    enum rpc_method known = str_eq(spelling, method) ? RPC_UNKNOWN : reread(c, spelling);
    if (known == RPC_UNKNOWN)
        return UNKNOWN_REFUSED;
    if (!defect_on(c, DEFECT_METHOD_UNAUTHORISED))
        return UNKNOWN_RUN;
    cancel_unchecked(c, known, task);
    return UNKNOWN_REFUSED; /* in words; the deed is done */
}

bool defects_create_instead(struct api_call *c) {
    return defect_on(c, DEFECT_FALL_UPDATE_CREATES) && guard_resolve(c, LOOKUP_TASK, c->rpc.task_id).data;
}
