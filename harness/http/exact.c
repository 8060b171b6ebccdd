/* SPDX-License-Identifier: Apache-2.0
 *
 * exact: a handle of its own for each exchange, so that no connection is ever used twice. */
#include "exact.h"

#include <stdlib.h>

#include "clock.h"
#include "exact_text.h"
#include "limits.h"
#include "peer.h"

#define LOOK_AT_STOP_MS 50
#define PIECE_BYTES 16384
#define RECEIVED_BYTES (LIMIT_BODY_BYTES + LIMIT_HEAD_BYTES)
#define REQUEST_BYTES (LIMIT_REQUEST_BYTES + LIMIT_HEAD_BYTES)

struct passage {
    CURL *easy;
    CURLM *multi;
    const atomic_bool *stop;
    struct str unsent;
    struct buf received;
    int64_t start_ns, end_ns, quiet_ns, last_ns; /* last_ns: when a byte went or came */
    int64_t first_byte_ns;                       /* since the start; 0: none came */
    bool has_closed;                             /* the peer did, one way or another */
};

static bool is_stopped(const struct passage *p) {
    return p->stop && atomic_load(p->stop);
}

static CURLcode connect_to(struct passage *p) {
    int running = 1, left = 0;
    if (curl_multi_add_handle(p->multi, p->easy) != CURLM_OK) {
        return CURLE_FAILED_INIT;
    }
    while (!is_stopped(p)) {
        if (curl_multi_perform(p->multi, &running) != CURLM_OK || running == 0) {
            break;
        }
        (void)curl_multi_poll(p->multi, NULL, 0, LOOK_AT_STOP_MS, NULL);
    }
    const CURLMsg *message = curl_multi_info_read(p->multi, &left);
    return message && message->msg == CURLMSG_DONE ? message->data.result : CURLE_ABORTED_BY_CALLBACK;
}

/* True: some went. A peer that takes no more may have answered all the same. */
static bool send_some(struct passage *p) {
    size_t sent = 0;
    if (p->unsent.len == 0) {
        return false;
    }
    CURLcode code = curl_easy_send(p->easy, p->unsent.data, p->unsent.len, &sent);
    if (code != CURLE_OK && code != CURLE_AGAIN) {
        p->unsent.len = 0;
    }
    p->unsent = str_from_index(p->unsent, sent);
    return sent > 0;
}

/* True: some came, or the end did. */
static bool receive_some(struct passage *p) {
    char piece[PIECE_BYTES];
    size_t got = 0;
    CURLcode code = curl_easy_recv(p->easy, piece, sizeof piece, &got);
    if (code == CURLE_AGAIN) {
        return false;
    }
    p->has_closed = code != CURLE_OK || got == 0;
    if (got > 0 && p->first_byte_ns == 0) {
        p->first_byte_ns = clock_monotonic_ns() - p->start_ns;
    }
    (void)buf_append(&p->received, piece, got);
    return true;
}

static bool is_over(const struct passage *p, int64_t now_ns) {
    return p->has_closed || p->received.truncated || now_ns >= p->end_ns || now_ns - p->last_ns >= p->quiet_ns;
}

static void wait_some(struct passage *p, int64_t now_ns) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(p->easy, CURLINFO_ACTIVESOCKET, &socket) != CURLE_OK || socket == CURL_SOCKET_BAD) {
        p->has_closed = true;
        return;
    }
    int64_t quiet_end_ns = p->last_ns + p->quiet_ns, end_ns = quiet_end_ns < p->end_ns ? quiet_end_ns : p->end_ns;
    int64_t left_ms = (end_ns - now_ns + NS_PER_MS - 1) / NS_PER_MS;
    short events = (short)(CURL_WAIT_POLLIN | (p->unsent.len > 0 ? CURL_WAIT_POLLOUT : 0));
    struct curl_waitfd fd = {.fd = socket, .events = events};
    (void)curl_multi_poll(p->multi, &fd, 1, left_ms < LOOK_AT_STOP_MS ? (int)left_ms : LOOK_AT_STOP_MS, NULL);
}

static void pass(struct passage *p) {
    p->last_ns = clock_monotonic_ns();
    for (int64_t now_ns = p->last_ns; !is_over(p, now_ns) && !is_stopped(p); now_ns = clock_monotonic_ns()) {
        bool has_sent = send_some(p), has_received = receive_some(p);
        if (has_sent || has_received) {
            p->last_ns = clock_monotonic_ns();
        } else {
            wait_some(p, now_ns);
        }
    }
}

static void set_connection(CURL *easy, const struct exact_way *way, const struct request *request, struct arena *a) {
    way->reason[0] = '\0';
    peer_set(easy, way->options, way->resolve);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, way->reason);
    curl_easy_setopt(easy, CURLOPT_URL, str_cstr(a, request->url));
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTPPROXYTUNNEL, 1L);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
}

static void keep_answer(const struct passage *p, struct arena *a, struct exchange *out) {
    exact_answer_read(str_copy(a, buf_str(&p->received)), p->has_closed, a, out);
    if (p->received.truncated) {
        out->outcome = OUTCOME_TOO_LARGE;
    } else if (out->outcome == OUTCOME_TIMEOUT && is_stopped(p)) {
        out->outcome = OUTCOME_SKIPPED;
    }
    out->is_new_connection = true;
    out->first_byte_ns = p->first_byte_ns;
    out->total_ns = clock_monotonic_ns() - p->start_ns;
}

static void exchange_bytes(struct passage *p, const struct exact_way *way, const struct request *r,
                           struct lane_sink sink, struct exchange *out) {
    struct buf bytes;
    buf_init(&bytes, REQUEST_BYTES);
    (void)exact_request_write(r, way->user_agent_line, &bytes);
    out->sent_ns = clock_monotonic_ns() - p->start_ns;
    p->unsent = buf_str(&bytes);
    pass(p);
    buf_free(&bytes);
    pthread_mutex_lock(sink.lock);
    keep_answer(p, sink.arena, out);
    pthread_mutex_unlock(sink.lock);
}

CURLcode exact_send(const struct exact_way *way, const struct request *request, const atomic_bool *stop,
                    struct lane_sink sink, struct exchange *out) {
    struct arena scratch = {0};
    struct passage p = {.easy = curl_easy_init(), .multi = curl_multi_init(), .stop = stop};
    if (!p.easy || !p.multi) {
        abort();
    }
    buf_init(&p.received, RECEIVED_BYTES);
    set_connection(p.easy, way, request, &scratch);
    p.start_ns = out->started_ns = clock_monotonic_ns();
    p.end_ns = p.start_ns + way->timeout_ns;
    p.quiet_ns = request->quiet_ns > 0 ? request->quiet_ns : EXACT_QUIET_NS;
    CURLcode code = connect_to(&p);
    if (code == CURLE_OK) {
        exchange_bytes(&p, way, request, sink, out);
    } else {
        out->outcome = is_stopped(&p) ? OUTCOME_SKIPPED : OUTCOME_REFUSED;
    }
    /* The connection ends with the handle's stay in its multi handle. */
    (void)curl_multi_remove_handle(p.multi, p.easy);
    curl_easy_cleanup(p.easy);
    (void)curl_multi_cleanup(p.multi);
    buf_free(&p.received);
    arena_free(&scratch);
    return code;
}
