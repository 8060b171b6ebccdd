/* SPDX-License-Identifier: Apache-2.0
 *
 * Counters of StatsD datagrams. */
/* modules: wire */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "statsd.h"

static const struct row {
    const char *behaviour, *datagram, *name, *tags;
    double value;
} ROWS[] = {
    {"a counter", "a.b:1|c", "a.b", NULL, 1},
    {"with tags", "a:2|c|#op:x,env:y", "a", "op:x,env:y", 2},
    {"a sampled one counts for all", "a:1|c|@0.1", "a", NULL, 10},
    {"rate and tags in any order", "a:1|c|#t|@0.5", "a", "t", 2},
    {"an extension of later versions", "a:3|c|c:0123|T1656581400", "a", NULL, 3},
    {"one that falls", "a:-4|c", "a", NULL, -4},
    {"behind a gauge and a timer", "g:1|g\nt:320|ms\na:5|c\n", "a", NULL, 5},
    {"behind nonsense", "\n:1|c\na|c\na:|c\na:x|c\na:1e99|c\na:1|c|@0\na:1|c|@2\na:6|c", "a", NULL, 6},
    {"none in nothing", "", NULL, NULL, 0},
    {"none in a gauge", "g:1|g", NULL, NULL, 0},
    {"none in a number past all counting", "a:9999999999999999999999|c", NULL, NULL, 0},
};

static void statsd_next__finds_counters(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct str rest = str_from(ROWS[i].datagram);
        struct statsd_counter c = {0};
        bool is_found = statsd_next(&rest, &c);
        bool is_right = is_found == (ROWS[i].name != NULL);
        if (is_found && is_right) {
            is_right = str_eq(c.name, str_from(ROWS[i].name)) && c.value == ROWS[i].value &&
                       (ROWS[i].tags ? str_eq(c.tags, str_from(ROWS[i].tags)) : !c.tags.data);
        }
        if (!is_right) {
            fail_msg("%s: %.*s %g", ROWS[i].behaviour, STR_ARG(c.name), c.value);
        }
    }
}

static void statsd_has_tag__whole_tags_only(void **state) {
    (void)state;
    const struct statsd_counter c = {.tags = STR("op:register,env:x")}, bare = {0};
    assert_true(statsd_has_tag(&c, STR("op:register")));
    assert_true(statsd_has_tag(&c, STR("env:x")));
    assert_false(statsd_has_tag(&c, STR("op:reg")));
    assert_true(statsd_has_tag(&bare, STR_NONE));
    assert_false(statsd_has_tag(&bare, STR("op:register")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statsd_next__finds_counters),
        cmocka_unit_test(statsd_has_tag__whole_tags_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
