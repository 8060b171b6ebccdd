/* SPDX-License-Identifier: Apache-2.0
 *
 * host_port: texts to addresses. */
#include "host_port.h"

#include <arpa/inet.h>
#include <string.h>

#define PORT_MAX 65535

bool host_port_parse(struct str text, struct host_port *out) {
    struct str port = text;
    struct str host = str_cut(&port, ':');
    int64_t number;
    if (host.len == 0 || !str_to_int64(port, &number) || number < 0 || number > PORT_MAX)
        return false;
    *out = (struct host_port){.host = host, .port = (uint16_t)number};
    return true;
}

bool host_port_ipv4(const struct host_port *at, struct sockaddr_in *out) {
    char host[INET_ADDRSTRLEN];
    if (at->host.len >= sizeof host)
        return false;
    memcpy(host, at->host.data, at->host.len);
    host[at->host.len] = '\0';
    *out = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(at->port)};
    return inet_pton(AF_INET, host, &out->sin_addr) == 1;
}
