/* SPDX-License-Identifier: Apache-2.0
 *
 * Content encodings. */
/* modules: http */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "answer.h"

#define HELLO_GZIP \
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd\xc9\xc9\x07\x00\x86\xa6\x10\x36\x05\x00\x00\x00"
#define HELLO_ZLIB "\x78\xda\xcb\x48\xcd\xc9\xc9\x07\x00\x06\x2c\x02\x15"
#define HELLO_RAW "\xcb\x48\xcd\xc9\xc9\x07\x00"
/* 2000 zeros. */
#define ZEROS_GZIP                                                                                                     \
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x63\x60\x18\x05\xa3\x60\x14\x8c\x82\x51\x30\x0a\x46\xc1\x50\x07\x00\x44" \
    "\xf4\xc9\x02\xd0\x07\x00\x00"

#define BYTES(text) text, sizeof(text) - 1

static const struct {
    const char *behaviour;
    const char *encoding, *body;
    size_t body_len;
    enum decoding decoding;
    const char *decoded;
} ROWS[] = {
    {"gzip", "gzip", BYTES(HELLO_GZIP), DECODING_DONE, "hello"},
    {"GZIP", "GZIP", BYTES(HELLO_GZIP), DECODING_DONE, "hello"},
    {"x-gzip", "x-gzip", BYTES(HELLO_GZIP), DECODING_DONE, "hello"},
    {"two members", "gzip", BYTES(HELLO_GZIP HELLO_GZIP), DECODING_DONE, "hellohello"},
    {"garbage behind a member", "gzip", BYTES(HELLO_GZIP "xyz"), DECODING_BROKEN, NULL},
    {"deflate with a frame", "deflate", BYTES(HELLO_ZLIB), DECODING_DONE, "hello"},
    {"deflate without one", "deflate", BYTES(HELLO_RAW), DECODING_DONE, "hello"},
    {"identity", "identity", BYTES("hello"), DECODING_NONE, ""},
    {"unknown", "br", BYTES("hello"), DECODING_NONE, ""},
    {"no encoding", NULL, BYTES("hello"), DECODING_NONE, ""},
    {"no body", "gzip", BYTES(""), DECODING_NONE, ""},
    {"not gzip", "gzip", BYTES("hello"), DECODING_BROKEN, NULL},
    {"cut off", "gzip", BYTES("\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd"), DECODING_BROKEN, NULL},
    {"bomb", "gzip", BYTES(ZEROS_GZIP), DECODING_TOO_LARGE, NULL},
};

static void answer_decode__undoes_encodings(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof(ROWS) / sizeof(ROWS[0]); i++) {
        struct buf out;
        buf_init(&out, 1000);
        enum decoding decoding =
            answer_decode(str_from(ROWS[i].encoding), str_of(ROWS[i].body, ROWS[i].body_len), &out);
        if (decoding != ROWS[i].decoding || out.len > 1000) {
            fail_msg("%s: %d, %zu bytes", ROWS[i].behaviour, (int)decoding, out.len);
        }
        if (ROWS[i].decoded && !str_eq(buf_str(&out), str_from(ROWS[i].decoded))) {
            fail_msg("%s: '%.*s'", ROWS[i].behaviour, STR_ARG(buf_str(&out)));
        }
        buf_free(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answer_decode__undoes_encodings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
