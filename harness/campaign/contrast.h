/* SPDX-License-Identifier: Apache-2.0
 *
 * contrast: one body as the reference reads it, beside how the target took it, which is told by its answers. Pure.
 * Private to campaign.
 *
 * A target that reads a body as well-formed comes to its task guard, which denies it (404, 403), or lets it run (2xx);
 * one that does not, refuses it: 422, 400 or 415, or one of the JSON-RPC errors -32700, -32600 and -32601. Errors with
 * other codes stand behind authorization. What a body of the contract is never answered with is no verdict: 401 and
 * 429, 413 and the like (limits are a deployment's own), 5xx, what holds no JSON (a gateway's page). */
#ifndef NONESUCH_CONTRAST_H
#define NONESUCH_CONTRAST_H

#include "body_class.h"
#include "exchange.h"
#include "rpc_reference.h"

enum contrast_verdict {
    CONTRAST_NONE, /* nobody asked */
    CONTRAST_UNDECIDED,
    CONTRAST_ALIKE,
    CONTRAST_OTHERWISE,
};

struct contrast {
    enum contrast_verdict verdict;
    struct conformance_kind kind; /* of CONTRAST_OTHERWISE, without bodies and example; texts live in the arena */
};

/* What the methods of a body's class are called. */
struct contrast_names {
    const struct str *methods;
    size_t method_count;
};

/* `answers` are all to this body, but for its references; the first one's request has the bytes that were read. */
struct contrast contrast_take(const struct rpc_reference *reference, const struct contrast_names *names,
                              const struct body_class *class, const struct exchange *const *answers, size_t count,
                              struct arena *a);

#endif
