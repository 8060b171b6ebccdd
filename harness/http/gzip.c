/* SPDX-License-Identifier: Apache-2.0
 *
 * gzip: written by zlib, at the level that only stores. */
#include "gzip.h"

#include <assert.h>
#include <stdlib.h>
#include <zlib.h>

#define USUAL_MEMORY 8 /* of a deflater, by the manual of zlib */

struct str gzip_stored(struct str text, struct arena *a) {
    assert(text.len <= UINT32_MAX / 2);
    z_stream z = {.next_in = (z_const Bytef *)text.data, .avail_in = (uInt)text.len};
    if (deflateInit2(&z, Z_NO_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, USUAL_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) {
        abort();
    }
    uLong most = deflateBound(&z, (uLong)text.len);
    char *out = arena_alloc(a, most, 1);
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)most;
    int code = deflate(&z, Z_FINISH);
    assert(code == Z_STREAM_END);
    (void)code;
    size_t len = most - z.avail_out;
    (void)deflateEnd(&z);
    return str_of(out, len);
}
