/* SPDX-License-Identifier: Apache-2.0
 *
 * guard: the visibility rule of agentex.md section 3, in one place. A denied reference and an absent one cost the same
 * questions and get the same answer. */
#ifndef NONESUCH_GUARD_H
#define NONESUCH_GUARD_H

#include "errors.h"
#include "provider.h"

/* What a reference names, and which thing guards it. */
enum lookup {
    LOOKUP_NONE,
    LOOKUP_AGENT,
    LOOKUP_AGENT_NAME,
    LOOKUP_TASK,
    LOOKUP_TASK_NAME,
    LOOKUP_TASK_OF_MESSAGE,
    LOOKUP_TASK_OF_STATE,
    LOOKUP_TASK_OF_EVENT,
    LOOKUP_TASK_OF_TRACKER,
    LOOKUP_AGENT_OF_EVENT,
    LOOKUP_API_KEY,
    LOOKUP_API_KEY_NAME, /* of an agent: found by its handler */
    LOOKUP_SCHEDULE,     /* likewise */
    LOOKUP_AGENT_OF_RELEASE,
    LOOKUP_TASK_OF_SPAN,
    LOOKUP_COUNT
};

enum reference_place { IN_PATH, IN_QUERY, IN_BODY };

/* One line of a route: the thing that `param` names must allow `op`. Two guards on one parameter are a child of two
 * parents: both are asked before either answers. For agents in query and body `agent_name` may stand for `agent_id`. */
struct guard {
    enum lookup lookup;
    enum operation op;
    enum reference_place place;
    const char *param;
};

/* All guards of c->route; fills c->guarded. False: answered. */
bool guard_route(struct api_call *c);

/* A reference that a handler guards by itself; `*id` (may be NULL) gets what it resolves to. False: answered. */
bool guard_reference(struct api_call *c, enum lookup lookup, enum operation op, struct str reference, struct str *id);

/* The same for a thing that is found already (`id` is STR_NONE when absent) and named by `reference`. */
bool guard_found(struct api_call *c, struct guard g, struct str reference, struct str id);

/* A name by which the caller may either reach a thing or make one. */
enum name_claim {
    CLAIM_REACHED,  /* `*id` is his to use */
    CLAIM_FREE,     /* nothing that he can see bears it */
    CLAIM_ANSWERED, /* he sees it and may not: answered */
};
enum name_claim guard_name_or_free(struct api_call *c, enum lookup lookup, enum operation op, struct str name,
                                   struct str *id);

/* `create` on `*`. False: answered. */
bool guard_create(struct api_call *c, enum resource_type type);

/* The id that a reference resolves to, unguarded; STR_NONE when absent. Names are of the caller's tenant. */
struct str guard_resolve(struct api_call *c, enum lookup lookup, struct str reference);

enum absence guard_absence(enum lookup lookup);
enum resource_type guard_type(enum lookup lookup);

/* Whether a filter of a list may be used. CLAIM_REACHED: by its id; CLAIM_FREE: the list is empty. */
enum name_claim guard_filter(struct api_call *c, enum lookup lookup, struct str reference, struct str *id);

#endif
