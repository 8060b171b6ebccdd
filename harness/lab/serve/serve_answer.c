/* SPDX-License-Identifier: Apache-2.0
 *
 * serve_answer: plain bodies go out of memory; chunked, delayed and held ones are read piece by piece. */
#include "serve_answer.h"

#include <microhttpd.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define PIECE_BYTES 16384

/* A body that is read piece by piece. */
struct stream {
    struct str body;
    struct serve_wait wait;
    int64_t delay_ns;
    int64_t open_until_ns; /* 0: ends with the body */
};

static bool client_is_gone(int fd) {
    char byte;
    return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static bool wait_long(const struct serve_wait *wait, int64_t end_ns) {
    struct pollfd fds[] = {{.fd = wait->stop}, {.fd = wait->client, .events = POLLIN}};
    for (;;) {
        int64_t left_ns = end_ns - clock_monotonic_ns();
        if (left_ns < SERVE_EXACT_WAIT_NS) {
            clock_sleep_ns(left_ns > 0 ? left_ns : 0);
            return true;
        }
        int64_t left_ms = left_ns / NS_PER_MS;
        poll(fds, 2, left_ms < 60000 ? (int)left_ms : 60000);
        if (fds[0].revents != 0 || (fds[1].revents & (POLLHUP | POLLERR)) != 0 || client_is_gone(wait->client)) {
            return false;
        }
        if ((fds[1].revents & POLLIN) != 0) {
            fds[1].events = 0; /* the next request has come early: only the end of the connection counts now */
        }
    }
}

bool serve_wait_ns(const struct serve_wait *wait, int64_t ns) {
    if (ns <= 0) {
        return true;
    }
    if (ns < SERVE_EXACT_WAIT_NS) {
        clock_sleep_ns(ns);
        return true;
    }
    return wait_long(wait, clock_monotonic_ns() + ns);
}

bool serve_has_no_body(struct str method, int status) {
    return str_eq(method, STR("HEAD")) || status == MHD_HTTP_NO_CONTENT || status == MHD_HTTP_NOT_MODIFIED;
}

static ssize_t give(char *out, size_t room, struct str s) {
    size_t len = s.len < room ? s.len : room;
    memcpy(out, s.data, len);
    return (ssize_t)len;
}

static ssize_t read_stream(void *cls, uint64_t position, char *out, size_t room) {
    struct stream *s = cls;
    if (position == 0 && !serve_wait_ns(&s->wait, s->delay_ns)) {
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    if (position < s->body.len) {
        return give(out, room, str_from_index(s->body, (size_t)position));
    }
    int64_t left_ns = s->open_until_ns - clock_monotonic_ns();
    if (left_ns <= 0 || !serve_wait_ns(&s->wait, left_ns < SERVE_PING_NS ? left_ns : SERVE_PING_NS) ||
        left_ns <= SERVE_PING_NS) {
        return MHD_CONTENT_READER_END_OF_STREAM;
    }
    return give(out, room, STR(":ping\n\n"));
}

static struct MHD_Response *stream_new(const struct serve_response *response, const struct serve_wait *wait,
                                       struct arena *a) {
    struct stream *s = ARENA_NEW(a, struct stream);
    *s = (struct stream){.body = response->body, .wait = *wait, .delay_ns = response->body_delay_ns};
    if (response->hold_open_ns > 0) {
        s->open_until_ns = clock_monotonic_ns() + response->body_delay_ns + response->hold_open_ns;
    }
    uint64_t size = response->is_chunked ? MHD_SIZE_UNKNOWN : response->body.len;
    return MHD_create_response_from_callback(size, PIECE_BYTES, read_stream, s, NULL);
}

/* strftime would follow the locale. */
const char *serve_date(struct arena *a) {
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    time_t now = (time_t)(clock_wall_ns() / NS_PER_S);
    struct tm t;
    gmtime_r(&now, &t);
    return arena_printf(a, "%.3s, %02d %.3s %d %02d:%02d:%02d GMT", &days[3 * t.tm_wday], t.tm_mday,
                        &months[3 * t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}

static void add_headers(struct MHD_Response *answer, const struct serve_response *response, struct arena *a) {
    if (!response->omit_date) {
        MHD_add_response_header(answer, MHD_HTTP_HEADER_DATE, serve_date(a));
    }
    for (size_t i = 0; i < response->header_count; i++) {
        const struct serve_header *h = &response->headers[i];
        MHD_add_response_header(answer, str_cstr(a, h->name), str_cstr(a, h->value));
    }
    if (response->must_close) {
        MHD_add_response_header(answer, MHD_HTTP_HEADER_CONNECTION, "close");
    }
}

struct MHD_Response *serve_answer_new(const struct serve_response *response, const struct serve_wait *wait,
                                      struct arena *a) {
    bool is_stream = response->is_chunked || response->body_delay_ns > 0;
    struct MHD_Response *answer =
        is_stream
            ? stream_new(response, wait, a)
            : MHD_create_response_from_buffer(response->body.len, (void *)response->body.data, MHD_RESPMEM_PERSISTENT);
    if (!answer) {
        abort();
    }
    if (response->is_http_1_0) {
        MHD_set_response_options(answer, MHD_RF_HTTP_1_0_SERVER, MHD_RO_END);
    }
    add_headers(answer, response, a);
    return answer;
}
