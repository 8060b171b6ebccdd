/* SPDX-License-Identifier: Apache-2.0
 *
 * pack: what a system is and what must hold (the pack), and where one deployment of it is (the target). Plain
 * values; built by scenario, read by everybody else. Arrays are in document order. Cross-references are indices into
 * the pack's arrays; NONE where there is none. */
#ifndef NONESUCH_PACK_H
#define NONESUCH_PACK_H

#include "codec.h"
#include "exchange.h"
#include "value.h"

#define NONE SIZE_MAX

/* Where something stood in its file, for messages. */
struct place {
    const char *file; /* borrowed; NULL when built in */
    int line, column;
};

enum policy { POLICY_HIDE_UNREADABLE, POLICY_HIDE_ALL, POLICY_DENY_ALL };

struct role {
    struct str name;
    struct str *operations;
    size_t operation_count;
};

/* What the permission schema grants on one type of resource. */
struct permission {
    struct str type;
    struct role *roles;
    size_t role_count;
};

struct grant {
    struct str type, role; /* on the owner's (a guest: his host's) things of this permission type */
};

struct principal {
    struct str name, tenant;
    bool is_anonymous;
    bool is_extra; /* takes part with all variations, or when he is named */
    bool is_guest; /* sends what a fuzzer makes up, holds his grants on his host's things, may create nothing, and takes
                    * no part in runs */
    size_t host;   /* of a guest: principal */
    struct grant *grants;
    size_t grant_count;
};

/* A request with `${…}` holes. `path` holds the query too. */
struct request_template {
    struct str method, path;
    const struct value *headers; /* object of strings, or NULL */
    const struct value *body;    /* any value, rendered as JSON; NULL: no body */
    struct str text;             /* the body as it is sent, in place of `body`; STR_NONE without */
    enum until until;
};

enum extract_from { EXTRACT_POINTER, EXTRACT_HEADER };

struct capture_rule {
    struct str field;
    enum extract_from from;
    struct str source; /* RFC 6901 pointer into the JSON answer, or the header's name */
};

/* One request of a creation. */
struct step {
    struct request_template request;
    size_t as; /* principal; NONE: the one who owns the fixture */
    struct capture_rule *captures;
    size_t capture_count;
};

enum share { SHARE_NONE, SHARE_CONTROL, SHARE_REQUEST };

/* How a reference that never existed is made. */
enum absent_form { ABSENT_LIKE_PRESENT, ABSENT_UUID4, ABSENT_HEX24 };

/* An absent reference that somebody named, or how to make one. */
struct given_absent {
    enum absent_form form;
    struct str value; /* STR_NONE: made afresh each time */
};

struct field {
    struct str name;
    enum absent_form absent;
    bool is_chosen; /* filled from ${new.…} by the client, not captured from an answer */
    bool is_secret; /* never written down: a key that was handed out once */
};

struct resource {
    struct str name; /* as templates say it: ${name.field} */
    struct str type; /* as permissions say it; the name unless the pack says otherwise */
    size_t parent;   /* resource; NONE */
    struct step *create;
    size_t create_count;
    struct field *fields; /* every field that captures or choices give */
    size_t field_count;
    bool has_read, has_delete;
    struct request_template read, remove;
    struct request_template
        remove_unseen;  /* deletes by chosen values alone, when the answer that names it was never seen; method
                                              empty: cannot be done */
    bool is_only_child; /* a parent can have one only */
    struct request_template *observe; /* further requests that show its state to the owner (children, lists) */
    size_t observe_count;
    enum share share;
    struct request_template share_request;
    bool is_visible_text; /* `read` answers with the canary */
    struct place place;
};

struct guard {
    struct str type, operation; /* permission type */
};

enum absent_answer {
    ABSENT_HIDDEN,  /* an absent reference is answered with absence */
    ABSENT_CREATES, /* an absent reference is created for the caller: a stranger's denied one must be too */
    ABSENT_EMPTY,   /* the reference filters a list: an absent one gives an empty success, and so must a denied one */
};

/* A place of the request where a reference stands. */
struct slot {
    size_t resource, field; /* indices: resource of the pack, field of the resource */
    enum codec codec;       /* in which the request spells it */
    bool is_below_slot;     /* of `others`: looked up below the slot, so it has to come from the same fixture as that */
};

/* A request template with one slot under test. Made by expansion: one for each reference of the written surface. */
struct surface {
    struct str id;
    struct request_template request;
    struct slot slot;
    struct slot *others; /* the other references of the request, each once */
    size_t other_count;
    struct guard *guards; /* in the order in which the service asks; empty: nothing is needed */
    size_t guard_count;
    int *expect; /* success statuses; empty: any 2xx */
    size_t expect_count;
    enum absent_answer absent;
    bool is_mutating;    /* may change the resource: gets fixtures of its own */
    bool is_destructive; /* its success uses the fixture up: each success gets one of its own */
    /* The slot is looked up below another reference of the request (a message id beside its task id). While the
     * others are the caller's own, a present one is then absent for everybody, whatever his role; while they are the
     * victim's, the guards decide as always. True when the slot's resource is below the resource of another
     * reference and both have the same permission type, so that it has no guard of its own (a task in an RPC call to
     * its agent has one and is a normal slot), or when the pack says `secondary: [event.id]`. The reverse, the
     * parent's slot beside a child, is a normal surface whose other reference has `is_below_slot`: with a child of
     * somebody else's even an allowed request finds nothing. */
    bool is_secondary;
    bool is_rpc;
    bool
        /* no reference: a list of the slot\'s resource, which holds what the caller may read and nothing else */
        is_list;
    struct capture_rule
        created;             /* how to find what a success (with ABSENT_CREATES, or of a POST) made; field "" without */
    size_t created_resource; /* its resource; NONE */
    struct str *tags;
    size_t tag_count;
    struct place place;
};

/* RPC methods that must not exist, and the endpoints to which they are sent. */
struct unknown_methods {
    struct str *names;
    size_t count;
    struct request_template *endpoints; /* body has "${method}" and "${task.id}"-like holes */
    struct str *endpoint_ids;           /* surface ids */
    size_t endpoint_count;
    int *expect; /* statuses that are an error for everybody, e.g. 422 */
    size_t expect_count;
    struct slot slot; /* the reference whose class is varied */
};

/* How a value of an answer is compared. */
enum match {
    MATCH_EQUAL,    /* it is the value */
    MATCH_CONTAINS, /* it is an array, and an item of it fits: is equal, or an object with these members and more */
    MATCH_LACKS,    /* it is an array, and no item of it fits */
};

/* Values that a parameter of an RPC method takes: what a fuzzer tries beside the surfaces' own. */
struct rpc_parameter {
    struct str method, name;
    const struct value **examples;
    size_t example_count;
};

struct answer_rule {
    struct str pointer; /* RFC 6901, into the JSON answer */
    enum match match;
    const struct value *value; /* its strings may hold holes */
};

/* A question that a step makes the auth provider be asked. Texts are globs and may hold holes. */
struct expected_call {
    struct str endpoint, type, selector;
    struct str operation;           /* STR_NONE: whatever */
    struct str parent_type, parent; /* STR_NONE: whatever */
    int status;                     /* of the provider's answer; 0: whatever */
    size_t times;                   /* exactly so many of them; NONE: one or more */
};

/* How much a counter of the service has risen when a step has come out. */
struct expected_counter {
    struct str name, tag; /* tag: "op:register"; STR_NONE: any */
    int64_t rise;
    const struct value *at;
};

/* What the auth provider is made to suffer during a step. */
struct flow_fault {
    struct str endpoint;
    size_t principal; /* whose questions meet it */
    const char *kind; /* "503" …; NULL: no fault */
    int64_t count;    /* 0: as long as the step takes */
};

/* One request of a flow, and what has to come of it. */
struct flow_step {
    struct request_template request;
    size_t as;   /* principal; NONE: without a credential */
    int *expect; /* statuses; empty: any 2xx, without an error in an RPC answer */
    size_t expect_count;
    bool is_rpc;
    struct answer_rule *rules;
    size_t rule_count;
    struct answer_rule *excuses; /* an answer that all of these fit is right, whatever `rules` say; empty: none */
    size_t excuse_count;
    struct capture_rule *captures; /* names of the flow; a pointer may be empty: the whole answer */
    size_t capture_count;
    struct flow_fault fault;
    struct expected_call *calls; /* in this order; others may stand between */
    size_t call_count;
    struct expected_counter *counters;
    size_t counter_count;
    int64_t within_ns; /* the request is repeated for so long until all holds, its calls aside; 0: sent once */
    struct capture_rule created; /* what a success makes; field "" without */
    size_t created_resource;     /* NONE */
    struct place place;
};

enum flow_property { FLOW_CONTRACT, FLOW_FRESHNESS, FLOW_DUAL_WRITE };

/* What has to be true of requests in order, one in flight. Holes: ${name} of a capture above, ${new.x} the same for
 * the whole flow, ${alice.subject} and ${alice.tenant} of a principal, variables, and ${resource.field} of the things
 * that the pack's owner has made. */
struct flow {
    struct str id, title; /* its surface is flow.<id> */
    enum flow_property property;
    bool is_gate; /* the run is worth nothing without it */
    struct flow_step *steps;
    size_t step_count;
    struct flow_step *cleanup; /* sent at the end whatever happened; nothing is expected of them */
    size_t cleanup_count;
    struct slot *references; /* ${resource.field}, each once */
    size_t reference_count;
    struct str *tags;
    size_t tag_count;
    struct place place;
};

/* Another way to say who one is, tried where a request must be hidden: whatever the answer is, it must be the same for
 * denied and absent, and no success. */
struct claim {
    struct str name, title;
    bool is_victims;             /* its references are the victim's, else the caller's own */
    bool is_alone;               /* in place of the caller's credential, else beside it */
    struct str wants;            /* a variable without which it is not made; STR_NONE: none */
    const struct value *headers; /* object of strings, or NULL */
    const struct value *body;    /* members added to a body that is an object, or NULL */
    struct slot *references;
    size_t reference_count;
    struct place place;
};

struct pack_variable {
    struct str name, note;
    bool is_optional; /* a claim wants it: without it that one is not made; and it is a secret */
};

/* What the service has and the pack leaves alone on purpose, or the reverse. */
struct exclusion {
    struct str method, path; /* `{task_id}` where a reference stands */
    struct str slot;         /* "body.cursor" as coverage.h writes it; STR_NONE: the whole route */
    struct str reason;
    struct place place;
};

struct pack {
    struct str name, title;
    enum policy policy;
    int absent_status;          /* what the pack calls absence: 404 */
    int denied_status;          /* a plain refusal: 403 */
    int unauthenticated_status; /* 401 */
    struct permission *permissions;
    size_t permission_count;
    struct principal *principals;
    size_t principal_count;
    size_t owner;               /* principal who makes the fixtures: the first that is not anonymous */
    struct resource *resources; /* parents before children */
    size_t resource_count;
    struct surface *surfaces; /* expanded */
    size_t surface_count;
    struct unknown_methods unknown;
    struct claim *claims;
    size_t claim_count;
    struct rpc_parameter *rpc_parameters;
    size_t rpc_parameter_count;
    struct flow *flows;
    size_t flow_count;
    struct str base;                 /* name of the target's service that is judged; STR_NONE: the target's base_url */
    struct pack_variable *variables; /* that the target must give */
    size_t variable_count;
    struct exclusion *out_of_scope;
    size_t out_of_scope_count;
    int64_t freshness_ns; /* a grant or its revocation works after at most so long */
    const char *file;     /* for messages */
};

/* How a principal authenticates here. */
struct credential {
    size_t principal;       /* of the pack */
    struct header *headers; /* secret ones; none for anonymous */
    size_t header_count;
    struct str subject; /* its name at the auth provider; the principal's name unless the target says otherwise */
    bool is_given;
    struct str skip_reason; /* "skip": left out on purpose */
};

struct observer_address {
    struct str control; /* base URL of the control API; empty: absent */
    struct secret token;
};

/* Where the deployment speaks HTTP/2: over https if ALPN gives it, over http too (by prior knowledge), nowhere. */
enum http2_use { HTTP2_NEGOTIATED, HTTP2_PRIOR_KNOWLEDGE, HTTP2_NEVER };

enum environment { ENVIRONMENT_ISOLATED, ENVIRONMENT_STAGING, ENVIRONMENT_PRODUCTION };

struct variable {
    struct str name, value;
};

struct target_limits {
    int64_t jobs, rate_per_s, max_requests, max_fixtures; /* 0: not said */
    int64_t max_time_ns, request_timeout_ns, connect_timeout_ns;
};

struct target {
    struct str base_url; /* without a slash at its end */
    enum environment environment;
    int environment_line, environment_column; /* where the file says so; 0: it does not */
    enum http2_use http2;
    struct credential *credentials; /* one for each principal of the pack, same index */
    size_t credential_count;
    struct variable *variables;
    size_t variable_count;
    struct observer_address auth_provider, agent;
    struct str statsd; /* HOST:PORT to listen on; STR_NONE: counters are not heard */
    struct target_limits limits;
    bool are_faults_allowed; /* the auth provider may be made to fail for the run's principals */
    int64_t settle_ns;       /* how long a grant may take to show */
    struct str cacert, client_cert, client_key, proxy;
    bool is_insecure;
    const char *file;
};

/* Look-ups by name; NONE when there is none. */
size_t pack_find_principal(const struct pack *p, struct str name);
size_t pack_find_resource(const struct pack *p, struct str name);
size_t resource_find_field(const struct resource *r, struct str name);
/* The role's operations on the type hold this one. An unknown role grants nothing. */
bool pack_role_grants(const struct pack *p, struct str type, struct str role, struct str operation);
/* The role of a principal on the owner's things of a type: "owner" for the owner himself, the grant's, or STR_NONE. */
struct str pack_role_of(const struct pack *p, size_t principal, struct str type);
bool pack_is_ancestor(const struct pack *p, size_t ancestor, size_t resource); /* strictly above */
const char *policy_name(enum policy p);
const char *environment_name(enum environment e);
/* At its base URL, as far as the target file knows. */
bool target_may_speak_http2(const struct target *t);

#endif
