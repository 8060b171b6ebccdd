/* SPDX-License-Identifier: Apache-2.0
 *
 * read_exchange: what the JSON holds of an exchange. */
#include "read_exchange.h"

#define STATUS_MAX 999
#define OUTCOME_COUNT (OUTCOME_SKIPPED + 1)

static const char *name_of_outcome(size_t index) {
    return outcome_name((enum outcome)index);
}

/* Returns the bytes that are there. `*whole` is of those that are not. */
static struct str read_body(const struct part *p, struct body_digest *whole) {
    struct part body = part_member(p, "body");
    if (!value_is(body.value, VALUE_OBJECT))
        return part_bytes(&body);
    *whole = (struct body_digest){.bytes = part_size(&body, "bytes"), .sha256 = part_text(&body, "sha256")};
    struct part text = part_member(&body, "text");
    return part_is_there(&text) ? part_text(&body, "text") : part_bytes(&body);
}

/* Blanks at both ends belong to the line alone. */
static void split(struct str line, struct str *name, struct str *value) {
    *value = line;
    *name = str_cut(value, ':');
    *value = value->data ? str_trim(*value) : STR("");
}

static struct header *read_headers(const struct part *list, size_t count) {
    struct header *headers = ARENA_ARRAY(list->reading->arena, struct header, count);
    for (size_t i = 0; i < count; i++) {
        struct part line = part_item(list, i);
        split(part_bytes(&line), &headers[i].name, &headers[i].value);
    }
    return headers;
}

static struct request *read_request(const struct part *p) {
    if (!part_is_there(p))
        return NULL;
    struct request *q = ARENA_NEW(p->reading->arena, struct request);
    struct part headers = part_member(p, "headers"), body = part_member(p, "body");
    *q = (struct request){.method = part_text(p, "method"),
                          .url = part_bytes_member(p, "url"),
                          .header_count = part_count(&headers),
                          .has_body = part_is_there(&body),
                          .is_http2 = part_bool(p, "http2"),
                          .is_exact = part_bool(p, "exact")};
    q->headers = read_headers(&headers, q->header_count);
    q->body = read_body(p, &q->whole_body);
    return q;
}

static struct head_line *read_lines(const struct part *list, size_t count) {
    struct head_line *lines = ARENA_ARRAY(list->reading->arena, struct head_line, count);
    for (size_t i = 0; i < count; i++) {
        struct part line = part_item(list, i);
        lines[i].raw = part_bytes(&line);
        split(lines[i].raw, &lines[i].name, &lines[i].value);
    }
    return lines;
}

const struct exchange *read_exchange(const struct part *p) {
    struct part request = part_member(p, "request"), response = part_member(p, "response");
    if (!part_is_there(&response))
        return NULL;
    struct part lines = part_member(&response, "headers");
    size_t status = part_size(&response, "status");
    if (status > STATUS_MAX)
        part_refuse(&response, "%zu is no status", status);
    struct exchange *x = ARENA_NEW(p->reading->arena, struct exchange);
    *x = (struct exchange){.request = read_request(&request),
                           .outcome = (enum outcome)part_word(&response, "outcome", name_of_outcome, OUTCOME_COUNT),
                           .status = (int)(status > STATUS_MAX ? 0 : status),
                           .version = part_bytes_member(&response, "version"),
                           .reason = part_bytes_member(&response, "reason"),
                           .line_count = part_count(&lines),
                           .interim = part_bytes_member(&response, "interim"),
                           .trailers = part_bytes_member(&response, "trailers"),
                           .is_new_connection = part_bool(&response, "new_connection"),
                           .total_ns = part_ms(&response, "duration_ms")};
    x->lines = read_lines(&lines, x->line_count);
    x->body = read_body(&response, &x->whole_body);
    x->decoded = x->body;
    return x;
}
