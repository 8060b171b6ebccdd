/* SPDX-License-Identifier: Apache-2.0
 *
 * route_deployments: deployments of an agent, which are seen below it only, and the history of what its pods were. */
#include "handlers.h"
#include "load.h"

/* The deployment of the path, which hangs on the guarded agent; one of another agent is absent. */
static bool load_deployment(struct api_call *c, struct row *out) {
    struct str id = api_path_param(c, "deployment_id"), agent = c->guarded[0];
    if (c->route->has_rpc_body)
        surface_enter_rpc_deployment(c);
    else
        surface_enter_slot(c, "deployment.id");
    if (store_row(c->server->store, c->arena, STATEMENT(QUERY_DEPLOYMENT_OF_AGENT, id, agent), out))
        return true;
    bool is_foreign = store_row(c->server->store, c->arena, STATEMENT(QUERY_DEPLOYMENT, id), out);
    if (is_foreign && defects_accept_foreign(c))
        return true;
    error_absent(c, ABSENCE_DEPLOYMENT, id);
    if (is_foreign)
        defects_hidden(c, id, out->cells[DEPLOYMENT_AGENT]);
    return false;
}

static void answer_deployment(struct api_call *c, struct str id) {
    struct row deployment;
    if (load_row(c, QUERY_DEPLOYMENT, id, &deployment))
        answer_row(c, &deployment_columns, deployment);
}

void deployment_create(struct api_call *c) {
    struct str image, commit, branch, author, id = api_new_uuid(c->arena);
    if (!load_body(c) || !load_string(c, "docker_image", &image) || !load_optional_string(c, "commit_hash", &commit) ||
        !load_optional_string(c, "branch_name", &branch) || !load_optional_string(c, "author_name", &author))
        return;
    store_write(c->server->store, STATEMENT(QUERY_DEPLOYMENT_INSERT, id, c->guarded[0], image, commit, branch, author,
                                            api_now(c->arena)));
    answer_deployment(c, id);
}

/* One page of what hangs on the guarded agent. */
static void answer_page(struct api_call *c, const struct columns *t, enum query query) {
    struct page page;
    if (!api_page(c, &page))
        return;
    struct row *rows = NULL;
    struct statement q = STATEMENT(query, c->guarded[0], page.limit, page.offset, page.direction);
    size_t count = store_rows(c->server->store, c->arena, q, &rows);
    answer_rows(c, t, rows, count);
}

void deployment_list(struct api_call *c) {
    answer_page(c, &deployment_columns, QUERY_DEPLOYMENTS);
}

void deployment_get(struct api_call *c) {
    struct row deployment;
    if (load_deployment(c, &deployment))
        answer_row(c, &deployment_columns, deployment);
}

void deployment_promote(struct api_call *c) {
    struct row deployment;
    if (!load_deployment(c, &deployment))
        return;
    struct str id = deployment.cells[DEPLOYMENT_ID], agent = deployment.cells[DEPLOYMENT_AGENT];
    struct str now = api_now(c->arena);
    struct statement list[] = {STATEMENT(QUERY_DEPLOYMENT_PROMOTE, id, agent, now),
                               STATEMENT(QUERY_DEPLOYMENT_PROMOTED, agent, id, now)};
    store_write_all(c->server->store, list, sizeof list / sizeof list[0]);
    answer_deployment(c, id);
}

void deployment_delete(struct api_call *c) {
    struct row deployment;
    if (!load_deployment(c, &deployment))
        return;
    struct str id = deployment.cells[DEPLOYMENT_ID];
    store_write(c->server->store, STATEMENT(QUERY_DEPLOYMENT_DELETE, id));
    if (str_eq(deployment.cells[DEPLOYMENT_IS_PRODUCTION], STR("true")))
        store_write(c->server->store, STATEMENT(QUERY_DEPLOYMENT_PROMOTED, deployment.cells[DEPLOYMENT_AGENT], STR_NONE,
                                                api_now(c->arena)));
    answer_done(c, id, "Deployment deleted successfully");
}

void deployment_rpc(struct api_call *c) {
    struct row deployment;
    if (load_deployment(c, &deployment))
        rpc_call_at(c, deployment.cells[DEPLOYMENT_ACP_URL]);
}

void release_get(struct api_call *c) {
    struct row release;
    if (load_row(c, QUERY_RELEASE, api_path_param(c, "id"), &release))
        answer_row(c, &release_columns, release);
}

void release_list(struct api_call *c) {
    answer_page(c, &release_columns, QUERY_RELEASES);
}
