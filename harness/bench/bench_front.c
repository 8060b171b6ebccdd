/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_front: a bare server for the live fuzzer to be measured against. It stands in front of a lab: what sets a
 * campaign up, proves its controls and looks after it goes on to the lab, and what the guest posts about things that
 * his host does not have (all that is fuzzed) is answered at once, always alike, after the latency that was asked for.
 * Such an answer costs next to nothing, so that what is measured is the fuzzer.
 *
 * Usage: bench_front TARGET NEW_TARGET [LATENCY_MS]. TARGET is what `nonesuch lab --write-target` wrote; NEW_TARGET is
 * the same with the front's address, written once it listens. It ends with SIGTERM, or by itself after ten minutes, and
 * says how much it answered and how much it passed on. A thread for each connection. */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "file.h"
#include "hash.h"

#define GUEST "fay"
#define HOST "mallory"
#define LIFE_S 600
#define LATENCY_MOST_MS 1000
#define MESSAGE_BYTES ((size_t)4 << 20)
#define TARGET_BYTES 65536
#define CHUNK_BYTES 65536
#define KNOWN_PLACES 16384
#define WORD_BYTES 16 /* ids and names are as long at least */

/* As a denied thing is answered, but for the reference, which a bare server does not read. */
#define BODY "{\"message\":\"Item does not exist.\",\"code\":404,\"data\":null}"
#define ANSWER                                                                                                 \
    "HTTP/1.1 404 Not Found\r\ndate: Thu, 01 Jan 2026 00:00:00 GMT\r\nserver: bench\r\ncontent-length: 57\r\n" \
    "content-type: application/json\r\n\r\n" BODY
_Static_assert(sizeof BODY - 1 == 57, "the length that the answer tells");

struct front {
    uint16_t upstream;
    struct str base_url, guest, host; /* bearer tokens */
    int64_t latency_ns;
    pthread_mutex_t lock; /* of known */
    uint64_t known[KNOWN_PLACES];
    atomic_size_t answered, passed_on;
};

struct connection {
    struct front *front;
    int socket;
    struct buf request, answer; /* answer: of the lab */
};

static volatile sig_atomic_t is_over;

static void end(int number) {
    (void)number;
    is_over = 1;
}

static bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

/* The next word at or behind *at that may be an id or a name; STR_NONE: there is none. */
static struct str next_word(struct str text, size_t *at) {
    while (*at < text.len) {
        size_t from = *at;
        while (*at < text.len && is_word(text.data[*at])) {
            (*at)++;
        }
        if (*at - from >= WORD_BYTES) {
            return str_sub(text, from, *at - from);
        }
        *at += *at == from;
    }
    return STR_NONE;
}

static uint64_t *place_of(struct front *f, uint64_t hash) {
    size_t at = (size_t)(hash % KNOWN_PLACES);
    for (size_t i = 0; i < KNOWN_PLACES && f->known[at] != 0 && f->known[at] != hash; i++) {
        at = (at + 1) % KNOWN_PLACES;
    }
    return &f->known[at];
}

/* What the host was told about is his. */
static void learn(struct front *f, struct str text) {
    size_t at = 0;
    pthread_mutex_lock(&f->lock);
    for (struct str word = next_word(text, &at); word.data; word = next_word(text, &at)) {
        uint64_t hash = hash_fnv1a(word);
        *place_of(f, hash) = hash;
    }
    pthread_mutex_unlock(&f->lock);
}

static bool names_known(struct front *f, struct str text) {
    bool is_known = false;
    size_t at = 0;
    pthread_mutex_lock(&f->lock);
    for (struct str word = next_word(text, &at); word.data && !is_known; word = next_word(text, &at)) {
        is_known = *place_of(f, hash_fnv1a(word)) != 0;
    }
    pthread_mutex_unlock(&f->lock);
    return is_known;
}

static bool send_all(int descriptor, struct str text) {
    while (text.len > 0) {
        ssize_t sent = send(descriptor, text.data, text.len, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        text = str_from_index(text, (size_t)sent);
    }
    return true;
}

static bool receive_more(int descriptor, struct buf *out) {
    char chunk[CHUNK_BYTES];
    ssize_t got = recv(descriptor, chunk, sizeof chunk, 0);
    return got > 0 && buf_append(out, chunk, (size_t)got);
}

/* The value of a header line; `name` with its colon. */
static struct str header_of(struct str head, const char *name) {
    ptrdiff_t at = str_find_ascii_case(head, str_from(name), 0);
    if (at < 0) {
        return STR_NONE;
    }
    struct str rest = str_from_index(head, (size_t)at + strlen(name));
    return str_trim(str_cut(&rest, '\r'));
}

/* One whole request; its head's length. False: the peer is gone. */
static bool receive_request(struct connection *c, size_t *head_len) {
    buf_clear(&c->request);
    ptrdiff_t end_of_head = -1;
    while (end_of_head < 0) {
        if (!receive_more(c->socket, &c->request)) {
            return false;
        }
        end_of_head = str_find(buf_str(&c->request), STR("\r\n\r\n"), 0);
    }
    *head_len = (size_t)end_of_head + 4;
    struct str head = str_sub(buf_str(&c->request), 0, *head_len);
    int64_t body_len = 0;
    (void)str_to_int64(header_of(head, "\ncontent-length:"), &body_len);
    size_t whole = *head_len + (body_len > 0 ? (size_t)body_len : 0);
    if (c->request.len < whole && header_of(head, "\nexpect:").data &&
        !send_all(c->socket, STR("HTTP/1.1 100 Continue\r\n\r\n"))) {
        return false;
    }
    while (c->request.len < whole) {
        if (!receive_more(c->socket, &c->request)) {
            return false;
        }
    }
    return c->request.len == whole;
}

static bool is_bare(struct connection *c, struct str head, struct str body) {
    return str_starts_with(head, STR("POST ")) && str_contains(head, c->front->guest) && !names_known(c->front, body);
}

static int connect_to(uint16_t port) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    if (descriptor >= 0 && connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) {
        (void)close(descriptor);
        return -1;
    }
    return descriptor;
}

/* Asks the lab to close, so that its answer ends with the connection, and so does the caller's. */
static void pass_on(struct connection *c, struct str head, struct str body) {
    struct front *f = c->front;
    int lab = connect_to(f->upstream);
    struct str rest = head;
    struct str line = str_cut(&rest, '\n');
    bool is_sent = lab >= 0 && send_all(lab, str_sub(head, 0, line.len + 1)) &&
                   send_all(lab, STR("Connection: close\r\n")) && send_all(lab, rest) && send_all(lab, body);
    buf_clear(&c->answer);
    while (is_sent && receive_more(lab, &c->answer)) {
    }
    if (str_contains(head, f->host)) {
        learn(f, buf_str(&c->answer));
    }
    (void)send_all(c->socket, buf_str(&c->answer));
    if (lab >= 0) {
        (void)close(lab);
    }
}

static void *serve(void *self) {
    struct connection *c = self;
    struct front *f = c->front;
    size_t head_len;
    bool is_kept = true;
    while (is_kept && receive_request(c, &head_len)) {
        struct str all = buf_str(&c->request);
        struct str head = str_sub(all, 0, head_len), body = str_from_index(all, head_len);
        if (f->latency_ns > 0) {
            clock_sleep_ns(f->latency_ns);
        }
        is_kept = is_bare(c, head, body);
        if (is_kept) {
            atomic_fetch_add(&f->answered, 1);
            is_kept = send_all(c->socket, STR(ANSWER));
        } else {
            atomic_fetch_add(&f->passed_on, 1);
            pass_on(c, head, body);
        }
    }
    (void)close(c->socket);
    buf_free(&c->request);
    buf_free(&c->answer);
    free(c);
    return NULL;
}

static void accept_one(struct front *f, int listener) {
    static const int yes = 1;
    int descriptor = accept(listener, NULL, NULL);
    if (descriptor < 0) {
        return;
    }
    (void)setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    const struct timeval for_ever = {0}; /* the listener's limit is inherited */
    (void)setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &for_ever, sizeof for_ever);
    struct connection *c = calloc(1, sizeof *c);
    if (!c) {
        abort();
    }
    *c = (struct connection){.front = f, .socket = descriptor};
    buf_init(&c->request, MESSAGE_BYTES);
    buf_init(&c->answer, MESSAGE_BYTES);
    pthread_t thread;
    if (pthread_create(&thread, NULL, serve, c) != 0) {
        abort();
    }
    (void)pthread_detach(thread);
}

/* What stands between two texts; STR_NONE without. */
static struct str between(struct str text, const char *before, const char *behind) {
    ptrdiff_t from = str_find(text, str_from(before), 0);
    if (from < 0) {
        return STR_NONE;
    }
    struct str rest = str_from_index(text, (size_t)from + strlen(before));
    ptrdiff_t to = str_find(rest, str_from(behind), 0);
    return to < 0 ? STR_NONE : str_sub(rest, 0, (size_t)to);
}

static bool read_target(struct front *f, struct str target) {
    int64_t port = 0;
    f->base_url = between(target, "base_url: ", "\n");
    f->guest = between(target, "  " GUEST ": { bearer: \"", "\"");
    f->host = between(target, "  " HOST ": { bearer: \"", "\"");
    bool has_port = str_to_int64(between(target, "base_url: http://127.0.0.1:", "\n"), &port);
    f->upstream = (uint16_t)port;
    return has_port && port > 0 && port <= UINT16_MAX && f->guest.len > 0 && f->host.len > 0;
}

/* The listener's descriptor, or -1. */
static int listen_anywhere(uint16_t *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    /* accept returns now and then, to see whether it is over. */
    const struct timeval patience = {.tv_usec = 100 * 1000};
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    if (descriptor < 0 || setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) != 0 ||
        bind(descriptor, (struct sockaddr *)&address, len) != 0 || listen(descriptor, 64) != 0 ||
        getsockname(descriptor, (struct sockaddr *)&address, &len) != 0) {
        return -1;
    }
    *port = ntohs(address.sin_port);
    return descriptor;
}

static void end_by_signal(void) {
    struct sigaction action = {.sa_handler = end};
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGALRM, &action, NULL);
    (void)alarm(LIFE_S);
}

static enum rc run(struct front *f, const char *path, const char *new_path, struct arena *a, struct fault *fault) {
    struct str target;
    uint16_t port;
    enum rc rc = file_read(path, TARGET_BYTES, a, &target, fault);
    if (rc != RC_OK) {
        return rc;
    }
    if (!read_target(f, target)) {
        return fault_set(fault, RC_CONFIG, "%s is no target file of a lab with " GUEST " and " HOST, path);
    }
    int listener = listen_anywhere(&port);
    if (listener < 0) {
        return fault_set(fault, RC_NET, "nothing can listen on 127.0.0.1: %s", strerror(errno));
    }
    end_by_signal();
    struct str own = str_printf(a, "http://127.0.0.1:%u", (unsigned)port);
    rc = file_write_atomic(new_path, str_replace(a, target, f->base_url, own), /* is_private = */ true, fault);
    while (rc == RC_OK && !is_over) {
        accept_one(f, listener);
    }
    (void)close(listener);
    printf("%zu answered, %zu passed on\n", atomic_load(&f->answered), atomic_load(&f->passed_on));
    return rc;
}

int main(int argc, char **argv) {
    int64_t latency_ms = 0;
    bool is_said = argc == 4;
    if ((argc != 3 && !is_said) || (is_said && (!str_to_int64(str_from(argv[3]), &latency_ms) || latency_ms < 0 ||
                                                latency_ms > LATENCY_MOST_MS))) {
        fprintf(stderr, "usage: bench_front TARGET NEW_TARGET [LATENCY_MS]\n");
        return 2;
    }
    struct arena arena = {0};
    struct fault fault = {0};
    struct front *front = ARENA_NEW(&arena, struct front);
    front->latency_ns = latency_ms * NS_PER_MS;
    (void)pthread_mutex_init(&front->lock, NULL);
    enum rc rc = run(front, argv[1], argv[2], &arena, &fault);
    if (rc != RC_OK) {
        fprintf(stderr, "bench_front: %s\n", fault.text);
        return 3;
    }
    /* Connections may be open: their threads end with the process. */
    return 0;
}
