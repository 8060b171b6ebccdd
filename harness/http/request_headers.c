/* SPDX-License-Identifier: Apache-2.0
 *
 * request_headers: libcurl's spelling: "Name: value" sends, "Name;" sends an empty value, "Name:" keeps a default
 * away. */
#include "request_headers.h"

struct line_list {
    struct curl_slist *first, *last;
    bool is_broken;
};

/* curl_slist_append walks from where it is started: at the last node it takes one step. */
static void append_line(struct line_list *list, const char *line) {
    struct curl_slist *grown = curl_slist_append(list->last, line);
    if (!grown) {
        list->is_broken = true;
        return;
    }
    list->last = list->last ? list->last->next : grown;
    list->first = list->first ? list->first : grown;
}

static struct str value_to_send(const struct header *h) {
    struct str secret = secret_unwrap(h->secret);
    return secret.len > 0 ? secret : h->value;
}

static const char *line_of(const struct header *h, struct arena *a) {
    struct str value = value_to_send(h);
    if (!value.data) {
        return arena_printf(a, "%.*s:", STR_ARG(h->name));
    }
    if (str_trim(value).len == 0) {
        return arena_printf(a, "%.*s;", STR_ARG(h->name));
    }
    return arena_printf(a, "%.*s: %.*s", STR_ARG(h->name), STR_ARG(value));
}

#define DEFAULTS_MOST 5

/* Of the defaults those that the request does not have. Returns how many. */
static size_t due_defaults(const struct request *r, const char *user_agent_line, const char *out[DEFAULTS_MOST]) {
    bool sends_body = request_sends_body(r);
    const struct {
        const char *name, *line;
        bool is_due;
    } defaults[DEFAULTS_MOST] = {
        {"User-Agent", user_agent_line, true},
        {"Accept", "Accept: */*", true},
        {"Accept-Encoding", "Accept-Encoding: identity", true},
        {"Content-Type", r->has_body ? "Content-Type: application/json" : "Content-Type:", sends_body},
        {"Expect", "Expect:", sends_body},
    };
    size_t count = 0;
    for (size_t i = 0; i < DEFAULTS_MOST; i++) {
        if (defaults[i].is_due && !request_header(r, defaults[i].name)) {
            out[count++] = defaults[i].line;
        }
    }
    return count;
}

struct curl_slist *request_headers_new(const struct request *r, const char *user_agent_line, struct arena *a) {
    const char *defaults[DEFAULTS_MOST];
    size_t default_count = due_defaults(r, user_agent_line, defaults);
    struct line_list list = {0};
    for (size_t i = 0; i < r->header_count; i++) {
        append_line(&list, line_of(&r->headers[i], a));
    }
    for (size_t i = 0; i < default_count; i++) {
        append_line(&list, defaults[i]);
    }
    if (list.is_broken) {
        curl_slist_free_all(list.first);
        return NULL;
    }
    return list.first;
}

bool request_headers_write(const struct request *r, const char *user_agent_line, struct buf *out) {
    const char *defaults[DEFAULTS_MOST];
    size_t default_count = due_defaults(r, user_agent_line, defaults);
    for (size_t i = 0; i < r->header_count; i++) {
        struct str name = r->headers[i].name, value = value_to_send(&r->headers[i]);
        if (value.data) {
            (void)(buf_append_str(out, name) && buf_append_cstr(out, ": ") && buf_append_str(out, value) &&
                   buf_append_cstr(out, "\r\n"));
        }
    }
    for (size_t i = 0; i < default_count; i++) {
        struct str line = str_from(defaults[i]);
        if (!str_ends_with(line, STR(":"))) {
            (void)(buf_append_str(out, line) && buf_append_cstr(out, "\r\n"));
        }
    }
    return !out->truncated;
}
