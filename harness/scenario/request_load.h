/* SPDX-License-Identifier: Apache-2.0
 *
 * request_load: what a pack writes as a request (a line, an object, an RPC call) to a request template. Not for other
 * modules. */
#ifndef NONESUCH_REQUEST_LOAD_H
#define NONESUCH_REQUEST_LOAD_H

#include "hole_check.h"

/* The head of `rpc`: method, endpoints (texts only, fields are checked later), guards. RC_CONFIG. */
MUST_USE enum rc rpc_load(struct loader *l);
/* The endpoints' references, once all fields are known. RC_CONFIG. */
MUST_USE enum rc rpc_check(const struct loader *l);

/* Of an RPC call, what goes into one request. */
struct rpc_call {
    struct str method;
    const struct value *params; /* NULL: {} */
    bool is_stream;             /* adds `stream: true` to the params */
};
/* The call at an endpoint whose reference is that of `agent`. */
struct request_template rpc_request(const struct loader *l, const struct rpc_call *call,
                                    const struct endpoint *endpoint, size_t agent);
/* The resource that the endpoints name, or the one like it that `resource` is or hangs on. */
size_t rpc_agent_of(const struct loader *l, size_t resource);
/* What the definition says (`agent: X`), or rpc_agent_of. RC_CONFIG. */
MUST_USE enum rc rpc_agent(const struct loader *l, const struct value *definition, size_t resource, size_t *out);

/* "METHOD /path". RC_CONFIG. */
MUST_USE enum rc request_load_line(const struct loader *l, const struct value *at, struct str line,
                                   struct request_template *out);
/* What belongs to `rpc` alone does not stand beside `request`. RC_CONFIG. */
MUST_USE enum rc request_check_keys(const struct loader *l, const struct value *definition);
/* Header lines that can be sent; NULL will do. RC_CONFIG. */
MUST_USE enum rc request_check_headers(const struct loader *l, const struct value *headers);
/* A definition: such a line, or an object with `request` (and body, headers) or `rpc` (and agent, params; sent to
 * the first endpoint). Holes are checked in the scope. RC_CONFIG. */
MUST_USE enum rc request_load(const struct loader *l, const struct value *definition, const struct hole_scope *scope,
                              struct request_template *out);
/* One member of it; its name is not looked at. */
MUST_USE enum rc capture_load_one(const struct loader *l, const struct member *m, struct capture_rule *out);
/* `capture: { field: /pointer | header:name }`, RC_CONFIG. */
MUST_USE enum rc capture_load(const struct loader *l, const struct value *captures, struct capture_rule **out,
                              size_t *count);

#endif
