/* SPDX-License-Identifier: Apache-2.0
 *
 * call: idle easy handles in a stack; the handle used last, whose connections are the freshest, goes out first. */
#include "call.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>

#include "buf.h"
#include "clock.h"
#include "limits.h"

struct call_pool {
    pthread_mutex_t lock;
    CURL *idle[LIMIT_LAB_CONNECTIONS];
    size_t idle_count;
};

struct call_pool *call_pool_new(void) {
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        abort();
    }
    struct call_pool *p = calloc(1, sizeof *p);
    if (!p || pthread_mutex_init(&p->lock, NULL) != 0) {
        abort();
    }
    return p;
}

void call_pool_del(struct call_pool *p) {
    if (!p) {
        return;
    }
    for (size_t i = 0; i < p->idle_count; i++) {
        curl_easy_cleanup(p->idle[i]);
    }
    pthread_mutex_destroy(&p->lock);
    free(p);
    curl_global_cleanup();
}

static CURL *pool_take(struct call_pool *p) {
    pthread_mutex_lock(&p->lock);
    CURL *curl = p->idle_count > 0 ? p->idle[--p->idle_count] : NULL;
    pthread_mutex_unlock(&p->lock);
    return curl ? curl : curl_easy_init();
}

static void pool_give(struct call_pool *p, CURL *curl) {
    curl_easy_reset(curl); /* keeps the connections */
    pthread_mutex_lock(&p->lock);
    bool is_kept = p->idle_count < LIMIT_LAB_CONNECTIONS;
    if (is_kept) {
        p->idle[p->idle_count++] = curl;
    }
    pthread_mutex_unlock(&p->lock);
    if (!is_kept) {
        curl_easy_cleanup(curl);
    }
}

static size_t take_body(char *data, size_t size, size_t count, void *self) {
    return buf_append(self, data, size * count) ? size * count : 0;
}

static struct curl_slist *append_line(struct curl_slist *list, const char *line) {
    struct curl_slist *longer = curl_slist_append(list, line);
    if (!longer) {
        abort();
    }
    return longer;
}

static struct curl_slist *header_lines(const struct call_request *r, struct arena *a) {
    struct curl_slist *list = append_line(NULL, "Expect:");
    list = append_line(list, "Accept:");
    bool has_type = false;
    for (size_t i = 0; i < r->header_count; i++) {
        const struct call_header *h = &r->headers[i];
        has_type = has_type || str_eq_ascii_case(h->name, STR("content-type"));
        /* libcurl takes "name;" for a header with an empty value */
        const char *line = h->value.len > 0 ? arena_printf(a, "%.*s: %.*s", STR_ARG(h->name), STR_ARG(h->value))
                                            : arena_printf(a, "%.*s;", STR_ARG(h->name));
        list = append_line(list, line);
    }
    if (!has_type) {
        list = append_line(list, r->body.data ? "content-type: application/json" : "Content-Type:");
    }
    return list;
}

static void set_request(CURL *curl, const struct call_request *r) {
    curl_easy_setopt(curl, CURLOPT_URL, r->url);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    int64_t timeout_ms = r->timeout_ns / NS_PER_MS;
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)(timeout_ms > 0 ? timeout_ms : 1));
    if (r->body.data) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.len);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, r->body.data);
    }
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, r->method ? r->method : "POST");
}

static struct call_answer answer_of(CURL *curl, CURLcode code, const struct buf *body, struct arena *a) {
    struct call_answer answer = {.timed_out = code == CURLE_OPERATION_TIMEDOUT};
    if (code != CURLE_OK) {
        return answer;
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    char *type = NULL;
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    answer.status = (int)status;
    answer.content_type = type ? str_copy(a, str_from(type)) : STR_NONE;
    answer.body = str_copy(a, buf_str(body));
    return answer;
}

struct call_answer call_send(struct call_pool *p, const struct call_request *request, struct arena *a) {
    CURL *curl = pool_take(p);
    if (!curl) {
        return (struct call_answer){0};
    }
    struct buf body;
    buf_init(&body, LIMIT_BODY_BYTES);
    struct curl_slist *lines = header_lines(request, a);
    set_request(curl, request);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    CURLcode code = curl_easy_perform(curl);
    struct call_answer answer = answer_of(curl, code, &body, a);
    curl_slist_free_all(lines);
    buf_free(&body);
    pool_give(p, curl);
    return answer;
}
