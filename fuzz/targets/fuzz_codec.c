/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: codec_*, sha256_*. Properties: what is encoded is decoded to the same bytes, and a base64 text that
 * is decoded has no second spelling; percent-encoding leaves unreserved characters alone and decoding never gets
 * longer; a text is UTF-8 when it can be taken apart scalar by scalar, each put as it stood; what is printable is
 * UTF-8, stays as it is from then on, and so does every start of it; a hash does not depend on how its text comes in
 * pieces. */
/* modules: base */
#include <assert.h>
#include <string.h>

#include "codec.h"
#include "fuzz_target.h"
#include "hash.h"

static void check_base64(struct str bytes, struct arena *a) {
    struct str back = STR_NONE, from_text = STR_NONE;
    assert(codec_base64_decode(a, codec_base64(a, bytes), &back) && str_eq(back, bytes));
    assert(!codec_base64_decode(a, bytes, &from_text) || str_eq(codec_base64(a, from_text), bytes));
}

static void check_percent(struct str bytes, struct arena *a) {
    struct str text = codec_percent(a, bytes);
    assert(str_eq(codec_percent_decode(a, text), bytes) && text.len <= 3 * bytes.len);
    assert(str_eq(codec_percent(a, bytes), text));
    assert(codec_percent_decode(a, bytes).len <= bytes.len);
    for (const char *reserved = "/?#&=+ \"\r\n"; *reserved; reserved++)
        assert(str_find_char(text, *reserved, 0) < 0);
}

static void check_hex(struct str bytes, struct arena *a) {
    struct str text = codec_hex(a, bytes);
    assert(text.len == 2 * bytes.len);
    for (size_t i = 0; i < text.len; i++)
        assert(strchr("0123456789abcdef", text.data[i]));
}

static void check_utf8(struct str bytes) {
    size_t at = 0;
    for (size_t len = 1; at < bytes.len && len > 0; at += len) {
        uint32_t scalar = 0;
        char put[4];
        len = codec_utf8_take(bytes, at, &scalar);
        assert(len == 0 || (codec_utf8_put(scalar, put) == len && memcmp(put, bytes.data + at, len) == 0));
    }
    assert((at == bytes.len) == codec_is_utf8(bytes));
}

static void check_printable(struct str bytes, struct arena *a) {
    struct str text = codec_printable(a, bytes);
    assert(codec_is_utf8(text) && str_eq(codec_printable(a, text), text));
    for (size_t i = 0; i < text.len; i++)
        assert((unsigned char)text.data[i] >= 0x20 && text.data[i] != 0x7f);
    size_t room = bytes.len > 0 ? (unsigned char)bytes.data[0] : 0;
    struct str start = codec_printable_start(a, bytes, room);
    assert(start.len <= room && str_starts_with(text, start) && codec_is_utf8(start));
    assert(start.len == text.len || start.len + 4 > room);
}

static void check_hash(struct str bytes, struct arena *a) {
    struct sha256 h;
    unsigned char digest[32];
    size_t cut = bytes.len > 0 ? (unsigned char)bytes.data[0] % bytes.len : 0;
    sha256_init(&h);
    sha256_update(&h, bytes.data, cut);
    sha256_update(&h, str_from_index(bytes, cut).data, bytes.len - cut);
    sha256_final(&h, digest);
    assert(str_eq(codec_hex(a, str_of((const char *)digest, sizeof digest)), sha256_hex(a, bytes)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str bytes = str_of((const char *)data, size);
    struct arena a = {0};
    check_base64(bytes, &a);
    check_percent(bytes, &a);
    check_hex(bytes, &a);
    check_utf8(bytes);
    check_printable(bytes, &a);
    check_hash(bytes, &a);
    arena_free(&a);
    return 0;
}
