/* SPDX-License-Identifier: Apache-2.0
 *
 * observer: what the instrumented auth provider and agent saw, and the grants that the provider is asked to write,
 * over their control API (bearer token):
 *
 *   GET        /_nonesuch/log?since=N&limit=M  {"next":N,"entries":[{"seq":1,…},…]}; a server may ignore `limit`, and
 *                                              `endpoint=a,b` beside it, which leaves out what others were asked
 *   PUT|DELETE /_nonesuch/grants               {"principal","type","selector","role"}
 *   POST       /_nonesuch/faults               {"endpoint","principal","kind","count","ttl_ms"}
 *   DELETE     /_nonesuch/faults               forgets them all */
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
    struct str parent_type, parent; /* of a registration: what it is put under */
    int status;                     /* 0: not said */
    const struct value *value;      /* the whole entry */
};

struct observer {
    struct transport *transport;
    struct observer_address address;
};

bool observer_is_present(const struct observer *o);

/* Where the log ends now: the `since` of a later read. RC_NET (no complete answer; the sentence names the address),
 * RC_CONFIG (token refused, not a control API). */
MUST_USE enum rc observer_mark(const struct observer *o, struct arena *a, int64_t *next, struct fault *f);
/* Every entry with seq >= since, in order; memory of `a`. RC_NET and RC_CONFIG as above; RC_LIMIT: an answer of the
 * log past LIMIT_BODY_BYTES. */
MUST_USE enum rc observer_read(const struct observer *o, int64_t since, struct arena *a, struct observation_entry **out,
                               size_t *count, struct fault *f);
/* The same of a provider, but only what was written: grants, registrations and their ends. */
MUST_USE enum rc observer_read_writes(const struct observer *o, int64_t since, struct arena *a,
                                      struct observation_entry **out, size_t *count, struct fault *f);

/* The whole entry as JSON, to search for ids and to show. */
struct str observation_text(const struct observation_entry *entry, struct arena *a);

struct observer_grant {
    struct str principal, type, selector, role;
};
/* Writes (or, with is_removal, takes back) grants, several at once. RC_NET, RC_CONFIG. */
MUST_USE enum rc observer_grant(const struct observer *o, const struct observer_grant *grants, size_t count,
                                bool is_removal, struct arena *a, struct fault *f);

/* A fault that the provider plays for one principal at one endpoint, until it is cleared or `ttl_ms` (at most 30 000)
 * is over. `kind`: "503", "502", "404", "garbage", "slow", "timeout". */
struct observer_fault {
    struct str endpoint, principal;
    const char *kind;
    int64_t ttl_ms;
    int64_t count; /* so many questions meet it; 0: all of them */
};
/* RC_NET, RC_CONFIG. */
MUST_USE enum rc observer_play_fault(const struct observer *o, const struct observer_fault *fault, struct arena *a,
                                     struct fault *f);
MUST_USE enum rc observer_clear_faults(const struct observer *o, struct arena *a, struct fault *f);

#endif
