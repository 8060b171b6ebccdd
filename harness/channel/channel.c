/* SPDX-License-Identifier: Apache-2.0
 *
 * channel: a pair of Unix sockets. */
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD_BYTES 5
#define CHUNK_BYTES 65536

enum rc channel_open(int ends[2], struct fault *f) {
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        return fault_set(f, RC_IO, "no channel to a worker could be opened: %s", strerror(errno));
    }
    for (size_t i = 0; i < 2; i++) {
        (void)fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    }
    return RC_OK;
}

static bool send_all(int descriptor, const char *data, size_t len) {
    while (len > 0) {
        ssize_t sent = send(descriptor, data, len, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return false;
        }
        data += sent;
        len -= (size_t)sent;
    }
    return true;
}

bool channel_send(int descriptor, enum channel_frame type, struct str payload) {
    char small[HEAD_BYTES + 512];
    small[0] = (char)type;
    for (size_t i = 0; i < 4; i++) {
        small[1 + i] = (char)(payload.len >> (8 * i) & 0xff);
    }
    /* What is short goes out in one piece. */
    size_t beside = payload.len <= sizeof small - HEAD_BYTES ? payload.len : 0;
    if (beside > 0) {
        memcpy(small + HEAD_BYTES, payload.data, beside);
    }
    return send_all(descriptor, small, HEAD_BYTES + beside) &&
           send_all(descriptor, payload.data + beside, payload.len - beside);
}

static bool receive_all(int descriptor, char *data, size_t len) {
    while (len > 0) {
        ssize_t got = recv(descriptor, data, len, 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        data += got;
        len -= (size_t)got;
    }
    return true;
}

static bool receive_payload(int descriptor, size_t len, struct buf *payload) {
    char chunk[CHUNK_BYTES];
    buf_clear(payload);
    while (len > 0) {
        size_t part = len < sizeof chunk ? len : sizeof chunk;
        if (!receive_all(descriptor, chunk, part) || !buf_append(payload, chunk, part)) {
            return false;
        }
        len -= part;
    }
    return true;
}

enum channel_state channel_receive(int descriptor, int timeout_ms, enum channel_frame *type, struct buf *payload) {
    struct pollfd waiting = {.fd = descriptor, .events = POLLIN};
    int ready = timeout_ms < 0 ? 1 : poll(&waiting, 1, timeout_ms);
    if (ready == 0 || (ready < 0 && errno == EINTR)) {
        return CHANNEL_TIMEOUT;
    }
    unsigned char head[HEAD_BYTES];
    if (ready < 0 || !receive_all(descriptor, (char *)head, sizeof head)) {
        return CHANNEL_CLOSED;
    }
    size_t len = (size_t)head[1] | (size_t)head[2] << 8 | (size_t)head[3] << 16 | (size_t)head[4] << 24;
    if (len > CHANNEL_BYTES || !receive_payload(descriptor, len, payload)) {
        return CHANNEL_CLOSED;
    }
    *type = (enum channel_frame)head[0];
    return CHANNEL_RECEIVED;
}
