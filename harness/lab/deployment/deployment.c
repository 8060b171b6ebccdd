/* SPDX-License-Identifier: Apache-2.0
 *
 * deployment: parts are started in the order in which they depend on each other. Those that are asked stop first, so
 * that the reference server does not sit out a silence that was played to it. */
#include "deployment.h"

#include <stdlib.h>

#include "agent.h"
#include "auth_provider.h"
#include "buf.h"
#include "codec.h"
#include "limits.h"
#include "reference.h"
#include "rng.h"
#include "value.h"

#define TOKEN_BYTES 16

struct deployment {
    struct arena arena;
    struct auth_provider *auth_provider;
    struct agent *agent;
    struct reference *reference;
    struct str *tokens;                     /* one for each of `people` */
    struct str auth_control, agent_control; /* tokens of the control APIs */
    struct str target, banner;
};

/* Owner, editor, viewer, reader of the parent, colleague without a grant, service account; strangers, one of whom may
 * create nothing. */
static const struct {
    const char *name, *tenant, *kind;
    bool creates_nothing;
} people[] = {
    {"alice", "acme", "users", false},
    {"erin", "acme", "users", false},
    {"victor", "acme", "users", false},
    {"rita", "acme", "users", false},
    {"olga", "acme", "users", false},
    {"robot", "acme", "service_accounts", false},
    {"mallory", "globex", "users", false},
    {"grace", "globex", "users", false},
    {"trudy", "initech", "service_accounts", false},
    {"fay", "globex", "users", true},
};

#define PEOPLE_COUNT (sizeof people / sizeof *people)

static struct str new_token(struct arena *a) {
    char bytes[TOKEN_BYTES];
    entropy_fill(bytes, sizeof bytes);
    return codec_hex(a, str_of(bytes, sizeof bytes));
}

/* The member object of that name, made when it is missing. */
static struct value *object_in(struct arena *a, struct value *object, const char *key) {
    for (size_t i = 0; i < object->count; i++) {
        if (str_eq(object->members[i].key, str_from(key))) {
            return object->members[i].value;
        }
    }
    struct value *made = value_new_object(a);
    value_set(a, object, str_from(key), made);
    return made;
}

static struct value *principals_document(struct arena *a, const struct str *tokens) {
    struct value *root = value_new_object(a);
    for (size_t i = 0; i < PEOPLE_COUNT; i++) {
        struct value *tenant = object_in(a, object_in(a, root, "tenants"), people[i].tenant);
        struct value *person = object_in(a, object_in(a, tenant, people[i].kind), people[i].name);
        value_set(a, person, STR("token"), value_new_string(a, tokens[i]));
        if (people[i].creates_nothing) {
            value_set(a, person, STR("creates"), value_new_bool(a, false));
        }
    }
    return root;
}

static struct str text_of(struct buf *b, struct arena *a) {
    struct str text = str_copy(a, buf_str(b));
    buf_free(b);
    return text;
}

static struct str render_target(struct deployment *d, struct str statsd) {
    struct buf b;
    buf_init(&b, LIMIT_DOCUMENT_BYTES);
    buf_printf(&b, "base_url: %s\nservices: { auth_provider: \"%s\" }\n", reference_url(d->reference),
               auth_provider_url(d->auth_provider));
    buf_printf(&b, "http2: prior_knowledge\nenvironment: isolated\nfaults: allowed\nprincipals:\n");
    for (size_t i = 0; i < PEOPLE_COUNT; i++) {
        buf_printf(&b, "  %s: { bearer: \"%.*s\" }\n", people[i].name, STR_ARG(d->tokens[i]));
    }
    /* The provider does not know it (any more). */
    buf_printf(&b, "variables: { acp_url: \"%s\", expired_token: \"expired-%.*s\" }\nobservers:\n", agent_url(d->agent),
               STR_ARG(new_token(&d->arena)));
    buf_printf(&b, "  auth_provider: { control: \"%s\", token: \"%.*s\" }\n", auth_provider_url(d->auth_provider),
               STR_ARG(d->auth_control));
    buf_printf(&b, "  agent: { control: \"%s\", token: \"%.*s\" }\n", agent_url(d->agent), STR_ARG(d->agent_control));
    if (statsd.data) {
        buf_printf(&b, "  statsd: { listen: \"%.*s\" }\n", STR_ARG(statsd));
    }
    return text_of(&b, &d->arena);
}

static struct str render_banner(struct deployment *d) {
    struct buf b;
    buf_init(&b, LIMIT_DOCUMENT_BYTES);
    const char *url = reference_url(d->reference);
    buf_printf(&b, "AgentEx lab at %s\n", url);
    buf_printf(&b, "  auth provider  %s  control token %.*s\n", auth_provider_url(d->auth_provider),
               STR_ARG(d->auth_control));
    buf_printf(&b, "  agent          %s  control token %.*s\n", agent_url(d->agent), STR_ARG(d->agent_control));
    buf_printf(&b, "Principals, each with its bearer token:\n");
    for (size_t i = 0; i < PEOPLE_COUNT; i++) {
        buf_printf(&b, "  %-8s %-8s %.*s\n", people[i].tenant, people[i].name, STR_ARG(d->tokens[i]));
    }
    buf_printf(&b, "Try: curl -H 'authorization: Bearer %.*s' %s/agents\n", STR_ARG(d->tokens[0]), url);
    return text_of(&b, &d->arena);
}

static void make_tokens(struct deployment *d) {
    d->tokens = ARENA_ARRAY(&d->arena, struct str, PEOPLE_COUNT);
    for (size_t i = 0; i < PEOPLE_COUNT; i++) {
        d->tokens[i] = new_token(&d->arena);
    }
    d->auth_control = new_token(&d->arena);
    d->agent_control = new_token(&d->arena);
}

static enum rc start_parts(struct deployment *d, const struct deployment_options *o, struct fault *f) {
    const char *host = o->host ? o->host : "127.0.0.1";
    struct auth_provider_options auth_provider = {
        .host = host,
        .port = o->auth_port,
        .control_token = d->auth_control,
        .principals = principals_document(&d->arena, d->tokens),
    };
    enum rc rc = auth_provider_start(&auth_provider, &d->auth_provider, f);
    if (rc != RC_OK) {
        return rc;
    }
    struct agent_options agent = {.host = host, .port = o->agent_port, .control_token = d->agent_control};
    rc = agent_start(&agent, &d->agent, f);
    if (rc != RC_OK) {
        return rc;
    }
    struct reference_options reference = {
        .host = host,
        .port = o->port,
        .database = o->database ? o->database : ":memory:",
        .auth_url = auth_provider_url(d->auth_provider),
        .statsd = o->statsd,
        .defects = o->defects,
        .defect_count = o->defect_count,
        .noises = o->noises,
        .noise_count = o->noise_count,
    };
    return reference_start(&reference, &d->reference, f);
}

enum rc deployment_start(const struct deployment_options *options, struct deployment **out, struct fault *f) {
    struct deployment *d = calloc(1, sizeof *d);
    if (!d) {
        abort();
    }
    make_tokens(d);
    enum rc rc = start_parts(d, options, f);
    if (rc != RC_OK) {
        deployment_stop(d);
        return rc;
    }
    d->target = render_target(d, options->statsd);
    d->banner = render_banner(d);
    *out = d;
    return RC_OK;
}

struct str deployment_target(const struct deployment *d) {
    return d->target;
}

struct str deployment_banner(const struct deployment *d) {
    return d->banner;
}

const char *deployment_url(const struct deployment *d) {
    return reference_url(d->reference);
}

void deployment_stop(struct deployment *d) {
    if (!d) {
        return;
    }
    auth_provider_stop(d->auth_provider);
    agent_stop(d->agent);
    reference_stop(d->reference);
    arena_free(&d->arena);
    free(d);
}
