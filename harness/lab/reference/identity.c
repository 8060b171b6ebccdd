/* SPDX-License-Identifier: Apache-2.0
 *
 * identity: allowlist, agents' keys, the provider's answers and their cache. */
#include "identity.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "clock.h"
#include "defect_hooks.h"
#include "errors.h"
#include "hash.h"
#include "parse.h"
#include "provider.h"

#define CACHE_SLOTS 4096
#define CACHE_AGE_NS (60 * NS_PER_S)

/* One answer of the provider; a newer key of the same slot takes its place. */
struct cache_entry {
    struct arena arena;
    struct str key;
    struct identity identity;
    int64_t expires_ns;
};

struct identity_cache {
    pthread_mutex_t lock;
    struct cache_entry entries[CACHE_SLOTS];
};

struct identity_cache *identity_cache_new(void) {
    struct identity_cache *cache = calloc(1, sizeof *cache);
    if (!cache || pthread_mutex_init(&cache->lock, NULL) != 0)
        abort();
    return cache;
}

void identity_cache_del(struct identity_cache *cache) {
    if (!cache)
        return;
    for (size_t i = 0; i < CACHE_SLOTS; i++)
        arena_free(&cache->entries[i].arena);
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}

static struct str copy(struct arena *a, struct str s) {
    return s.data ? str_copy(a, s) : STR_NONE;
}

static struct identity copy_identity(struct arena *a, struct identity i) {
    return (struct identity){.json = copy(a, i.json),
                             .tenant = copy(a, i.tenant),
                             .user_id = copy(a, i.user_id),
                             .service_account_id = copy(a, i.service_account_id),
                             .creator = copy(a, i.creator)};
}

/* False when it is not there, or too old. */
static bool cache_get(struct identity_cache *cache, struct str key, struct arena *a, struct identity *out) {
    struct cache_entry *entry = &cache->entries[hash_fnv1a(key) % CACHE_SLOTS];
    pthread_mutex_lock(&cache->lock);
    bool is_there = str_eq(entry->key, key) && clock_monotonic_ns() < entry->expires_ns;
    if (is_there)
        *out = copy_identity(a, entry->identity);
    pthread_mutex_unlock(&cache->lock);
    return is_there;
}

static void cache_put(struct identity_cache *cache, struct str key, struct identity identity) {
    struct cache_entry *entry = &cache->entries[hash_fnv1a(key) % CACHE_SLOTS];
    pthread_mutex_lock(&cache->lock);
    arena_reset(&entry->arena);
    entry->key = str_copy(&entry->arena, key);
    entry->identity = copy_identity(&entry->arena, identity);
    entry->expires_ns = clock_monotonic_ns() + CACHE_AGE_NS;
    pthread_mutex_unlock(&cache->lock);
}

bool identity_is_public(const struct api_call *c) {
    static const char *const paths[] = {
        "/agents/register", "/agents/forward", "/slack",       "/linear", "/docs",        "/api",
        "/openapi.json",    "/redoc",          "/favicon.ico", "/health", "/healthcheck", "/healthz",
        "/readyz",          "/ping",           "/echo"};
    if (str_eq(c->request->method, STR("OPTIONS")))
        return true;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct str entry = str_from(paths[i]);
        bool is_below = str_starts_with(c->path, entry) && c->path.len > entry.len && c->path.data[entry.len] == '/';
        if (str_eq(c->path, entry) || is_below)
            return true;
    }
    return false;
}

static bool bears_credential(struct str name) {
    static const char *const parts[] = {"authorization",         "cookie",   "x-auth", "x-api-key", "x-session",
                                        "x-selected-account-id", "x-user-id"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (str_find_ascii_case(name, str_from(parts[i]), 0) >= 0)
            return true;
    return false;
}

bool identity_is_claimed(const struct api_call *c) {
    if (serve_header_get(c->request, "x-agent-api-key").data)
        return true;
    for (size_t i = 0; i < c->request->header_count; i++)
        if (bears_credential(c->request->headers[i].name))
            return true;
    return false;
}

/* All credential-bearing headers with their values: whoever changes one is somebody else. */
static struct str cache_key(struct api_call *c) {
    struct str key = STR_NONE;
    for (size_t i = 0; i < c->request->header_count; i++) {
        struct serve_header h = c->request->headers[i];
        if (bears_credential(h.name))
            key = str_printf(c->arena, "%.*s%.*s:%zu:%.*s\n", STR_ARG(key), STR_ARG(str_lower_ascii(c->arena, h.name)),
                             h.value.len, STR_ARG(h.value));
    }
    return key;
}

/* False when the principal is no JSON object with an account. */
static bool read_principal(struct api_call *c, struct str json) {
    struct value *root = NULL;
    if (parse_json(json, c->arena, &root, NULL) != RC_OK)
        return false;
    struct str tenant = value_string(value_get_c(root, "account_id"), STR_NONE);
    struct str user = value_string(value_get_c(root, "user_id"), STR_NONE);
    struct str service = value_string(value_get_c(root, "service_account_id"), STR_NONE);
    c->identity = (struct identity){
        .json = emit_to_str(c->arena, root),
        .tenant = tenant,
        .user_id = user,
        .service_account_id = user.data ? STR_NONE : service,
        .creator = user.data ? user : service,
    };
    return value_is(root, VALUE_OBJECT) && tenant.data;
}

static bool refuse(struct api_call *c, int status) {
    if (status == 0 || status == 503)
        error_item(c, 503, status ? STR("Service temporarily unavailable") : STR("Service unreachable or timed out"));
    else if (status == 200 || status >= 500)
        error_item(c, 502, STR("Bad gateway"));
    else
        error_detail(c, 401, "Unauthorized");
    return false;
}

static bool establish_by_provider(struct api_call *c) {
    struct str key = cache_key(c);
    if (key.len > 0 && cache_get(c->server->identities, key, c->arena, &c->identity))
        return true;
    struct call_answer answer = provider_authn(c);
    if (answer.status != 200 || !read_principal(c, answer.body))
        return refuse(c, answer.status);
    if (key.len > 0)
        cache_put(c->server->identities, key, c->identity);
    return true;
}

/* The agent acts for itself: what it may is the provider's to say, which knows agents as principals. */
static bool establish_agent(struct api_call *c, struct row agent) {
    struct emit *e = answer_begin(c);
    emit_object_begin(e);
    emit_member_string(e, "agent_id", agent.cells[AGENT_ID]);
    emit_member_string(e, "account_id", agent.cells[AGENT_TENANT]);
    emit_object_end(e);
    bool is_read = read_principal(c, str_copy(c->arena, buf_str(&c->text)));
    c->identity.creator = str_printf(c->arena, "agent:%.*s", STR_ARG(agent.cells[AGENT_ID]));
    return is_read;
}

static bool establish_by_key(struct api_call *c, struct str key) {
    struct row agent;
    struct statement q = STATEMENT(QUERY_AGENT_OF_KEY, sha256_hex(c->arena, key));
    if (store_row(c->server->store, c->arena, q, &agent) && agent.cells[AGENT_TENANT].data)
        return establish_agent(c, agent);
    error_detail(c, 401, "Agent Unauthorized");
    return false;
}

bool identity_establish(struct api_call *c) {
    enum early_identity early = defects_identity(c);
    if (early != EARLY_NONE)
        return early == EARLY_ESTABLISHED;
    struct str key = serve_header_get(c->request, "x-agent-api-key");
    return key.data ? establish_by_key(c, key) : establish_by_provider(c);
}
