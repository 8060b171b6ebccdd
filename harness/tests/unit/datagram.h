/* SPDX-License-Identifier: Apache-2.0
 *
 * datagram: one to loopback. Include behind cmocka.h. */
#ifndef NONESUCH_DATAGRAM_H
#define NONESUCH_DATAGRAM_H

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "str.h"

/* `address`: "127.0.0.1:8125". */
static inline void datagram_send(struct str address, const char *text) {
    struct str port = address;
    (void)str_cut(&port, ':');
    int64_t number = 0;
    assert_true(str_to_int64(port, &number));
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)number)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    assert_int_equal(sendto(fd, text, strlen(text), 0, (struct sockaddr *)&to, sizeof to), strlen(text));
    assert_int_equal(close(fd), 0);
}

#endif
