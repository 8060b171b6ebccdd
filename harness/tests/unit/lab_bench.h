/* SPDX-License-Identifier: Apache-2.0
 *
 * lab_bench: a whole lab with things of alice's, and requests to its reference server, byte by byte. Include behind
 * cmocka.h; wants the module lab_deployment. */
#ifndef NONESUCH_LAB_BENCH_H
#define NONESUCH_LAB_BENCH_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "buf.h"
#include "deployment.h"
#include "parse.h"
#include "rows.h"

#define ABSENT_ID "5b0f6f0c-7f4e-4f0e-8a52-0d2f3c1b9a77"
#define ABSENT_HEX "5b0f6f0c7f4e4f0e8a520d2f"
#define TEXT "{\"type\":\"text\",\"author\":\"user\",\"content\":\"hi\"}"

/* A lab with things of alice's: an agent of each kind, and a task of each with children. */
struct bench {
    struct deployment *lab;
    struct arena arena;
    const struct value *target;
    const char *agent, *sync_agent, *task, *message, *state, *event, *tracker, *api_key;
    const char *deployment, *release, *span, *schedule; /* made by make_more */
    const char *agent_key, *webhook_key;                /* likewise: keys in plain, of the agent */
    const char *stranger_agent;                         /* mallory's own, async */
};

struct answer {
    int status;
    struct str raw, body;
    const struct value *json;
};

static inline int dial(const char *url) {
    struct str port = str_from_index(str_from(url), strlen("http://127.0.0.1:"));
    int64_t number = 0;
    assert_true(str_to_int64(port, &number));
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)number)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
    return fd;
}

/* Everything up to the end of the connection. */
static inline struct str exchange(struct bench *b, const char *url, struct str request) {
    struct buf in;
    char piece[4096];
    int fd = dial(url);
    assert_int_equal(send(fd, request.data, request.len, 0), request.len);
    buf_init(&in, 1u << 20);
    for (ssize_t n; (n = recv(fd, piece, sizeof piece, 0)) > 0;)
        buf_append(&in, piece, (size_t)n);
    close(fd);
    struct str text = str_copy(&b->arena, buf_str(&in));
    buf_free(&in);
    return text;
}

/* `who` is a principal of the lab, a whole header line, or NULL. */
static inline const char *credential(struct bench *b, const char *who) {
    if (!who || strchr(who, ':'))
        return who ? arena_printf(&b->arena, "%s\r\n", who) : "";
    const struct value *p = value_get_c(value_get_c(b->target, "principals"), who);
    struct str token = value_string(value_get_c(p, "bearer"), STR_NONE);
    return arena_printf(&b->arena, "authorization: Bearer %.*s\r\n", STR_ARG(token));
}

static inline struct answer ask(struct bench *b, const char *who, const char *line, const char *body) {
    struct str request =
        str_printf(&b->arena, "%s HTTP/1.1\r\nhost: lab\r\nconnection: close\r\n%scontent-length: %zu\r\n\r\n%s", line,
                   credential(b, who), body ? strlen(body) : 0, body ? body : "");
    struct answer a = {.raw = exchange(b, deployment_url(b->lab), request)};
    int64_t status = 0;
    struct value *json = NULL;
    assert_true(a.raw.len > 12 && str_to_int64(str_sub(a.raw, 9, 3), &status));
    a.status = (int)status;
    a.body = str_from_index(a.raw, (size_t)str_find(a.raw, STR("\r\n\r\n"), 0) + 4);
    if (parse_json(a.body, &b->arena, &json, NULL) == RC_OK)
        a.json = json;
    return a;
}

static inline const char *pick(struct bench *b, struct answer a, const char *pointer) {
    struct str s = value_string(value_point(a.json, str_from(pointer)), STR_NONE);
    if (!s.data)
        fail_msg("nothing at '%s' of %.*s", pointer, STR_ARG(a.raw));
    return str_cstr(&b->arena, s);
}

static inline struct answer rpc(struct bench *b, const char *who, const char *agent, const char *method,
                                const char *params) {
    return ask(b, who, arena_printf(&b->arena, "POST /agents/%s/rpc", agent),
               arena_printf(&b->arena, "{\"method\":\"%s\",\"params\":%s}", method, params));
}

static inline const char *make_agent(struct bench *b, const char *who, const char *name, const char *type) {
    struct str url = value_string(value_point(b->target, STR("/observers/agent/control")), STR_NONE);
    const char *build = arena_printf(&b->arena, "{\"name\":\"%s\",\"description\":\"d\"}", name);
    struct answer built = ask(b, who, "POST /agents/register-build", build);
    const char *pod =
        arena_printf(&b->arena, "{\"name\":\"%s\",\"acp_url\":\"%.*s\",\"acp_type\":\"%s\"}", name, STR_ARG(url), type);
    struct answer ready = ask(b, who, "POST /agents/register", pod);
    assert_string_equal(pick(b, built, "/id"), pick(b, ready, "/id"));
    return pick(b, ready, "/id");
}

static inline void make_children(struct bench *b) {
    struct arena *a = &b->arena;
    struct answer made =
        ask(b, "alice", "POST /messages", arena_printf(a, "{\"task_id\":\"%s\",\"content\":" TEXT "}", b->task));
    b->message = pick(b, made, "/id");
    made = ask(b, "alice", "POST /states",
               arena_printf(a, "{\"task_id\":\"%s\",\"agent_id\":\"%s\",\"state\":{}}", b->task, b->agent));
    b->state = pick(b, made, "/id");
    made = rpc(b, "alice", b->agent, "event/send", arena_printf(a, "{\"task_id\":\"%s\"}", b->task));
    b->event = pick(b, made, "/result/id");
    made = ask(b, "alice", arena_printf(a, "GET /tracker?task_id=%s", b->task), NULL);
    b->tracker = pick(b, made, "/0/id");
    made = ask(b, "alice", "POST /agent_api_keys", arena_printf(a, "{\"agent_id\":\"%s\",\"name\":\"k\"}", b->agent));
    b->api_key = pick(b, made, "/id");
}

/* What else hangs on the agent and on its task. */
static inline void make_more(struct bench *b) {
    struct arena *a = &b->arena;
    struct answer made = ask(b, "alice", arena_printf(a, "POST /agents/%s/deployments", b->agent),
                             "{\"docker_image\":\"registry.example/worker:1\"}");
    b->deployment = pick(b, made, "/id");
    made = ask(b, "alice", arena_printf(a, "GET /deployment-history?agent_id=%s", b->agent), NULL);
    b->release = pick(b, made, "/0/id");
    made = ask(b, "alice", "POST /spans",
               arena_printf(a,
                            "{\"task_id\":\"%s\",\"trace_id\":\"trace-1\",\"name\":\"step\","
                            "\"start_time\":\"2026-01-01T00:00:00Z\"}",
                            b->task));
    b->span = pick(b, made, "/id");
    made = ask(b, "alice", arena_printf(a, "POST /agents/%s/schedules", b->agent),
               "{\"name\":\"nightly\",\"interval_seconds\":60,\"initial_input\":{\"content\":\"go\"}}");
    b->schedule = pick(b, made, "/id");
    made = ask(b, "alice", "POST /agent_api_keys", arena_printf(a, "{\"agent_id\":\"%s\",\"name\":\"own\"}", b->agent));
    b->agent_key = pick(b, made, "/api_key");
    made = ask(b, "alice", "POST /agent_api_keys/webhook-trigger",
               arena_printf(a, "{\"agent_id\":\"%s\",\"name\":\"hook\"}", b->agent));
    b->webhook_key = pick(b, made, "/api_key");
}

static inline void start_with(struct bench *b, const struct str *defects, size_t count) {
    struct deployment_options options = {.defects = defects, .defect_count = count};
    struct value *target = NULL;
    *b = (struct bench){0};
    assert_int_equal(deployment_start(&options, &b->lab, NULL), RC_OK);
    assert_int_equal(parse_yaml(deployment_target(b->lab), &b->arena, &target, NULL), RC_OK);
    b->target = target;
    b->agent = make_agent(b, "alice", "worker", "async");
    b->sync_agent = make_agent(b, "alice", "talker", "sync");
    b->stranger_agent = make_agent(b, "mallory", "stranger", "async");
    struct answer made =
        rpc(b, "alice", b->agent, "task/create", "{\"name\":\"job-0001\",\"params\":{\"note\":\"secret\"}}");
    b->task = pick(b, made, "/result/id");
    make_children(b);
}

static inline void stop(struct bench *b) {
    deployment_stop(b->lab);
    arena_free(&b->arena);
}

static inline int start(void **state) {
    static struct bench b;
    start_with(&b, NULL, 0);
    *state = &b;
    return 0;
}

static inline int stop_bench(void **state) {
    stop(*state);
    return 0;
}

/* Tells the auth provider's control API something that it must take. */
static inline void control(struct bench *b, const char *line, const char *body) {
    const struct value *provider = value_point(b->target, STR("/observers/auth_provider"));
    const char *url = str_cstr(&b->arena, value_string(value_get_c(provider, "control"), STR_NONE));
    struct str request =
        str_printf(&b->arena,
                   "%s HTTP/1.1\r\nhost: lab\r\nconnection: close\r\n"
                   "authorization: Bearer %.*s\r\ncontent-length: %zu\r\n\r\n%s",
                   line, STR_ARG(value_string(value_get_c(provider, "token"), STR_NONE)), strlen(body), body);
    assert_true(str_starts_with(exchange(b, url, request), STR("HTTP/1.1 200")));
}

/* A template's {task}, {message} … filled in. */
static inline const char *fill(struct bench *b, const char *template) {
    const struct {
        const char *slot, *value;
    } slots[] = {{"{agent}", b->agent},     {"{talker}", b->sync_agent}, {"{task}", b->task},
                 {"{message}", b->message}, {"{state}", b->state},       {"{event}", b->event},
                 {"{tracker}", b->tracker}, {"{key}", b->api_key},       {"{deployment}", b->deployment},
                 {"{release}", b->release}, {"{span}", b->span},         {"{schedule}", b->schedule}};
    struct str text = str_from(template);
    for (size_t i = 0; i < ROWS(slots) && slots[i].value; i++)
        text = str_replace(&b->arena, text, str_from(slots[i].slot), str_from(slots[i].value));
    return str_cstr(&b->arena, text);
}

/* The answer with the reference and the seconds of the date taken out. */
static inline struct str mask(struct bench *b, struct str raw, const char *reference) {
    struct str text = str_replace(&b->arena, raw, str_from(reference), STR("REF"));
    ptrdiff_t end = str_find(text, STR(" GMT\r\n"), 0);
    assert_true(end > 8);
    return str_printf(&b->arena, "%.*s%.*s", (int)end - 8, text.data, STR_ARG(str_from_index(text, (size_t)end)));
}

#endif
