/* SPDX-License-Identifier: Apache-2.0
 *
 * serve_accept: polls the listener beside the connections that have said too little. */
#include "serve_accept.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "limits.h"

#define PREFACE "PRI " /* no method of HTTP/1.1 (RFC 9113 section 3.4) */
#define PREFACE_BYTES (sizeof(PREFACE) - 1)
#define BREATH_NS (10 * NS_PER_MS) /* when descriptors have run out */

enum { STOP, LISTENER, FIRST_CONNECTION };

struct acceptor {
    pthread_t thread;
    acceptor_take_fn take;
    void *self;
    struct pollfd fds[FIRST_CONNECTION + LIMIT_LAB_CONNECTIONS];
    size_t count;
};

/* With fewer bytes a connection is not woken for: one that stays in the middle of the preface would keep the loop
 * running. */
static void wake_after(int socket, int bytes) {
    setsockopt(socket, SOL_SOCKET, SO_RCVLOWAT, &bytes, sizeof bytes);
}

static void accept_one(struct acceptor *a) {
    int socket = accept(a->fds[LISTENER].fd, NULL, NULL);
    if (socket < 0) {
        if (errno == EMFILE || errno == ENFILE) {
            clock_sleep_ns(BREATH_NS);
        }
        return;
    }
    if (a->count == sizeof a->fds / sizeof *a->fds) {
        close(socket);
        return;
    }
    fcntl(socket, F_SETFD, FD_CLOEXEC);
    wake_after(socket, PREFACE_BYTES);
    a->fds[a->count++] = (struct pollfd){.fd = socket, .events = POLLIN};
}

static void hand_on(struct acceptor *a, int socket) {
    char first[PREFACE_BYTES];
    ssize_t got = recv(socket, first, sizeof first, MSG_PEEK | MSG_DONTWAIT);
    if (got <= 0) {
        close(socket);
        return;
    }
    wake_after(socket, 1);
    a->take(a->self, socket, got == (ssize_t)PREFACE_BYTES && memcmp(first, PREFACE, PREFACE_BYTES) == 0);
}

static void *run_loop(void *self) {
    struct acceptor *a = self;
    while (a->fds[STOP].revents == 0) {
        if (poll(a->fds, (nfds_t)a->count, -1) < 0) {
            continue;
        }
        for (size_t i = a->count; i-- > FIRST_CONNECTION;) {
            if (a->fds[i].revents != 0) {
                int socket = a->fds[i].fd;
                a->fds[i] = a->fds[--a->count];
                hand_on(a, socket);
            }
        }
        if (a->fds[LISTENER].revents != 0) {
            accept_one(a);
        }
    }
    return NULL;
}

struct acceptor *acceptor_new(int listener, int stop, acceptor_take_fn take, void *self) {
    struct acceptor *a = calloc(1, sizeof *a);
    if (!a) {
        abort();
    }
    a->take = take;
    a->self = self;
    a->fds[STOP] = (struct pollfd){.fd = stop};
    a->fds[LISTENER] = (struct pollfd){.fd = listener, .events = POLLIN};
    a->count = FIRST_CONNECTION;
    fcntl(listener, F_SETFL, fcntl(listener, F_GETFL) | O_NONBLOCK); /* who asked may be gone before accept */
    int error = pthread_create(&a->thread, NULL, run_loop, a);
    if (error != 0) {
        free(a);
        errno = error;
        return NULL;
    }
    return a;
}

void acceptor_del(struct acceptor *a) {
    if (!a) {
        return;
    }
    pthread_join(a->thread, NULL);
    for (size_t i = FIRST_CONNECTION; i < a->count; i++) {
        close(a->fds[i].fd);
    }
    free(a);
}
