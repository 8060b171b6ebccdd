/* SPDX-License-Identifier: Apache-2.0
 *
 * control: entries are kept as the JSON text of their members, in a ring; fault rules in a short list. */
#include "control.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "clock.h"
#include "emit.h"
#include "limits.h"
#include "parse.h"

#define FAULT_RULES_MAX 64
#define FAULT_TTL_MAX_MS 30000
#define FAULT_COUNT_MAX 1000000
#define SILENCE_NS (30 * NS_PER_S)
#define SLOW_NS (2 * NS_PER_S)
#define TEXT_MAX_BYTES 512 /* so that the log's memory is bounded, whatever is sent */
#define ENTRIES_FIRST 64
#define LOG_ANSWER_BYTES (256u << 20)

struct fault_rule {
    struct str endpoint, principal; /* in the control's arena */
    enum control_fault kind;
    int64_t left_count, expires_ns;
};

struct control {
    pthread_mutex_t lock;
    struct str token;
    struct arena arena; /* of the token and the rules' names */
    char **entries;     /* entry `seq` stands at seq % LIMIT_LAB_LOG_ENTRIES */
    size_t capacity;    /* of entries: grows with the log, up to that */
    int64_t next_seq;
    struct fault_rule rules[FAULT_RULES_MAX];
    size_t rule_count;
};

static const struct {
    const char *name;
    enum control_fault kind;
} fault_kinds[] = {
    {"503", CONTROL_FAULT_503},         {"502", CONTROL_FAULT_502},         {"404", CONTROL_FAULT_404},
    {"timeout", CONTROL_FAULT_TIMEOUT}, {"garbage", CONTROL_FAULT_GARBAGE}, {"slow", CONTROL_FAULT_SLOW},
};

struct control *control_new(struct str token) {
    struct control *c = calloc(1, sizeof *c);
    if (!c || pthread_mutex_init(&c->lock, NULL) != 0) {
        abort();
    }
    c->token = str_copy(&c->arena, token);
    c->next_seq = 1;
    return c;
}

void control_del(struct control *c) {
    if (!c) {
        return;
    }
    for (size_t i = 0; i < c->capacity; i++) {
        free(c->entries[i]);
    }
    free(c->entries);
    arena_free(&c->arena);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

void control_answer(struct serve_response *response, struct arena *a, int status, struct str json) {
    response->status = status;
    response->body = json;
    serve_header_add(response, a, "content-type", STR("application/json"));
}

void control_answer_message(struct serve_response *response, struct arena *a, int status, const char *text) {
    struct value *body = value_new_object(a);
    value_set(a, body, STR("message"), value_new_string(a, str_from(text)));
    control_answer(response, a, status, emit_to_str(a, body));
}

bool control_is_addressed(const struct serve_request *request) {
    return str_starts_with(request->path, STR("/_nonesuch/"));
}

bool control_admit(const struct control *c, const struct serve_request *request, struct serve_response *response,
                   struct arena *a) {
    struct str credential = serve_header_get(request, "authorization");
    struct str scheme = str_cut(&credential, ' ');
    if (c->token.len > 0 && str_eq_ascii_case(scheme, STR("bearer")) && str_eq(credential, c->token)) {
        return true;
    }
    control_answer_message(response, a, 401, "Unauthorized");
    return false;
}

void control_set_text(struct arena *a, struct value *entry, struct str key, struct str text) {
    value_set(a, entry, key, text.data ? value_new_string(a, str_sub(text, 0, TEXT_MAX_BYTES)) : value_new_null(a));
}

/* '{"a":1}' without its braces, '"a":1', allocated. */
static char *members_text(const struct value *entry) {
    struct buf text;
    buf_init(&text, LIMIT_LAB_BODY_BYTES);
    struct emit e;
    emit_init(&e, &text, 0);
    emit_value(&e, entry);
    struct str inner = str_sub(buf_str(&text), 1, text.len - 2);
    char *copy = malloc(inner.len + 1);
    if (!copy) {
        abort();
    }
    memcpy(copy, inner.data, inner.len);
    copy[inner.len] = '\0';
    buf_free(&text);
    return copy;
}

/* Room for the next entry. Under the lock. */
static void make_room(struct control *c) {
    if ((size_t)c->next_seq < c->capacity || c->capacity == LIMIT_LAB_LOG_ENTRIES) {
        return;
    }
    size_t capacity = c->capacity == 0 ? ENTRIES_FIRST : 2 * c->capacity;
    capacity = capacity < LIMIT_LAB_LOG_ENTRIES ? capacity : LIMIT_LAB_LOG_ENTRIES;
    char **entries = realloc(c->entries, capacity * sizeof *entries);
    if (!entries) {
        abort();
    }
    memset(entries + c->capacity, 0, (capacity - c->capacity) * sizeof *entries);
    c->entries = entries;
    c->capacity = capacity;
}

void control_record(struct control *c, const struct value *entry) {
    char *text = members_text(entry);
    pthread_mutex_lock(&c->lock);
    make_room(c);
    char **slot = &c->entries[c->next_seq % LIMIT_LAB_LOG_ENTRIES];
    char *oldest = *slot;
    *slot = text;
    c->next_seq++;
    pthread_mutex_unlock(&c->lock);
    free(oldest);
}

#define ENDPOINTS_MAX 8

struct log_query {
    int64_t since, limit;
    struct str members[ENDPOINTS_MAX]; /* '"endpoint":"grant"' … */
    size_t member_count;               /* 0: all endpoints are wanted */
};

/* "grant,revoke" */
static void read_endpoints(const struct serve_request *request, struct arena *a, struct log_query *q) {
    struct str names = serve_query_get(request, "endpoint", a);
    while (names.len > 0 && q->member_count < ENDPOINTS_MAX) {
        struct str name = str_cut(&names, ',');
        struct str spelt = emit_to_str(a, value_new_string(a, name));
        q->members[q->member_count++] = str_printf(a, "\"endpoint\":%.*s", STR_ARG(spelt));
    }
}

/* An entry's text is JSON of our own: no value in it has a bare quotation mark. */
static bool is_wanted(const struct log_query *q, const char *entry) {
    bool is_any = q->member_count == 0;
    for (size_t i = 0; !is_any && i < q->member_count; i++) {
        is_any = str_contains(str_from(entry), q->members[i]);
    }
    return is_any;
}

static void render_log(struct control *c, const struct log_query *q, struct buf *out) {
    pthread_mutex_lock(&c->lock);
    int64_t kept_from = c->next_seq - (int64_t)LIMIT_LAB_LOG_ENTRIES;
    int64_t seq = q->since > kept_from ? q->since : kept_from;
    seq = seq > 1 ? seq : 1;
    buf_append_cstr(out, "{\"entries\":[");
    int64_t count = 0;
    for (; seq < c->next_seq && count < q->limit; seq++) {
        const char *entry = c->entries[seq % LIMIT_LAB_LOG_ENTRIES];
        if (is_wanted(q, entry)) {
            buf_printf(out, "%s{\"seq\":%lld,%s}", count++ == 0 ? "" : ",", (long long)seq, entry);
        }
    }
    int64_t next = seq < c->next_seq ? seq : c->next_seq;
    pthread_mutex_unlock(&c->lock);
    buf_printf(out, "],\"next\":%lld}", (long long)next);
}

/* False when something else than a whole number stands there; `out` stays as it is when nothing does. */
static bool read_number(const struct serve_request *request, const char *name, struct arena *a, int64_t *out) {
    struct str text = serve_query_get(request, name, a);
    return !text.data || str_to_int64(text, out);
}

static void answer_log(struct control *c, const struct serve_request *request, struct serve_response *response,
                       struct arena *a) {
    struct log_query q = {.limit = LIMIT_LAB_LOG_ENTRIES};
    if (!read_number(request, "since", a, &q.since) || !read_number(request, "limit", a, &q.limit) || q.limit < 1) {
        control_answer_message(response, a, 422, "since, limit: expected whole numbers");
        return;
    }
    read_endpoints(request, a, &q);
    struct buf out;
    buf_init(&out, LOG_ANSWER_BYTES);
    render_log(c, &q, &out);
    control_answer(response, a, 200, str_copy(a, buf_str(&out)));
    buf_free(&out);
}

static enum control_fault fault_kind_from(struct str name) {
    for (size_t i = 0; i < sizeof fault_kinds / sizeof *fault_kinds; i++) {
        if (str_eq(name, str_from(fault_kinds[i].name))) {
            return fault_kinds[i].kind;
        }
    }
    return CONTROL_FAULT_NONE;
}

/* NULL when the rule is good, otherwise what is wrong with it. */
static const char *rule_from(const struct value *body, struct fault_rule *out) {
    int64_t ttl_ms = value_int(value_get_c(body, "ttl_ms"), FAULT_TTL_MAX_MS);
    int64_t kept_ms = ttl_ms < 0 ? 0 : ttl_ms < FAULT_TTL_MAX_MS ? ttl_ms : FAULT_TTL_MAX_MS;
    *out = (struct fault_rule){
        .endpoint = value_string(value_get_c(body, "endpoint"), STR_NONE),
        .principal = value_string(value_get_c(body, "principal"), STR("*")),
        .kind = fault_kind_from(value_string(value_get_c(body, "kind"), STR_NONE)),
        .left_count = value_int(value_get_c(body, "count"), 1),
        .expires_ns = clock_monotonic_ns() + kept_ms * NS_PER_MS,
    };
    if (!out->endpoint.data) {
        return "endpoint: expected a string";
    }
    if (out->kind == CONTROL_FAULT_NONE) {
        return "kind: expected 503, 502, 404, timeout, garbage or slow";
    }
    if (out->left_count < 1 || out->left_count > FAULT_COUNT_MAX || ttl_ms < 1) {
        return "count, ttl_ms: expected positive numbers";
    }
    return NULL;
}

static void drop_spent_rules(struct control *c) {
    size_t kept = 0;
    int64_t now_ns = clock_monotonic_ns();
    for (size_t i = 0; i < c->rule_count; i++) {
        if (c->rules[i].left_count > 0 && c->rules[i].expires_ns > now_ns) {
            c->rules[kept++] = c->rules[i];
        }
    }
    c->rule_count = kept;
}

static bool add_rule(struct control *c, struct fault_rule rule) {
    pthread_mutex_lock(&c->lock);
    drop_spent_rules(c);
    bool has_room = c->rule_count < FAULT_RULES_MAX;
    if (has_room) {
        rule.endpoint = str_copy(&c->arena, rule.endpoint);
        rule.principal = str_copy(&c->arena, rule.principal);
        c->rules[c->rule_count++] = rule;
    }
    pthread_mutex_unlock(&c->lock);
    return has_room;
}

static void answer_fault_rule(struct control *c, const struct serve_request *request, struct serve_response *response,
                              struct arena *a) {
    struct value *body = NULL;
    if (parse_json(request->body, a, &body, NULL) != RC_OK) {
        control_answer_message(response, a, 422, "expected a JSON object");
        return;
    }
    struct fault_rule rule;
    const char *wrong = rule_from(body, &rule);
    if (!wrong && !add_rule(c, rule)) {
        wrong = "too many faults are waiting";
    }
    if (wrong) {
        control_answer_message(response, a, 422, wrong);
        return;
    }
    control_answer(response, a, 200, STR("{}"));
}

static void answer_forget_faults(struct control *c, const struct serve_request *request,
                                 struct serve_response *response, struct arena *a) {
    (void)request;
    pthread_mutex_lock(&c->lock);
    c->rule_count = 0;
    pthread_mutex_unlock(&c->lock);
    control_answer(response, a, 200, STR("{}"));
}

static const struct {
    const char *method, *path;
    void (*answer)(struct control *c, const struct serve_request *request, struct serve_response *response,
                   struct arena *a);
} routes[] = {
    {"GET", "/_nonesuch/log", answer_log},
    {"POST", "/_nonesuch/faults", answer_fault_rule},
    {"DELETE", "/_nonesuch/faults", answer_forget_faults},
};

void control_handle(struct control *c, const struct serve_request *request, struct serve_response *response,
                    struct arena *a) {
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        if (str_eq(request->path, str_from(routes[i].path)) && str_eq(request->method, str_from(routes[i].method))) {
            routes[i].answer(c, request, response, a);
            return;
        }
    }
    control_answer_message(response, a, 404, "Not Found");
}

static bool rule_fits(const struct fault_rule *rule, struct str endpoint, struct str principal) {
    return (str_eq(rule->endpoint, STR("*")) || str_eq(rule->endpoint, endpoint)) &&
           (str_eq(rule->principal, STR("*")) || (principal.data && str_eq(rule->principal, principal)));
}

enum control_fault control_take_fault(struct control *c, struct str endpoint, struct str principal) {
    enum control_fault kind = CONTROL_FAULT_NONE;
    pthread_mutex_lock(&c->lock);
    drop_spent_rules(c);
    for (size_t i = 0; i < c->rule_count && kind == CONTROL_FAULT_NONE; i++) {
        if (rule_fits(&c->rules[i], endpoint, principal)) {
            c->rules[i].left_count--;
            kind = c->rules[i].kind;
        }
    }
    pthread_mutex_unlock(&c->lock);
    return kind;
}

static void replace_answer(struct serve_response *response, struct arena *a, int status, const char *text) {
    *response = (struct serve_response){0};
    control_answer_message(response, a, status, text);
}

void control_play_fault(enum control_fault fault, struct serve_response *response, struct arena *a) {
    switch (fault) {
    case CONTROL_FAULT_NONE: return;
    case CONTROL_FAULT_503: replace_answer(response, a, 503, "Service temporarily unavailable"); return;
    case CONTROL_FAULT_502: replace_answer(response, a, 502, "Bad gateway"); return;
    case CONTROL_FAULT_404: replace_answer(response, a, 404, "Not Found"); return;
    case CONTROL_FAULT_TIMEOUT:
        replace_answer(response, a, 504, "Gateway Timeout");
        response->head_delay_ns = SILENCE_NS;
        return;
    case CONTROL_FAULT_GARBAGE:
        response->status = 200;
        response->body = STR("{\"user_id\":\"");
        return;
    case CONTROL_FAULT_SLOW: response->head_delay_ns = SLOW_NS; return;
    }
}
