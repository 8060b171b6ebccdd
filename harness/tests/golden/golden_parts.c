/* SPDX-License-Identifier: Apache-2.0
 *
 * golden_parts: exchanges, checks and results in few words. */
#include "golden_parts.h"

#include <string.h>

#include "clock.h"

#define HEAD_LINES_MAX 16

void *golden_copy(struct arena *a, const void *array, size_t size) {
    void *copy = arena_alloc(a, size, 16);
    memcpy(copy, array, size);
    return copy;
}

static const struct request *make_request(struct arena *a, const struct golden_exchange *parts) {
    const struct header headers[] = {
        {.name = STR("user-agent"), .value = STR("nonesuch/1 run-0001")},
        {.name = STR("x-api-key"), .secret = secret_wrap(STR("key-of-mallory-42"))},
    };
    struct request *q = ARENA_NEW(a, struct request);
    *q = (struct request){
        .method = parts->method,
        .url = parts->url,
        .headers = GOLDEN_COPY(a, struct header, headers),
        .header_count = GOLDEN_COUNT(headers),
        .body = parts->request_body,
        .has_body = parts->request_body.data != NULL,
    };
    return q;
}

static void add_lines(struct arena *a, struct exchange *x, struct str lines) {
    struct head_line *all = ARENA_ARRAY(a, struct head_line, HEAD_LINES_MAX);
    for (struct str rest = lines; rest.len > 0 && x->line_count < HEAD_LINES_MAX; x->line_count++) {
        struct str raw = str_cut(&rest, '\n');
        struct str value = raw;
        struct str name = str_cut(&value, ':');
        all[x->line_count] = (struct head_line){.name = name, .value = str_trim(value), .raw = raw};
    }
    x->lines = all;
}

const struct exchange *golden_exchange(struct arena *a, const struct golden_exchange *parts) {
    struct exchange *x = ARENA_NEW(a, struct exchange);
    *x = (struct exchange){
        .request = make_request(a, parts),
        .outcome = parts->status > 0 ? OUTCOME_ANSWERED : OUTCOME_TIMEOUT,
        .status = parts->status,
        .version = parts->status > 0 ? STR("HTTP/1.1") : STR_NONE,
        .reason = parts->reason,
        .body = parts->body,
        .decoded = parts->body,
        .total_ns = 2500 * NS_PER_US,
    };
    add_lines(a, x, parts->lines);
    return x;
}

struct evidence golden_side(struct arena *a, const char *label, struct str reference,
                            const struct golden_exchange *parts) {
    struct evidence side = {.label = str_from(label), .reference = reference, .exchange = golden_exchange(a, parts)};
    int64_t *times_ns = ARENA_ARRAY(a, int64_t, parts->waits_us.len), us;
    for (struct str rest = parts->waits_us; rest.len > 0 && str_to_int64(str_cut(&rest, ' '), &us);)
        times_ns[side.first_byte_count++] = us * NS_PER_US;
    side.first_byte_ns = times_ns;
    return side;
}

void golden_set_checks(struct arena *a, struct result *r, const struct golden_check *rows, size_t count) {
    r->checks = ARENA_ARRAY(a, struct check, count);
    r->check_count = count;
    for (size_t i = 0; i < count; i++) {
        const struct golden_check *row = &rows[i];
        r->checks[i] = (struct check){
            .id = str_printf(a, "agentex/%s/%s/%s/%s", row->surface, row->principal, row->variation,
                             property_name(row->property)),
            .surface = str_from(row->surface),
            .principal = str_from(row->principal),
            .variation = str_from(row->variation),
            .property = row->property,
            .verdict = row->verdict,
            .doubt = row->doubt,
            .expected = str_from(row->expected),
            .reason = str_from(row->reason),
            .group_count = 2,
            .request_count = 8,
            .duration_ns = 12345 * NS_PER_US,
            .finding = row->finding,
        };
    }
}

void golden_begin(struct arena *a, struct result *r) {
    const struct learned_noise noise[] = {
        {.scope = STR("header:date"), .shape = STR("Tue, 24 Nov 2026 04:05:‹2 digits› GMT"), .seen = 2048},
        {.scope = STR("header:x-request-id"), .shape = STR("‹32 hex digits›"), .seen = 2048},
    };
    const struct str not_judged[] = {STR("time is not judged"), STR("observer auth_provider is absent")};
    *r = (struct result){
        .run_id = STR("run-0001"),
        .seed = STR("7f3a00000000c0de"),
        .started = STR("2026-11-24T04:05:06.000000Z"),
        .tool_version = STR("1.2.3"),
        .duration_ns = 6100 * NS_PER_MS,
        .target = STR("http://127.0.0.1:5003"),
        .environment = STR("isolated"),
        .pack = STR("agentex"),
        .pack_title = STR("AgentEx: tasks, agents and their RPC"),
        .options = STR("run agentex --seed 7f3a00000000c0de"),
        .noise = GOLDEN_COPY(a, struct learned_noise, noise),
        .noise_count = GOLDEN_COUNT(noise),
        .not_judged = GOLDEN_COPY(a, struct str, not_judged),
        .not_judged_count = GOLDEN_COUNT(not_judged),
        .surfaces_declared = 45,
        .surfaces_exercised = 45,
        .ledger = {.requests = 8214,
                   .dropped = 3,
                   .groups = 2050,
                   .groups_void = 1,
                   .fixtures_made = 12,
                   .fixtures_deleted = 12,
                   .by_status_class = {0, 0, 310, 0, 7904, 0},
                   .answers_scanned = 8214},
    };
}
