/* SPDX-License-Identifier: Apache-2.0
 *
 * codec: the spellings in which bytes travel: hex, base64, percent-encoding, UTF-8. Pure. */
#ifndef NONESUCH_CODEC_H
#define NONESUCH_CODEC_H

#include "str.h"

struct str codec_hex(struct arena *a, struct str bytes); /* lower case */
struct str codec_base64(struct arena *a, struct str bytes);
bool codec_base64_decode(struct arena *a, struct str text, struct str *out);

/* Spellings that a text may ask for by name. */
enum codec {
    CODEC_NONE,
    CODEC_BASE64,    /* RFC 4648 section 4 */
    CODEC_BASE64URL, /* section 5, without padding */
    CODEC_HEX,
    CODEC_COUNT
};
const char *codec_name(enum codec c);                                    /* "base64"; "" of CODEC_NONE */
enum codec codec_find(struct str name);                                  /* CODEC_NONE: there is none of that name */
struct str codec_apply(enum codec c, struct arena *a, struct str bytes); /* CODEC_NONE: as they are */

/* Percent-encodes everything but RFC 3986 unreserved characters; decode leaves a malformed triplet as it is. */
struct str codec_percent(struct arena *a, struct str bytes);
struct str codec_percent_decode(struct arena *a, struct str text);

bool codec_is_utf8(struct str s);
/* Reads one scalar value at `from`; returns its length in bytes, 0 when no well-formed one stands there. */
size_t codec_utf8_take(struct str s, size_t from, uint32_t *scalar);
/* Writes a scalar value as UTF-8 to `out`; returns the length, 0 for a surrogate or out of range. */
size_t codec_utf8_put(uint32_t scalar, char out[4]);

/* What a terminal may show: control characters, bidirectional marks and bytes that are not UTF-8 are written as \n, \t,
 * \xNN and \u{N...}. */
struct str codec_printable(struct arena *a, struct str s);
/* Its first `max_bytes`, without half a character at the end. */
struct str codec_printable_start(struct arena *a, struct str s, size_t max_bytes);

#endif
