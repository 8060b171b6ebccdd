/* SPDX-License-Identifier: Apache-2.0
 *
 * noises: one row a noise that touches the answer. */
#include "noises.h"

#include "clock.h"
#include "codec.h"
#include "errors.h"
#include "parse.h"
#include "reference.h"
#include "rng.h"

#define ID_BYTES 8
#define ONE_OF 100 /* answers is a 503 */
#define JITTER_NS (50 * NS_PER_MS)
#define QUOTA 10000000

#define NOISE(symbol, id, title) [NOISE_##symbol] = {id, title},
static const struct noise_info infos[NOISE_COUNT] = {
#include "noises.def"
};
#undef NOISE

size_t reference_noise_count(void) {
    return NOISE_COUNT;
}

const struct noise_info *reference_noise(size_t index) {
    return index < NOISE_COUNT ? &infos[index] : NULL;
}

enum rc noises_switch_on(struct noises *n, struct str id, struct fault *f) {
    struct str ids[NOISE_COUNT];
    for (size_t i = 0; i < NOISE_COUNT; i++) {
        ids[i] = str_from(infos[i].id);
        if (str_eq(ids[i], id)) {
            n->on[i] = n->any = true;
            return RC_OK;
        }
    }
    struct str nearest = str_nearest(id, ids, NOISE_COUNT);
    if (nearest.data)
        return fault_set(f, RC_USAGE, "no noise is called '%.*s' (did you mean '%.*s'?)", STR_ARG(id),
                         STR_ARG(nearest));
    return fault_set(f, RC_USAGE, "no noise is called '%.*s'; --list-noises names them", STR_ARG(id));
}

bool noises_refuse(struct api_call *c) {
    bool is_refused = c->server->noises.on[NOISE_HTTP_503] && entropy_u64() % ONE_OF == 0;
    if (is_refused) {
        error_item(c, 503, STR("Service temporarily unavailable"));
        serve_header_add(c->response, c->arena, "retry-after", STR("1"));
    }
    return is_refused;
}

static struct str random_id(struct arena *a) {
    char bytes[ID_BYTES];
    entropy_fill(bytes, sizeof bytes);
    return codec_hex(a, str_of(bytes, sizeof bytes));
}

static void add_request_id(struct api_call *c) {
    serve_header_add(c->response, c->arena, "x-request-id", random_id(c->arena));
}

static void add_trace(struct api_call *c) {
    static const char *const texts[] = {"\"message\":\"", "\"detail\":\""};
    for (size_t i = 0; c->response->status >= 400 && i < sizeof texts / sizeof texts[0]; i++) {
        struct str traced = str_printf(c->arena, "%s[%.*s] ", texts[i], STR_ARG(random_id(c->arena)));
        c->response->body = str_replace(c->arena, c->response->body, str_from(texts[i]), traced);
    }
}

/* As deep as a document may be (LIMIT_DOCUMENT_DEPTH). */
static void shuffle(struct value *v, struct rng *rng) {
    if (v->kind == VALUE_OBJECT)
        rng_shuffle(rng, v->members, v->count, sizeof *v->members);
    for (size_t i = 0; (v->kind == VALUE_OBJECT || v->kind == VALUE_ARRAY) && i < v->count; i++)
        shuffle(v->kind == VALUE_OBJECT ? v->members[i].value : v->items[i], rng);
}

/* The text itself when it is no JSON. */
static struct str shuffled(struct api_call *c, struct str text) {
    struct value *root = NULL;
    struct rng rng;
    if (parse_json(text, c->arena, &root, NULL) != RC_OK)
        return text;
    rng_init(&rng, entropy_u64());
    shuffle(root, &rng);
    return emit_to_str(c->arena, root);
}

/* A document, or one a line. */
static void shuffle_keys(struct api_call *c) {
    struct str rest = c->response->body, text = STR("");
    while (rest.data) {
        struct str line = shuffled(c, str_cut(&rest, '\n'));
        text = str_printf(c->arena, "%.*s%.*s%s", STR_ARG(text), STR_ARG(line), rest.data ? "\n" : "");
    }
    c->response->body = text;
}

static void set_cookie(struct api_call *c) {
    struct str cookie = str_printf(c->arena, "session=%.*s; Path=/; HttpOnly", STR_ARG(random_id(c->arena)));
    serve_header_add(c->response, c->arena, "set-cookie", cookie);
}

static void add_quota(struct api_call *c) {
    unsigned long long left = QUOTA - atomic_fetch_add(&c->server->noises.answers, 1);
    serve_header_add(c->response, c->arena, "x-ratelimit-remaining", str_printf(c->arena, "%llu", left));
}

static void wait_some(struct api_call *c) {
    c->response->head_delay_ns += (int64_t)(entropy_u64() % (uint64_t)JITTER_NS);
}

/* The second of the two names itself otherwise, and its zone. */
static void come_from_backend(struct api_call *c) {
    if (c->request->connection % 2 == 0)
        return;
    for (size_t i = 0; i < c->response->header_count; i++)
        if (str_eq(c->response->headers[i].name, STR("server")))
            c->response->headers[i].value = STR("uvicorn-b");
    serve_header_add(c->response, c->arena, "x-zone", STR("b"));
}

static void add_time(struct api_call *c) {
    serve_header_add(c->response, c->arena, "x-served-at", api_now(c->arena));
}

static const struct {
    enum lab_noise noise;
    void (*stir)(struct api_call *c);
} stirred[] = {
    {NOISE_TRACE_IN_BODY, add_trace},    {NOISE_SHUFFLED_KEYS, shuffle_keys},     {NOISE_REQUEST_ID, add_request_id},
    {NOISE_ROTATING_COOKIE, set_cookie}, {NOISE_FALLING_QUOTA, add_quota},        {NOISE_JITTER, wait_some},
    {NOISE_MOVING_DATE, add_time},       {NOISE_TWO_BACKENDS, come_from_backend},
};

void noises_stir(struct api_call *c) {
    for (size_t i = 0; c->server->noises.any && i < sizeof stirred / sizeof stirred[0]; i++)
        if (c->server->noises.on[stirred[i].noise])
            stirred[i].stir(c);
}
