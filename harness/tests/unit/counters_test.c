/* SPDX-License-Identifier: Apache-2.0
 *
 * Counters heard over UDP on loopback. */
/* modules: observer */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "counters.h"
#include "datagram.h"

static void counters__are_summed_by_name_and_tag(void **state) {
    (void)state;
    struct counters *c = NULL;
    struct counter_list list = {0};
    struct arena a = {0};
    assert_int_equal(counters_open(STR("127.0.0.1:0"), &c, NULL), RC_OK);
    datagram_send(counters_address(c), "w:7|c|#op:x");
    counters_forget(c);
    datagram_send(counters_address(c), "w:1|c|#op:x\nw:1|c|#op:y\ng:9|g");
    counters_look(c, &a, &list);
    datagram_send(counters_address(c), "w:2|c|#op:x");
    counters_look(c, &a, &list);
    assert_int_equal(list.count, 3);
    assert_true(counters_sum(&list, STR("w"), STR("op:x")) == 3);
    assert_true(counters_sum(&list, STR("w"), STR_NONE) == 4);
    assert_true(counters_sum(&list, STR("g"), STR_NONE) == 0);
    counters_close(c);
    arena_free(&a);
}

static void counters_open__says_what_is_wrong(void **state) {
    (void)state;
    static const struct {
        const char *address;
        enum rc rc;
        const char *says;
    } rows[] = {
        {"localhost:1", RC_CONFIG, "IPv4"},          {"127.0.0.1", RC_CONFIG, "HOST:PORT"},
        {"127.0.0.1:70000", RC_CONFIG, "HOST:PORT"}, {"", RC_CONFIG, "HOST:PORT"},
        {"192.0.2.1:8125", RC_NET, "cannot listen"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct counters *c = NULL;
        struct fault f = {0};
        assert_int_equal(counters_open(str_from(rows[i].address), &c, &f), rows[i].rc);
        assert_non_null(strstr(f.text, rows[i].says));
        assert_null(c);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counters__are_summed_by_name_and_tag),
        cmocka_unit_test(counters_open__says_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
