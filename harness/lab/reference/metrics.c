/* SPDX-License-Identifier: Apache-2.0
 *
 * metrics: one datagram a count. */
#include "metrics.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host_port.h"

#define DATAGRAM_BYTES 256

struct metrics {
    int fd;
};

enum rc metrics_open(struct str address, struct metrics **out, struct fault *f) {
    struct host_port where;
    struct sockaddr_in to;
    *out = NULL;
    if (!address.data)
        return RC_OK;
    if (!host_port_parse(address, &where) || where.port == 0 || !host_port_ipv4(&where, &to))
        return fault_set(f, RC_USAGE, "'%.*s' is not HOST:PORT with an IPv4 address, for example 127.0.0.1:8125",
                         STR_ARG(str_sub(address, 0, 80)));
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
        enum rc rc = fault_set(f, RC_NET, "no counters can be sent to %.*s: %s", STR_ARG(address), strerror(errno));
        if (fd >= 0)
            (void)close(fd);
        return rc;
    }
    struct metrics *m = calloc(1, sizeof *m);
    if (!m)
        abort();
    m->fd = fd;
    *out = m;
    return RC_OK;
}

void metrics_close(struct metrics *m) {
    if (!m)
        return;
    (void)close(m->fd);
    free(m);
}

void metrics_count(const struct metrics *m, const char *name, const char *tags) {
    char line[DATAGRAM_BYTES];
    if (!m)
        return;
    int len = snprintf(line, sizeof line, "%s:1|c|#%s", name, tags);
    if (len > 0 && (size_t)len < sizeof line)
        (void)!send(m->fd, line, (size_t)len, MSG_DONTWAIT | MSG_NOSIGNAL);
}
