/* SPDX-License-Identifier: Apache-2.0
 *
 * misbehave: blocking sockets; stopping shuts them all down, which wakes every thread. */
#include "misbehave.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_MAX 1024
#define REQUEST_BYTES (4u << 20)

struct misbehave {
    const struct misbehave_answer *answers;
    size_t answer_count;
    int listener;
    uint16_t port;
    pthread_t acceptor;
    pthread_mutex_t lock; /* of all below */
    pthread_t threads[CONNECTIONS_MAX];
    int sockets[CONNECTIONS_MAX]; /* -1: closed */
    size_t connection_count, request_count;
    char *last_request;
};

struct connection {
    struct misbehave *server;
    size_t slot;
    int socket;
    char *request; /* head and body, terminated */
    size_t len;
};

static void require(bool condition) {
    if (!condition) {
        abort();
    }
}

static void *allocate(size_t size) {
    void *memory = calloc(1, size);
    require(memory != NULL);
    return memory;
}

static bool send_all(int socket, const char *bytes, size_t len) {
    while (len > 0) {
        ssize_t sent = send(socket, bytes, len, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes += sent;
        len -= (size_t)sent;
    }
    return true;
}

static size_t content_length(const char *head) {
    for (const char *line = strchr(head, '\n'); line; line = strchr(line + 1, '\n')) {
        if (strncasecmp(line + 1, "content-length:", 15) == 0) {
            return strtoul(line + 16, NULL, 10);
        }
    }
    return 0;
}

/* 0: not whole yet. */
static size_t whole_request_len(const char *bytes, size_t len) {
    const char *end = strstr(bytes, "\r\n\r\n");
    if (!end) {
        return 0;
    }
    size_t total = (size_t)(end - bytes) + 4 + content_length(bytes);
    return total <= len ? total : 0;
}

/* Requests are not pipelined: what is read belongs to one. */
static bool read_request(struct connection *c) {
    c->len = 0;
    c->request[0] = '\0';
    while (whole_request_len(c->request, c->len) == 0) {
        ssize_t got = recv(c->socket, c->request + c->len, REQUEST_BYTES - c->len, 0);
        if (got <= 0) {
            return false;
        }
        c->len += (size_t)got;
        c->request[c->len] = '\0';
    }
    return true;
}

static void note_request(struct connection *c) {
    char *copy = allocate(c->len + 1);
    memcpy(copy, c->request, c->len);
    pthread_mutex_lock(&c->server->lock);
    free(c->server->last_request);
    c->server->last_request = copy;
    c->server->request_count++;
    pthread_mutex_unlock(&c->server->lock);
}

static const struct misbehave_answer *find_answer(const struct connection *c) {
    const char *target = strchr(c->request, ' ');
    for (size_t i = 0; target && i < c->server->answer_count; i++) {
        const struct misbehave_answer *answer = &c->server->answers[i];
        if (strncmp(target + 1, answer->path, strlen(answer->path)) == 0) {
            return answer;
        }
    }
    return NULL;
}

static void wait_ms(int ms) {
    struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    (void)nanosleep(&pause, NULL);
}

static bool send_answer(int socket, const struct misbehave_answer *answer) {
    if (!send_all(socket, answer->bytes, answer->len > 0 ? answer->len : strlen(answer->bytes))) {
        return false;
    }
    if (!answer->second) {
        return true;
    }
    wait_ms(answer->pause_ms);
    return send_all(socket, answer->second, strlen(answer->second));
}

/* True when another request may follow. */
static bool end_answer(struct connection *c, enum misbehave_end end) {
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    switch (end) {
    case MISBEHAVE_KEEP: return true;
    case MISBEHAVE_CLOSE: return false;
    case MISBEHAVE_RESET: (void)setsockopt(c->socket, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)); return false;
    case MISBEHAVE_HANG:
    case MISBEHAVE_CLOSE_NEXT:
        if (read_request(c)) {
            note_request(c);
        }
        return false;
    }
    return false;
}

static bool serve_one(struct connection *c) {
    if (!read_request(c)) {
        return false;
    }
    note_request(c);
    const struct misbehave_answer *answer = find_answer(c);
    return answer && send_answer(c->socket, answer) && end_answer(c, answer->end);
}

static void *serve_connection(void *self) {
    struct connection *c = self;
    while (serve_one(c)) {
    }
    pthread_mutex_lock(&c->server->lock);
    c->server->sockets[c->slot] = -1;
    (void)close(c->socket);
    pthread_mutex_unlock(&c->server->lock);
    free(c->request);
    free(c);
    return NULL;
}

static void start_connection(struct misbehave *m, int socket) {
    int on = 1;
    (void)setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    struct connection *c = allocate(sizeof(*c));
    c->server = m;
    c->socket = socket;
    c->request = allocate(REQUEST_BYTES + 1);
    pthread_mutex_lock(&m->lock);
    require(m->connection_count < CONNECTIONS_MAX);
    c->slot = m->connection_count++;
    m->sockets[c->slot] = socket;
    require(pthread_create(&m->threads[c->slot], NULL, serve_connection, c) == 0);
    pthread_mutex_unlock(&m->lock);
}

static void *accept_all(void *self) {
    struct misbehave *m = self;
    for (int socket = accept(m->listener, NULL, NULL); socket >= 0; socket = accept(m->listener, NULL, NULL)) {
        start_connection(m, socket);
    }
    return NULL;
}

/* A socket bound to a free port of loopback. */
static int bind_loopback(uint16_t *port) {
    int bound = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    require(bound >= 0 && bind(bound, (const struct sockaddr *)&address, size) == 0);
    require(getsockname(bound, (struct sockaddr *)&address, &size) == 0);
    *port = ntohs(address.sin_port);
    return bound;
}

uint16_t misbehave_dead_port(void) {
    uint16_t port = 0;
    (void)close(bind_loopback(&port));
    return port;
}

struct misbehave *misbehave_start(const struct misbehave_answer *answers, size_t count) {
    struct misbehave *m = allocate(sizeof(*m));
    m->answers = answers;
    m->answer_count = count;
    m->listener = bind_loopback(&m->port);
    require(pthread_mutex_init(&m->lock, NULL) == 0);
    require(listen(m->listener, 128) == 0);
    require(pthread_create(&m->acceptor, NULL, accept_all, m) == 0);
    return m;
}

static void shut_connections(struct misbehave *m) {
    pthread_mutex_lock(&m->lock);
    for (size_t i = 0; i < m->connection_count; i++) {
        if (m->sockets[i] >= 0) {
            (void)shutdown(m->sockets[i], SHUT_RDWR);
        }
    }
    pthread_mutex_unlock(&m->lock);
}

void misbehave_stop(struct misbehave *m) {
    if (!m) {
        return;
    }
    (void)shutdown(m->listener, SHUT_RDWR);
    require(pthread_join(m->acceptor, NULL) == 0);
    (void)close(m->listener);
    shut_connections(m);
    for (size_t i = 0; i < m->connection_count; i++) {
        require(pthread_join(m->threads[i], NULL) == 0);
    }
    (void)pthread_mutex_destroy(&m->lock);
    free(m->last_request);
    free(m);
}

uint16_t misbehave_port(const struct misbehave *m) {
    return m->port;
}

static size_t read_count(struct misbehave *m, const size_t *count) {
    pthread_mutex_lock(&m->lock);
    size_t value = *count;
    pthread_mutex_unlock(&m->lock);
    return value;
}

size_t misbehave_connections(struct misbehave *m) {
    return read_count(m, &m->connection_count);
}

size_t misbehave_requests(struct misbehave *m) {
    return read_count(m, &m->request_count);
}

char *misbehave_last_request(struct misbehave *m) {
    pthread_mutex_lock(&m->lock);
    char *copy = m->last_request ? allocate(strlen(m->last_request) + 1) : NULL;
    if (copy) {
        memcpy(copy, m->last_request, strlen(m->last_request));
    }
    pthread_mutex_unlock(&m->lock);
    return copy;
}
