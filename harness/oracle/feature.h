/* SPDX-License-Identifier: Apache-2.0
 *
 * feature: everything that can be observed of one answer but time, taken apart into named texts that can be compared
 * one by one. Pure.
 *
 * Keys: `outcome` `version` `status` `reason` `interim` `headers` (names in order, case kept) `header:<lower-case
 * name>` (the n-th repeat is `header:<name>#n`) `trailers` `reconnect` `answers` (to an exact request: the status codes
 * of all that came on its connection), and of the body either `body` (not JSON) or, per document (one for JSON, one a
 * line for NDJSON, prefixed `[n]`), `body:shape` (all bytes that are no scalar value: key order, spacing, types) and
 * `body:<RFC 6901 pointer>` for each scalar. */
#ifndef NONESUCH_FEATURE_H
#define NONESUCH_FEATURE_H

#include "exchange.h"

enum feature_kind { FEATURE_OUTCOME, FEATURE_STATUS, FEATURE_RPC, FEATURE_BODY, FEATURE_HEADER, FEATURE_FRAMING };
#define FEATURE_KIND_COUNT 6
const char *feature_kind_name(enum feature_kind k); /* "outcome" "status" "rpc" "body" "header" "framing" */

struct feature {
    struct str key;
    struct str value; /* with echoes replaced */
    enum feature_kind kind;
};

struct features {
    struct feature *items;
    size_t count;
    size_t *index;     /* hash table over the keys: place in `items` + 1; NULL: features_find looks through all */
    size_t index_size; /* a power of two */
};

/* What the request itself said and the answer may repeat: replaced by a token that keeps the spelling ({REF:raw},
 * {REF:percent}, …). */
struct echo {
    struct str name;  /* "REF" */
    struct str value; /* shorter than 4 bytes: left alone */
};

enum reconnect { RECONNECT_UNKNOWN, RECONNECT_NO, RECONNECT_YES };

/* `reconnect`: whether the next request of the same sequence needed a new connection. Values live in `a` (or borrow
 * from `x`). */
struct features features_take(const struct exchange *x, const struct echo *echoes, size_t echo_count,
                              enum reconnect reconnect, struct arena *a);

/* NULL when there is none; the first of several (a JSON member twice). */
const struct feature *features_find(const struct features *f, struct str key);
/* The one at place `guess` when its key is equal: so the several are told apart by their place. */
const struct feature *features_find_near(const struct features *f, struct str key, size_t guess);

/* The echoes of `echoes` in `text` replaced, the longest first where one contains another. Tokens that stand there
 * already stay. */
struct str features_replace_echoes(struct str text, const struct echo *echoes, size_t echo_count, struct arena *a);

#endif
