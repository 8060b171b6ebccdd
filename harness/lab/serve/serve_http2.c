/* SPDX-License-Identifier: Apache-2.0
 *
 * serve_http2: a thread for each connection, which reads, answers and waits for whatever is due next. */
#include "serve_http2.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "limits.h"
#include "serve_answer.h"
#include "serve_stream.h"

#define STREAMS_MAX 64
#define PIECE_BYTES 16384
#define OUT_BYTES ((size_t)64 << 10)   /* gathered before it is sent */
#define IDLE_LIMIT_NS (300 * NS_PER_S) /* as long as the other protocol waits */

struct http2_connection {
    struct http2_connection *next;
    struct serve_http2 *server;
    pthread_t thread;
    atomic_bool has_ended; /* the thread has nothing left to do */
    int socket;
    size_t number;
    nghttp2_session *session;
    struct stream *streams;
    struct buf out; /* frames on their way */
    size_t sent_bytes;
    bool must_end;
};

/* ---- what nghttp2 tells ---- */

static int begin_headers(nghttp2_session *session, const nghttp2_frame *frame, void *self) {
    struct http2_connection *c = self;
    if (frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST) {
        struct stream *s = stream_new(frame->hd.stream_id);
        s->next = c->streams;
        c->streams = s;
        nghttp2_session_set_stream_user_data(session, s->id, s);
    }
    return 0;
}

/* The signature is the library's. NOLINTNEXTLINE(readability-function-size) */
static int take_field(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name, size_t name_len,
                      const uint8_t *value, size_t value_len, uint8_t flags, void *self) {
    (void)flags;
    (void)self;
    struct stream *s = nghttp2_session_get_stream_user_data(session, frame->hd.stream_id);
    if (!s || frame->headers.cat != NGHTTP2_HCAT_REQUEST) {
        return 0; /* trailers */
    }
    bool is_taken = stream_take_field(s, str_of((const char *)name, name_len), str_of((const char *)value, value_len));
    return is_taken ? 0 : NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
}

/* The signature is the library's. NOLINTNEXTLINE(readability-function-size) */
static int take_data(nghttp2_session *session, uint8_t flags, int32_t id, const uint8_t *data, size_t len, void *self) {
    (void)flags;
    (void)self;
    struct stream *s = nghttp2_session_get_stream_user_data(session, id);
    if (s) {
        buf_append(&s->body, (const char *)data, len);
    }
    return 0;
}

static int end_frame(nghttp2_session *session, const nghttp2_frame *frame, void *self) {
    struct http2_connection *c = self;
    bool is_of_request = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    struct stream *s = nghttp2_session_get_stream_user_data(session, frame->hd.stream_id);
    if (s && is_of_request && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) {
        c->must_end |= !stream_answer(s, c->number, c->server->handler, c->server->self);
    }
    return 0;
}

static int close_stream(nghttp2_session *session, int32_t id, uint32_t error, void *self) {
    (void)session;
    (void)error;
    struct http2_connection *c = self;
    for (struct stream **s = &c->streams; *s; s = &(*s)->next) {
        if ((*s)->id == id) {
            struct stream *closed = *s;
            *s = closed->next;
            stream_del(closed);
            return 0;
        }
    }
    return 0;
}

static nghttp2_session *session_new(struct http2_connection *c) {
    nghttp2_session_callbacks *callbacks = NULL;
    nghttp2_session *session = NULL;
    if (nghttp2_session_callbacks_new(&callbacks) != 0) {
        abort();
    }
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, begin_headers);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, take_field);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, take_data);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, end_frame);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, close_stream);
    if (nghttp2_session_server_new(&session, callbacks, c) != 0) {
        abort();
    }
    nghttp2_session_callbacks_del(callbacks);
    const nghttp2_settings_entry settings[] = {{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, STREAMS_MAX}};
    nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings, sizeof settings / sizeof *settings);
    return session;
}

/* ---- input, output, time ---- */

/* Frames that belong together go in one piece. False: the session is broken. */
static bool gather(struct http2_connection *c) {
    buf_clear(&c->out);
    c->sent_bytes = 0;
    ssize_t len = 1;
    while (len > 0 && c->out.len + 2 * PIECE_BYTES < OUT_BYTES) {
        const uint8_t *data;
        len = nghttp2_session_mem_send(c->session, &data);
        buf_append(&c->out, (const char *)data, len > 0 ? (size_t)len : 0);
    }
    return len >= 0 && !c->out.truncated;
}

/* Sends what can be sent without waiting. False: the connection is gone. */
static bool send_all(struct http2_connection *c) {
    for (;;) {
        if (c->sent_bytes == c->out.len && !gather(c)) {
            return false;
        }
        if (c->out.len == 0) {
            return true;
        }
        ssize_t sent =
            send(c->socket, c->out.data + c->sent_bytes, c->out.len - c->sent_bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) {
            return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
        }
        c->sent_bytes += (size_t)sent;
    }
}

static bool receive(struct http2_connection *c) {
    uint8_t piece[PIECE_BYTES];
    ssize_t got = recv(c->socket, piece, sizeof piece, MSG_DONTWAIT);
    if (got < 0) {
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    }
    return got > 0 && nghttp2_session_mem_recv(c->session, piece, (size_t)got) >= 0;
}

/* When the first of the streams goes on; INT64_MAX: none waits. */
static int64_t next_due_ns(const struct http2_connection *c) {
    int64_t due_ns = INT64_MAX;
    for (const struct stream *s = c->streams; s; s = s->next) {
        due_ns = s->due_ns > 0 && s->due_ns < due_ns ? s->due_ns : due_ns;
    }
    return due_ns;
}

static void go_on(struct http2_connection *c) {
    int64_t now_ns = clock_monotonic_ns();
    for (struct stream *s = c->streams; s; s = s->next) {
        if (s->due_ns > 0 && s->due_ns <= now_ns) {
            stream_go_on(s, c->session);
        }
    }
}

/* Until something can be read or sent, or a stream goes on. False: the server stops, or nothing came for long. */
static bool await(struct http2_connection *c) {
    int64_t due_ns = next_due_ns(c), now_ns = clock_monotonic_ns();
    int64_t left_ns = due_ns == INT64_MAX ? IDLE_LIMIT_NS : due_ns - now_ns;
    if (left_ns < SERVE_EXACT_WAIT_NS) {
        clock_sleep_ns(left_ns > 0 ? left_ns : 0);
        return true;
    }
    bool has_rest = c->sent_bytes < c->out.len;
    struct pollfd fds[] = {{.fd = c->server->stop},
                           {.fd = c->socket, .events = (short)(has_rest ? POLLIN | POLLOUT : POLLIN)}};
    left_ns = left_ns < IDLE_LIMIT_NS ? left_ns : IDLE_LIMIT_NS;
    int ready = poll(fds, 2, (int)(left_ns / NS_PER_MS));
    if (fds[0].revents != 0 || (ready == 0 && due_ns == INT64_MAX)) {
        return false;
    }
    return fds[1].revents == 0 || (fds[1].revents & (POLLIN | POLLHUP | POLLERR)) == 0 || receive(c);
}

static bool is_alive(const struct http2_connection *c) {
    return nghttp2_session_want_read(c->session) || nghttp2_session_want_write(c->session) ||
           c->sent_bytes < c->out.len;
}

static void *run_connection(void *self) {
    struct http2_connection *c = self;
    buf_init(&c->out, OUT_BYTES);
    c->session = session_new(c);
    bool goes_on = true;
    while (goes_on) {
        go_on(c);
        goes_on = !c->must_end && send_all(c) && is_alive(c) && await(c);
    }
    while (c->streams) {
        (void)close_stream(c->session, c->streams->id, NGHTTP2_NO_ERROR, c);
    }
    nghttp2_session_del(c->session);
    buf_free(&c->out);
    close(c->socket);
    atomic_store(&c->has_ended, true);
    return NULL;
}

/* ---- all connections ---- */

/* Returns how many are left. */
static size_t join(struct serve_http2 *s, bool is_waiting) {
    size_t left = 0;
    for (struct http2_connection **at = &s->connections; *at;) {
        struct http2_connection *c = *at;
        if (!is_waiting && !atomic_load(&c->has_ended)) {
            at = &c->next;
            left++;
            continue;
        }
        pthread_join(c->thread, NULL);
        *at = c->next;
        free(c);
    }
    return left;
}

void serve_http2_take(struct serve_http2 *s, int socket, size_t number) {
    if (join(s, /* is_waiting = */ false) >= LIMIT_LAB_CONNECTIONS) {
        close(socket);
        return;
    }
    struct http2_connection *c = calloc(1, sizeof *c);
    if (!c) {
        abort();
    }
    *c = (struct http2_connection){.next = s->connections, .server = s, .socket = socket, .number = number};
    int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (pthread_create(&c->thread, NULL, run_connection, c) != 0) {
        close(socket);
        free(c);
        return;
    }
    s->connections = c;
}

void serve_http2_end(struct serve_http2 *s) {
    (void)join(s, /* is_waiting = */ true);
}
