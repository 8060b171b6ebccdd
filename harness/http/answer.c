/* SPDX-License-Identifier: Apache-2.0
 *
 * answer: heads, and the encodings that zlib undoes. */
#include "answer.h"

#include <assert.h>
#include <zlib.h>

#include "head.h"
#include "limits.h"

#define CHUNK_BYTES 16384

bool answer_set_head(struct exchange *out, struct str raw_head, struct arena *a) {
    struct head head;
    if (!head_parse(raw_head, a, &head)) {
        return false;
    }
    struct head_line *lines = ARENA_ARRAY(a, struct head_line, head.field_count);
    for (size_t i = 0; i < head.field_count; i++) {
        const struct head_field *field = &head.fields[i];
        lines[i] = (struct head_line){.name = field->name, .value = field->value, .raw = field->raw};
    }
    out->version = head.version;
    out->status = head.status;
    out->reason = head.reason;
    out->lines = lines;
    out->line_count = head.field_count;
    return true;
}

/* Inflates up to the end of the stream or of what there is. Z_STREAM_END, or why not; Z_MEM_ERROR past the ceiling. */
static int inflate_stream(z_stream *z, struct buf *out) {
    unsigned char chunk[CHUNK_BYTES];
    int code = Z_OK;
    while (code == Z_OK) {
        z->next_out = chunk;
        z->avail_out = sizeof(chunk);
        code = inflate(z, Z_NO_FLUSH);
        if (!buf_append(out, (const char *)chunk, sizeof(chunk) - z->avail_out)) {
            return Z_MEM_ERROR;
        }
    }
    return code;
}

/* A gzip body may be several members, one behind the other (RFC 1952 section 2.2). */
static enum decoding inflate_all(struct str body, int window_bits, struct buf *out) {
    assert(body.len <= UINT32_MAX);
    z_stream z = {.next_in = (z_const Bytef *)body.data, .avail_in = (uInt)body.len};
    if (inflateInit2(&z, window_bits) != Z_OK) {
        return DECODING_BROKEN;
    }
    int code = inflate_stream(&z, out);
    while (code == Z_STREAM_END && z.avail_in > 0 && window_bits > MAX_WBITS && inflateReset(&z) == Z_OK) {
        code = inflate_stream(&z, out);
    }
    (void)inflateEnd(&z);
    if (code == Z_MEM_ERROR) {
        return DECODING_TOO_LARGE;
    }
    return code == Z_STREAM_END ? DECODING_DONE : DECODING_BROKEN;
}

enum decoding answer_decode(struct str content_encoding, struct str body, struct buf *out) {
    buf_clear(out);
    if (body.len == 0) {
        return DECODING_NONE;
    }
    if (str_eq_ascii_case(content_encoding, STR("gzip")) || str_eq_ascii_case(content_encoding, STR("x-gzip"))) {
        return inflate_all(body, MAX_WBITS + 16, out);
    }
    if (!str_eq_ascii_case(content_encoding, STR("deflate"))) {
        return DECODING_NONE;
    }
    enum decoding framed = inflate_all(body, MAX_WBITS, out);
    if (framed != DECODING_BROKEN) {
        return framed;
    }
    buf_clear(out);
    return inflate_all(body, -MAX_WBITS, out);
}

struct str answer_decoded(const struct exchange *x, struct arena *a) {
    struct buf buf;
    buf_init(&buf, LIMIT_BODY_BYTES);
    bool is_decoded = answer_decode(exchange_header(x, "content-encoding"), x->body, &buf) == DECODING_DONE;
    struct str decoded = is_decoded ? str_copy(a, buf_str(&buf)) : x->body;
    buf_free(&buf);
    return decoded;
}
