/* SPDX-License-Identifier: Apache-2.0
 *
 * observer: what the instrumented auth provider and agent saw, and the grants that the provider is asked to write, over their
 * control API. */
#ifndef NONESUCH_OBSERVER_H
#define NONESUCH_OBSERVER_H

#include "pack.h"
#include "transport.h"

/* One entry of a recording server's log. What a server does not say is STR_NONE. */
struct observation_entry {
    int64_t seq;
    struct str endpoint;  /* "check", "grant", "register" …; at an agent the RPC method */
    struct str principal; /* the subject's name */
    struct str type, selector, operation;
    int status;
    struct str text;      /* the whole entry as JSON, to search for ids */
};

struct observer {
    struct transport *transport;
    struct observer_address address;
};

bool observer_is_present(const struct observer *o);

/* Where the log ends now: the `since` of a later read. RC_NET, RC_CONFIG (token refused, not a control API). */
MUST_USE enum rc observer_mark(const struct observer *o, struct arena *a, int64_t *next, struct fault *f);
MUST_USE enum rc observer_read(const struct observer *o, int64_t since, struct arena *a, struct observation_entry **out,
                               size_t *count, struct fault *f);

struct observer_grant {
    struct str principal, type, selector, role;
};
/* Writes (or, with is_removal, takes back) grants, several at once. RC_NET, RC_CONFIG. */
MUST_USE enum rc observer_grant(const struct observer *o, const struct observer_grant *grants, size_t count, bool is_removal,
                                struct arena *a, struct fault *f);

#endif
