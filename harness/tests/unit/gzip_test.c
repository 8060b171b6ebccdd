/* SPDX-License-Identifier: Apache-2.0 */
/* modules: http */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "answer.h"
#include "gzip.h"
#include "limits.h"

static void gzip__comes_back_as_it_was_and_holds_the_text(void **state) {
    static const size_t sizes[] = {0, 1, 127, 16383, 65535, 65536, 1u << 20};
    struct arena a = {0};
    struct buf out;
    (void)state;
    buf_init(&out, LIMIT_BODY_BYTES);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *text = arena_alloc(&a, sizes[i] + 1, 1);
        for (size_t k = 0; k < sizes[i]; k++) {
            text[k] = (char)(k * 7);
        }
        struct str packed = gzip_stored(str_of(text, sizes[i]), &a);
        assert_int_equal(answer_decode(STR("gzip"), packed, &out), DECODING_DONE);
        assert_true(str_eq(buf_str(&out), str_of(text, sizes[i])));
        assert_true(sizes[i] >= 32768 || str_contains(packed, str_of(text, sizes[i])));
    }
    buf_free(&out);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gzip__comes_back_as_it_was_and_holds_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
