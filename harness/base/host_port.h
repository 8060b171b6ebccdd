/* SPDX-License-Identifier: Apache-2.0
 *
 * host_port: where a server listens, as options and files write it: "127.0.0.1:8125". */
#ifndef NONESUCH_HOST_PORT_H
#define NONESUCH_HOST_PORT_H

#include <netinet/in.h>

#include "str.h"

struct host_port {
    struct str host; /* borrowed; never empty */
    uint16_t port;   /* 0: the kernel chooses */
};

/* False: no host before the first colon, or no number from 0 to 65535 behind it. */
bool host_port_parse(struct str text, struct host_port *out);

/* As a socket address. False: the host is no IPv4 literal (no name is looked up). */
bool host_port_ipv4(const struct host_port *at, struct sockaddr_in *out);

#endif
