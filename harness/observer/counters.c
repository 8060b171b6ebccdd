/* SPDX-License-Identifier: Apache-2.0
 *
 * counters: a datagram socket that is read when asked. */
#include "counters.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host_port.h"

#define DATAGRAM_BYTES 65536
#define BUFFER_BYTES (1 << 20)
#define ADDRESS_BYTES 32
#define COUNTERS_MAX 100000 /* between two looks */

struct counters {
    int fd;
    char address[ADDRESS_BYTES];
};

static void write_address(struct counters *c) {
    struct sockaddr_in bound = {0};
    socklen_t len = sizeof bound;
    char host[INET_ADDRSTRLEN] = "";
    if (getsockname(c->fd, (struct sockaddr *)&bound, &len) == 0) {
        (void)inet_ntop(AF_INET, &bound.sin_addr, host, sizeof host);
        (void)snprintf(c->address, sizeof c->address, "%s:%u", host, (unsigned)ntohs(bound.sin_port));
    }
}

enum rc counters_open(struct str address, struct counters **out, struct fault *f) {
    struct host_port where;
    struct sockaddr_in at;
    if (!host_port_parse(address, &where) || !host_port_ipv4(&where, &at)) {
        return fault_set(f, RC_CONFIG,
                         "statsd: '%.*s' is not HOST:PORT with an IPv4 address, for example 127.0.0.1:8125",
                         STR_ARG(str_sub(address, 0, 80)));
    }
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int room = BUFFER_BYTES;
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) != 0) {
        enum rc rc = fault_set(f, RC_NET, "statsd: cannot listen on %.*s: %s", STR_ARG(address), strerror(errno));
        if (fd >= 0) {
            (void)close(fd);
        }
        return rc;
    }
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room); /* as much as the system allows */
    struct counters *c = calloc(1, sizeof *c);
    if (!c) {
        abort();
    }
    c->fd = fd;
    write_address(c);
    *out = c;
    return RC_OK;
}

void counters_close(struct counters *c) {
    if (c) {
        (void)close(c->fd);
        free(c);
    }
}

struct str counters_address(const struct counters *c) {
    return str_from(c->address);
}

void counters_forget(struct counters *c) {
    char unread[1];
    while (recv(c->fd, unread, sizeof unread, 0) >= 0) {
    }
}

static void append(struct counter_list *list, struct arena *a, const struct statsd_counter *counter) {
    /* Doubling at the powers of two needs no capacity of its own. */
    if ((list->count & (list->count - 1)) == 0) {
        size_t capacity = list->count ? 2 * list->count : 1;
        struct statsd_counter *items = ARENA_ARRAY(a, struct statsd_counter, capacity);
        for (size_t i = 0; i < list->count; i++) {
            items[i] = list->items[i];
        }
        list->items = items;
    }
    list->items[list->count++] = *counter;
}

void counters_look(struct counters *c, struct arena *a, struct counter_list *list) {
    char *datagram = malloc(DATAGRAM_BYTES);
    if (!datagram) {
        abort();
    }
    ssize_t len;
    while (list->count < COUNTERS_MAX && (len = recv(c->fd, datagram, DATAGRAM_BYTES, 0)) >= 0) {
        struct str rest = str_copy(a, str_of(datagram, (size_t)len));
        struct statsd_counter counter;
        while (list->count < COUNTERS_MAX && statsd_next(&rest, &counter)) {
            append(list, a, &counter);
        }
    }
    free(datagram);
}

double counters_sum(const struct counter_list *list, struct str name, struct str tag) {
    double sum = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool is_it = str_eq(list->items[i].name, name) && statsd_has_tag(&list->items[i], tag);
        sum += is_it ? list->items[i].value : 0;
    }
    return sum;
}
