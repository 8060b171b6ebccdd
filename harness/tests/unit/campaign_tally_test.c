/* SPDX-License-Identifier: Apache-2.0 */
/* modules: model */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "campaign_tally.h"
#include "parse.h"

static void campaign_tally__goes_on_where_it_was_written(void **state) {
    struct campaign_tally t = {.bodies = 3,
                               .pairs = 2,
                               .lost = 1,
                               .names = 4,
                               .requests = 10,
                               .confirming = 5,
                               .by_status_class = {1, 0, 2, 0, 6, 1},
                               .restarts = 9,
                               .blocked_ns = 7,
                               .elapsed_ns = 8};
    struct arena a = {0};
    struct buf text;
    struct emit e;
    struct value *root;
    (void)state;
    buf_init(&text, 1u << 16);
    emit_init(&e, &text, 2);
    campaign_tally_emit(&t, &e);
    assert_int_equal(parse_json(buf_str(&text), &a, &root, NULL), RC_OK);
    struct campaign_tally read = campaign_tally_read(root);
    assert_memory_equal(&read, &t, sizeof t);
    struct campaign_tally sum = campaign_tally_add(&read, &t);
    assert_true(sum.bodies == 6 && sum.by_status_class[4] == 12 && sum.restarts == 18 && sum.elapsed_ns == 16);
    struct campaign_tally none = campaign_tally_read(NULL), zero = {0};
    assert_memory_equal(&none, &zero, sizeof zero);
    buf_free(&text);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(campaign_tally__goes_on_where_it_was_written)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
