/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: answer_decode, scripted_answer_parse.
 * Properties: what is decoded never exceeds its ceiling, and is either whole or named broken or too large; the
 * parts of an answer lie apart in its text: 1xx heads in front, the body at the end. */
/* modules: http */
#include <assert.h>

#include "answer.h"
#include "fuzz_target.h"
#include "scripted_transport.h"

#define CEILING_BYTES 65536

static void check_decode(struct str encoding, struct str body) {
    struct buf out;
    buf_init(&out, CEILING_BYTES);
    enum decoding decoding = answer_decode(encoding, body, &out);
    assert(out.len <= CEILING_BYTES);
    assert(decoding != DECODING_NONE || out.len == 0);
    assert(decoding != DECODING_DONE || !out.truncated);
    assert(body.len > 0 || decoding == DECODING_NONE);
    buf_free(&out);
}

static void check_parse(struct str raw, struct arena *a) {
    struct exchange x = {.status = -1};
    if (!scripted_answer_parse(raw, a, &x)) {
        assert(x.status == -1);
        return;
    }
    assert(x.status == 101 || (x.status >= 200 && x.status <= 999));
    assert(x.interim.len + x.body.len < raw.len);
    assert(str_starts_with(raw, x.interim) && str_ends_with(raw, x.body));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str raw = str_of((const char *)data, size);
    struct arena a = {0};
    check_decode(STR("gzip"), raw);
    check_decode(STR("deflate"), raw);
    check_decode(STR("identity"), raw);
    check_parse(raw, &a);
    arena_free(&a);
    return 0;
}
