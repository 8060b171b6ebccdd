/* SPDX-License-Identifier: Apache-2.0
 *
 * HOST:PORT. */
/* modules: base */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "host_port.h"

static void host_port__is_read(void **state) {
    static const struct {
        const char *text;
        bool is_good, is_ipv4;
        int port;
    } rows[] = {
        {"127.0.0.1:8125", true, true, 8125},
        {"0.0.0.0:0", true, true, 0},
        {"localhost:65535", true, false, 65535},
        {"256.0.0.1:1", true, false, 1},
        {"a.host.name.longer.than.any.literal:1", true, false, 1},
        {":1", false, false, 0},
        {"", false, false, 0},
        {"127.0.0.1", false, false, 0},
        {"127.0.0.1:", false, false, 0},
        {"127.0.0.1:65536", false, false, 0},
        {"127.0.0.1:-1", false, false, 0},
        {"127.0.0.1:1x", false, false, 0},
        {"::1:80", false, false, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct host_port at = {0};
        struct sockaddr_in address;
        bool is_good = host_port_parse(str_from(rows[i].text), &at);
        if (is_good != rows[i].is_good || at.port != rows[i].port ||
            (is_good && host_port_ipv4(&at, &address) != rows[i].is_ipv4)) {
            fail_msg("'%s'", rows[i].text);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(host_port__is_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
