/* SPDX-License-Identifier: Apache-2.0
 *
 * metrics: one datagram a count. */
#include "metrics.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define DATAGRAM_BYTES 256
#define PORT_MAX 65535

struct metrics {
    int fd;
};

static bool parse_address(struct str text, struct sockaddr_in *out) {
    char host[INET_ADDRSTRLEN];
    struct str port = text;
    struct str name = str_cut(&port, ':');
    int64_t number = 0;
    if (name.len >= sizeof host || !str_to_int64(port, &number) || number < 1 || number > PORT_MAX)
        return false;
    memcpy(host, name.data, name.len);
    host[name.len] = '\0';
    *out = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)number)};
    return inet_pton(AF_INET, host, &out->sin_addr) == 1;
}

enum rc metrics_open(struct str address, struct metrics **out, struct fault *f) {
    struct sockaddr_in to;
    *out = NULL;
    if (!address.data)
        return RC_OK;
    if (!parse_address(address, &to))
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
