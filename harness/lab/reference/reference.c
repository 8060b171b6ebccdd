/* SPDX-License-Identifier: Apache-2.0
 *
 * reference: start, stop, and the order in which a request is handled (agentex.md section 1). */
#include "reference.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "codec.h"
#include "defect_hooks.h"
#include "handlers.h"
#include "metrics.h"
#include "parse.h"

#define BODY_MAX_BYTES (1u << 20)

static bool may_have_body(struct str method) {
    return str_eq(method, STR("POST")) || str_eq(method, STR("PUT")) || str_eq(method, STR("PATCH"));
}

/* False: malformed, answered 422. */
static bool read_body(struct api_call *c) {
    struct value *root = NULL;
    if (c->request->body.len > 0 && may_have_body(c->request->method)) {
        if (parse_json(c->request->body, c->arena, &root, NULL) != RC_OK) {
            error_invalid(c, STR("body: JSON decode error"));
            return false;
        }
    }
    c->body = root;
    if (c->route->has_rpc_body)
        c->rpc_outcome = rpc_validate(root, c->arena, &c->rpc, &c->rpc_message);
    return true;
}

static void run(struct api_call *c) {
    c->path = codec_percent_decode(c->arena, c->request->path);
    if (c->request->body.len > BODY_MAX_BYTES) {
        error_detail(c, 413, "Request Entity Too Large");
        return;
    }
    if (!identity_is_public(c) && !identity_establish(c))
        return;
    if (!router_find(c))
        return;
    surface_enter_route(c);
    if (!defects_odd_body(c) && read_body(c) && guard_route(c))
        c->route->handler(c);
}

static void handle(void *self, const struct serve_request *request, struct serve_response *response,
                   struct arena *arena) {
    struct api_call c = {.server = self, .request = request, .response = response, .arena = arena};
    if (!noises_refuse(&c)) {
        run(&c);
        defects_vary(&c);
    }
    noises_stir(&c);
    buf_free(&c.text);
}

static enum rc start(struct reference *r, const struct reference_options *options, struct fault *f) {
    for (size_t i = 0; i < options->defect_count; i++) {
        enum rc rc = defects_switch_on(&r->defects, options->defects[i], f);
        if (rc != RC_OK)
            return rc;
    }
    for (size_t i = 0; i < options->noise_count; i++) {
        enum rc rc = noises_switch_on(&r->noises, options->noises[i], f);
        if (rc != RC_OK)
            return rc;
    }
    enum rc rc = metrics_open(options->statsd, &r->metrics, f);
    rc = rc == RC_OK ? store_open(options->database, &r->store, f) : rc;
    if (rc != RC_OK)
        return rc;
    return serve_start(options->host, options->port, handle, r, &r->server, f);
}

static char *copy_without_slash(const char *url) {
    size_t len = strlen(url);
    char *copy = strdup(url);
    if (!copy)
        abort();
    if (len > 0 && copy[len - 1] == '/')
        copy[len - 1] = '\0';
    return copy;
}

enum rc reference_start(const struct reference_options *options, struct reference **out, struct fault *f) {
    struct reference *r = calloc(1, sizeof *r);
    if (!r)
        abort();
    r->auth_url = copy_without_slash(options->auth_url);
    r->calls = call_pool_new();
    r->identities = identity_cache_new();
    enum rc rc = start(r, options, f);
    if (rc != RC_OK) {
        reference_stop(r);
        return rc;
    }
    *out = r;
    return RC_OK;
}

const char *reference_url(const struct reference *r) {
    return serve_url(r->server);
}

void reference_stop(struct reference *r) {
    if (!r)
        return;
    serve_stop(r->server);
    identity_cache_del(r->identities);
    store_close(r->store);
    call_pool_del(r->calls);
    metrics_close(r->metrics);
    free(r->auth_url);
    free(r);
}
