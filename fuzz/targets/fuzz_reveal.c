/* SPDX-License-Identifier: Apache-2.0
 *
 * Target functions: reveal_index_new, reveal_scan. The input is a needle, a line feed, what stands before it, a line
 * feed, and what stands behind it. Properties: a needle of eight bytes or more is found raw, as hex in either case, and
 * in the base64 of a text that holds it, wherever it stands there; every hit lies in the text and is either a needle in
 * some spelling or a sign of the insides; a shorter needle is never found. */
/* modules: oracle */
#include <assert.h>

#include "codec.h"
#include "fuzz_target.h"
#include "reveal.h"

#define NEEDLE_MIN 8

struct hits {
    struct str text;
    size_t count;
};

static bool note(void *self, const struct reveal_hit *hit) {
    struct hits *hits = self;
    assert(hit->len <= hits->text.len && hit->offset <= hits->text.len - hit->len);
    assert(!hit->internals == !!hit->spelling);
    if (hit->internals) {
        return true;
    }
    assert(hit->tag == 1 && hit->len >= NEEDLE_MIN);
    hits->count++;
    return true;
}

static bool is_found(const struct reveal_index *index, struct str text) {
    struct hits hits = {.text = text};
    reveal_scan(index, text, note, &hits);
    return hits.count > 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str behind = str_of((const char *)data, size);
    struct str text = str_cut(&behind, '\n'), before = str_cut(&behind, '\n');
    struct arena a = {0};
    struct needle needle = {.text = text, .tag = 1};
    const struct reveal_index *index = reveal_index_new(&needle, 1, &a);
    struct str whole = str_printf(&a, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(text), STR_ARG(behind));
    struct str hex = codec_hex(&a, whole);
    bool is_long = text.len >= NEEDLE_MIN && str_contains(whole, text);
    assert(is_found(index, whole) || !is_long);
    assert(is_found(index, hex) || !is_long);
    assert(is_found(index, str_upper_ascii(&a, hex)) || !is_long);
    assert(is_found(index, codec_base64(&a, whole)) || !is_long);
    assert(text.len >= NEEDLE_MIN || !is_found(index, whole));
    arena_free(&a);
    return 0;
}
